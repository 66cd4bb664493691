import * as Effect from "effect/Effect"
import type { Configuration, View } from "./Configuration.ts"
import type { Document } from "./Document.ts"
import { begin, type Draft, type Noted } from "./Draft.ts"
import { type Finding, findingId } from "./Finding.ts"
import { languageOf } from "./Language.ts"
import { guess } from "./Origin.ts"
import type { Profile } from "./Profile.ts"
import type { Origin } from "./Rule.ts"
import { activate, type RuleBook } from "./RuleBook.ts"
import type { Stage } from "./Stage.ts"
import { viewOf } from "./View.ts"

/** A line of `edits.jsonl`: a change between the raw text and the cleaned one, in raw offsets. */
export interface DocumentEdit {
  readonly doc: string
  readonly start: number
  readonly end: number
  readonly original: string
  readonly replacement: string
  readonly findings: ReadonlyArray<string>
}

/** What became of a document. */
export interface Cleaned {
  readonly document: Document
  /** the text that is written: line ends as in the raw text */
  readonly text: string
  readonly edits: ReadonlyArray<DocumentEdit>
  readonly findings: ReadonlyArray<Finding>
  readonly origin: Origin
  readonly originEvidence: ReadonlyArray<string>
  readonly view: View
  /** set when the document is not in English and was left alone */
  readonly foreign: string | undefined
  readonly words: number
}

const countWords = (text: string): number => {
  let words = 0
  let inside = false
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    const space = c <= 32 || (c >= 0xa0 && (c === 0xa0 || c === 0x3000))
    if (!space && !inside) words++
    inside = !space
  }
  return words
}

const inOrder = (a: Noted, b: Noted): number =>
  a.start - b.start || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0) || a.end - b.end

/** Brings findings and edits to raw offsets and gives the findings their names. */
const account = (
  draft: Draft,
  document: Document,
): {
  readonly findings: ReadonlyArray<Finding>
  readonly edits: ReadonlyArray<DocumentEdit>
  readonly text: string
} => {
  const { id: doc, raw, lineEnd, toRaw } = document
  const withLineEnds = (text: string): string => (lineEnd === "\n" ? text : text.replaceAll("\n", lineEnd))
  const order = draft.findings.map((_, i) => i).sort((a, b) => inOrder(draft.findings[a]!, draft.findings[b]!))
  const ids: Array<string> = new Array(draft.findings.length)
  const seen = new Map<string, number>()
  const findings = order.map((index): Finding => {
    const noted = draft.findings[index]!
    const start = toRaw(noted.start)
    const end = toRaw(noted.end)
    const first = findingId(noted.rule, doc, raw, start, end, 0)
    const nth = seen.get(first) ?? 0
    seen.set(first, nth + 1)
    const id = nth === 0 ? first : findingId(noted.rule, doc, raw, start, end, nth)
    ids[index] = id
    return {
      id,
      doc,
      start,
      end,
      quote: raw.slice(start, end),
      type: noted.type,
      rule: noted.rule,
      severity: noted.severity,
      confidence: noted.confidence,
      status: noted.status,
      replacement: noted.replacement === null ? null : withLineEnds(noted.replacement),
      alternatives: noted.alternatives,
      message: noted.message,
      evidence: noted.evidence,
    }
  })
  const parts: Array<string> = []
  let at = 0
  const edits = draft.edits.map((edit): DocumentEdit => {
    const start = toRaw(edit.start)
    const end = toRaw(edit.end)
    const replacement = withLineEnds(edit.replacement)
    parts.push(raw.slice(at, start), replacement)
    at = end
    return {
      doc,
      start,
      end,
      original: raw.slice(start, end),
      replacement,
      findings: edit.by.map((index) => ids[index]!).sort(),
    }
  })
  // where every line ends with LF, the draft's text is the cleaned text already
  if (raw === document.text) return { findings, edits, text: draft.text }
  parts.push(raw.slice(at))
  return { findings, edits, text: parts.join("") }
}

/** Takes one document through the stages. */
export const clean = Effect.fnUntraced(function* (
  document: Document,
  profile: Profile,
  book: RuleBook,
  configuration: Configuration,
  stage: Stage,
): Effect.fn.Return<Cleaned> {
  const settings = configuration.settingsOf(document.id)
  const language = languageOf(document.text, book.lexicon)
  const guessed =
    settings.origin === undefined
      ? guess(document.text, book.origins)
      : { origin: settings.origin, evidence: ["set in emend.yaml"] }
  const view = settings.view ?? viewOf(document.text)
  const words = countWords(document.raw)
  const common = { document, origin: guessed.origin, originEvidence: guessed.evidence, view, words }
  if (!language.english) return { ...common, text: document.raw, edits: [], findings: [], foreign: language.evidence }
  const rules = activate(book, guessed.origin, view, settings.switches)
  const draft = yield* stage.run(
    begin({ document, profile, rules, lexicon: book.lexicon, origin: guessed.origin, protect: settings.protect }),
  )
  return { ...common, ...account(draft, document), foreign: undefined }
})
