import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import fc from "fast-check"
import { afterAll } from "vitest"
import type { Cleaned, DocumentEdit } from "../src/Cleaned.ts"
import { type FileForm, make } from "../src/Document.ts"
import type { Facts } from "../src/Draft.ts"
import { apply, type Edit } from "../src/Edit.ts"
import * as Lexicon from "../src/Lexicon.ts"
import * as Profile from "../src/Profile.ts"
import type { Rule } from "../src/Rule.ts"
import { compileAll } from "../src/RuleBook.ts"

/** Makes new folders for the tests of a file, and removes them when the file is through. */
export const temporaryFolders = (): (() => string) => {
  const made: Array<string> = []
  afterAll(() => {
    for (const folder of made) rmSync(folder, { recursive: true, force: true })
  })
  return () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "emend-test-")))
    made.push(folder)
    return folder
  }
}

/** Writes files, by their paths below a folder, and the folders they need. */
export const writeFiles = (folder: string, files: Readonly<Record<string, string | Uint8Array>>): void => {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
}

export const noWords: Lexicon.Lexicon = Lexicon.fromFile({
  "cannot-end": [],
  prepositions: [],
  articles: [],
  "opens-invented": [],
  speech: [],
  salutations: [],
  abbreviations: [],
  common: [],
})

export const ruleOf = (id: string, over: Partial<Rule> = {}): Rule => ({
  id,
  type: "calque",
  severity: "minor",
  why: `the reason of ${id}`,
  match: { stage: "none" },
  trust: "auto",
  confidence: 0.9,
  examples: { fires: ["x"], spares: ["y"] },
  ...over,
})

export const factsOf = (
  text: string,
  rules: ReadonlyArray<Rule>,
  protect: Facts["protect"] = { patterns: [], lines: [] },
): Facts => {
  const document = make("example.txt", text)
  return {
    document,
    profile: Profile.ofDocument(document),
    rules: {
      byId: new Map(rules.map((rule) => [rule.id, rule])),
      sets: compileAll(rules),
    },
    lexicon: noWords,
    origin: "unknown",
    protect,
  }
}

/** A document with these edits made, as if by one rule, for what writes reports. */
export const cleanedWith = (
  id: string,
  raw: string,
  edits: ReadonlyArray<Pick<Edit, "start" | "end" | "replacement">>,
  form?: FileForm,
): Cleaned => {
  const rows = edits.map(
    (edit, i): DocumentEdit => ({
      doc: id,
      start: edit.start,
      end: edit.end,
      original: raw.slice(edit.start, edit.end),
      replacement: edit.replacement,
      findings: [`f${i}`],
    }),
  )
  return {
    document: make(id, raw, form),
    text: apply(
      raw,
      edits.map((edit) => ({ ...edit, by: [] })),
    ),
    edits: rows,
    findings: rows.map((row, i) => ({
      id: `f${i}`,
      doc: id,
      start: row.start,
      end: row.end,
      quote: row.original,
      type: "calque",
      rule: "test/rule",
      severity: "minor",
      confidence: 0.9,
      status: "fixed",
      replacement: row.replacement,
      alternatives: [],
      message: "a reason",
      evidence: [],
    })),
    origin: "unknown",
    originEvidence: [],
    view: "third",
    foreign: undefined,
    words: 1,
  }
}

/**
 * Sorted, disjoint edits of a text. With `gap` 1 they never touch, as the edits of a draft; with 0 they may, as those
 * of one stage do: only two insertions never stand in one place.
 */
export const editsOf = (
  text: string,
  gap: 0 | 1,
  replacement: fc.Arbitrary<string> = fc.string({ maxLength: 4 }),
): fc.Arbitrary<ReadonlyArray<Edit>> =>
  fc
    .array(fc.record({ skip: fc.nat(6), length: fc.nat(5), replacement }), {
      maxLength: 8,
      size: "max",
    })
    .map((steps) => {
      const edits: Array<Edit> = []
      let at = 0
      for (const step of steps) {
        const last = edits.at(-1)
        const start = at + step.skip + (last === undefined ? 0 : gap)
        const end = start + step.length
        if (end > text.length) break
        if (start === end && last !== undefined && last.start === start && last.end === start) continue
        edits.push({ start, end, replacement: step.replacement, by: [edits.length] })
        at = end
      }
      return edits
    })

/** A text and a stack of edits, each meant for the text that the one before it leaves. */
export const stackOf = (
  depth: number,
): fc.Arbitrary<{ readonly text: string; readonly layers: ReadonlyArray<ReadonlyArray<Edit>> }> => {
  const more = (text: string, left: number): fc.Arbitrary<ReadonlyArray<ReadonlyArray<Edit>>> =>
    left === 0
      ? fc.constant([])
      : editsOf(text, left === depth ? 1 : 0).chain((edits) =>
          more(apply(text, edits), left - 1).map((rest) => [edits, ...rest]),
        )
  return fc
    .string({ maxLength: 40, size: "max" })
    .chain((text) => more(text, depth).map((layers) => ({ text, layers })))
}

/** Sorted, disjoint and never touching: what a draft's edits must always be. */
export const standApart = (edits: ReadonlyArray<{ readonly start: number; readonly end: number }>): boolean =>
  edits.every((edit, i) => edit.start <= edit.end && (i === 0 || edits[i - 1]!.end < edit.start))
