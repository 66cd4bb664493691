import { describe, expect, it } from "@effect/vitest"
import fc from "fast-check"
import { apply, compose, type Edit, invert } from "../src/Edit.ts"
import { editsOf, stackOf, standApart } from "./Support.ts"

const edit = (start: number, end: number, replacement: string, by: ReadonlyArray<number> = []): Edit => ({
  start,
  end,
  replacement,
  by,
})

/** The edits without the order in which their findings are named. */
const shape = (edits: ReadonlyArray<Edit>) =>
  edits.map(({ start, end, replacement, by }) => ({ start, end, replacement, by: by.toSorted((a, b) => a - b) }))

describe("apply and invert", () => {
  it.each([
    ["a replacement", "the old mill", [edit(4, 7, "new")], "the new mill"],
    ["a deletion", "the old mill", [edit(4, 8, "")], "the mill"],
    ["an insertion", "the mill", [edit(4, 4, "old ")], "the old mill"],
    ["an insertion at the start", "mill", [edit(0, 0, "the ")], "the mill"],
    ["an insertion at the end", "the", [edit(3, 3, " mill")], "the mill"],
    ["an insertion into nothing", "", [edit(0, 0, "mill")], "mill"],
    ["everything", "mill", [edit(0, 4, "")], ""],
    ["two that touch", "abcd", [edit(0, 2, "x"), edit(2, 4, "yz")], "xyz"],
    ["an insertion before a replacement", "abcd", [edit(1, 1, "-"), edit(1, 2, "B")], "a-Bcd"],
    ["an insertion after a replacement", "abcd", [edit(1, 2, "B"), edit(2, 2, "-")], "aB-cd"],
    ["none", "abcd", [], "abcd"],
    ["marks beyond the basic plane", "a😀b", [edit(1, 3, "😀😀")], "a😀😀b"],
  ])("%s", (_, before, edits, after) => {
    expect(apply(before, edits)).toBe(after)
    expect(apply(after, invert(before, edits))).toBe(before)
  })

  it.each([
    ["overlap", [edit(0, 3, "x"), edit(2, 4, "y")]],
    ["come out of order", [edit(3, 4, "x"), edit(0, 1, "y")]],
    ["run backwards", [edit(3, 2, "x")]],
    ["leave the text", [edit(3, 6, "x")]],
    ["start before the text", [edit(-1, 1, "x")]],
    ["lie inside another", [edit(0, 5, "x"), edit(2, 2, "y")]],
  ])("throws on edits that %s", (_, edits) => {
    expect(() => apply("abcde", edits)).toThrow(RangeError)
  })

  it("an inverse gives the text back, and the inverse of the inverse the edits", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 40 }).chain((text) => fc.tuple(fc.constant(text), editsOf(text, 0))),
        ([text, edits]) => {
          const after = apply(text, edits)
          const back = invert(text, edits)
          expect(apply(after, back)).toBe(text)
          expect(invert(after, back)).toEqual(edits)
        },
      ),
    )
  })

  it("throws on any two edits that share a code unit", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 2, maxLength: 30 }).chain((text) =>
          fc.tuple(
            fc.constant(text),
            fc
              .nat(text.length - 1)
              .chain((shared) =>
                fc.tuple(
                  fc.record({ start: fc.nat(shared), end: fc.integer({ min: shared + 1, max: text.length }) }),
                  fc.record({ start: fc.nat(shared), end: fc.integer({ min: shared + 1, max: text.length }) }),
                ),
              ),
          ),
        ),
        ([text, pair]) => {
          const [a, b] = pair.toSorted((x, y) => x.start - y.start)
          expect(() => apply(text, [edit(a!.start, a!.end, "x"), edit(b!.start, b!.end, "y")])).toThrow(RangeError)
        },
      ),
    )
  })
})

