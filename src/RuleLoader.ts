import { hash } from "node:crypto"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import * as Schema from "effect/Schema"
import { make } from "./Document.ts"
import { begin, type Facts } from "./Draft.ts"
import { apply } from "./Edit.ts"
import * as Lexicon from "./Lexicon.ts"
import * as Origins from "./Origin.ts"
import { expression } from "./Pattern.ts"
import { stages } from "./Pipeline.ts"
import * as Profile from "./Profile.ts"
import * as Redos from "./Redos.ts"
import { Pack, type Rule } from "./Rule.ts"
import { type ActiveRules, compileAll, type RuleBook, stageOf } from "./RuleBook.ts"
import { type Located, read, YamlError } from "./Yaml.ts"

/** The folder of rules that comes with emend. */
export const BUILT_IN = new URL("../rules/", import.meta.url)

/** The file, in a folder of rules, of expressions that were found safe before: their digests, sorted. */
export const CHECKED = "checked.json"
const Checked = Schema.Array(Schema.String)
const decodeChecked = Schema.decodeUnknownEffect(Schema.fromJsonString(Checked))

/** Rules that cannot be loaded: every one is named, so that they can be mended in one go. */
export class RulesError extends Schema.TaggedError<RulesError>()("RulesError", {
  errors: Schema.Array(Schema.instanceOf(YamlError)),
}) {
  override get message(): string {
    return this.errors.map((error) => error.message).join("\n")
  }
}

interface Place {
  readonly rule: Rule
  readonly file: string
  readonly lineOf: (field: ReadonlyArray<PropertyKey>) => number
}

const at = (place: Place, field: ReadonlyArray<PropertyKey>, reason: string): YamlError =>
  new YamlError({
    file: place.file,
    line: place.lineOf(field),
    field: `${place.rule.id} ${field.join(".")}`.trim(),
    reason,
  })

const sources = (rule: Rule): ReadonlyArray<readonly [field: ReadonlyArray<PropertyKey>, source: string]> => {
  const source = expression(rule)
  return [
    ...(source === undefined ? [] : [[["match"], source] as const]),
    ...(rule.document === undefined ? [] : [[["document"], rule.document] as const]),
    ...(rule.except ?? []).map((except, i) => [["except", i], except] as const),
  ]
}

/** The digests of expressions known to be safe, as `rules test --record` left them in a folder of rules. */
const readChecked = Effect.fnUntraced(function* (folder: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  return yield* fs.readFileString(path.join(folder, CHECKED)).pipe(
    Effect.flatMap(decodeChecked),
    Effect.orElseSucceed((): typeof Checked.Type => []),
  )
})

/** Every expression must compile, and no text may make it backtrack badly. */
const checkExpressions = Effect.fnUntraced(function* (place: Place, checked: ReadonlySet<string>) {
  for (const [field, source] of sources(place.rule)) {
    yield* Effect.try({
      try: () => new RegExp(source, "u"),
      catch: (cause) => at(place, field, cause instanceof Error ? cause.message : String(cause)),
    })
    if (checked.has(Redos.digest(source))) continue
    const { verdict, attack } = yield* Effect.promise(() => Redos.check(source))
    if (verdict === "vulnerable")
      return yield* at(
        place,
        field,
        `some texts would make this expression backtrack without end, such as ${attack}; bound its repetitions`,
      )
    if (verdict === "unknown")
      return yield* at(place, field, "this expression could not be shown to be safe; make it simpler")
  }
})

/** What the rule alone finds in an example, with the stage that carries it out. */
const tryOn = (
  rules: ActiveRules,
  rule: Rule,
  text: string,
  beside: ReadonlyArray<string>,
  lexicon: Lexicon.Lexicon,
) => {
  const document = make("example", text)
  const profile = beside
    .map((other) => Profile.ofDocument(make("beside", other)))
    .reduce(Profile.merge, Profile.ofDocument(document))
  const facts: Facts = {
    document,
    profile,
    rules,
    lexicon,
    origin: "unknown",
    protect: { patterns: [], lines: [] },
  }
  const name = stageOf(rule)
  const stage = stages.find((candidate) => candidate.name === name)
  if (stage === undefined) return Effect.succeed(undefined)
  return Effect.map(stage.run(begin(facts)), (draft) => {
    const edits = draft.findings
      .flatMap(({ start, end, replacement }) => (replacement === null ? [] : [{ start, end, replacement, by: [] }]))
      .sort((a, b) => a.start - b.start || a.end - b.end)
    return { findings: draft.findings.length, text: apply(text, edits) }
  })
}

