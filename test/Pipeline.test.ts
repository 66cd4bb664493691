import fc from "fast-check"
import { beforeAll, describe, expect, test } from "vitest"
import type { Cleaned } from "../src/Cleaned.ts"
import { stages, standard } from "../src/Pipeline.ts"
import type { Stage } from "../src/Stage.ts"
import { changes, cleanCorpus, cleanOne, cleanTogether, type Setting, setting } from "./stages/cleaning.ts"
import { anything, nasty } from "./stages/nasty.ts"

let emend: Setting
beforeAll(async () => {
  emend = await setting()
})

const corpus = fc.array(nasty, { minLength: 1, maxLength: 3 })

/** Raw text and edits make the cleaned text; cleaned text and the edits the other way round make the raw one. */
const accounted = ({ document, text, edits }: Cleaned): void => {
  let there = ""
  let back = ""
  let raw = 0
  let cleaned = 0
  for (const { start, end, original, replacement } of edits) {
    expect(start).toBeGreaterThanOrEqual(raw)
    expect(document.raw.slice(start, end)).toBe(original)
    const between = document.raw.slice(raw, start)
    there += between + replacement
    cleaned += between.length
    back += between + original
    expect(text.slice(cleaned, cleaned + replacement.length)).toBe(replacement)
    cleaned += replacement.length
    raw = end
  }
  there += document.raw.slice(raw)
  back += text.slice(cleaned)
  expect(there).toBe(text)
  expect(back).toBe(document.raw)
}

const settles = (texts: ReadonlyArray<string>, stage: Stage): void => {
  const once = cleanCorpus(emend, texts, stage).map(({ text }) => text)
  const twice = cleanCorpus(emend, once, stage)
  expect(twice.flatMap(changes)).toEqual([])
}

describe("a second run makes no edit", () => {
  for (const stage of [...stages, standard]) {
    test(stage === standard ? "the whole pipeline" : `the stage ${stage.name}`, () => {
      const runs = Number(process.env["RUNS"] ?? (stage === standard ? 400 : 200))
      fc.assert(
        fc.property(corpus, (texts) => settles(texts, stage)),
        { numRuns: runs },
      )
      fc.assert(
        fc.property(anything, (text) => settles([text], stage)),
        { numRuns: runs },
      )
    })
  }
})

describe("what is edited does not hang on what an edit changes", () => {
  test("the origin: no rule of a pack for single origins acts alone", () => {
    const acting = emend.book.packs
      .filter(({ origin }) => origin !== undefined)
      .flatMap(({ rules }) => rules.filter(({ trust }) => trust === "auto").map(({ id }) => id))
    expect(acting).toEqual([])
  })

  test("the profile: names and words near the number at which they count", () => {
    const seen = fc.constantFrom(
      "with Kamenev",
      "with <i>Kamenev</i>",
      "with &nbsp;Kamenev",
      "the wheat",
      "of <b>Wheat</b>",
    )
    const word = fc.constantFrom("Kamenev", "Wheat")
    const rest = fc.constantFrom(
      "and nobody else.",
      "and all that was said of it in the town, in the winter, by the old miller.",
    )
    const cut = fc
      .tuple(fc.constantFrom("\n ", "\n\n12\n\n"), word, fc.array(rest, { minLength: 1, maxLength: 3 }))
      .map(
        ([lineBreak, name, ends]) =>
          `In the evening of that day they had a long talk by the river about the price of${lineBreak}${name} ${ends.join(" ")}`,
      )
    const lines = fc.array(
      fc.oneof(
        seen.map((words) => `They talked ${words} about it.`),
        cut,
      ),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(fc.array(lines, { minLength: 1, maxLength: 3 }), (documents) =>
        settles(
          documents.map((document) => document.join("\n")),
          standard,
        ),
      ),
      { numRuns: Number(process.env["RUNS"] ?? 300) },
    )
  })
})

describe("every change is accounted for", () => {
  test("raw text, edits and cleaned text fit together", () => {
    fc.assert(fc.property(corpus, (texts) => cleanCorpus(emend, texts).forEach(accounted)))
    fc.assert(fc.property(anything, (text) => accounted(cleanOne(emend, text))))
  })

  test("every edit names a finding that is fixed, and every such finding is named", () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const { edits, findings } = cleanOne(emend, text)
        const fixed = findings.filter(({ status }) => status === "fixed").map(({ id }) => id)
        expect(new Set(edits.flatMap((edit) => edit.findings))).toEqual(new Set(fixed))
        expect(edits.every((edit) => edit.findings.length > 0)).toBe(true)
      }),
    )
  })

  test("the order of the documents does not matter", () => {
    fc.assert(
      fc.property(fc.array(nasty, { minLength: 2, maxLength: 4 }), (texts) => {
        const there = cleanCorpus(emend, texts).map(({ text }) => text)
        const back = cleanCorpus(emend, texts.toReversed()).map(({ text }) => text)
        expect(back.toReversed()).toEqual(there)
      }),
    )
  })

  test("nor does how many are cleaned at a time", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(nasty, { minLength: 2, maxLength: 4 }), async (texts) => {
        expect((await cleanTogether(emend, texts)).map(({ text }) => text)).toEqual(
          cleanCorpus(emend, texts).map(({ text }) => text),
        )
      }),
    )
  })
})
