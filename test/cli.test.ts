import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs"
import { join, relative } from "node:path"
import { describe, expect, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import { beforeAll } from "vitest"
import { Finding } from "../src/Finding.ts"
import { temporaryFolders, writeFiles } from "./Support.ts"

const folder = temporaryFolders()
const root = join(import.meta.dirname, "..")
const main = join(root, "src/main.ts")

const emend = (
  cwd: string,
  args: ReadonlyArray<string>,
  more: { input?: Uint8Array; env?: NodeJS.ProcessEnv } = {},
) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    cwd,
    encoding: "utf8",
    maxBuffer: 1 << 26,
    ...(more.input === undefined ? {} : { input: more.input }),
    env: { ...process.env, ...more.env },
  })
  return { status, stdout, stderr }
}

const read = (...path: ReadonlyArray<string>): string => readFileSync(join(...path), "utf8")
const parsed = <T, E>(text: string, schema: Schema.Codec<T, E>): T =>
  Schema.decodeUnknownSync(Schema.fromJsonString(schema))(text)
const findingsOf = (home: string): ReadonlyArray<Finding> =>
  read(home, "reports/findings.jsonl")
    .split("\n")
    .flatMap((line) => (line === "" ? [] : [parsed(line, Finding)]))

/** Every file below a folder with its content, by its path. */
const contents = (home: string): ReadonlyMap<string, string> =>
  new Map(
    (existsSync(home) ? readdirSync(home, { recursive: true, withFileTypes: true }) : [])
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [relative(home, path), readFileSync(path).toString("latin1")]),
  )

const results = (home: string): ReadonlyMap<string, string> =>
  new Map(
    ["cleaned", "reports"].flatMap((name) =>
      Array.from(contents(join(home, name)), ([path, text]) => [`${name}/${path}`, text] as const),
    ),
  )

const DAMAGED = "The kettle was on.  \n\u00a0\nShe donâ€™t know where the cat went.\n\n\n\n\nNobody did.\n"

describe("what is printed", () => {
  let home: string
  beforeAll(() => {
    home = folder()
    writeFiles(home, { "raw/a.txt": DAMAGED, "raw/b\u001b[31m.txt": DAMAGED, "raw/fine.txt": "Nothing is wrong.\n" })
  })

  it("figures for a program, and nothing else", () => {
    const { status, stdout, stderr } = emend(home, ["clean", "--json"])
    expect([status, stderr]).toEqual([0, ""])
    const Summary = Schema.Struct({
      documents: Schema.Int,
      changed: Schema.Int,
      findings: Schema.Struct({ total: Schema.Int, fixed: Schema.Int, suggested: Schema.Int, flagged: Schema.Int }),
    })
    const summary = parsed(stdout, Summary)
    expect(summary).toMatchObject({ documents: 3, changed: 2 })
    const findings = findingsOf(home)
    expect(summary.findings.total).toBe(findings.length)
    expect(summary.findings.fixed).toBe(findings.filter(({ status }) => status === "fixed").length)
    expect(stdout).toBe(read(home, "reports/summary.json"))
  })

  it("no colour where none is wanted or nobody looks, and no orders to the terminal", () => {
    for (const env of [{ NO_COLOR: "1" }, {}]) {
      const clean = emend(home, ["clean"], { env })
      expect(clean.stdout + clean.stderr).not.toContain("\u001b")
      const diff = emend(home, ["diff", "a.txt"], { env })
      expect(diff.status).toBe(0)
      expect(diff.stdout).toContain("[-â€™-]{+’+}")
      expect(diff.stdout).not.toContain("\u001b")
    }
  })

  it("of a document that is not there, or has changed since", () => {
    expect(emend(home, ["diff", "none.txt"])).toMatchObject({ status: 2, stderr: expect.stringContaining("none.txt") })
    expect(emend(home, ["diff", "fine.txt"]).stdout).toBe("fine.txt: no change\n")
    const other = folder()
    cpSync(home, other, { recursive: true })
    writeFiles(other, { "raw/a.txt": `x${DAMAGED}` })
    expect(emend(other, ["diff", "a.txt"])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("run emend clean again"),
    })
  })

  it("wrong usage ends with 2", () => {
    for (const args of [["clean", "--nonsense"], ["nonsense"], ["clean", "--config", "no.yaml"]]) {
      expect([args, emend(home, args).status]).toEqual([args, 2])
    }
  })

  // the command takes the flag's count for its value; this raises an alarm when it no longer does
  it.fails("fewer than one worker is wrong usage", () => {
    expect(emend(home, ["clean", "--workers", "0"]).status).toBe(2)
  })
})

