import { describe, expect, it } from "@effect/vitest"
import fc from "fast-check"
import type { Cleaned } from "../../src/Cleaned.ts"
import type { Finding } from "../../src/Finding.ts"
import { asText, documentPages, indexPage, pageName } from "../../src/report/html.ts"
import * as Tally from "../../src/report/Tally.ts"
import { cleanedWith } from "../Support.ts"

/** The elements of a page, by name, as any reader of HTML would find them in it. */
const tags = (page: string): ReadonlyArray<string> =>
  Array.from(page.matchAll(/<\/?([a-z][a-z0-9]*)/gi), ([, name = ""]) => name.toLowerCase())

const attributes = (page: string): ReadonlyArray<string> =>
  Array.from(page.matchAll(/<[a-z][^<>]*>/gi), ([tag]) => tag.replace(/="[^"]*"/g, "=")).flatMap((tag) =>
    Array.from(tag.matchAll(/\s([^\s=>]+)/g), ([, name = ""]) => name),
  )

/** What a reader sees of a piece of page: without elements, references resolved. */
const seen = (page: string): string =>
  page
    .replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&")

const OWN = new Set(
  "html head meta title style body nav a main h1 h2 p div del ins mark i table thead tbody tr th td br span footer".split(
    " ",
  ),
)
const ATTRIBUTES = new Set("lang charset http-equiv content name class title href scope".split(" "))

const HOSTILE = [
  "<script>alert(1)</script>",
  "<style>body{display:none}</style>",
  "</title></style></div></main></body></html>",
  '<a href="javascript:alert(1)">here</a>',
  "<img src=x onerror='alert(1)'>",
  "<!-- hidden -->",
  "<![CDATA[x]]>",
  "&lt;b&gt; &amp;amp; &#60;",
  "\u202egnihton\u202c \u2066x\u2069 \u200f \u061c",
  "\u0000\u0007\u001b[31m\u007f\u009b",
  '\'"` onmouseover=alert(1) x="',
]

const finding = (over: Partial<Finding>): Finding => ({
  id: "open",
  doc: "a.txt",
  start: 0,
  end: 0,
  quote: "",
  type: "calque",
  rule: "test/open",
  severity: "minor",
  confidence: 0.5,
  status: "flagged",
  replacement: null,
  alternatives: [],
  message: "look at this",
  evidence: [],
  ...over,
})

const withOpen = (cleaned: Cleaned, ...open: ReadonlyArray<Partial<Finding>>): Cleaned => ({
  ...cleaned,
  findings: [...cleaned.findings, ...open.map((over, i) => finding({ id: `open${i}`, ...over }))],
})

const tallyOf = (...all: ReadonlyArray<Cleaned>): Tally.Tally => {
  const tally = Tally.empty()
  for (const cleaned of all) Tally.add(tally, cleaned)
  return tally
}

const expectHarmless = (page: string): void => {
  expect(page.startsWith("<!doctype html>\n")).toBe(true)
  expect(page).toContain(
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">`,
  )
  expect(page.indexOf("Content-Security-Policy")).toBeLessThan(page.indexOf("<title>"))
  expect(tags(page).filter((tag) => !OWN.has(tag))).toEqual([])
  expect(attributes(page).filter((name) => !ATTRIBUTES.has(name))).toEqual([])
  for (const [, href = ""] of page.matchAll(/href="([^"]*)"/g)) expect(href).not.toContain(":")
  for (const once of ["html", "title", "style", "body", "main"])
    expect(tags(page).filter((tag) => tag === once)).toHaveLength(2)
  expect(page).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/)
}

describe("whatever a document says is text", () => {
  it.each(HOSTILE)("%j, in running text, in a change, in a finding, in a name", (hostile) => {
    const raw = `before ${hostile} between ${hostile} after`
    const at = raw.lastIndexOf(hostile)
    const cleaned = withOpen(
      cleanedWith(`dir/${hostile.replaceAll("/", "")}.txt`, raw, [{ start: 0, end: 6, replacement: hostile }]),
      { start: at, end: at + hostile.length, message: hostile, evidence: [hostile], rule: hostile },
    )
    const [page = "", ...more] = documentPages(cleaned)
    expect(more).toEqual([])
    expectHarmless(page)
    expectHarmless(indexPage(tallyOf(cleaned), new Map([[cleaned.document.id, 1]])))
    expectHarmless(indexPage(tallyOf({ ...cleaned, foreign: hostile }), new Map()))
  })

  it("is all there to be read", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 80 }), fc.constantFrom(...HOSTILE.slice(0, 8)), (a, b) => {
        expect(seen(asText(a + b))).toBe(a + b)
      }),
    )
  })

  it("control characters and marks of direction show as their codes", () => {
    expect(asText("a\u202eb\u0007\u061c")).toBe(
      'a<i class="code">U+202E</i>b<i class="code">U+0007</i><i class="code">U+061C</i>',
    )
  })

  it("no text makes markup", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), fc.constantFrom(...HOSTILE), (text, hostile) => {
        const raw = `${text}${hostile}${text}x`
        const cleaned = cleanedWith("a.txt", raw, [{ start: 0, end: raw.length, replacement: `${hostile}${text}` }])
        expectHarmless(documentPages(cleaned)[0] ?? "")
      }),
      { numRuns: 200 },
    )
  })
})

