import { join } from "node:path"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Redos from "../src/Redos.ts"
import { CHECKED, checkedFile, load } from "../src/RuleLoader.ts"
import { temporaryFolders, writeFiles } from "./Support.ts"

const folder = temporaryFolders()

/** A good rule in six lines; what is given replaces or adds fields. */
const rule = (id: string, fields: Readonly<Record<string, string>> = {}): string => {
  const all = {
    type: "calque",
    severity: "minor",
    why: "a reason",
    match: "{ pattern: 'abc' }",
    trust: "flag",
    confidence: "0.9",
    examples: "{ fires: ['an abc'], spares: ['nothing'] }",
    ...fields,
  }
  return [
    `  - id: ${id}`,
    ...Object.entries(all).flatMap(([field, value]) => (value === "" ? [] : [`    ${field}: ${value}`])),
    "",
  ].join("\n")
}

const pack = (...rules: ReadonlyArray<string>): string => `pack: mine\nabout: my own\nrules:\n${rules.join("")}`

const loaded = (files: Readonly<Record<string, string>>) =>
  Effect.gen(function* () {
    const home = folder()
    writeFiles(home, files)
    return yield* load(home)
  }).pipe(Effect.provide(NodeServices.layer))

/** What is said of a file `r.yaml`, without the folder. */
const complaints = (files: Readonly<Record<string, string>>) =>
  Effect.map(Effect.flip(loaded(files)), ({ message }) =>
    message.split("\n").map((line) => line.replace(/^\S*[\\/](?=[^\\/\s]+\.yaml:\d)/, "")),
  )