/** A rule whose own examples fail does not load. */
const checkExamples = Effect.fnUntraced(function* (place: Place, lexicon: Lexicon.Lexicon) {
  const { rule } = place
  const { fires, spares, near = [] } = rule.examples
  const alone: ActiveRules = { byId: new Map([[rule.id, rule]]), sets: compileAll([rule]) }
  for (const [i, example] of fires.entries()) {
    const { text, becomes, beside = [] } = typeof example === "string" ? { text: example } : example
    const field = ["examples", "fires", i]
    const result = yield* tryOn(alone, rule, text, beside, lexicon)
    if (result === undefined)
      return yield* at(
        place,
        ["match"],
        `there is no such stage; the stages are ${stages.map((stage) => stage.name).join(", ")}`,
      )
    if (result.findings === 0) return yield* at(place, field, "the rule does not fire on this example")
    if (becomes !== undefined && result.text !== becomes) {
      return yield* at(
        place,
        field,
        `the rule makes ${JSON.stringify(result.text)} of this example, which says ${JSON.stringify(becomes)}`,
      )
    }
  }
  for (const [name, texts] of [
    ["spares", spares],
    ["near", near],
  ] as const) {
    for (const [i, text] of texts.entries()) {
      const result = yield* tryOn(alone, rule, text, [], lexicon)
      if (result !== undefined && result.findings > 0)
        return yield* at(place, ["examples", name, i], "the rule fires on this example, which it must spare")
    }
  }
})

const yamlFiles = Effect.fnUntraced(function* (folder: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const names = yield* fs.readDirectory(folder).pipe(Effect.orElseSucceed((): Array<string> => []))
  return names
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => path.join(folder, name))
})

const readAll = Effect.fnUntraced(function* (files: ReadonlyArray<string>, shown: (file: string) => string) {
  const fs = yield* FileSystem.FileSystem
  return yield* Effect.forEach(files, (file) =>
    fs.readFileString(file).pipe(
      Effect.mapError((error) => new YamlError({ file: shown(file), line: 1, field: "", reason: error.message })),
      Effect.flatMap((text) => Effect.map(read(shown(file), text, Pack), (located) => ({ ...located, text }))),
    ),
  )
})

/** Reads one file of language knowledge that comes with emend. */
const readBuiltIn = Effect.fnUntraced(function* <T, E>(name: string, schema: Schema.Codec<T, E>) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const file = yield* Effect.orDie(path.fromFileUrl(new URL(`language/${name}`, BUILT_IN)))
  const text = yield* Effect.orDie(fs.readFileString(file))
  return { ...(yield* read(`rules/language/${name}`, text, schema)), text }
})

/**
 * Reads the rules that come with emend and those of the user's folder, and refuses what cannot be trusted: fields
 * that do not exist, ids that are taken, expressions that could hang, examples that fail.
 */
export const load = Effect.fn("RuleLoader.load")(function* (folder: string | undefined) {
  const path = yield* Path.Path
  const builtIn = yield* Effect.orDie(path.fromFileUrl(BUILT_IN))
  const own = folder !== undefined && path.resolve(folder) !== path.resolve(builtIn) ? yield* yamlFiles(folder) : []
  const packs = [
    ...(yield* readAll(yield* yamlFiles(builtIn), (file) => `rules/${path.basename(file)}`)),
    ...(yield* readAll(own, (file) => file)),
  ]
  const lexicon = yield* readBuiltIn("english.yaml", Lexicon.LexiconFile)
  const origins = yield* readBuiltIn("origins.yaml", Origins.OriginsFile)
  const { origins: evidence, unknownNames } = Origins.fromFile(origins.value)
  for (const name of unknownNames) {
    return yield* new YamlError({
      file: origins.file,
      line: origins.lineOf([name]),
      field: name,
      reason: "this is not an origin that emend knows",
    })
  }

  const checked = new Set([
    ...(yield* readChecked(builtIn)),
    ...(own.length > 0 && folder !== undefined ? yield* readChecked(folder) : []),
  ])
  const words = Lexicon.fromFile(lexicon.value)
  const taken = new Map<string, string>()
  const errors: Array<YamlError> = []
  for (const place of packs.flatMap(places)) {
    const { rule } = place
    const first = taken.get(rule.id)
    if (first !== undefined) errors.push(at(place, ["id"], `the id is taken: ${first} has it`))
    taken.set(rule.id, first ?? `${place.file}:${place.lineOf(["id"])}`)
    const result = yield* Effect.result(Effect.andThen(checkExpressions(place, checked), checkExamples(place, words)))
    if (result._tag === "Failure") errors.push(result.failure)
  }
  if (errors.length > 0) return yield* new RulesError({ errors })
  const values = packs.map((located) => located.value)
  const book: RuleBook = {
    packs: values,
    sets: compileAll(values.flatMap((pack) => pack.rules)),
    lexicon: words,
    origins: evidence,
    digest: hash("sha256", [...packs, lexicon, origins].map((located) => located.text).join("\0"), "hex"),
  }
  return book
})

const places = (located: Located<Pack>): ReadonlyArray<Place> =>
  located.value.rules.map((rule, i) => ({
    rule,
    file: located.file,
    lineOf: (field) => located.lineOf(["rules", i, ...field]),
  }))

/** What `rules test --record` writes: loading the rules showed all of these expressions to be safe. */
export const checkedFile = (book: RuleBook): string => {
  const digests = book.packs.flatMap((pack) =>
    pack.rules.flatMap((rule) => sources(rule).map(([, source]) => Redos.digest(source))),
  )
  return `${JSON.stringify(Array.from(new Set(digests)).sort(), null, 2)}\n`
}
