import { describe, expect, it } from "@effect/vitest"
import fc from "fast-check"
import { apply, type Edit, invert } from "../src/Edit.ts"
import { fromEdits, toNew, toOld } from "../src/PositionMap.ts"
import { editsOf } from "./Support.ts"

const edit = (start: number, end: number, replacement: string): Edit => ({ start, end, replacement, by: [] })

/** For each code unit of the new text, where it stood in the old: the slow way, to hold the quick way against. */
const origins = (length: number, edits: ReadonlyArray<Edit>): ReadonlyArray<number | undefined> => {
  const out: Array<number | undefined> = []
  let at = 0
  for (const { start, end, replacement } of edits) {
    for (; at < start; at++) out.push(at)
    for (let i = 0; i < replacement.length; i++) out.push(undefined)
    at = end
  }
  for (; at < length; at++) out.push(at)
  return out
}

const textAndEdits = fc
  .string({ maxLength: 60, size: "max" })
  .chain((text) => fc.record({ text: fc.constant(text), edits: editsOf(text, 1) }))

/** The law and its mirror: the same for edits and for what takes them back. */
const bothWays = (law: (text: string, edits: ReadonlyArray<Edit>) => void): void =>
  fc.assert(
    fc.property(textAndEdits, ({ text, edits }) => {
      law(text, edits)
      // taken back, a deletion before another may leave two insertions in one place or edits that touch; leave those out
      const back = invert(text, edits)
      if (back.every((one, i) => i === 0 || back[i - 1]!.end < one.start)) law(apply(text, edits), back)
    }),
    { numRuns: 150 },
  )

describe("toOld and toNew", () => {
  it("agree on every code unit that no edit touched", () => {
    bothWays((text, edits) => {
      const map = fromEdits(edits)
      for (const [now, then] of origins(text.length, edits).entries()) {
        if (then === undefined) continue
        expect(toNew(map, then)).toBe(now)
        expect(toOld(map, now, now + 1)).toEqual({ start: then, end: then + 1, widened: false })
      }
    })
  })

  it("bring a span whose first and last code units are untouched back exactly", () => {
    bothWays((text, edits) => {
      const map = fromEdits(edits)
      const from = origins(text.length, edits)
      for (let start = 0; start < from.length; start++) {
        for (let last = start; last < from.length; last += 3) {
          const [a, b] = [from[start], from[last]]
          if (a === undefined || b === undefined) continue
          expect(toOld(map, start, last + 1)).toEqual({ start: a, end: b + 1, widened: false })
        }
      }
    })
  })

  it("bring a whole replacement back to the whole of what it replaced, and a part of it widened to that", () => {
    bothWays((_, edits) => {
      const map = fromEdits(edits)
      let shift = 0
      for (const { start, end, replacement } of edits) {
        const now = start + shift
        if (replacement !== "")
          expect(toOld(map, now, now + replacement.length)).toEqual({ start, end, widened: false })
        for (let i = 1; i < replacement.length; i++) {
          expect(toOld(map, now, now + i)).toEqual({ start, end, widened: true })
          expect(toOld(map, now + i, now + replacement.length)).toEqual({ start, end, widened: true })
        }
        shift += replacement.length - (end - start)
      }
    })
  })

  it("never lose the order of places, and never leave the text", () => {
    bothWays((text, edits) => {
      const map = fromEdits(edits)
      const after = apply(text, edits)
      for (let at = 0; at < text.length; at++) expect(toNew(map, at)).toBeLessThanOrEqual(toNew(map, at + 1))
      expect(toNew(map, text.length)).toBe(after.length)
      for (let start = 0; start <= after.length; start++) {
        for (let end = start; end <= after.length; end += 2) {
          const image = toOld(map, start, end)
          expect(image.start).toBeGreaterThanOrEqual(0)
          expect(image.end).toBeGreaterThanOrEqual(image.start)
          expect(image.end).toBeLessThanOrEqual(text.length)
        }
      }
    })
  })

  it("are the identity without edits", () => {
    const map = fromEdits([])
    expect(toNew(map, 7)).toBe(7)
    expect(toOld(map, 3, 9)).toEqual({ start: 3, end: 9, widened: false })
  })

  it("leave deleted text at a span's edges out, and take deleted text inside it in", () => {
    // "one two three" → "one three"
    const map = fromEdits([edit(4, 8, "")])
    expect(toOld(map, 4, 9)).toEqual({ start: 8, end: 13, widened: false })
    expect(toOld(map, 0, 4)).toEqual({ start: 0, end: 4, widened: false })
    expect(toOld(map, 0, 9)).toEqual({ start: 0, end: 13, widened: false })
    expect(toNew(map, 6)).toBe(4)
  })

  it("put an insertion where text was deleted before the deleted text", () => {
    const map = fromEdits([edit(4, 8, "")])
    expect(toOld(map, 4, 4)).toEqual({ start: 4, end: 4, widened: false })
  })
})