describe("rules that cannot be trusted", () => {
  it.effect("every one of them is named, with file, line, rule and field", () =>
    Effect.gen(function* () {
      const files = {
        "a.yaml": pack(
          rule("mine/good"),
          rule("mine/silent", { examples: "{ fires: ['xyz'], spares: ['nothing'] }" }),
          rule("mine/eager", { examples: "{ fires: ['abc'], spares: ['fine', 'abc too'] }" }),
          rule("mine/near", { examples: "{ fires: ['abc'], spares: ['fine'], near: ['abc'] }" }),
          rule("mine/other", {
            trust: "auto",
            replace: "x",
            examples: "{ fires: [{ text: 'an abc', becomes: 'an y' }], spares: ['fine'] }",
          }),
          rule("mine/hangs", { match: "{ pattern: '(a+)+$' }", examples: "{ fires: ['aaa'], spares: ['b'] }" }),
          rule("mine/hangs-too", { document: "'(x|x)*y'" }),
          rule("mine/open", { match: "{ pattern: '(abc' }" }),
          rule("mine/except", { except: "['fine', '[z-a]']" }),
          rule("mine/stage", { match: "{ stage: nowhere }" }),
          rule("whitespace/line-end"),
        ),
        "b.yaml": pack(rule("mine/good")),
      }
      const named = yield* complaints(files)
      // where a field stands in the file: the line of its name
      const lines = files["a.yaml"].split("\n")
      const lineOf = (id: string, field: string): number => {
        const start = lines.findIndex((line) => line.includes(`id: ${id}`))
        return field === "id" ? start + 1 : lines.findIndex((line, i) => i > start && line.includes(`${field}:`)) + 1
      }
      const expected: ReadonlyArray<readonly [id: string, field: string, says: string]> = [
        ["mine/silent", "examples.fires.0", "the rule does not fire on this example"],
        ["mine/eager", "examples.spares.1", "the rule fires on this example, which it must spare"],
        ["mine/near", "examples.near.0", "the rule fires on this example, which it must spare"],
        ["mine/other", "examples.fires.0", 'the rule makes "an x" of this example, which says "an y"'],
        ["mine/hangs", "match", "some texts would make this expression backtrack without end"],
        ["mine/hangs-too", "document", "some texts would make this expression backtrack without end"],
        ["mine/open", "match", "Invalid regular expression"],
        ["mine/except", "except.1", "Invalid regular expression"],
        ["mine/stage", "match", "there is no such stage; the stages are "],
        ["whitespace/line-end", "id", "the id is taken: rules/whitespace.yaml:"],
      ]
      for (const [i, [id, field, says]] of expected.entries()) {
        const line = lineOf(id, field.split(".")[0]!)
        expect(named[i]).toContain(`a.yaml:${line}: ${id} ${field}: ${says}`)
      }
      expect(named[expected.length]).toMatch(/^b\.yaml:4: mine\/good id: the id is taken: .*a\.yaml:4 has it$/)
      expect(named).toHaveLength(expected.length + 1)
    }),
  )

  it.effect.each([
    ["an unknown field", rule("mine/a", { replaces: "x" }), 12, "rules.0.replaces"],
    ["an unknown type", rule("mine/a", { type: "calk" }), 5, "rules.0.type"],
    ["an unknown trust", rule("mine/a", { trust: "always" }), 9, "rules.0.trust"],
    ["a confidence over one", rule("mine/a", { confidence: "2" }), 10, "rules.0.confidence"],
    ["an id that is none", rule("Mine"), 4, "rules.0.id"],
    ["no examples", rule("mine/a", { examples: "" }), 4, "rules.0.examples"],
    [
      "no example that it fires on",
      rule("mine/a", { examples: "{ fires: [], spares: ['b'] }" }),
      11,
      "rules.0.examples.fires",
    ],
    [
      "no example that it spares",
      rule("mine/a", { examples: "{ fires: ['abc'], spares: [] }" }),
      11,
      "rules.0.examples.spares",
    ],
    ["nothing to look for", rule("mine/a", { match: "" }), 4, "rules.0.match"],
  ] as const)("%s", ([, text, line, field]) =>
    Effect.gen(function* () {
      const [first = ""] = yield* complaints({ "r.yaml": pack(text) })
      expect(first).toMatch(new RegExp(`^r\\.yaml:${line}: ${field.replaceAll(".", "\\.")}: .`))
    }),
  )

  it.effect("what is no pack, or no file", () =>
    Effect.gen(function* () {
      expect((yield* complaints({ "r.yaml": "pack: mine\nabout: x\nrules: 3\n" }))[0]).toMatch(/^r\.yaml:3: rules: /)
      expect((yield* complaints({ "r.yaml": "pack: [\n" }))[0]).toMatch(/^r\.yaml:\d+: /)
      expect((yield* complaints({ "r.yaml/inner.txt": "a folder" }))[0]).toMatch(/^r\.yaml:1: /)
    }),
  )
})

describe("rules that can", () => {
  it.effect("stand beside those that come with emend; other files in the folder do not matter", () =>
    Effect.gen(function* () {
      const book = yield* loaded({ "r.yaml": pack(rule("mine/good")), "notes.md": "x", "sub/r.yaml": "rules: 3" })
      const ids = book.packs.flatMap(({ rules }) => rules.map(({ id }) => id))
      expect(ids).toContain("mine/good")
      expect(ids).toContain("whitespace/line-end")
    }),
  )

  it.effect("no folder is no rules of one's own, and the digest tells the difference", () =>
    Effect.gen(function* () {
      const without = yield* load(join(folder(), "nowhere")).pipe(Effect.provide(NodeServices.layer))
      const again = yield* loaded({})
      const own = yield* loaded({ "r.yaml": pack(rule("mine/good")) })
      expect(again.digest).toBe(without.digest)
      expect(own.digest).not.toBe(without.digest)
    }),
  )

  it.effect("what was found safe is remembered, and only that", () =>
    Effect.gen(function* () {
      const text = pack(rule("mine/good", { except: "['[a-f]z']", document: "'abc'" }))
      const book = yield* loaded({ "r.yaml": text })
      const file = checkedFile(book)
      for (const source of ["abc", "[a-f]z"]) expect(file).toContain(Redos.digest(source))
      expect(file).not.toContain(Redos.digest("(a+)+$"))
      const again = yield* loaded({ "r.yaml": text, [CHECKED]: file })
      expect(checkedFile(again)).toBe(file)
    }),
  )
})
