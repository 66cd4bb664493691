import * as Console from "effect/Console"
import { Command, Flag } from "effect/cli"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import * as Schema from "effect/Schema"
import * as Corpus from "../Corpus.ts"
import { Finding } from "../Finding.ts"
import { Gold, type Row, score as scoreOf } from "../Score.ts"
import { bold, columns, dim } from "./Screen.ts"
import { DEFAULT_INPUT, inputs, json, reports } from "./Workspace.ts"

const gold = Flag.String("gold").pipe(Flag.withDescription("Annotations, one JSON object a line"))

const Change = Schema.Struct({ doc: Schema.String, start: Schema.Int, end: Schema.Int, replacement: Schema.String })

const readLines = Effect.fnUntraced(function* <T, E>(file: string, schema: Schema.Codec<T, E>) {
  const fs = yield* FileSystem.FileSystem
  const text = yield* fs
    .readFileString(file)
    .pipe(Effect.mapError(() => new Corpus.UsageError({ message: `${file} cannot be read` })))
  const decode = Schema.decodeUnknownEffect(Schema.fromJsonString(schema))
  return yield* Effect.forEach(
    text.split("\n").flatMap((line, i) => (line.trim() === "" ? [] : [{ line, number: i + 1 }])),
    ({ line, number }) =>
      decode(line).pipe(
        Effect.mapError(
          (error) => new Corpus.UsageError({ message: `${file}:${number}: ${error.message.split("\n")[0] ?? ""}` }),
        ),
      ),
  )
})

const percent = (part: number, whole: number): string => (whole === 0 ? "–" : `${((100 * part) / whole).toFixed(1)} %`)

const cells = (row: Row): ReadonlyArray<string> => [
  row.name,
  String(row.gold),
  percent(row.found, row.gold),
  String(row.findings),
  percent(row.real, row.findings),
  String(row.safe),
  percent(row.exact, row.safe),
]

export const score = Command.make(
  "score",
  { gold, inputs, reports, json },
  Effect.fnUntraced(function* (flags) {
    const path = yield* Path.Path
    const corpus = yield* Corpus.find(flags.inputs.length === 0 ? [DEFAULT_INPUT] : flags.inputs)
    const annotations = yield* readLines(flags.gold, Gold)
    const annotated = new Set(annotations.map(({ doc }) => doc))
    const texts = new Map<string, string>()
    for (const source of corpus.sources) {
      if (annotated.has(source.id)) texts.set(source.id, (yield* Corpus.readDocument(source)).document.raw)
    }
    for (const { doc, start, end, quote } of annotations) {
      const raw = texts.get(doc)
      if (raw === undefined)
        return yield* new Corpus.UsageError({ message: `${flags.gold} speaks of ${doc}, which is not in the input` })
      if (raw.slice(start, end) !== quote)
        return yield* new Corpus.UsageError({
          message: `${flags.gold}: “${quote}” does not stand at ${start} of ${doc}`,
        })
    }
    const findings = (yield* readLines(path.join(flags.reports, "findings.jsonl"), Finding)).filter(({ doc }) =>
      annotated.has(doc),
    )
    const edits = yield* readLines(path.join(flags.reports, "edits.jsonl"), Change)
    const result = scoreOf(annotations, findings, edits, texts)
    if (flags.json) return yield* Console.log(JSON.stringify(result, null, 2))
    const [head = "", ...types] = columns([
      ["type", "annotated", "found", "findings", "real", "safe", "exact"],
      ...[...result.types, result.all].map(cells),
    ]).split("\n")
    yield* Console.log([dim(head), ...types.slice(0, -1), bold(types.at(-1) ?? ""), ""].join("\n"))
    yield* Console.log(
      columns([
        ["rule", "findings", "real"],
        ...result.rules.map((row) => [row.name, String(row.findings), percent(row.real, row.findings)]),
      ]),
    )
  }),
).pipe(
  Command.withDescription("Precision, recall and exact fixes of the last run against annotations"),
  Command.withExamples([
    {
      command: "emend score --gold test/gold/gold.jsonl",
      description: "How good the rules are on the annotated sample",
    },
  ]),
)
