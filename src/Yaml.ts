import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import { type Alias, type Document, isMap, isNode, isScalar, LineCounter, parseDocument, visit } from "yaml"

/** A configuration or rule file is not as it must be. `line` counts from 1. */
export class YamlError extends Schema.TaggedError<YamlError>()("YamlError", {
  file: Schema.String,
  line: Schema.Int,
  field: Schema.String,
  reason: Schema.String,
}) {
  override get message(): string {
    return `${this.file}:${this.line}: ${this.field === "" ? "" : `${this.field}: `}${this.reason}`
  }
}

/** A value read from YAML, and the line on which each of its fields stands. */
export interface Located<T> {
  readonly file: string
  readonly value: T
  readonly lineOf: (path: ReadonlyArray<PropertyKey>) => number
}

const issues = SchemaIssue.makeFormatterStandardSchemaV1()

/** The name of a field in messages: its keys and places from the top of the file. */
export const fieldName = (path: ReadonlyArray<PropertyKey>): string => path.map(String).join(".")

/** Where a field is written: its key, which stands on an earlier line than a value of several lines. */
const placeOf = (document: Document, path: ReadonlyArray<PropertyKey>): number | undefined => {
  const parent = document.getIn(path.slice(0, -1), true)
  const name = String(path.at(-1))
  const key = isMap(parent)
    ? parent.items.map((pair) => pair.key).find((one) => isScalar(one) && String(one.value) === name)
    : undefined
  const node = key ?? document.getIn(path, true)
  return isNode(node) ? node.range?.[0] : undefined
}

/** Where the first alias stands that leads nowhere, or else the first of them all. */
const badAlias = (document: Document): number => {
  const aliases: Array<Alias> = []
  visit(document, { Alias: (_, alias) => void aliases.push(alias) })
  const bad = aliases.find((alias) => alias.resolve(document) === undefined) ?? aliases[0]
  return bad?.range?.[0] ?? 0
}

/** Reads YAML by a schema. An unknown field is an error, so that a misspelt one is not passed over in silence. */
export const read = <T, E>(
  file: string,
  text: string,
  schema: Schema.Codec<T, E>,
): Effect.Effect<Located<T>, YamlError> =>
  Effect.suspend(() => {
    const lines = new LineCounter()
    const document = parseDocument(text, { lineCounter: lines })
    const broken = document.errors[0]
    if (broken !== undefined) {
      return Effect.fail(
        new YamlError({
          file,
          line: lines.linePos(broken.pos[0]).line,
          field: "",
          reason: broken.message.split("\n")[0] ?? broken.code,
        }),
      )
    }
    const lineOf = (path: ReadonlyArray<PropertyKey>): number => {
      for (let length = path.length; length > 0; length--) {
        const place = placeOf(document, path.slice(0, length))
        if (place !== undefined) return lines.linePos(place).line
      }
      return 1
    }
    const plain = Effect.try({
      try: (): unknown => document.toJS() ?? {},
      catch: (cause) =>
        new YamlError({
          file,
          line: lines.linePos(badAlias(document)).line,
          field: "",
          reason: cause instanceof Error ? cause.message : String(cause),
        }),
    })
    const decoded = (value: unknown): Effect.Effect<Located<T>, YamlError> =>
      Schema.decodeUnknownEffect(schema)(value, { errors: "all", onExcessProperty: "error" }).pipe(
        Effect.map((value) => ({ file, value, lineOf })),
        Effect.mapError((error) => {
          const all = issues(error.issue).issues.map((issue) => ({
            path: (issue.path ?? []).map((part) => (typeof part === "object" ? part.key : part)),
            message: issue.message,
          }))
          const first = all[0] ?? { path: [], message: "not as expected" }
          return new YamlError({ file, line: lineOf(first.path), field: fieldName(first.path), reason: first.message })
        }),
      )
    return Effect.flatMap(plain, decoded)
  })
