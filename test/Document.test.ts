import { describe, expect, it } from "@effect/vitest"
import fc from "fast-check"
import { make } from "../src/Document.ts"

describe("make", () => {
  it.each([
    ["line feeds", "one\ntwo\n", "\n", "one\ntwo\n"],
    ["carriage return and line feed", "one\r\ntwo\r\n", "\r\n", "one\ntwo\n"],
    ["carriage returns alone", "one\rtwo\r", "\r", "one\ntwo\n"],
    ["mostly CRLF", "one\r\ntwo\nthree\r\n", "\r\n", "one\ntwo\nthree\n"],
    ["mostly LF", "one\r\ntwo\nthree\n", "\n", "one\ntwo\nthree\n"],
    ["a lone CR among line feeds, which ends no line", "one\rtwo\nthree", "\n", "one\rtwo\nthree"],
    ["a lone CR before CRLF", "one\r\r\ntwo", "\r\n", "one\r\ntwo"],
    ["no line end", "one", "\n", "one"],
    ["nothing", "", "\n", ""],
  ])("%s", (_, raw, lineEnd, text) => {
    const document = make("a.txt", raw)
    expect(document.lineEnd).toBe(lineEnd)
    expect(document.text).toBe(text)
    expect(document.raw).toBe(raw)
  })

  it("brings every offset back to the same character", () => {
    const pieces = fc.array(fc.constantFrom("a", "b", "😀", "\n", "\r", "\r\n", "\r\n\r\n"), {
      maxLength: 30,
      size: "max",
    })
    fc.assert(
      fc.property(
        pieces.map((list) => list.join("")),
        (raw) => {
          const { text, toRaw, lineEnd } = make("a.txt", raw)
          for (let at = 0; at < text.length; at++) {
            const [from, to] = [toRaw(at), toRaw(at + 1)]
            const ends = lineEnd === "\r" ? ["\r"] : ["\n", "\r\n"]
            if (text[at] === "\n") expect(ends).toContain(raw.slice(from, to))
            else expect(raw.slice(from, to)).toBe(text[at])
          }
          expect(toRaw(0)).toBe(0)
          expect(toRaw(text.length)).toBe(raw.length)
        },
      ),
      { numRuns: 500 },
    )
  })
})
