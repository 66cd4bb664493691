import { describe, expect, it } from "@effect/vitest"
import fc from "fast-check"
import { anchorsOf } from "../src/Anchor.ts"
import { compile, expression, type Hit } from "../src/Pattern.ts"
import { make } from "../src/PatternSet.ts"
import type { Rule } from "../src/Rule.ts"
import { ruleOf } from "./Support.ts"

/** What one rule finds in a text, as the text of the place and what it becomes. */
const finds = (over: Partial<Rule>, text: string): ReadonlyArray<readonly [string, string | null]> => {
  const pattern = compile(ruleOf("test/rule", over))
  if (pattern === undefined) throw new Error("not a pattern")
  return make([pattern])
    .find(text, () => true)
    .map(({ start, end, replacement }) => [text.slice(start, end), replacement])
}

describe("what a rule's match comes to", () => {
  it.each<[string, Partial<Rule>, string, ReadonlyArray<readonly [string, string | null]>]>([
    [
      "a pattern",
      { match: { pattern: "gr[ae]y" } },
      "gray and grey\ngroy",
      [
        ["gray", null],
        ["grey", null],
      ],
    ],
    [
      "a pattern with named groups",
      { match: { pattern: "(?<who>Ivan|Anna) Comrade(?<mark>!)?" }, replace: "Comrade $<who>$<mark>" },
      "Ivan Comrade! Anna Comrade.",
      [
        ["Ivan Comrade!", "Comrade Ivan!"],
        ["Anna Comrade", "Comrade Anna"],
      ],
    ],
    [
      "a dollar that names no group",
      { match: { pattern: "five" }, replace: "$5 $& $<no>" },
      "five",
      [["five", "$5 $& "]],
    ],
    [
      "a pattern never reaches over a line's end",
      { match: { pattern: "a\\sb|c[^d]+e" } },
      "a\nb a b c\ne",
      [["a b", null]],
    ],
    [
      "a pattern is tied to its line's ends",
      { match: { pattern: "^ab|cd$" } },
      "ab ab\nab cd\ncd ef",
      [
        ["ab", null],
        ["ab", null],
        ["cd", null],
      ],
    ],
    [
      "tokens",
      { match: { tokens: ["the|a", "peoples"] } },
      "the peoples, a peoples, other peoples, the peoplesx",
      [
        ["the peoples", null],
        ["a peoples", null],
      ],
    ],
    ["tokens with marks that mean something", { match: { tokens: ["a.c", "x"] } }, "abc x, a.c x", [["a.c x", null]]],
    [
      "terms, the longest first, whole words",
      { match: { terms: { "cat house": "1", cat: "2" } } },
      "cat house cat cats",
      [
        ["cat house", "1"],
        ["cat", "2"],
      ],
    ],
    ["terms in other letters", { match: { terms: { книга: "book" } } }, "книга книгах", [["книга", "book"]]],
    [
      "terms with either apostrophe",
      { match: { terms: { "don't": "do not" } } },
      "don't don’t",
      [
        ["don't", "do not"],
        ["don’t", "do not"],
      ],
    ],
    [
      "terms with marks that mean something",
      { match: { terms: { "C++": "C", "a.b": "ab" } } },
      "C++ axb a.b",
      [
        ["C++", "C"],
        ["a.b", "ab"],
      ],
    ],
    ["terms that every object knows", { match: { terms: { a: "b" } } }, "constructor toString a", [["a", "b"]]],
    [
      "a whole line, without its spaces",
      { match: { line: "Share|Tweet" }, replace: "" },
      "Share\n \u00a0Tweet \nShare this",
      [
        ["Share", ""],
        ["Tweet", ""],
      ],
    ],
    [
      "no line of more than 200",
      { match: { line: "x+" } },
      `${"x".repeat(200)}\n${"x".repeat(201)}`,
      [["x".repeat(200), null]],
    ],
    [
      "an exception over the place",
      { match: { pattern: "fall" }, except: ["fall of Rome"] },
      "the fall of Rome, a fall",
      [["fall", null]],
    ],
    ["a text without what the document must have", { match: { pattern: "a" }, document: "^Letter" }, "a", []],
    ["a text with it", { match: { pattern: "a" }, document: "^Letter" }, "Letter a", [["a", null]]],
    [
      "matches of nothing end",
      { match: { pattern: "x*" } },
      "ax",
      [
        ["", null],
        ["x", null],
        ["", null],
      ],
    ],
    [
      "matches of nothing end, astral characters between them",
      { match: { pattern: "x*" } },
      "😀x",
      [
        ["", null],
        ["x", null],
        ["", null],
      ],
    ],
    ["astral characters", { match: { pattern: "😀+" }, replace: ":)" }, "a😀😀b", [["😀😀", ":)"]]],
  ])("%s", (_, over, text, expected) => {
    expect(finds(over, text)).toEqual(expected)
  })

  it.each([
    ["start", ["1", "8"]],
    ["end", ["13", "20"]],
    ["edge", ["1", "8", "13", "20"]],
    ["anywhere", ["1", "8", "9", "12", "13", "20"]],
  ] as const)("a line at the document's %s", (at, expected) => {
    const text = Array.from({ length: 20 }, (_, i) => `${i + 1}\n`).join("\n")
    expect(finds({ match: { line: "1|8|9|12|13|20" }, at }, text).map(([line]) => line)).toEqual(expected)
  })

  it("a rule that a stage carries out is no pattern", () => {
    expect(expression(ruleOf("test/rule"))).toBeUndefined()
    expect(compile(ruleOf("test/rule"))).toBeUndefined()
  })
})

