import { execFileSync, spawnSync } from "node:child_process"
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import * as Schema from "effect/Schema"
import { beforeAll, describe, expect, test } from "vitest"
import { ConfigurationFile } from "../src/Configuration.ts"
import { Finding } from "../src/Finding.ts"
import { jsonSchema } from "../src/JsonSchema.ts"
import { Pack } from "../src/Rule.ts"
import { VERSION } from "../src/Version.ts"
import { temporaryFolders, writeFiles } from "./Support.ts"

const root = join(import.meta.dirname, "..")
const folder = temporaryFolders()

const emend = (cwd: string, ...args: ReadonlyArray<string>) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "src/main.ts"), ...args], {
    cwd,
    encoding: "utf8",
  })
  return { status, stdout, stderr }
}

const Edit = Schema.Struct({
  doc: Schema.String,
  start: Schema.Int,
  end: Schema.Int,
  original: Schema.String,
  replacement: Schema.String,
  findings: Schema.Array(Schema.String),
})

const lines = <T, E>(file: string, schema: Schema.Codec<T, E>): ReadonlyArray<T> =>
  readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => Schema.decodeUnknownSync(Schema.fromJsonString(schema))(line))

const text = (path: string): string => new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path))

describe("the sample corpus", () => {
  let home: string
  beforeAll(() => {
    home = folder()
    cpSync(join(root, "raw"), join(home, "raw"), { recursive: true })
    cpSync(join(root, "emend.yaml"), join(home, "emend.yaml"))
    expect(emend(home, "clean", "--quiet")).toEqual({ status: 0, stdout: "", stderr: "" })
  })

  test("is what the repository holds, byte for byte", () => {
    for (const name of ["cleaned", "reports"]) {
      const made = readdirSync(join(home, name)).sort()
      expect(readdirSync(join(root, name)).sort()).toEqual(made)
      for (const file of made)
        expect(readFileSync(join(home, name, file)).equals(readFileSync(join(root, name, file)))).toBe(true)
    }
  })

  test("raw text and edits make the cleaned text; findings and edits name each other", () => {
    const findings = lines(join(home, "reports/findings.jsonl"), Finding)
    const edits = lines(join(home, "reports/edits.jsonl"), Edit)
    const byId = new Map(findings.map((finding) => [finding.id, finding]))
    expect(byId.size).toBe(findings.length)
    for (const { doc, start, end, quote } of findings)
      expect(text(join(home, "raw", doc)).slice(start, end)).toBe(quote)
    const named = new Set(edits.flatMap((edit) => edit.findings))
    expect(named).toEqual(new Set(findings.filter(({ status }) => status === "fixed").map(({ id }) => id)))
    for (const doc of readdirSync(join(home, "raw"))) {
      const raw = text(join(home, "raw", doc))
      let made = ""
      let at = 0
      for (const edit of edits.filter((edit) => edit.doc === doc)) {
        expect(at === 0 ? edit.start >= 0 : edit.start > at).toBe(true)
        expect(raw.slice(edit.start, edit.end)).toBe(edit.original)
        made += raw.slice(at, edit.start) + edit.replacement
        at = edit.end
      }
      expect(made + raw.slice(at)).toBe(text(join(home, "cleaned", doc)))
    }
  })

  test("git apply of every patch turns raw into cleaned", () => {
    const work = folder()
    cpSync(join(home, "raw"), work, { recursive: true })
    execFileSync("git", ["init", "-q"], { cwd: work })
    const patches = readdirSync(join(home, "reports")).filter((name) => name.endsWith(".patch"))
    expect(patches.length).toBeGreaterThan(3)
    for (const patch of patches)
      execFileSync("git", ["apply", "--whitespace=nowarn", join(home, "reports", patch)], { cwd: work })
    for (const doc of readdirSync(join(home, "raw"))) {
      expect(readFileSync(join(work, doc)).equals(readFileSync(join(home, "cleaned", doc)))).toBe(true)
    }
  })

  test("check agrees, until a byte changes or a file is left over", () => {
    expect(emend(home, "check", "--quiet").status).toBe(0)
    writeFileSync(join(home, "cleaned/left-over.txt"), "x")
    const left = emend(home, "check")
    expect(left.status).toBe(1)
    expect(left.stderr).toContain("left-over.txt is made from no document any more")
    writeFileSync(join(home, "cleaned/interview.txt"), "changed")
    expect(emend(home, "check").stderr).toContain("interview.txt is not what this run makes")
  })

  test("cleaning the cleaned corpus makes no edit", () => {
    const again = folder()
    cpSync(join(root, "cleaned"), join(again, "raw"), { recursive: true })
    cpSync(join(root, "emend.yaml"), join(again, "emend.yaml"))
    emend(again, "clean", "--quiet")
    expect(readFileSync(join(again, "reports/edits.jsonl"), "utf8")).toBe("")
  })
})

