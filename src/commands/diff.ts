import * as Console from "effect/Console"
import { Argument, Command, Flag } from "effect/cli"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import * as Schema from "effect/Schema"
import * as Corpus from "../Corpus.ts"
import { dim, green, printable, red } from "./Screen.ts"
import { DEFAULT_INPUT, reports } from "./Workspace.ts"

const doc = Argument.String("doc").pipe(Argument.withDescription("A document, by its path below the input folder"))
const input = Flag.String("input").pipe(Flag.withDescription("The input folder"), Flag.withDefault(DEFAULT_INPUT))

const EditLine = Schema.fromJsonString(
  Schema.Struct({
    doc: Schema.String,
    start: Schema.Int,
    end: Schema.Int,
    original: Schema.String,
    replacement: Schema.String,
  }),
)
const decodeEdit = Schema.decodeUnknownEffect(EditLine)

/** Unchanged text shown on each side of a change, in code units. */
const AROUND = 60

const oneLine = (text: string): string => printable(text.replace(/\r?\n/g, "⏎")).replaceAll("\u00a0", "⍽")

export const diff = Command.make(
  "diff",
  { doc, input, reports },
  Effect.fnUntraced(function* (flags) {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const lines = yield* fs
      .readFileString(path.join(flags.reports, "edits.jsonl"))
      .pipe(
        Effect.mapError(
          () => new Corpus.UsageError({ message: `there are no reports in ${flags.reports}; run emend clean first` }),
        ),
      )
    const { sources } = yield* Corpus.find([flags.input])
    const source = sources.find(({ id }) => id === flags.doc)
    if (source === undefined)
      return yield* new Corpus.UsageError({ message: `there is no document ${flags.doc} in ${flags.input}` })
    const { raw } = (yield* Corpus.readDocument(source)).document
    const needle = `"doc":${JSON.stringify(flags.doc)}`
    const edits = yield* Effect.forEach(
      lines.split("\n").filter((line) => line.includes(needle)),
      (line) =>
        decodeEdit(line).pipe(
          Effect.mapError(
            () =>
              new Corpus.UsageError({ message: `${flags.reports}/edits.jsonl cannot be read; run emend clean again` }),
          ),
        ),
    )
    const blocks: Array<string> = []
    let block = ""
    let at = -1
    for (const edit of edits) {
      if (raw.slice(edit.start, edit.end) !== edit.original) {
        return yield* new Corpus.UsageError({
          message: `${flags.doc} is not the text that the reports are about; run emend clean again`,
        })
      }
      if (at < 0 || edit.start - at > 2 * AROUND) {
        if (block !== "") blocks.push(block + oneLine(raw.slice(at, at + AROUND)))
        block = `${dim(String(edit.start).padStart(8))}  ${oneLine(raw.slice(Math.max(0, edit.start - AROUND), edit.start))}`
      } else block += oneLine(raw.slice(at, edit.start))
      block += `${edit.original === "" ? "" : red(`[-${oneLine(edit.original)}-]`)}${edit.replacement === "" ? "" : green(`{+${oneLine(edit.replacement)}+}`)}`
      at = edit.end
    }
    if (block !== "") blocks.push(block + oneLine(raw.slice(at, at + AROUND)))
    yield* Console.log(blocks.length === 0 ? `${flags.doc}: no change` : blocks.join("\n"))
  }),
).pipe(
  Command.withDescription("A document's changes as a word diff"),
  Command.withExamples([
    { command: "emend diff letters/1926.txt", description: "What the last run changed in a document" },
  ]),
)
