import * as Schema from "effect/Schema"
import { ArtifactType, type Finding } from "./Finding.ts"
import { overlapping } from "./Span.ts"

/** An annotated artifact: offsets into the raw text; `safe` when its fix is beyond doubt, `fix: null` when nobody can know it. */
export const Gold = Schema.Struct({
  doc: Schema.String,
  start: Schema.Int,
  end: Schema.Int,
  quote: Schema.String,
  type: ArtifactType,
  fix: Schema.NullOr(Schema.String),
  safe: Schema.Boolean,
})
export type Gold = typeof Gold.Type

/** Counts for one type or rule. */
export interface Row {
  readonly name: string
  /** artifacts annotated, and those that some finding lies on */
  readonly gold: number
  readonly found: number
  /** findings, and those that lie on some artifact */
  readonly findings: number
  readonly real: number
  /** safe artifacts, and those whose text the edits make exactly */
  readonly safe: number
  readonly exact: number
}

export interface Score {
  readonly types: ReadonlyArray<Row>
  readonly rules: ReadonlyArray<Row>
  readonly all: Row
}

interface Change {
  readonly doc: string
  readonly start: number
  readonly end: number
  readonly replacement: string
}

/** A point lies on what it touches. */
const wide = <S extends { readonly start: number; readonly end: number }>(span: S): S =>
  span.start === span.end ? { ...span, start: span.start - 1, end: span.end + 1 } : span

const groupBy = <A extends { readonly doc: string }>(rows: ReadonlyArray<A>): ReadonlyMap<string, ReadonlyArray<A>> =>
  Map.groupBy(rows, (row) => row.doc)

/** What stands between two raw offsets when the edits are made, or nothing when an edit reaches over one of them. */
const after = (raw: string, start: number, end: number, edits: ReadonlyArray<Change>): string | undefined => {
  let text = ""
  let at = start
  for (const edit of edits) {
    if (edit.end < start || (edit.end === start && edit.start < start)) continue
    if (edit.start > end || (edit.start === end && edit.end > end)) break
    if (edit.start < start || edit.end > end) return undefined
    text += raw.slice(at, edit.start) + edit.replacement
    at = edit.end
  }
  return text + raw.slice(at, end)
}

/** Blank-line runs and runs of spaces count as one; straight and curly marks as the same. */
const alike = (a: string, b: string): boolean => {
  const plain = (text: string): string =>
    text
      .replace(/[“”„«»]/g, '"')
      .replace(/[‘’]/g, "'")
      .replace(/[ \t\u00a0]+/g, " ")
      .replace(/ ?\n[ \n]*/g, "\n")
  return plain(a) === plain(b)
}

/** Compares findings and edits with annotations. An edit that covers more than an artifact is judged over its own span. */
export const score = (
  gold: ReadonlyArray<Gold>,
  findings: ReadonlyArray<Finding>,
  edits: ReadonlyArray<Change>,
  texts: ReadonlyMap<string, string>,
): Score => {
  const goldIn = groupBy(gold)
  const findingsIn = groupBy(findings)
  const editsIn = groupBy(edits)
  const onFinding = new Map(Array.from(findingsIn, ([doc, rows]) => [doc, overlapping(rows.map(wide))]))
  const onGold = new Map(Array.from(goldIn, ([doc, rows]) => [doc, overlapping(rows.map(wide))]))
  const isFound = (row: Gold): boolean => {
    const { start, end } = wide(row)
    return onFinding.get(row.doc)?.(start, end) !== undefined
  }
  const isReal = (row: Finding): boolean => {
    const { start, end } = wide(row)
    return onGold.get(row.doc)?.(start, end) !== undefined
  }
  const isExact = (row: Gold): boolean => {
    const raw = texts.get(row.doc)
    if (!row.safe || row.fix === null || raw === undefined) return false
    const changes = editsIn.get(row.doc) ?? []
    const across = changes.filter((edit) => edit.start < row.end && row.start < edit.end)
    const start = Math.min(row.start, ...across.map((edit) => edit.start))
    const end = Math.max(row.end, ...across.map((edit) => edit.end))
    const wanted = raw.slice(start, row.start) + row.fix + raw.slice(row.end, end)
    const got = after(raw, start, end, changes)
    return got !== undefined && !alike(got, raw.slice(start, end)) ? alike(got, wanted) : got === wanted
  }
  const row = (name: string, artifacts: ReadonlyArray<Gold>, found: ReadonlyArray<Finding>): Row => ({
    name,
    gold: artifacts.length,
    found: artifacts.filter(isFound).length,
    findings: found.length,
    real: found.filter(isReal).length,
    safe: artifacts.filter(({ safe }) => safe).length,
    exact: artifacts.filter(isExact).length,
  })
  const names = (list: ReadonlyArray<string>): ReadonlyArray<string> => Array.from(new Set(list)).sort()
  return {
    types: names([...gold.map(({ type }) => type), ...findings.map(({ type }) => type)]).map((type) =>
      row(
        type,
        gold.filter((g) => g.type === type),
        findings.filter((f) => f.type === type),
      ),
    ),
    rules: names(findings.map(({ rule }) => rule)).map((rule) =>
      row(
        rule,
        [],
        findings.filter((f) => f.rule === rule),
      ),
    ),
    all: row("in all", gold, findings),
  }
}
