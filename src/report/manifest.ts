import { hash } from "node:crypto"
import * as Schema from "effect/Schema"
import type { Cleaned } from "../Cleaned.ts"
import { VERSION } from "../Version.ts"

/** A document in the manifest. `raw` and `cleaned` are the SHA-256 of the two files. */
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

const sha256 = (content: string | Uint8Array): string => hash("sha256", content, "hex")

/** What is told of a document, from the bytes of its two files and the reports made of it. */
export const entry = (
  { document, words, findings, edits }: Cleaned,
  files: { readonly raw: Uint8Array; readonly cleaned: Uint8Array },
  reports: { readonly pages: number; readonly patch: boolean },
): Entry => ({
  id: document.id,
  raw: sha256(files.raw),
  cleaned: sha256(files.cleaned),
  encoding: document.form.encoding,
  words,
  findings: findings.length,
  edits: edits.length,
  ...reports,
})

export const manifest = (rules: string, configuration: string, documents: ReadonlyArray<Entry>): string =>
  `${JSON.stringify({ emend: VERSION, rules, configuration: sha256(configuration), documents }, null, 2)}\n`
