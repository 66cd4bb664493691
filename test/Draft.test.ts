import { describe, expect, it } from "@effect/vitest"
import fc from "fast-check"
import { begin, type Draft, type Proposal, settle } from "../src/Draft.ts"
import { apply, invert } from "../src/Edit.ts"
import type { Rule } from "../src/Rule.ts"
import { factsOf, ruleOf, standApart } from "./Support.ts"

const proposal = (
  rule: string,
  start: number,
  end: number,
  replacement: string | null,
  more: Partial<Proposal> = {},
) => ({
  rule,
  start,
  end,
  replacement,
  evidence: [],
  ...more,
})

const draftOf = (text: string, rules: ReadonlyArray<Rule>, protect?: Parameters<typeof factsOf>[2]): Draft =>
  begin(factsOf(text, rules, protect))

/** What became of the findings, by rule. */
const outcome = (draft: Draft) =>
  Object.fromEntries(draft.findings.map(({ rule, status, evidence }) => [rule, [status, ...evidence]]))

/** What holds of every draft: the contract's invariant, in the document's own offsets. */
const expectSound = (draft: Draft): void => {
  const { text } = draft.facts.document
  expect(apply(text, draft.edits)).toBe(draft.text)
  expect(apply(draft.text, invert(text, draft.edits))).toBe(text)
  expect(standApart(draft.edits)).toBe(true)
  const named = draft.edits.flatMap(({ by }) => by).sort((a, b) => a - b)
  const fixed = draft.findings.flatMap(({ status }, i) => (status === "fixed" ? [i] : []))
  expect(named).toEqual(fixed)
  expect(draft.edits.every(({ by }) => by.length > 0)).toBe(true)
}

describe("overlaps", () => {
  const low = ruleOf("test/low", { precedence: -1 })
  const a = ruleOf("test/a")
  const b = ruleOf("test/b")
  const c = ruleOf("test/c")
  const high = ruleOf("test/high", { precedence: 5 })
  const all = [low, a, b, c, high]

  it.each([
    [
      "declared precedence goes before length",
      "test/high",
      "test/a",
      [proposal("test/a", 0, 8, "X"), proposal("test/high", 2, 3, "Y")],
      "01Y3456789",
    ],
    [
      "declared precedence goes before place",
      "test/a",
      "test/low",
      [proposal("test/low", 0, 4, "X"), proposal("test/a", 3, 5, "Y")],
      "012Y56789",
    ],
    [
      "the longer goes first",
      "test/b",
      "test/a",
      [proposal("test/a", 0, 3, "X"), proposal("test/b", 2, 8, "Y")],
      "01Y89",
    ],
    [
      "of equal length the earlier goes first",
      "test/b",
      "test/a",
      [proposal("test/a", 2, 5, "X"), proposal("test/b", 0, 3, "Y")],
      "Y3456789",
    ],
    [
      "two rules that want different things of one span go by name",
      "test/a",
      "test/b",
      [proposal("test/b", 0, 3, "Y"), proposal("test/a", 0, 3, "X")],
      "X3456789",
    ],
    [
      "two insertions in one place cannot both stand",
      "test/a",
      "test/b",
      [proposal("test/a", 4, 4, "X"), proposal("test/b", 4, 4, "Y")],
      "0123X456789",
    ],
    [
      "an insertion inside a replaced span",
      "test/a",
      "test/b",
      [proposal("test/a", 2, 6, "X"), proposal("test/b", 4, 4, "Y")],
      "01X6789",
    ],
  ])("%s", (_, winner, loser, proposals, text) => {
    for (const order of [proposals, proposals.toReversed()]) {
      const draft = settle(draftOf("0123456789", all), order)
      expect(draft.text).toBe(text)
      expect(outcome(draft)).toEqual({
        [winner]: ["fixed"],
        [loser]: ["suggested", `not applied: it overlaps an edit of ${winner}, which goes first`],
      })
      expectSound(draft)
    }
  })

  it("what is beaten does not keep others out", () => {
    // a short one, a longer one over it, and a still longer one that leaves room for the first
    const draft = settle(draftOf("0123456789", all), [
      proposal("test/a", 1, 2, "A"),
      proposal("test/b", 0, 5, "B"),
      proposal("test/c", 4, 10, "C"),
    ])
    expect(draft.text).toBe("0A23C")
    expect(outcome(draft)).toEqual({
      "test/a": ["fixed"],
      "test/b": ["suggested", "not applied: it overlaps an edit of test/c, which goes first"],
      "test/c": ["fixed"],
    })
    expectSound(draft)
  })

  it("edits that only touch both stand, as one", () => {
    const draft = settle(draftOf("0123456789", all), [proposal("test/a", 0, 3, "X"), proposal("test/b", 3, 5, "Y")])
    expect(draft.text).toBe("XY56789")
    expect(draft.edits).toEqual([{ start: 0, end: 5, replacement: "XY", by: [0, 1] }])
    expectSound(draft)
  })

  it("the same proposal of two rules is one edit that names both findings", () => {
    const draft = settle(draftOf("0123456789", all), [
      proposal("test/b", 2, 4, "X", { evidence: ["b saw it"] }),
      proposal("test/a", 2, 4, "X", { evidence: ["a saw it"] }),
    ])
    expect(draft.text).toBe("01X456789")
    expect(draft.edits).toEqual([{ start: 2, end: 4, replacement: "X", by: [0, 1] }])
    expect(outcome(draft)).toEqual({ "test/a": ["fixed", "a saw it"], "test/b": ["fixed", "b saw it"] })
    expectSound(draft)
  })
})

