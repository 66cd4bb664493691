import { hash } from "node:crypto"
import * as Schema from "effect/Schema"

/** The types of artifact, in the words of the public contract. */
export const ArtifactType = Schema.Literals([
  "page-break",
  "page-furniture",
  "boilerplate",
  "whitespace",
  "glyph-noise",
  "truncated",
  "quote-unbalanced",
  "punctuation",
  "sentence-case",
  "name-garbled",
  "name-variant",
  "name-case",
  "stray-first-person",
  "pronoun",
  "title-order",
  "calque",
  "term-inconsistent",
  "untranslated",
  "repetition",
  "number-format",
  "article-agreement",
  "mistranslation",
])
export type ArtifactType = typeof ArtifactType.Type

/** How much an artifact hurts, as in MQM (penalties 1, 5 and 25). */
export const Severity = Schema.Literals(["minor", "major", "critical"])
export type Severity = typeof Severity.Type

/** `fixed`: applied by a rule trusted to act alone; `suggested`: has a replacement, waits for a person. */
export const Status = Schema.Literals(["fixed", "suggested", "flagged", "accepted", "edited", "rejected"])
export type Status = typeof Status.Type

export const Alternative = Schema.Struct({ replacement: Schema.String, confidence: Schema.Finite })
export type Alternative = typeof Alternative.Type

/** One artifact found in a document. Offsets are UTF-16 code units into the raw text, half-open. */
export const Finding = Schema.Struct({
  id: Schema.String,
  doc: Schema.String,
  start: Schema.Int,
  end: Schema.Int,
  quote: Schema.String,
  type: ArtifactType,
  rule: Schema.String,
  severity: Severity,
  confidence: Schema.Finite,
  status: Status,
  replacement: Schema.NullOr(Schema.String),
  alternatives: Schema.Array(Alternative),
  message: Schema.String,
  evidence: Schema.Array(Schema.String),
})
export type Finding = typeof Finding.Type

/** How many code units of raw text on each side of a quotation tell it from others like it. */
const CONTEXT = 32

/**
 * The stable name of a finding: a hash of rule, document, quotation and the raw text around it, so that it survives
 * changes elsewhere in the document. Of several that agree in all of this, `nth` tells them apart in reading order.
 */
export const findingId = (rule: string, doc: string, raw: string, start: number, end: number, nth: number): string => {
  const around = `${raw.slice(Math.max(0, start - CONTEXT), start)}\0${raw.slice(start, end)}\0${raw.slice(end, end + CONTEXT)}`
  return hash("sha1", `${rule}\0${doc}\0${around}\0${nth}`, "hex").slice(0, 16)
}
