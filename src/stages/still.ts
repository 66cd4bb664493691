import * as Effect from "effect/Effect"
import type { Draft, Noted } from "../Draft.ts"
import type { Stage } from "../Stage.ts"

/** The draft with only those findings that `keep` says, and edits that name them where they now stand. */
const only = (draft: Draft, keep: (finding: Noted, index: number) => boolean): Draft => {
  const findings: Array<Noted> = []
  const places: Array<number> = []
  for (const [i, finding] of draft.findings.entries()) {
    places.push(findings.length)
    if (keep(finding, i)) findings.push(finding)
  }
  const edits = draft.edits.map((edit) => ({ ...edit, by: edit.by.map((index) => places[index]!) }))
  return { ...draft, findings, edits }
}

const place = ({ rule, start, end }: Noted): string => `${rule} ${start} ${end}`

/**
 * A stage that looks again after it has made edits, until it makes no more: what was hidden by one mark of damage
 * comes to light when that is gone, and must not be left to the next run. What was open in an earlier pass stays
 * open, even where the evidence for it went with an edit. For stages whose edits come to an end by themselves, because
 * they only take away; any other needs a `most`.
 */
export const still = (stage: Stage, most = Number.POSITIVE_INFINITY): Stage => ({
  name: stage.name,
  run: Effect.fnUntraced(function* (draft) {
    const known = draft.findings.length
    const open = new Map<string, Noted>()
    let current = draft
    for (let look = 1; ; look++) {
      const next = yield* stage.run(current)
      if (next.text === current.text || look >= most) {
        for (const finding of next.findings) open.delete(place(finding))
        return { ...next, findings: [...next.findings, ...open.values()] }
      }
      for (const finding of next.findings.slice(known))
        if (finding.status !== "fixed") open.set(place(finding), finding)
      current = only(next, ({ status }, i) => i < known || status === "fixed")
    }
  }),
})

/** The same draft, for a look that can only mend: without the rules that do not act alone, but for those that make a line wait. */
const toMend = (draft: Draft): Draft => {
  const { rules } = draft.facts
  const byId = new Map(
    Array.from(rules.byId).filter(([, { trust, type }]) => trust === "auto" || type === "boilerplate"),
  )
  return { ...draft, facts: { ...draft.facts, rules: { ...rules, byId } } }
}

/**
 * The same for all stages together: what a later stage changed may show an earlier one something. What is open was
 * said at the first look, when the page breaks still showed; later looks only add what they mended.
 */
export const settled = (stage: Stage, most: number): Stage => ({
  name: stage.name,
  run: Effect.fnUntraced(function* (draft) {
    const first = yield* stage.run(draft)
    if (first.text === draft.text) return first
    let current = toMend(first)
    for (let look = 2; look <= most; look++) {
      const next = yield* stage.run(current)
      if (next.text === current.text) break
      const known = current.findings.length
      const mended = next.findings.filter(({ status }, i) => i >= known && status === "fixed")
      const isMended = ({ rule, start, end }: Noted): boolean =>
        mended.some((other) => other.rule === rule && other.start <= end && start <= other.end)
      current = only(next, (finding, i) => finding.status === "fixed" || (i < known && !isMended(finding)))
    }
    return { ...current, facts: draft.facts }
  }),
})
