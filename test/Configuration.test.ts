import { join } from "node:path"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { load } from "../src/Configuration.ts"
import { temporaryFolders, writeFiles } from "./Support.ts"

const folder = temporaryFolders()

const loaded = (yaml: string) =>
  Effect.gen(function* () {
    const home = folder()
    writeFiles(home, { "emend.yaml": yaml })
    return yield* load(join(home, "emend.yaml"), true)
  }).pipe(Effect.provide(NodeServices.layer))

const refused = (yaml: string) =>
  Effect.map(Effect.flip(loaded(yaml)), ({ line, field, reason }) => ({ line, field, reason }))

describe("a file that is there", () => {
  it.effect("later entries for documents go over earlier ones, protection adds up", () =>
    Effect.gen(function* () {
      const { settingsOf, budget, text } = yield* loaded(
        [
          "packs: { soviet: true }",
          "rules: { web/share: false }",
          "protect: { patterns: ['[A-Z]{3}'], lines: ['^#'] }",
          "budget: { open: 7, types: { calque: 2 } }",
          "documents:",
          "  - path: 'letters/**'",
          "    origin: russian",
          "    view: first",
          "    packs: { soviet: false }",
          "    protect: { patterns: ['x+'] }",
          "  - path: 'letters/1926*.txt'",
          "    origin: georgian",
          "    rules: { web/share: true, web/menu: false }",
        ].join("\n"),
      )
      expect(text).toContain("packs: { soviet: true }")
      expect(budget).toEqual({ open: 7, types: new Map([["calque", 2]]) })
      expect(settingsOf("other.txt")).toEqual({
        origin: undefined,
        view: undefined,
        switches: { packs: { soviet: true }, rules: { "web/share": false } },
        protect: { patterns: [/[A-Z]{3}/gu], lines: [/^#/u] },
      })
      expect(settingsOf("letters/1925.txt")).toMatchObject({
        origin: "russian",
        view: "first",
        switches: { packs: { soviet: false }, rules: { "web/share": false } },
        protect: { patterns: [/[A-Z]{3}/gu, /x+/gu], lines: [/^#/u] },
      })
      expect(settingsOf("letters/1926 май.txt")).toMatchObject({
        origin: "georgian",
        view: "first",
        switches: { packs: { soviet: false }, rules: { "web/share": true, "web/menu": false } },
      })
    }),
  )

  it.effect.each(["", "# nothing but a comment\n", "---\n", "{}"])("an empty one sets nothing: %j", (yaml) =>
    Effect.gen(function* () {
      const { settingsOf, budget } = yield* loaded(yaml)
      expect(budget).toEqual({ open: undefined, types: new Map() })
      expect(settingsOf("a.txt").protect).toEqual({ patterns: [], lines: [] })
    }),
  )

  it.effect("the pattern of a line keeps no memory from one line to the next", () =>
    Effect.gen(function* () {
      const { settingsOf } = yield* loaded("protect: { lines: ['a'] }")
      const [line] = settingsOf("a.txt").protect.lines
      expect([line?.test("a"), line?.test("a"), line?.test("a")]).toEqual([true, true, true])
    }),
  )
})

describe("a file that is wrong", () => {
  it.effect.each([
    ["an unknown field", "budget:\n  open: 3\nprotects:\n  lines: []\n", 3, "protects"],
    ["an unknown field further in", "# x\nbudget:\n  opne: 3\n", 3, "budget.opne"],
    ["the wrong kind of value", "packs:\n  soviet: perhaps\n", 2, "packs.soviet"],
    ["a number below nought", "budget:\n  open: -1\n", 2, "budget.open"],
    ["a type that there is not", "budget:\n  types:\n    calque: 1\n    calk: 2\n", 4, "budget.types.calk"],
    [
      "an origin that there is not",
      "documents:\n  - path: a\n  - path: b\n    origin: martian\n",
      4,
      "documents.1.origin",
    ],
    ["an entry without a path", "documents:\n  - view: first\n", 2, "documents.0.path"],
    ["a pattern that is none", "protect:\n  patterns:\n    - fine\n    - '(open'\n", 4, "protect.patterns.1"],
    [
      "a document's pattern that is none",
      "documents:\n  - path: a\n    protect:\n      lines: ['[z-a]']\n",
      4,
      "documents.0.protect.lines.0",
    ],
    ["a field set twice", "packs: {}\nrules: {}\npacks: {}\n", 3, ""],
    ["what is no YAML", "packs:\n  - [\n", 3, ""],
    ["a list where fields are wanted", "- packs\n", 1, ""],
    ["an alias of nothing", "rules:\n  a/b: *c\n", 2, ""],
    ["two documents in one file", "packs: {}\n---\nrules: {}\n", 2, ""],
  ] as const)("%s", ([, yaml, line, field]) =>
    Effect.gen(function* () {
      const error = yield* refused(yaml)
      expect(error).toMatchObject({ line, field })
      expect(error.reason).not.toBe("")
    }),
  )

  it.effect("aliases that multiply without end are no reason to fall over", () =>
    Effect.gen(function* () {
      const levels = Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${`*l${i}, `.repeat(9)}]`)
      const error = yield* refused(["l0: &l0 [x]", ...levels].join("\n"))
      expect(error.reason).toContain("alias")
    }),
  )

  it.effect("its message names file, line, field", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(loaded("\nbudget: { opne: 3 }"))
      expect(error.message).toMatch(/emend\.yaml:2: budget\.opne: ./)
    }),
  )
})

it.effect("a file that is not there is wrong only when it was asked for", () =>
  Effect.gen(function* () {
    const missing = join(folder(), "emend.yaml")
    expect((yield* load(missing, false)).text).toBe("")
    expect((yield* Effect.flip(load(missing, true))).message).toContain(`${missing}:1: there is no such file`)
  }).pipe(Effect.provide(NodeServices.layer)),
)

it.effect("a folder in its place is named", () =>
  Effect.gen(function* () {
    const home = folder()
    expect((yield* Effect.flip(load(home, false))).message).toContain(`${home}:1: `)
  }).pipe(Effect.provide(NodeServices.layer)),
)
