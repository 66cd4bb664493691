import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "@effect/vitest"
import fc from "fast-check"
import type { FileForm } from "../../src/Document.ts"
import type { Edit } from "../../src/Edit.ts"
import { encode } from "../../src/Encoding.ts"
import { patch } from "../../src/report/patch.ts"
import { cleanedWith, editsOf, temporaryFolders, writeFiles } from "../Support.ts"

const folder = temporaryFolders()
const UTF8: FileForm = { encoding: "utf-8", byteOrderMark: false }

type Change = Pick<Edit, "start" | "end" | "replacement">
interface Case {
  readonly id: string
  readonly raw: string
  readonly edits: ReadonlyArray<Change>
  readonly form?: FileForm
}

/** Applies the patches of documents with git, as far from any repository and its settings as can be. */
const applied = (cases: ReadonlyArray<Case>): void => {
  const home = folder()
  const results = cases.map(({ id, raw, edits, form = UTF8 }) => ({
    id,
    before: encode(raw, form),
    cleaned: cleanedWith(id, raw, edits, form),
    form,
  }))
  const patches = results.flatMap(({ cleaned }) => patch(cleaned) ?? [])
  writeFiles(home, Object.fromEntries(results.map(({ id, before }) => [`raw/${id}`, before])))
  writeFiles(home, { "all.patch": patches.join("") })
  if (patches.length > 0) {
    execFileSync("git", ["apply", "--whitespace=nowarn", join(home, "all.patch")], {
      cwd: join(home, "raw"),
      env: { ...process.env, GIT_CEILING_DIRECTORIES: home, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    })
  }
  for (const { id, cleaned, form } of results)
    expect(readFileSync(join(home, "raw", id), "utf8"), id).toBe(Buffer.from(encode(cleaned.text, form)).toString())
}

const lines = (n: number, end = "\n"): string => Array.from({ length: n }, (_, i) => `line ${i + 1}${end}`).join("")
/** Replaces the only place where `old` stands. */
const change = (raw: string, old: string, replacement: string): Change => {
  const start = raw.indexOf(old)
  expect([start >= 0, raw.indexOf(old, start + 1)]).toEqual([true, -1])
  return { start, end: start + old.length, replacement }
}

describe("git apply makes the cleaned file of the raw one, byte for byte", () => {
  const many = lines(40)
  const crlf = lines(40, "\r\n")
  it.each<[string, Case]>([
    ["one word", { id: "a.txt", raw: many, edits: [change(many, "line 20\n", "Line twenty\n")] }],
    [
      "far apart, one hunk each",
      { id: "a.txt", raw: many, edits: [change(many, "line 2\n", "x\n"), change(many, "line 38\n", "")] },
    ],
    [
      "close together, one hunk",
      { id: "a.txt", raw: many, edits: [change(many, "line 20\n", "x\ny\n"), change(many, "line 25\n", "")] },
    ],
    [
      "two on one line",
      {
        id: "a.txt",
        raw: "one two three\n",
        edits: [
          { start: 0, end: 3, replacement: "1" },
          { start: 8, end: 13, replacement: "3" },
        ],
      },
    ],
    ["lines that become one", { id: "a.txt", raw: many, edits: [change(many, "20\nline 21\nline 22", "-")] }],
    ["a line that becomes many", { id: "a.txt", raw: many, edits: [change(many, "line 20\n", many)] }],
    ["the first line", { id: "a.txt", raw: many, edits: [{ start: 0, end: 7, replacement: "" }] }],
    ["the last line", { id: "a.txt", raw: many, edits: [change(many, "line 40\n", "")] }],
    [
      "something put before and after all",
      {
        id: "a.txt",
        raw: many,
        edits: [
          { start: 0, end: 0, replacement: "first\n" },
          { start: many.length, end: many.length, replacement: "last\n" },
        ],
      },
    ],
    ["everything", { id: "a.txt", raw: many, edits: [{ start: 0, end: many.length, replacement: "" }] }],
    [
      "CRLF",
      { id: "a.txt", raw: crlf, edits: [change(crlf, "line 20\r\n", "x\r\ny\r\n"), change(crlf, "line 30\r\n", "")] },
    ],
    ["CR alone", { id: "a.txt", raw: lines(9, "\r"), edits: [{ start: 2, end: 4, replacement: "x" }] }],
    [
      "mixed line ends",
      {
        id: "a.txt",
        raw: "a\r\nb\nc\rd\n",
        edits: [
          { start: 3, end: 4, replacement: "B" },
          { start: 7, end: 8, replacement: "D" },
        ],
      },
    ],
    [
      "a byte-order mark",
      {
        id: "a.txt",
        raw: many,
        edits: [{ start: 0, end: 4, replacement: "Line" }, change(many, "line 20\n", "")],
        form: { encoding: "utf-8", byteOrderMark: true },
      },
    ],
    ["no line feed at the end", { id: "a.txt", raw: "one\ntwo", edits: [{ start: 4, end: 7, replacement: "2" }] }],
    [
      "no line feed at the end, far from the change",
      { id: "a.txt", raw: `${many}end`, edits: [{ start: 0, end: 4, replacement: "x" }] },
    ],
    [
      "no line feed at the end, near the change",
      { id: "a.txt", raw: "one\ntwo\nthree", edits: [{ start: 0, end: 3, replacement: "1" }] },
    ],
    ["a line feed put at the end", { id: "a.txt", raw: "one\ntwo", edits: [{ start: 7, end: 7, replacement: "\n" }] }],
    [
      "the last line feed taken away",
      { id: "a.txt", raw: "one\ntwo\n", edits: [{ start: 7, end: 8, replacement: "" }] },
    ],
    [
      "empty lines at the end taken away",
      { id: "a.txt", raw: "one\ntwo\n\n\n", edits: [{ start: 8, end: 10, replacement: "" }] },
    ],
    [
      "lines that look like a patch",
      {
        id: "a.txt",
        raw: "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-old\n+new\n",
        edits: [
          { start: 4, end: 5, replacement: "b" },
          { start: 31, end: 32, replacement: "" },
        ],
      },
    ],
    [
      "letters beyond the basic plane",
      { id: "a.txt", raw: "灯台 😀 one\n", edits: [{ start: 6, end: 9, replacement: "ერთი 😀" }] },
    ],
    [
      "form feeds and separators, which end no line for git",
      {
        id: "a.txt",
        raw: "a\fb\u2028c\u0085d\n",
        edits: [
          { start: 2, end: 3, replacement: "B" },
          { start: 6, end: 7, replacement: "D" },
        ],
      },
    ],
  ])("%s", (_, one) => applied([one]))

  it.each([
    "with a space.txt",
    "with a space at the end .txt",
    "deep/er/a.txt",
    "письма/1926 год.txt",
    "信/灯台.txt",
    "წერილი.txt",
    "émile.txt",
    'quo"te.txt',
    "back\\slash.txt",
    "tab\there.txt",
    "new\nline.txt",
    "1941-11-04 10:00:00.txt",
    "a b/c d.txt",
    "-dash.txt",
    "%41 & <b>.txt",
  ])("a file named %j", (id) => applied([{ id, raw: "one\ntwo\n", edits: [{ start: 0, end: 3, replacement: "1" }] }]))

  it("any edits of any texts", () => {
    const text = fc.string({
      unit: fc.constantFrom("a", "b", "é", "灯", " ", "\n", "\n", "\r\n", "\r"),
      maxLength: 60,
      size: "max",
    })
    const one = fc.tuple(text, fc.boolean()).chain(([raw, byteOrderMark]) =>
      fc.record({
        raw: fc.constant(raw),
        edits: editsOf(raw, 1, fc.string({ unit: fc.constantFrom("x", "y", "\n", "\r\n"), maxLength: 4 })),
        form: fc.constant({ encoding: "utf-8", byteOrderMark }),
      }),
    )
    fc.assert(
      fc.property(fc.array(one, { minLength: 20, maxLength: 40, size: "max" }), (list) => {
        const changes = list.map((entry, i) => ({
          ...entry,
          id: `${i}.txt`,
          // an edit that changes nothing is none that a document's edits would hold
          edits: entry.edits.filter(({ start, end, replacement }) => entry.raw.slice(start, end) !== replacement),
        }))
        applied(changes)
      }),
      { numRuns: 30 },
    )
  })
})

describe("no patch", () => {
  it("for a document without edits", () => {
    expect(patch(cleanedWith("a.txt", "text", []))).toBeUndefined()
  })

  it.each(["utf-16le", "utf-16be", "windows-1251", "gb18030"])("for one in %s", (encoding) => {
    const form = { encoding, byteOrderMark: false }
    expect(patch(cleanedWith("a.txt", "text", [{ start: 0, end: 1, replacement: "T" }], form))).toBeUndefined()
  })
})