describe("a pipe", () => {
  const home = folder()

  it("gives the cleaned text back, in whatever encoding it came", () => {
    const utf16 = Buffer.from(`\ufeff${"It was  late. \r\n".repeat(20)}`, "utf16le")
    const { status, stdout } = emend(home, ["clean", "-"], { input: utf16 })
    expect(status).toBe(0)
    expect(stdout.replace("\ufeff", "")).toMatch(/^(It was {1,2}late\.\r\n){20}$/)
    expect(emend(home, ["clean", "-"], { input: Buffer.from("") })).toEqual({ status: 0, stdout: "", stderr: "" })
    expect(contents(home).size).toBe(0)
  })

  it("names the byte that is no text, and gives nothing", () => {
    const { status, stdout, stderr } = emend(home, ["clean", "-"], {
      input: Buffer.from([0xef, 0xbb, 0xbf, 0x61, 0xff]),
    })
    expect(stdout).toBe("")
    expect(stderr).toContain("not valid utf-8 at byte 4")
    expect(status).not.toBe(0)
  })
})

describe("the same corpus gives the same bytes", () => {
  it("in whatever order it is named, however often, in whatever language and time the system is set to", () => {
    const home = folder()
    writeFiles(home, { "raw/b.txt": DAMAGED, "raw/a/c.txt": `One.\n${DAMAGED}`, "raw/Ä.txt": DAMAGED })
    const runs = [
      { args: ["raw"], env: {} },
      { args: ["raw"], env: { LC_ALL: "sv_SE.UTF-8", TZ: "Asia/Tbilisi", LANG: "tr_TR.UTF-8" } },
      { args: ["raw/Ä.txt", "raw/b.txt"], env: {} },
      { args: ["raw/b.txt", "raw/Ä.txt"], env: {} },
    ].map(({ args, env }) => {
      const work = folder()
      cpSync(join(home, "raw"), join(work, "raw"), { recursive: true })
      expect(emend(work, ["clean", "--quiet", ...args], { env }).status).toBe(0)
      return { work, made: results(work) }
    })
    expect(runs[0]?.made.size).toBeGreaterThan(8)
    expect(runs[1]?.made).toEqual(runs[0]?.made)
    expect(runs[3]?.made).toEqual(runs[2]?.made)
    const { work, made } = runs[0]!
    expect(emend(work, ["clean", "--quiet"]).status).toBe(0)
    expect(results(work)).toEqual(made)
    for (const text of made.values()) expect(text).not.toContain(work)
  })

  it("a document that is gone takes its results with it; the others stay", () => {
    const home = folder()
    writeFiles(home, { "raw/a.txt": DAMAGED, "raw/b.txt": DAMAGED, "cleaned/mine.txt": "not emend's" })
    expect(emend(home, ["clean", "--quiet"]).status).toBe(0)
    rmSync(join(home, "raw/b.txt"))
    expect(emend(home, ["clean", "--quiet"]).status).toBe(0)
    expect(Array.from(results(home).keys()).filter((path) => /\/[ab]\.txt|mine/.test(path))).toEqual([
      "cleaned/a.txt",
      "cleaned/mine.txt",
      "reports/a.txt.html",
      "reports/a.txt.patch",
    ])
  })
})

