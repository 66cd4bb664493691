import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import { isNode, LineCounter, parseDocument } from "yaml"

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

const fieldName = (path: ReadonlyArray<PropertyKey>): string =>
  path.reduce<string>(
    (name, key) => (typeof key === "number" ? `${name}[${key}]` : name === "" ? String(key) : `${name}.${String(key)}`),
    "",
  )

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
        const node = document.getIn(path.slice(0, length), true)
        if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
      }
      return 1
    }
    return Schema.decodeUnknownEffect(schema)(document.toJS() ?? {}, { errors: "all", onExcessProperty: "error" }).pipe(
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
  })