describe("input that is not as it should be", () => {
  test("each is named or handled, and the rest of the batch finishes", () => {
    const home = folder()
    const french =
      "Le comité se réunit lundi dans la vieille salle, et personne ne savait de quoi il serait question. ".repeat(8)
    writeFiles(home, {
      "raw/empty.txt": "",
      "raw/nul.txt": "a\u0000b and nothing else",
      "raw/one line.txt": "word ".repeat(1_000_000),
      "raw/ещё/письмо и 信.txt": "One.\n\u00a0\nTwo.",
      "raw/french.txt": french,
      "raw/broken.txt": Buffer.concat([
        Buffer.from("“fine” – “text” — and then "),
        Buffer.from([0xff]),
        Buffer.from(" more"),
      ]),
      "raw/page.html": "<p>text</p>",
      "raw/book.pdf": "%PDF",
    })
    symlinkSync(join(home, "raw"), join(home, "raw/loop"))
    symlinkSync(join(home, "nowhere"), join(home, "raw/dangling.txt"))
    const { status, stdout, stderr } = emend(home, "clean")
    expect(status).toBe(3)
    const offset = Buffer.from("“fine” – “text” — and then ").length
    expect(stderr).toContain(`broken.txt: not valid utf-8 at byte ${offset}`)
    expect(stderr).toContain('pandoc -t plain --wrap=none "page.html"')
    expect(stderr).toContain('pdftotext "book.pdf"')
    expect(stderr).toContain("dangling.txt: cannot be read")
    expect(stdout).toContain("not in English, left alone: french.txt")
    expect(text(join(home, "cleaned/french.txt"))).toBe(french)
    expect(text(join(home, "cleaned/nul.txt"))).toBe("ab and nothing else")
    expect(text(join(home, "cleaned/empty.txt"))).toBe("")
    expect(text(join(home, "cleaned/ещё/письмо и 信.txt"))).toBe("One.\n\nTwo.")
    expect(existsSync(join(home, "cleaned/loop"))).toBe(false)
    expect(readdirSync(join(home, "cleaned")).some((name) => name.endsWith(".tmp"))).toBe(false)
  })

  test("legacy and wide encodings are read; what was Unicode stays as it was", () => {
    const home = folder()
    const wide = Buffer.from("\ufeffOne.\r\n\u00a0\r\nTwo.", "utf16le")
    const cyrillic = Buffer.concat([
      Buffer.from("The word for peace, which is also the word for the world, is "),
      Buffer.from([0xec, 0xe8, 0xf0, 0x2c, 0x20, 0xef, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2, 0x20, 0xe2, 0xf1, 0xe5, 0xec]),
      Buffer.from(", as every child in that town knew by heart.\n"),
    ])
    mkdirSync(join(home, "raw"))
    writeFileSync(join(home, "raw/wide.txt"), wide)
    writeFileSync(join(home, "raw/cyrillic.txt"), cyrillic)
    writeFileSync(join(home, "raw/western.txt"), Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x20, 0x93, 0x6e, 0x6f, 0x94]))
    expect(emend(home, "clean", "--quiet").status).toBe(0)
    expect(readFileSync(join(home, "cleaned/wide.txt")).equals(Buffer.from("\ufeffOne.\r\n\r\nTwo.", "utf16le"))).toBe(
      true,
    )
    expect(text(join(home, "cleaned/cyrillic.txt"))).toContain("мир, привет всем")
    expect(text(join(home, "cleaned/western.txt"))).toBe("café “no”")
  })

  test("results may not go into the input; wrong files name line and field", () => {
    const home = folder()
    writeFiles(home, {
      "raw/a.txt": "text",
      "bad.yaml": "budget:\n  opn: 3\n",
      "mine/r.yaml": "pack: mine\nabout: x\nrules: 3\n",
    })
    for (const out of ["raw", "raw/out"]) {
      const { status, stderr } = emend(home, "clean", "--out", out)
      expect(status).toBe(2)
      expect(stderr).toContain("Choose a folder outside it")
    }
    expect(existsSync(join(home, "raw/out"))).toBe(false)
    expect(emend(home, "clean", "--config", "bad.yaml")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("bad.yaml:2: budget.opn"),
    })
    expect(emend(home, "clean", "--rules", "mine")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("r.yaml:3: rules"),
    })
    expect(emend(home, "clean", "no-such-folder").status).toBe(2)
  })

  test("a rule of one's own that fails its example, could hang or takes an id is refused", () => {
    const home = folder()
    const rule = (id: string, pattern: string, fires: string): string =>
      `  - { id: ${id}, type: calque, severity: minor, why: x, match: { pattern: '${pattern}' }, trust: flag, confidence: 0.9, examples: { fires: ['${fires}'], spares: ['nothing'] } }\n`
    writeFiles(home, {
      "raw/a.txt": "text",
      "mine/r.yaml": `pack: mine\nabout: x\nrules:\n${rule("mine/one", "abc", "xyz")}${rule("mine/two", "(a+)+$", "aaa")}${rule("quote/uneven", "abc", "abc")}`,
    })
    const { status, stderr } = emend(home, "clean", "--rules", "mine")
    expect(status).toBe(2)
    expect(stderr).toContain("r.yaml:4: mine/one examples.fires.0: the rule does not fire on this example")
    expect(stderr).toContain("r.yaml:5: mine/two match: some texts would make this expression backtrack without end")
    expect(stderr).toContain("r.yaml:6: quote/uneven id: the id is taken")
  })
})

test("a pipe, a diff and figures", () => {
  const home = folder()
  writeFiles(home, { "raw/a.txt": "One.\n\u00a0\nTwo." })
  const piped = spawnSync(process.execPath, [join(root, "src/main.ts"), "clean", "-"], {
    cwd: home,
    input: "a\u0007 bell",
    encoding: "utf8",
  })
  expect(piped.stdout).toBe("a bell")
  expect(emend(home, "clean", "--dry-run", "--json").stdout).toContain('"fixed": 1')
  expect(existsSync(join(home, "cleaned"))).toBe(false)
  emend(home, "clean", "--quiet")
  expect(emend(home, "diff", "a.txt").stdout).toContain("One.⏎[-⍽-]⏎Two.")
})

test("the version and the schemas for editors are up to date", () => {
  const manifest: unknown = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
  expect(manifest).toMatchObject({ version: VERSION })
  expect(readFileSync(join(root, "schemas/pack.json"), "utf8")).toBe(jsonSchema(Pack))
  expect(readFileSync(join(root, "schemas/emend.json"), "utf8")).toBe(jsonSchema(ConfigurationFile))
})