describe("trust", () => {
  const rules = [
    ruleOf("test/auto"),
    ruleOf("test/suggest", { trust: "suggest" }),
    ruleOf("test/flag", { trust: "flag" }),
  ]

  it("only an automatic rule edits; the others are reported", () => {
    const draft = settle(draftOf("0123456789", rules), [
      proposal("test/auto", 0, 1, "X"),
      proposal("test/suggest", 2, 3, "Y"),
      proposal("test/flag", 4, 5, "Z"),
      proposal("test/auto", 6, 7, null),
      proposal("test/auto", 8, 9, "W", { trust: "suggest" }),
    ])
    expect(draft.text).toBe("X123456789")
    expect(draft.findings.map(({ rule, start, status, replacement }) => [rule, start, status, replacement])).toEqual([
      ["test/auto", 0, "fixed", "X"],
      ["test/suggest", 2, "suggested", "Y"],
      ["test/flag", 4, "flagged", null],
      ["test/auto", 6, "flagged", null],
      ["test/auto", 8, "suggested", "W"],
    ])
    expectSound(draft)
  })

  it("a suggestion keeps no edit out", () => {
    const draft = settle(draftOf("0123456789", rules), [
      proposal("test/suggest", 0, 9, "Y"),
      proposal("test/auto", 2, 3, "X"),
    ])
    expect(draft.text).toBe("01X3456789")
    expectSound(draft)
  })

  it("a rule that is not active is silent", () => {
    const draft = draftOf("0123456789", rules)
    expect(settle(draft, [proposal("test/absent", 0, 3, "X")])).toBe(draft)
    expect(settle(draft, [proposal("test/absent", 0, 3, "X"), proposal("test/auto", 1, 2, "Y")]).text).toBe(
      "0Y23456789",
    )
  })

  it("the rule's own words and confidence stand where the proposal has none", () => {
    const { findings } = settle(draftOf("0123456789", rules), [
      proposal("test/auto", 0, 1, "X"),
      proposal("test/auto", 3, 4, "X", {
        message: "here of all places",
        confidence: 0.4,
        alternatives: [{ replacement: "Y", confidence: 0.3 }],
      }),
    ])
    expect(findings.map(({ message, confidence, alternatives }) => [message, confidence, alternatives])).toEqual([
      ["the reason of test/auto", 0.9, []],
      ["here of all places", 0.4, [{ replacement: "Y", confidence: 0.3 }]],
    ])
  })
})

