import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join, relative } from "node:path"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Output, toComparison, toDisk, toNowhere } from "../src/Output.ts"
import { temporaryFolders, writeFiles } from "./Support.ts"

const folder = temporaryFolders()
const names = (home: string): ReadonlyArray<string> => readdirSync(home).sort()
const content = (...path: ReadonlyArray<string>): string => readFileSync(join(...path), "utf8")

describe("to disk", () => {
  it.effect("writes files and the folders they need, and leaves nothing beside them", () =>
    Effect.gen(function* () {
      const home = folder()
      const output = yield* Output
      yield* output.file(join(home, "x/y/письмо.txt"), "text")
      yield* output.file(join(home, "bytes"), Uint8Array.of(0xff, 0x00))
      yield* output.file(join(home, "bytes"), Uint8Array.of(0xfe))
      expect(content(home, "x/y/письмо.txt")).toBe("text")
      expect(Array.from(readFileSync(join(home, "bytes")))).toEqual([0xfe])
      expect([names(home), names(join(home, "x/y"))]).toEqual([["bytes", "x"], ["письмо.txt"]])
    }).pipe(Effect.provide(toDisk)),
  )

  it.effect("writes many files at a time", () =>
    Effect.gen(function* () {
      const home = folder()
      const output = yield* Output
      const all = Array.from({ length: 200 }, (_, i) => `${i}.txt`)
      yield* Effect.forEach(all, (name) => output.file(join(home, name), name), { concurrency: "unbounded" })
      expect(all.every((name) => content(home, name) === name)).toBe(true)
      expect(names(home)).toHaveLength(all.length)
    }).pipe(Effect.provide(toDisk)),
  )

  it.effect("a growing file is the old one until it is closed", () =>
    Effect.gen(function* () {
      const home = folder()
      writeFileSync(join(home, "a.jsonl"), "old")
      const output = yield* Output
      const growing = yield* output.grow(join(home, "a.jsonl"))
      const long = "x".repeat(1 << 20)
      yield* growing.append("first ")
      yield* growing.append(long)
      yield* growing.append(" last")
      expect(content(home, "a.jsonl")).toBe("old")
      yield* growing.close
      expect(content(home, "a.jsonl")).toBe(`first ${long} last`)
      yield* growing.abandon
      expect(names(home)).toEqual(["a.jsonl"])
    }).pipe(Effect.provide(toDisk)),
  )

  it.effect("a growing file that is abandoned leaves the old one and nothing else", () =>
    Effect.gen(function* () {
      const home = folder()
      writeFileSync(join(home, "a.jsonl"), "old")
      const output = yield* Output
      const growing = yield* output.grow(join(home, "a.jsonl"))
      yield* growing.append("new")
      yield* growing.abandon
      expect(names(home)).toEqual(["a.jsonl"])
      expect(content(home, "a.jsonl")).toBe("old")
    }).pipe(Effect.provide(toDisk)),
  )

  it.effect("names the file that cannot be written, and leaves nothing beside it", () =>
    Effect.gen(function* () {
      const home = folder()
      mkdirSync(join(home, "taken/inner"), { recursive: true })
      writeFileSync(join(home, "file"), "")
      const output = yield* Output
      for (const path of [join(home, "taken"), join(home, "file/below")]) {
        const error = yield* Effect.flip(output.file(path, "x"))
        expect(error.message).toContain(`${path}: cannot be written`)
      }
      expect(names(home)).toEqual(["file", "taken"])
    }).pipe(Effect.provide(toDisk)),
  )

  it.effect("takes away what is obsolete, and does not mind what is gone", () =>
    Effect.gen(function* () {
      const home = folder()
      writeFileSync(join(home, "old"), "")
      const output = yield* Output
      yield* output.obsolete(join(home, "old"))
      yield* output.obsolete(join(home, "old"))
      expect(names(home)).toEqual([])
    }).pipe(Effect.provide(toDisk)),
  )
})

it.effect("to nowhere writes nothing", () =>
  Effect.gen(function* () {
    const home = folder()
    writeFileSync(join(home, "old"), "")
    const output = yield* Output
    yield* output.file(join(home, "a"), "x")
    const growing = yield* output.grow(join(home, "b"))
    yield* growing.append("x")
    yield* growing.close
    yield* output.obsolete(join(home, "old"))
    expect(yield* output.differences).toEqual([])
    expect(names(home)).toEqual(["old"])
  }).pipe(Effect.provide(toNowhere)),
)

describe("comparison", () => {
  const compared = (home: string) =>
    Effect.gen(function* () {
      const output = yield* Output
      yield* output.file(join(home, "out/a.txt"), "a")
      yield* output.file(join(home, "out/sub/b.txt"), Buffer.from("b"))
      const growing = yield* output.grow(join(home, "reports/edits.jsonl"))
      yield* growing.append("one\n")
      yield* growing.append("two\n")
      yield* growing.close
      return yield* output.differences
    }).pipe(Effect.provide(toComparison([join(home, "out"), join(home, "reports")], (path) => relative(home, path))))

  const same = { "out/a.txt": "a", "out/sub/b.txt": "b", "reports/edits.jsonl": "one\ntwo\n" }

  it.effect("finds nothing where all is the same, and writes nothing", () =>
    Effect.gen(function* () {
      const home = folder()
      writeFiles(home, same)
      expect(yield* compared(home)).toEqual([])
    }),
  )

  it.effect("names what is missing, different and left over, in order", () =>
    Effect.gen(function* () {
      const home = folder()
      writeFiles(home, { ...same, "out/a.txt": "A", "out/sub/c.txt": "", "reports/edits.jsonl": "one\n" })
      const { "out/sub/b.txt": _, ...rest } = same
      expect(yield* compared(home)).toEqual([
        { path: "out/a.txt", how: "different" },
        { path: "out/sub/c.txt", how: "left over" },
        { path: "reports/edits.jsonl", how: "different" },
      ])
      const other = folder()
      writeFiles(other, rest)
      expect(yield* compared(other)).toEqual([{ path: "out/sub/b.txt", how: "missing" }])
      expect(existsSync(join(other, "out/sub"))).toBe(false)
    }),
  )

  it.effect("finds everything missing where there is no folder yet", () =>
    Effect.gen(function* () {
      const differences = yield* compared(folder())
      expect(differences.map(({ how }) => how)).toEqual(["missing", "missing", "missing"])
    }),
  )

  it.effect("does not mind hidden files, nor what a run that was killed left beside a file", () =>
    Effect.gen(function* () {
      const home = folder()
      writeFiles(home, { ...same, "out/.DS_Store": "", "out/a.txt.4711.tmp": "ha", "reports/edits.jsonl.12.tmp": "" })
      expect(yield* compared(home)).toEqual([])
      writeFiles(home, { "out/mine.tmp": "" })
      expect(yield* compared(home)).toEqual([{ path: "out/mine.tmp", how: "left over" }])
    }),
  )
})
