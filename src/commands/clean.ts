import * as Console from "effect/Console"
import { Command, Flag } from "effect/cli"
import * as Effect from "effect/Effect"
import * as Path from "effect/Path"
import { clean as cleanDocument } from "../Cleaned.ts"
import { make } from "../Document.ts"
import { decode } from "../Encoding.ts"
import { toDisk, toNowhere } from "../Output.ts"
import { standard } from "../Pipeline.ts"
import * as Profile from "../Profile.ts"
import { run } from "../Run.ts"
import { summaryJson } from "../report/summary.ts"
import { finish } from "./Ending.ts"
import { closingTable, grouped, progressBar } from "./Screen.ts"
import { config, inputs, json, loadConfiguration, loadRules, open, out, quiet, reports, rules } from "./Workspace.ts"

const dryRun = Flag.Boolean("dry-run").pipe(
  Flag.withDescription("Find and count, write nothing"),
  Flag.withDefault(false),
)
const workers = Flag.Int("workers").pipe(
  Flag.withDescription("Threads; this version works in one, whatever is asked for"),
  Flag.atLeast(1),
  Flag.withDefault(1),
)

/** One text from standard input, the cleaned text to standard output; no reports. */
const pipe = Effect.fnUntraced(function* (flags: {
  readonly rules: string
  readonly config: Parameters<typeof loadConfiguration>[0]
}) {
  const configuration = yield* loadConfiguration(flags.config)
  const book = yield* loadRules(flags.rules)
  const bytes = yield* Effect.promise(async () => {
    const chunks: Array<Buffer> = []
    for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk))
    return Buffer.concat(chunks)
  })
  const { text, form } = yield* decode("standard input", bytes)
  const document = make("standard input", text, form)
  const cleaned = yield* cleanDocument(document, Profile.ofDocument(document), book, configuration, standard)
  yield* Effect.callback<void>((resume) => {
    process.stdout.write(cleaned.text, () => resume(Effect.void))
  })
})

export const clean = Command.make(
  "clean",
  { inputs, out, reports, rules, config, workers, quiet, json, dryRun },
  Effect.fnUntraced(function* (flags) {
    if (flags.inputs.length === 1 && flags.inputs[0] === "-") return yield* pipe(flags)
    const path = yield* Path.Path
    const workspace = yield* open(flags)
    const silent = flags.quiet || flags.json
    const onProgress = silent ? () => Effect.void : yield* progressBar
    const { tally, problems } = yield* run({ ...workspace, onProgress }).pipe(
      Effect.provide(flags.dryRun ? toNowhere : toDisk),
    )
    if (flags.json) yield* Console.log(summaryJson(tally).trimEnd())
    else if (!flags.quiet) {
      yield* Console.log(closingTable(tally))
      const foreign = tally.documents.filter((document) => document.foreign !== undefined)
      if (foreign.length > 0)
        yield* Console.log(
          `\n${grouped(foreign.length)} not in English, left alone: ${foreign
            .slice(0, 5)
            .map(({ id }) => id)
            .join(", ")}${foreign.length > 5 ? ", …" : ""}`,
        )
      if (!flags.dryRun) {
        const shown = (folder: string): string => path.relative(process.cwd(), folder) || "."
        yield* Console.log(
          `\nThe cleaned corpus is in ${shown(workspace.out)}; open ${path.join(shown(workspace.reports), "index.html")} to see what changed.`,
        )
      }
    }
    yield* finish(problems, false)
  }),
).pipe(
  Command.withDescription("Find the damage, mend what is certain, write the cleaned corpus and the reports"),
  Command.withExamples([
    { command: "emend clean", description: "Clean raw/ into cleaned/, with reports in reports/" },
    {
      command: "emend clean letters 'novels/**/*.txt' --out clean --reports review",
      description: "Folders and globs, to other folders",
    },
    { command: "emend clean - < page.txt", description: "One text through a pipe" },
    { command: "emend clean --dry-run --json", description: "Figures only, for a program" },
  ]),
)