describe("what keeps an edit out", () => {
  const rule = ruleOf("test/rule")
  const text =
    "The word teh stands here.\nteh line\nhttps://example.org/teh?x=1 and anna@teh.example, www.teh.example\n"
  const places = Array.from(text.matchAll(/teh/g), ({ index }) => index)
  const settled = (protect?: Parameters<typeof factsOf>[2], body = text, at = places) =>
    settle(
      draftOf(body, [rule], protect),
      at.map((start) => proposal("test/rule", start, start + 3, "the")),
    )
  const statuses = (draft: Draft): ReadonlyArray<string> => draft.findings.map(({ status }) => status)

  it("the inside of an address is left alone, and reported", () => {
    const draft = settled()
    expect(statuses(draft)).toEqual(["fixed", "fixed", "suggested", "suggested", "suggested"])
    expect(draft.findings.at(-1)?.evidence).toEqual(["not applied: it stands inside an address"])
    expect(draft.text).toContain("https://example.org/teh?x=1 and anna@teh.example, www.teh.example")
    expectSound(draft)
  })

  it.each([
    ["after a no-break space", "see\u00a0https://example.org/teh/x now"],
    ["after an ideographic space", "see\u3000https://example.org/teh/x now"],
    ["in brackets", "see (https://example.org/teh/x) now"],
    ["at the text's start and end", "https://example.org/teh"],
    ["with an address in it", "https://web.example.org/2010/https://other.example/teh/a"],
  ])("an address %s", (_, body) => {
    const draft = settled(undefined, body, [body.indexOf("teh")])
    expect(statuses(draft)).toEqual(["suggested"])
    expect(draft.text).toBe(body)
  })

  it("an edit that cuts into an address from outside is kept out, one beside it or of the whole is not", () => {
    const body = "see https://example.org/a/b for more"
    const tried = (start: number, end: number) =>
      settle(draftOf(body, [rule]), [proposal("test/rule", start, end, "-")]).findings[0]?.status
    expect(tried(0, 12)).toBe("suggested")
    expect(tried(20, 31)).toBe("suggested")
    expect(tried(0, 3)).toBe("fixed")
    expect(tried(3, 4)).toBe("fixed")
    expect(tried(4, 27)).toBe("fixed")
    expect(tried(0, body.length)).toBe("fixed")
    expect(tried(27, 31)).toBe("fixed")
  })

  it("protected patterns", () => {
    const draft = settled({ patterns: [/word teh/gu], lines: [] })
    expect(statuses(draft).slice(0, 2)).toEqual(["suggested", "fixed"])
    expect(draft.findings[0]?.evidence).toEqual(["not applied: the passage is protected by emend.yaml"])
    expectSound(draft)
  })

  it("protected lines", () => {
    const draft = settled({ patterns: [], lines: [/^teh/u] })
    expect(statuses(draft).slice(0, 2)).toEqual(["fixed", "suggested"])
    expect(draft.findings[1]?.evidence).toEqual(["not applied: the passage is protected by emend.yaml"])
    expectSound(draft)
  })

  it("an insertion beside a protected passage stands, one inside it does not", () => {
    const tried = (at: number) =>
      settle(draftOf("one two three", [rule], { patterns: [/two/gu], lines: [] }), [proposal("test/rule", at, at, "-")])
        .findings[0]?.status
    expect([3, 4, 5, 6, 7, 8].map(tried)).toEqual(["fixed", "fixed", "suggested", "suggested", "fixed", "fixed"])
  })

  it("a cut into what an earlier stage put in; the whole of it may be replaced again", () => {
    const first = settle(draftOf("one two three", [rule]), [proposal("test/rule", 4, 7, "second")])
    expect(first.text).toBe("one second three")
    const cut = settle(first, [proposal("test/rule", 6, 12, "x")])
    expect(cut.text).toBe(first.text)
    expect(cut.findings[1]).toMatchObject({
      start: 4,
      end: 9,
      status: "suggested",
      evidence: ["not applied: it cuts into a passage that an earlier stage changed"],
    })
    expectSound(cut)
    const whole = settle(first, [proposal("test/rule", 0, 10, "1 2")])
    expect(whole.text).toBe("1 2 three")
    expect(whole.edits).toEqual([{ start: 0, end: 7, replacement: "1 2", by: expect.arrayContaining([0, 1]) }])
    expectSound(whole)
  })

  it("a line that waits for a decision on its removal", () => {
    const suggesting = ruleOf("test/line", { type: "boilerplate", trust: "suggest", match: { line: "Share this .*" } })
    const first = settle(draftOf("A text.\nShare this teh\nMore teh", [rule, suggesting]), [
      proposal("test/line", 8, 22, ""),
    ])
    const then = settle(first, [proposal("test/rule", 19, 22, "the"), proposal("test/rule", 28, 31, "the")])
    expect(then.text).toBe("A text.\nShare this teh\nMore the")
    expect(then.findings[1]?.evidence).toEqual(["not applied: the line waits for a decision on test/line"])
    expectSound(then)
  })
})

