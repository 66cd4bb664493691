import { Argument, Flag } from "effect/cli"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import * as Configuration from "../Configuration.ts"
import * as Corpus from "../Corpus.ts"
import * as RuleLoader from "../RuleLoader.ts"

/** The arguments and flags of every command that looks at a corpus. */
export const inputs = Argument.String("input").pipe(
  Argument.withDescription("Files, folders or globs to read; raw/ when none is given"),
  Argument.variadic(),
)
export const out = Flag.String("out").pipe(
  Flag.withDescription("Folder of the cleaned corpus"),
  Flag.withDefault("cleaned"),
)
export const reports = Flag.String("reports").pipe(
  Flag.withDescription("Folder of the reports"),
  Flag.withDefault("reports"),
)
export const rules = Flag.String("rules").pipe(
  Flag.withDescription("Folder of your own rules, on top of those that come with emend"),
  Flag.withDefault("rules"),
)
export const config = Flag.String("config").pipe(
  Flag.withDescription("Configuration file; emend.yaml when there is one"),
  Flag.optional,
)
export const quiet = Flag.Boolean("quiet").pipe(
  Flag.withDescription("Print nothing but errors"),
  Flag.withDefault(false),
)
export const json = Flag.Boolean("json").pipe(
  Flag.withDescription("Print the summary as JSON"),
  Flag.withDefault(false),
)

export interface WorkspaceFlags {
  readonly inputs: ReadonlyArray<string>
  readonly out: string
  readonly reports: string
  readonly rules: string
  readonly config: Option.Option<string>
}

export const DEFAULT_INPUT = "raw"
export const DEFAULT_CONFIG = "emend.yaml"

export const loadRules = (folder: string) => RuleLoader.load(folder)

export const loadConfiguration = (config: Option.Option<string>) =>
  Configuration.load(
    Option.getOrElse(config, () => DEFAULT_CONFIG),
    Option.isSome(config),
  )

/** Opens what the flags name: rules, configuration, documents and the two folders that results go to. */
export const open = Effect.fnUntraced(function* (flags: WorkspaceFlags) {
  const path = yield* Path.Path
  const out = path.resolve(flags.out)
  const reports = path.resolve(flags.reports)
  const configuration = yield* loadConfiguration(flags.config)
  const corpus = yield* Corpus.find(flags.inputs.length === 0 ? [DEFAULT_INPUT] : flags.inputs).pipe(
    Effect.mapError((error) =>
      flags.inputs.length === 0
        ? new Corpus.UsageError({
            message: `there is no folder ${DEFAULT_INPUT}/ here; name the files or folders to clean, as in: emend clean my-texts`,
          })
        : error,
    ),
  )
  const within = (inner: string, outer: string): boolean => inner === outer || inner.startsWith(outer + path.sep)
  for (const [flag, folder] of [
    ["--out", out],
    ["--reports", reports],
  ] as const) {
    for (const root of [...corpus.roots, ...corpus.sources.map((source) => source.path)]) {
      if (within(folder, root))
        return yield* new Corpus.UsageError({
          message: `${flag} ${folder} lies in the input ${root}; the next run would read what this one writes. Choose a folder outside it`,
        })
    }
    for (const source of corpus.sources) {
      if (path.join(folder, source.id) === source.path) {
        return yield* new Corpus.UsageError({
          message: `${flag} ${folder} would write over ${source.path}; choose another folder`,
        })
      }
    }
  }
  if (within(out, reports) || within(reports, out)) {
    return yield* new Corpus.UsageError({
      message: `--out and --reports must be two folders, neither inside the other`,
    })
  }
  const book = yield* loadRules(flags.rules)
  if (corpus.sources.length === 0 && corpus.refused.length === 0) {
    return yield* new Corpus.UsageError({ message: `no .txt document in ${corpus.roots.join(", ")}` })
  }
  return { book, configuration, corpus, out, reports }
})
