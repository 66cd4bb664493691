import { hash } from "node:crypto"
import * as Schema from "effect/Schema"
import type { Cleaned } from "../Cleaned.ts"
import { VERSION } from "../Version.ts"

/** A document in the manifest. `raw` and `cleaned` are SHA-256 of the decoded text as UTF-8. */
const Entry = Schema.Struct({
  id: Schema.String,
  raw: Schema.String,
  cleaned: Schema.String,
  encoding: Schema.String,
  words: Schema.Int,
  findings: Schema.Int,
  edits: Schema.Int,
  pages: Schema.Int,
  patch: Schema.Boolean,
})
export type Entry = typeof Entry.Type

/** `manifest.json`: what went in and came out, so that two runs can be told to be the same. */
export const Manifest = Schema.Struct({
  emend: Schema.String,
  rules: Schema.String,
  configuration: Schema.String,
  documents: Schema.Array(Entry),
})
export type Manifest = typeof Manifest.Type

export const decodeManifest = Schema.decodeUnknownEffect(Schema.fromJsonString(Manifest))

const sha256 = (text: string): string => hash("sha256", text, "hex")

export const entry = (cleaned: Cleaned, pages: number, patch: boolean): Entry => ({
  id: cleaned.document.id,
  raw: sha256(cleaned.document.raw),
  cleaned: sha256(cleaned.text),
  encoding: cleaned.document.form.encoding,
  words: cleaned.words,
  findings: cleaned.findings.length,
  edits: cleaned.edits.length,
  pages,
  patch,
})

export const manifest = (rules: string, configuration: string, documents: ReadonlyArray<Entry>): string =>
  `${JSON.stringify({ emend: VERSION, rules, configuration: sha256(configuration), documents }, null, 2)}\n`
