import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Schema from "effect/Schema"
import picomatch from "picomatch"
import { ArtifactType } from "./Finding.ts"
import { Origin } from "./Rule.ts"
import type { Switches } from "./RuleBook.ts"
import { fieldName, read, YamlError } from "./Yaml.ts"

/** Who tells the text: a memoir or letter says "I" by right. */
export const View = Schema.Literals(["first", "third"])
export type View = typeof View.Type

const Count = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))

const Settings = {
  packs: Schema.optionalKey(Schema.Record(Schema.String, Schema.Boolean)),
  rules: Schema.optionalKey(Schema.Record(Schema.String, Schema.Boolean)),
  protect: Schema.optionalKey(
    Schema.Struct({
      patterns: Schema.optionalKey(Schema.Array(Schema.String)),
      lines: Schema.optionalKey(Schema.Array(Schema.String)),
    }),
  ),
}

/** `emend.yaml`. Everything is optional; paths are relative to the file. */
export const ConfigurationFile = Schema.Struct({
  ...Settings,
  budget: Schema.optionalKey(
    Schema.Struct({
      open: Schema.optionalKey(Count),
      types: Schema.optionalKey(Schema.Record(Schema.String, Count)),
    }),
  ),
  documents: Schema.optionalKey(
    Schema.Array(
      Schema.Struct({
        path: Schema.String,
        origin: Schema.optionalKey(Origin),
        view: Schema.optionalKey(View),
        ...Settings,
      }),
    ),
  ),
})
type ConfigurationFile = typeof ConfigurationFile.Type

/** What is set for one document, the later entries of `emend.yaml` over the earlier. */
export interface DocumentSettings {
  readonly origin: Origin | undefined
  readonly view: View | undefined
  readonly switches: Switches
  readonly protect: { readonly patterns: ReadonlyArray<RegExp>; readonly lines: ReadonlyArray<RegExp> }
}

export interface Configuration {
  readonly text: string
  readonly budget: { readonly open: number | undefined; readonly types: ReadonlyMap<string, number> }
  readonly settingsOf: (id: string) => DocumentSettings
}

const none: Configuration = {
  text: "",
  budget: { open: undefined, types: new Map() },
  settingsOf: () => ({
    origin: undefined,
    view: undefined,
    switches: { packs: {}, rules: {} },
    protect: { patterns: [], lines: [] },
  }),
}

const isType = Schema.is(ArtifactType)

/** Reads the file; one that was not named and does not exist is no error. */
export const load = Effect.fn("Configuration.load")(function* (file: string, required: boolean) {
  const fs = yield* FileSystem.FileSystem
  const exists = yield* Effect.orElseSucceed(fs.exists(file), () => false)
  if (!exists) {
    if (required)
      return yield* new YamlError({
        file,
        line: 1,
        field: "",
        reason: "there is no such file; leave out --config to run without one",
      })
    return none
  }
  const text = yield* fs
    .readFileString(file)
    .pipe(Effect.mapError((error) => new YamlError({ file, line: 1, field: "", reason: error.message })))
  const { value, lineOf } = yield* read(file, text, ConfigurationFile)

  const regexes = (
    source: ReadonlyArray<string>,
    path: ReadonlyArray<PropertyKey>,
  ): Effect.Effect<ReadonlyArray<RegExp>, YamlError> =>
    Effect.forEach(source, (pattern, i) =>
      Effect.try({
        try: () => new RegExp(pattern, "gu"),
        catch: (cause) =>
          new YamlError({
            file,
            line: lineOf([...path, i]),
            field: fieldName([...path, i]),
            reason: cause instanceof Error ? cause.message : String(cause),
          }),
      }),
    )
  const protection = (settings: Pick<ConfigurationFile, "protect">, path: ReadonlyArray<PropertyKey>) =>
    Effect.all({
      patterns: regexes(settings.protect?.patterns ?? [], [...path, "protect", "patterns"]),
      lines: Effect.map(regexes(settings.protect?.lines ?? [], [...path, "protect", "lines"]), (list) =>
        list.map((regex) => new RegExp(regex.source, "u")),
      ),
    })

  for (const type of Object.keys(value.budget?.types ?? {})) {
    if (!isType(type))
      return yield* new YamlError({
        file,
        line: lineOf(["budget", "types", type]),
        field: `budget.types.${type}`,
        reason: "this is not a type of finding",
      })
  }
  const everywhere = yield* protection(value, [])
  const entries = yield* Effect.forEach(value.documents ?? [], (entry, i) =>
    Effect.map(protection(entry, ["documents", i]), (protect) => ({
      entry,
      protect,
      matches: picomatch(entry.path, { dot: true }),
    })),
  )
  const settingsOf = (id: string): DocumentSettings => {
    const own = entries.filter(({ matches }) => matches(id))
    return {
      origin: own.findLast(({ entry }) => entry.origin !== undefined)?.entry.origin,
      view: own.findLast(({ entry }) => entry.view !== undefined)?.entry.view,
      switches: {
        packs: Object.assign({}, value.packs, ...own.map(({ entry }) => entry.packs)),
        rules: Object.assign({}, value.rules, ...own.map(({ entry }) => entry.rules)),
      },
      protect: {
        patterns: [...everywhere.patterns, ...own.flatMap(({ protect }) => protect.patterns)],
        lines: [...everywhere.lines, ...own.flatMap(({ protect }) => protect.lines)],
      },
    }
  }
  const configuration: Configuration = {
    text,
    budget: { open: value.budget?.open, types: new Map(Object.entries(value.budget?.types ?? {})) },
    settingsOf,
  }
  return configuration
})