describe("compose", () => {
  it.each([
    [
      "edits far apart",
      "abcdef",
      [edit(0, 1, "A", [0])],
      [edit(5, 6, "F", [1])],
      [edit(0, 1, "A", [0]), edit(5, 6, "F", [1])],
    ],
    [
      "the second after a longer text",
      "abcdef",
      [edit(0, 1, "AAA", [0])],
      [edit(7, 8, "F", [1])],
      [edit(0, 1, "AAA", [0]), edit(5, 6, "F", [1])],
    ],
    [
      "the second inside what the first put in",
      "ab",
      [edit(1, 1, "xyz", [0])],
      [edit(2, 3, "Y", [1])],
      [edit(1, 1, "xYz", [0, 1])],
    ],
    [
      "the second taking back the first",
      "ab",
      [edit(1, 1, "xyz", [0])],
      [edit(1, 4, "", [1])],
      [edit(1, 1, "", [0, 1])],
    ],
    [
      "the second over two of the first",
      "abcdef",
      [edit(1, 2, "B", [0]), edit(4, 5, "", [1])],
      [edit(1, 4, "-", [2])],
      [edit(1, 5, "-", [0, 1, 2])],
    ],
    [
      "an insertion where something was deleted",
      "abc",
      [edit(1, 2, "", [0])],
      [edit(1, 1, "B", [1])],
      [edit(1, 2, "B", [0, 1])],
    ],
    ["two that touch", "abcd", [edit(0, 2, "x", [0])], [edit(1, 2, "y", [1])], [edit(0, 3, "xy", [0, 1])]],
    [
      "two of the second that touch",
      "abcd",
      [],
      [edit(0, 2, "x", [0]), edit(2, 3, "y", [1])],
      [edit(0, 3, "xy", [0, 1])],
    ],
    ["nothing first", "abcd", [], [edit(1, 2, "B", [0])], [edit(1, 2, "B", [0])]],
    ["nothing second", "abcd", [edit(1, 2, "B", [0])], [], [edit(1, 2, "B", [0])]],
  ])("%s", (_, text, first, second, whole) => {
    const between = apply(text, first)
    const after = apply(between, second)
    const composed = compose(first, second, between)
    expect(shape(composed)).toEqual(whole)
    expect(apply(text, composed)).toBe(after)
    expect(apply(after, invert(text, composed))).toBe(text)
  })

  it("does what its parts do one after the other, keeps every name, and never touches itself", () => {
    fc.assert(
      fc.property(stackOf(4), ({ text, layers }) => {
        let current = text
        let composed: ReadonlyArray<Edit> = []
        const named: Array<number> = []
        for (const [depth, layer] of layers.entries()) {
          const own = layer.map((one, i) => ({ ...one, by: [100 * depth + i] }))
          named.push(...own.flatMap(({ by }) => by))
          composed = compose(composed, own, current)
          current = apply(current, own)
          expect(apply(text, composed)).toBe(current)
          expect(standApart(composed)).toBe(true)
          expect(composed.flatMap(({ by }) => by).sort((a, b) => a - b)).toEqual(named)
          expect(apply(current, invert(text, composed))).toBe(text)
        }
      }),
      { numRuns: 500 },
    )
  })

  it("does not depend on how a stack is grouped", () => {
    fc.assert(
      fc.property(stackOf(3), ({ text, layers: [a = [], b = [], c = []] }) => {
        const afterA = apply(text, a)
        const afterB = apply(afterA, b)
        // edits of one stage may touch; composing them with nothing joins those
        const left = compose(compose(a, b, afterA), c, afterB)
        const right = compose(a, compose(compose([], b, afterA), c, afterB), afterA)
        expect(shape(left)).toEqual(shape(right))
      }),
      { numRuns: 500 },
    )
  })

  it("with its own inverse changes nothing", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 40 }).chain((text) => fc.tuple(fc.constant(text), editsOf(text, 1))),
        ([text, edits]) => {
          const after = apply(text, edits)
          const both = compose(edits, invert(text, edits), after)
          for (const { start, end, replacement } of both) expect(replacement).toBe(text.slice(start, end))
        },
      ),
    )
  })
})