it("ids survive a paragraph that is put in at another place of the document", () => {
  const [before, after] = [folder(), folder()]
  const put = "Outside the window, a man was painting a gate green, and took his time over it."
  // so far from every finding that it is in the context of none
  const place = (raw: string, findings: ReadonlyArray<Finding>, end: string): number => {
    const free = Array.from(raw.matchAll(new RegExp(`(?<=[a-z.]${end})${end}(?=[A-Z])`, "g")), ({ index }) => index)
    return free.find((at) => findings.every((one) => one.end < at - 200 || one.start > at + 200)) ?? -1
  }
  cpSync(join(root, "raw"), join(before, "raw"), { recursive: true })
  expect(emend(before, ["clean", "--quiet"]).status).toBe(0)
  const old = findingsOf(before)
  const places = new Map<string, number>()
  const shifts = new Map<string, number>()
  for (const name of readdirSync(join(before, "raw"))) {
    const raw = new TextDecoder().decode(readFileSync(join(before, "raw", name)))
    const end = raw.includes("\r\n") ? "\r\n" : "\n"
    const at = place(
      raw,
      old.filter(({ doc }) => doc === name),
      end,
    )
    if (at >= 0) places.set(name, at)
    shifts.set(name, put.length + 2 * end.length)
    writeFiles(after, { [`raw/${name}`]: at < 0 ? raw : `${raw.slice(0, at)}${end}${put}${end}${raw.slice(at)}` })
  }
  expect(places.size).toBeGreaterThan(1)
  expect(emend(after, ["clean", "--quiet"]).status).toBe(0)
  const now = new Map(findingsOf(after).map((finding) => [finding.id, finding]))
  const moved = old.filter(({ doc }) => places.has(doc))
  expect(moved.length).toBeGreaterThan(5)
  for (const { id, doc, start, quote, rule } of moved) {
    const found = now.get(id)
    expect(found, `${id} of ${doc} at ${start}`).toMatchObject({ doc, quote, rule })
    expect(found!.start - start).toBe(start > places.get(doc)! ? shifts.get(doc) : 0)
  }
})

describe("check", () => {
  it("ends with 1 over budget, and with 3 where a document cannot be read as well", () => {
    const home = folder()
    writeFiles(home, {
      "raw/a.txt": "na\ufffdve\n",
      "none.yaml": "budget: { open: 0 }\n",
      "type.yaml": "budget: { types: { glyph-noise: 0 } }\n",
      "enough.yaml": "budget: { open: 1, types: { glyph-noise: 1, calque: 0 } }\n",
    })
    for (const [config, status, says] of [
      ["enough.yaml", 0, ""],
      ["none.yaml", 1, "1 findings are open, emend.yaml allows 0 (budget.open)"],
      ["type.yaml", 1, "(budget.types.glyph-noise)"],
    ] as const) {
      emend(home, ["clean", "--quiet", "--config", config])
      const check = emend(home, ["check", "--config", config])
      expect([config, check.status]).toEqual([config, status])
      expect(check.stderr).toContain(says)
    }
    writeFiles(home, { "raw/bad.txt": Buffer.from([0xef, 0xbb, 0xbf, 0xff]) })
    const both = emend(home, ["check", "--config", "none.yaml"])
    expect(both.status).toBe(3)
    expect(both.stderr).toContain("bad.txt: not valid utf-8 at byte 3")
  })
})

describe("results that cannot be written", () => {
  it("are named, and all others are finished", () => {
    const home = folder()
    writeFiles(home, { "raw/a.txt": DAMAGED, "raw/b.txt": DAMAGED, "cleaned/a.txt/in the way": "" })
    const { status, stderr } = emend(home, ["clean", "--quiet"])
    expect(status).toBe(3)
    expect(stderr).toContain("a.txt")
    expect(read(home, "cleaned/b.txt")).toContain("She don’t know")
    expect(readdirSync(join(home, "cleaned")).sort()).toEqual(["a.txt", "b.txt"])
  })

  it("folders of results may not lie in each other, nor in the input, nor over it", () => {
    const home = folder()
    writeFiles(home, { "raw/a.txt": DAMAGED })
    for (const args of [
      ["--out", "x", "--reports", "x"],
      ["--out", "x", "--reports", "x/y"],
      ["--reports", "raw/reports"],
      ["raw/a.txt", "--out", "raw"],
    ]) {
      expect([args, emend(home, ["clean", ...args]).status]).toEqual([args, 2])
    }
    expect(Array.from(contents(home).keys())).toEqual(["raw/a.txt"])
  })
})

