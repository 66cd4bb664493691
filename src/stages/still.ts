import * as Effect from "effect/Effect"
import type { Draft, Noted } from "../Draft.ts"
import type { Stage } from "../Stage.ts"

/** The draft without the findings after the first `known` that no edit was made for: the next pass finds them anew. */
const withoutOpen = (draft: Draft, known: number): Draft => {
  const findings: Array<Noted> = []
  const places: Array<number> = []
  for (const [i, finding] of draft.findings.entries()) {
    places.push(findings.length)
    if (i < known || finding.status === "fixed") findings.push(finding)
  }
  const edits = draft.edits.map((edit) => ({ ...edit, by: edit.by.map((index) => places[index]!) }))
  return { ...draft, findings, edits }
}

const place = ({ rule, start, end }: Noted): string => `${rule} ${start} ${end}`

/**
 * A stage that looks again after it has made edits, until it makes no more: what was hidden by one mark of damage
 * comes to light when that is gone, and must not be left to the next run. What was open in an earlier pass stays
 * open, even where the evidence for it went with an edit. Only for stages whose edits cannot go on for ever, as those
 * that only take away.
 */
export const still = (stage: Stage): Stage => ({
  name: stage.name,
  run: Effect.fnUntraced(function* (draft) {
    const known = draft.findings.length
    const open = new Map<string, Noted>()
    let current = draft
    for (;;) {
      const next = yield* stage.run(current)
      if (next.text === current.text) {
        for (const finding of next.findings) open.delete(place(finding))
        return { ...next, findings: [...next.findings, ...open.values()] }
      }
      for (const finding of next.findings.slice(known))
        if (finding.status !== "fixed") open.set(place(finding), finding)
      current = withoutOpen(next, known)
    }
  }),
})