describe("any proposals", () => {
  const rules = [
    ruleOf("r/a"),
    ruleOf("r/b", { precedence: 3 }),
    ruleOf("r/c", { precedence: -2 }),
    ruleOf("r/d"),
    ruleOf("r/e", { trust: "suggest" }),
    ruleOf("r/f", { trust: "flag" }),
  ]
  const known = new Set(rules.map(({ id }) => id))
  const text = fc.string({ unit: fc.constantFrom(..."abc. \n@:/w"), maxLength: 40, size: "max" })
  const wishes = fc.array(
    fc.record({
      rule: fc.constantFrom(...known, "r/silent"),
      place: fc.nat(60),
      size: fc.nat(8),
      replacement: fc.option(fc.string({ unit: fc.constantFrom("X", "Y", "\n"), maxLength: 3 })),
    }),
    { maxLength: 12, size: "max" },
  )
  type Wishes = typeof wishes extends fc.Arbitrary<infer T> ? T : never
  /** Wishes fitted into a text, so that they need not know it when they are made. */
  const fitted = (body: string, list: Wishes): ReadonlyArray<Proposal> =>
    list.map(({ rule, place, size, replacement }) => {
      const start = place % (body.length + 1)
      return proposal(rule, start, Math.min(body.length, start + size), replacement)
    })

  /** What one more round of proposals must do to a draft, whatever they are. */
  const expectSettled = (before: Draft, proposals: ReadonlyArray<Proposal>): Draft => {
    const draft = settle(before, proposals)
    expectSound(draft)
    const fresh = draft.findings.slice(before.findings.length)
    expect(fresh.map(({ rule }) => rule).sort()).toEqual(
      proposals.flatMap(({ rule }) => (known.has(rule) ? [rule] : [])).sort(),
    )
    expect(draft.findings.slice(0, before.findings.length)).toEqual(before.findings)
    for (const finding of fresh) {
      const winner = finding.evidence.map((sentence) => /overlaps an edit of (\S+),/.exec(sentence)?.[1]).find(Boolean)
      if (winner === undefined) continue
      expect(finding.status).toBe("suggested")
      expect(
        fresh.some(
          ({ rule, status, start, end }) =>
            rule === winner && status === "fixed" && start <= finding.end && finding.start <= end,
        ),
      ).toBe(true)
    }
    // nothing waits that could have been done
    for (const { rule, status, replacement, evidence } of fresh) {
      const trusted = known.has(rule) && rule !== "r/e" && rule !== "r/f" && replacement !== null
      expect(status === "fixed").toBe(trusted && !evidence.some((sentence) => sentence.startsWith("not applied")))
    }
    return draft
  }

  it("settle soundly, in whatever order they come", () => {
    fc.assert(
      fc.property(text, wishes, (body, list) => {
        const proposals = fitted(body, list)
        const draft = expectSettled(draftOf(body, rules), proposals)
        const turned = settle(draftOf(body, rules), proposals.toReversed())
        expect(turned.text).toBe(draft.text)
      }),
      { numRuns: 500 },
    )
  })

  it("settle soundly round after round", () => {
    fc.assert(
      fc.property(text, fc.array(wishes, { minLength: 2, maxLength: 3 }), (body, rounds) => {
        let draft = draftOf(body, rules)
        for (const list of rounds) draft = expectSettled(draft, fitted(draft.text, list))
      }),
      { numRuns: 500 },
    )
  })
})
