import * as Console from "effect/Console"
import { Argument, Command, Flag } from "effect/cli"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import { ConfigurationFile } from "../Configuration.ts"
import { UsageError } from "../Corpus.ts"
import { jsonSchema } from "../JsonSchema.ts"
import { Pack } from "../Rule.ts"
import { CHECKED, checkedFile } from "../RuleLoader.ts"
import { bold, columns, dim } from "./Screen.ts"
import { rules as folder, loadRules } from "./Workspace.ts"

const list = Command.make(
  "list",
  { folder },
  Effect.fnUntraced(function* (flags) {
    const book = yield* loadRules(flags.folder)
    for (const pack of book.packs) {
      yield* Console.log(
        `${bold(pack.pack)}  ${pack.about}${pack.origin === undefined ? "" : dim(` (${pack.origin.join(", ")})`)}`,
      )
      yield* Console.log(
        `${columns(pack.rules.map((rule) => [`  ${rule.id}`, rule.trust, rule.type, String(rule.confidence)]))}\n`,
      )
    }
  }),
).pipe(Command.withDescription("The catalogue of rules"))

const record = Flag.Boolean("record").pipe(
  Flag.withDescription(
    "Remember in the folder which expressions were found safe, so that loading need not check them again",
  ),
  Flag.withDefault(false),
)

const test = Command.make(
  "test",
  { folder, record },
  Effect.fnUntraced(function* (flags) {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const book = yield* loadRules(flags.folder)
    const rules = book.packs.flatMap((pack) => pack.rules)
    const examples = rules.reduce(
      (n, { examples: { fires, spares, near = [] } }) => n + fires.length + spares.length + near.length,
      0,
    )
    if (flags.record) yield* fs.writeFileString(path.join(flags.folder, CHECKED), checkedFile(book))
    yield* Console.log(`${rules.length} rules in ${book.packs.length} packs: all ${examples} examples hold.`)
  }),
).pipe(Command.withDescription("Run every rule's own examples"))

const id = Argument.String("rule").pipe(Argument.withDescription("A rule's id, such as whitespace/blank-line"))

const show = Command.make(
  "show",
  { id, folder },
  Effect.fnUntraced(function* (flags) {
    const book = yield* loadRules(flags.folder)
    const rule = book.packs.flatMap((pack) => pack.rules).find((candidate) => candidate.id === flags.id)
    if (rule === undefined)
      return yield* new UsageError({ message: `there is no rule ${flags.id}; emend rules list names them all` })
    const { fires, spares, near = [] } = rule.examples
    yield* Console.log(
      [
        bold(rule.id),
        rule.why,
        "",
        columns([
          ["type", rule.type],
          ["severity", rule.severity],
          ["trust", rule.trust],
          ["confidence", String(rule.confidence)],
        ]),
        "",
        "fires on",
        ...fires
          .map((example) => (typeof example === "string" ? { text: example, becomes: undefined } : example))
          .map(
            ({ text, becomes }) =>
              `  ${JSON.stringify(text)}${becomes === undefined ? "" : ` → ${JSON.stringify(becomes)}`}`,
          ),
        "spares",
        ...[...spares, ...near].map((text) => `  ${JSON.stringify(text)}`),
      ].join("\n"),
    )
  }),
).pipe(Command.withDescription("One rule with its examples"))

const schemaOf = Flag.Literals("of", ["rules", "configuration"]).pipe(
  Flag.withDescription("Of files of rules, or of emend.yaml"),
  Flag.withDefault("rules"),
)

const schema = Command.make("schema", { schemaOf }, (flags) =>
  Console.log(jsonSchema(flags.schemaOf === "rules" ? Pack : ConfigurationFile).trimEnd()),
).pipe(
  Command.withDescription("The JSON Schema of files of rules, for editors that complete and check YAML"),
  Command.withExamples([
    {
      command: "emend rules schema > rules/pack.schema.json",
      description: "For a comment such as # yaml-language-server: $schema=pack.schema.json",
    },
  ]),
)

export const rules = Command.make("rules").pipe(
  Command.withDescription("List, test and show the rules"),
  Command.withSubcommands([list, test, show, schema]),
)
