import { VERSION } from "../Version.ts"
import { all, type Counts, ranked, type Tally } from "./Tally.ts"

const byKey = <K extends string>(counts: ReadonlyMap<K, Counts>): Record<string, Counts> =>
  Object.fromEntries(ranked(counts))

/** `summary.json`: the figures of the run for programs. */
export const summaryJson = (tally: Tally): string =>
  `${JSON.stringify(
    {
      emend: VERSION,
      documents: tally.documents.length,
      changed: tally.documents.filter((document) => document.edits > 0).length,
      words: tally.words,
      edits: tally.edits,
      findings: { total: all(tally.total), ...tally.total },
      byType: byKey(tally.byType),
      byRule: byKey(tally.byRule),
      perDocument: tally.documents.map(({ id, words, edits, counts, origin, originEvidence, view, foreign }) => ({
        id,
        words,
        edits,
        ...counts,
        origin,
        originEvidence,
        view,
        ...(foreign === undefined ? {} : { leftAlone: foreign }),
      })),
    },
    null,
    2,
  )}\n`

/** A name from outside as it may stand in a Markdown table. */
const cell = (text: string): string => `\`${text.replaceAll("|", "\\|").replaceAll("`", "'").replaceAll("\n", " ")}\``

const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ",")

const row = (name: string, counts: Counts): string =>
  `| ${name} | ${grouped(counts.fixed)} | ${grouped(counts.suggested)} | ${grouped(counts.flagged)} |`

const MOST_DOCUMENTS = 30
const MOST_RULES = 20

/** `summary.md`: the same figures for a pull request. */
export const summaryMarkdown = (tally: Tally): string => {
  const changed = tally.documents.filter((document) => document.edits > 0).length
  const foreign = tally.documents.filter((document) => document.foreign !== undefined)
  const documents = tally.documents
    .map((document, order) => ({ document, order }))
    .sort((a, b) => all(b.document.counts) - all(a.document.counts) || a.order - b.order)
    .slice(0, MOST_DOCUMENTS)
    .map(({ document }) => row(cell(document.id), document.counts))
  const lines = [
    "# emend",
    "",
    `${grouped(tally.documents.length)} documents, ${grouped(tally.words)} words; ${grouped(changed)} documents changed by ${grouped(tally.edits)} edits.`,
    `${grouped(tally.total.fixed)} findings fixed, ${grouped(tally.total.suggested)} suggested, ${grouped(tally.total.flagged)} flagged.`,
    "",
    "| type | fixed | suggested | flagged |",
    "| --- | ---: | ---: | ---: |",
    ...ranked(tally.byType).map(([type, counts]) => row(type, counts)),
    "",
    "| rule | fixed | suggested | flagged |",
    "| --- | ---: | ---: | ---: |",
    ...ranked(tally.byRule)
      .slice(0, MOST_RULES)
      .map(([rule, counts]) => row(cell(rule), counts)),
    "",
    "| document | fixed | suggested | flagged |",
    "| --- | ---: | ---: | ---: |",
    ...documents,
    ...(tally.documents.length > documents.length
      ? ["", `… and ${grouped(tally.documents.length - documents.length)} more documents.`]
      : []),
    ...(foreign.length > 0
      ? [
          "",
          "Not in English, left alone:",
          "",
          ...foreign.slice(0, MOST_DOCUMENTS).map(({ id, foreign: why }) => `- ${cell(id)}: ${why}`),
          ...(foreign.length > MOST_DOCUMENTS ? [`- … and ${grouped(foreign.length - MOST_DOCUMENTS)} more`] : []),
        ]
      : []),
  ]
  return `${lines.join("\n")}\n`
}