describe("a document's page", () => {
  it("shows what went, what came and what is open, with the reasons", () => {
    const cleaned = withOpen(cleanedWith("a.txt", "one two three", [{ start: 4, end: 7, replacement: "2" }]), {
      start: 8,
      end: 13,
      evidence: ["seen thrice"],
    })
    const [page = ""] = documentPages(cleaned)
    expect(page).toContain(
      'one <del title="test/rule: a reason">two</del><ins title="test/rule: a reason">2</ins> <mark title="test/open: look at this · seen thrice">three</mark>',
    )
    expect(page).toContain("2 findings, 1 edits")
  })

  it.each([
    ["\n", "one\n\ntwo"],
    ["\r\n", "one\r\n\r\ntwo"],
    ["\r", "one\r\rtwo"],
  ])("lines that end with %j look the same", (end, raw) => {
    const start = 3 + end.length
    const [page = ""] = documentPages(
      cleanedWith("a.txt", raw, [{ start, end: start + end.length, replacement: `-${end}` }]),
    )
    const text = page.slice(page.indexOf('<div class="text">'), page.indexOf("</main>"))
    expect(text).toBe(
      '<div class="text">one\n<del title="test/rule: a reason"><i class="line">⏎</i>\n</del><ins title="test/rule: a reason">-<i class="line">⏎</i>\n</ins>two</div>\n',
    )
  })

  it("shows what has no width: an open place, a no-break space", () => {
    const cleaned = withOpen(cleanedWith("a.txt", "ab\u00a0c", [{ start: 2, end: 3, replacement: " " }]), {
      start: 1,
      end: 1,
    })
    const [page = ""] = documentPages(cleaned)
    expect(page).toContain('a<mark title="test/open: look at this">‸</mark>b<del')
    expect(page).toContain('<i class="line">⍽</i></del>')
  })

  it("loses no finding that lies on another or on a change", () => {
    const cleaned = withOpen(
      cleanedWith("a.txt", "0123456789", [{ start: 2, end: 5, replacement: "x" }]),
      { start: 1, end: 3, rule: "test/before" },
      { start: 3, end: 4, rule: "test/inside" },
      { start: 4, end: 6, rule: "test/after" },
      { start: 7, end: 9, rule: "test/first" },
      { start: 8, end: 10, rule: "test/second" },
    )
    const [page = ""] = documentPages(cleaned)
    for (const name of ["before", "inside", "after", "first", "second"]) expect(page).toContain(`test/${name}`)
    expect(seen(page.slice(page.indexOf('<div class="text">')))).toContain("01234x56789")
  })

  it("leaves out long stretches without a finding, and says how long they are", () => {
    const [page = ""] = documentPages(
      cleanedWith("a.txt", `one${"q".repeat(5000)}two`, [
        { start: 0, end: 3, replacement: "1" },
        { start: 5003, end: 5006, replacement: "2" },
      ]),
    )
    const left =
      page
        .match(/q+/g)
        ?.filter((run) => run.length > 1)
        .map((run) => run.length) ?? []
    expect(left).toHaveLength(2)
    const told = /… ([\d,]+) characters without a finding …/.exec(page)?.[1]?.replaceAll(",", "")
    expect(Number(told)).toBe(5000 - left[0]! - left[1]!)
  })

  it("a long document has several pages, each with its links, and all of the changes", () => {
    const raw = "word ".repeat(20_000)
    const edits = Array.from({ length: 4000 }, (_, i) => ({ start: i * 25, end: i * 25 + 4, replacement: `W${i}.` }))
    const pages = documentPages(cleanedWith("a dir/ü.txt", raw, edits))
    expect(pages.length).toBeGreaterThan(2)
    pages.forEach((page, i) => {
      expectHarmless(page)
      expect(page).toContain('href="../index.html"')
      expect(page.includes("previous page")).toBe(i > 0)
      expect(page.includes("next page")).toBe(i + 1 < pages.length)
      if (i + 1 < pages.length) expect(page).toContain(`href="%C3%BC.txt.${i + 2}.html"`)
    })
    const all = pages.join("")
    expect(edits.every(({ replacement }) => all.includes(`>${replacement}</ins>`))).toBe(true)
  })
})

describe("the index", () => {
  it("leads to the pages that there are, by escaped addresses", () => {
    const one = cleanedWith("a dir/50% & #1?.txt", "one", [{ start: 0, end: 1, replacement: "O" }])
    const two = cleanedWith("письмо.txt", "two", [])
    const page = indexPage(tallyOf(one, two), new Map([[one.document.id, 1]]))
    expectHarmless(page)
    expect(page).toContain('<a href="a%20dir/50%25%20%26%20%231%3F.txt.html">a dir/50% &amp; #1?.txt</a>')
    expect(page).toContain("<td>письмо.txt<br>")
    expect(page).toContain("2 documents")
  })

  it("names pages so that the first has the document's own", () => {
    expect([pageName("a.txt", 1), pageName("a.txt", 2)]).toEqual(["a.txt.html", "a.txt.2.html"])
  })
})