const ATOMS = [
  ..."abc é я .",
  "\\x61",
  "\\u0062",
  "\\u{63}",
  "\\.",
  "\\w",
  "\\d",
  "\\s",
  "\\p{L}",
  "[ab]",
  "[^a]",
  "[a-c\\d]",
  "(?:\\ba)",
  "(?:(?<=a)b)",
  "(?:(?<!a)b)",
  "(?:a(?=b))",
  "(?:a(?!b))",
  "(?:^a)",
  "(?:b$)",
  "\\B",
  "(?<=a)",
  "(?=b)",
  "(?:(?i:A))",
]
const joined = (list: fc.Arbitrary<Array<string>>, mark: string): fc.Arbitrary<string> =>
  list.map((parts) => parts.join(mark))
const repeated = (atom: fc.Arbitrary<string>, marks: ReadonlyArray<string>): fc.Arbitrary<string> =>
  fc.tuple(atom, fc.constantFrom(...marks)).map(([one, mark]) => (/^\(\?<?[=!]|^\\B/.test(one) ? one : one + mark))
const sequenceOf = (piece: fc.Arbitrary<string>, most: number): fc.Arbitrary<string> =>
  joined(fc.array(joined(fc.array(piece, { minLength: 1, maxLength: most }), ""), { minLength: 1, maxLength: 3 }), "|")

/** Expressions of everything that rules are written with, two groups deep and no deeper, lest they backtrack. */
const simple = repeated(fc.constantFrom(...ATOMS), ["", "", "", "?", "*", "+", "{2}", "{0,2}", "{1,}", "+?", "*?"])
const group = fc.tuple(fc.constantFrom("(?:", "("), sequenceOf(simple, 3)).map(([open, inner]) => `${open}${inner})`)
const expressions = sequenceOf(fc.oneof(simple, simple, repeated(group, ["", "", "?", "{2}"])), 4)

const texts = fc.string({
  unit: fc.constantFrom("a", "a", "b", "b", "c", " ", ".", "1", "é", "я", "A", "😀", "\n"),
  maxLength: 16,
  size: "max",
})

/** The plain way: every line, the whole expression. */
const plainly = (source: string, text: string): ReadonlyArray<Omit<Hit, "replacement">> => {
  const hits: Array<{ start: number; end: number }> = []
  let start = 0
  for (const line of text.split("\n")) {
    for (const match of line.matchAll(new RegExp(source, "gu")))
      hits.push({ start: start + match.index, end: start + match.index + match[0].length })
    start += line.length + 1
  }
  return hits
}

describe("looking only where a rule can fire", () => {
  it("every match has an anchor in its line", () => {
    fc.assert(
      fc.property(expressions, texts, (source, text) => {
        const anchors = anchorsOf(source)
        if (anchors === undefined) return
        for (const line of text.split("\n"))
          if (new RegExp(source, "u").test(line)) expect(anchors.some((anchor) => line.includes(anchor))).toBe(true)
      }),
      { numRuns: 1500 },
    )
  })

  it("finds what looking everywhere finds", () => {
    fc.assert(
      fc.property(expressions, texts, (source, text) => {
        const pattern = compile(ruleOf("test/rule", { match: { pattern: source } }))
        const hits = make(pattern === undefined ? [] : [pattern]).find(text, () => true)
        const wanted = plainly(source, text).filter(({ start, end }) => end > start)
        expect(hits.filter(({ start, end }) => end > start).map(({ start, end }) => ({ start, end }))).toEqual(wanted)
      }),
      { numRuns: 1500 },
    )
  })

  it("many rules together find what each finds alone", () => {
    fc.assert(
      fc.property(fc.array(expressions, { minLength: 2, maxLength: 6 }), texts, (sources, text) => {
        const patterns = sources.flatMap((pattern, i) => compile(ruleOf(`test/r${i}`, { match: { pattern } })) ?? [])
        const key = ({ rule, start, end }: { rule: string; start: number; end: number }) => `${rule} ${start} ${end}`
        const together = make(patterns).find(text, (rule) => rule !== "test/r0")
        const alone = patterns.slice(1).flatMap((pattern) => make([pattern]).find(text, () => true))
        expect(together.map(key).sort()).toEqual(alone.map(key).sort())
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    "hello\\u00e9|world",
    "\\x41bc",
    "(a)\\1",
    "ab?c",
    "(?:foo|bar)baz?",
    "[а-я]+ [a-z]+",
    "a{0}b",
    "(?<name>x)y\\k<name>",
    "(?i:HEL)lo",
    "(?<=o)(?<=o)b",
  ])("%s", (source) => {
    const text = "helloé\nworld\nAbc\naa\nac abc\nfooba barbaz\nслово word\nb\nxyx"
    const pattern = compile(ruleOf("test/rule", { match: { pattern: source } }))!
    const hits = make([pattern]).find(text, () => true)
    expect(hits.length).toBeGreaterThan(0)
    expect(hits.map(({ start, end }) => ({ start, end }))).toEqual(plainly(source, text))
  })
})