it("score counts what was found and what was made of it", () => {
  const home = folder()
  const raw = "She donâ€™t know.\n\u00a0\nNobody did.\n"
  const gold = (start: number, quote: string, type: string, fix: string | null, safe: boolean): string =>
    JSON.stringify({ doc: "a.txt", start, end: start + quote.length, quote, type, fix, safe })
  writeFiles(home, {
    "raw/a.txt": raw,
    "gold.jsonl": `${[
      gold(raw.indexOf("â€™"), "â€™", "glyph-noise", "’", true),
      gold(raw.indexOf("\u00a0"), "\u00a0", "whitespace", "", true),
      gold(raw.indexOf("Nobody"), "Nobody", "calque", null, false),
    ].join("\n")}\n`,
    "moved.jsonl": gold(0, "Her", "calque", null, false),
    "broken.jsonl": '\n{"doc": 3}\n',
  })
  expect(emend(home, ["clean", "--quiet"]).status).toBe(0)
  const Row = Schema.Struct({
    name: Schema.String,
    gold: Schema.Int,
    found: Schema.Int,
    real: Schema.Int,
    safe: Schema.Int,
    exact: Schema.Int,
  })
  const scored = emend(home, ["score", "--gold", "gold.jsonl", "--json"])
  expect(scored.status).toBe(0)
  expect(parsed(scored.stdout, Schema.Struct({ all: Row })).all).toEqual({
    name: "in all",
    gold: 3,
    found: 2,
    real: 2,
    safe: 2,
    exact: 2,
  })
  expect(emend(home, ["score", "--gold", "moved.jsonl"])).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("does not stand at 0"),
  })
  expect(emend(home, ["score", "--gold", "broken.jsonl"])).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("broken.jsonl:2"),
  })
  expect(emend(home, ["score", "--gold", "no.jsonl"]).status).toBe(2)
})

describe("a run that does not come to its end", () => {
  let home: string
  let whole: ReadonlyMap<string, string>
  /** milliseconds from the first file that a run writes to its end */
  let writing = 0

  const start = (): ChildProcess =>
    spawn(process.execPath, [main, "clean", "--quiet"], { cwd: home, stdio: ["ignore", "ignore", "pipe"] })

  const ended = (child: ChildProcess) =>
    new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
      child.on("close", (code, signal) => resolve({ code, signal }))
    })

  /** Starts a run on empty folders and calls back when it has begun to write. */
  const interrupted = async (then: (child: ChildProcess) => void) => {
    for (const name of ["cleaned", "reports"]) rmSync(join(home, name), { recursive: true, force: true })
    mkdirSync(join(home, "reports"))
    const child = start()
    const watcher = watch(join(home, "reports"), () => {
      watcher.close()
      then(child)
    })
    const end = await ended(child)
    watcher.close()
    return end
  }

  const expectWhole = (): void => {
    for (const [path, text] of results(home))
      if (!path.endsWith(".tmp")) expect(text === whole.get(path), `${path} is as a full run makes it`).toBe(true)
  }

  beforeAll(async () => {
    home = folder()
    const paragraph =
      "The harbour master counted the boats that came in with the tide, and wrote them down one by one. "
    for (let i = 0; i < 40; i++)
      writeFiles(home, { [`raw/${i % 4}/${i}.txt`]: `${paragraph.repeat(10)}\n\n${DAMAGED}\n`.repeat(100) })
    let began = 0
    expect(
      await interrupted(() => {
        began = performance.now()
      }),
    ).toEqual({ code: 0, signal: null })
    writing = performance.now() - began
    whole = results(home)
    expect(whole.size).toBeGreaterThan(120)
  })

  it("leaves whole files only when it is killed, and the next run succeeds", async () => {
    let killed = 0
    for (let round = 0; round < 5; round++) {
      const delay = Math.random() * writing * 0.9
      const { signal } = await interrupted((child) => setTimeout(() => child.kill("SIGKILL"), delay))
      if (signal === "SIGKILL") killed++
      expectWhole()
    }
    expect(killed).toBeGreaterThan(0)
    expect(await ended(start())).toEqual({ code: 0, signal: null })
    expect(new Map(Array.from(results(home)).filter(([path]) => !path.endsWith(".tmp")))).toEqual(whole)
    expect(emend(home, ["check", "--quiet"])).toMatchObject({ status: 0, stderr: "" })
  })

  it("ends with 130 when it is interrupted, with nothing half-written", async () => {
    expect(await interrupted((child) => child.kill("SIGINT"))).toEqual({ code: 130, signal: null })
    expectWhole()
    expect(Array.from(results(home).keys()).filter((path) => path.endsWith(".tmp"))).toEqual([])
    expect(results(home).has("reports/manifest.json")).toBe(false)
  })

  it("leaves what an earlier run made when it is killed", async () => {
    expect(await ended(start())).toEqual({ code: 0, signal: null })
    writeFileSync(join(home, "raw/0/0.txt"), "something else")
    const child = start()
    const watcher = watch(join(home, "reports"), () => {
      watcher.close()
      child.kill("SIGKILL")
    })
    await ended(child)
    watcher.close()
    for (const [path, text] of results(home)) {
      if (path.endsWith(".tmp") || path === "cleaned/0/0.txt") continue
      expect(text === whole.get(path), path).toBe(true)
    }
  })
})
