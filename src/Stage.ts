import * as Effect from "effect/Effect"
import { type Draft, type Facts, type Proposal, settle } from "./Draft.ts"
import { toOld } from "./PositionMap.ts"

/** A step of the pipeline: looks at a draft, returns a draft with more findings and perhaps a better text. */
export interface Stage<out E = never, out R = never> {
  readonly name: string
  readonly run: (draft: Draft) => Effect.Effect<Draft, E, R>
}

/**
 * What a stage sees in a text. Plain and synchronous: the loops over lines, words and marks live here. `original`
 * gives the document's own text of a span, as it was before the stages so far.
 */
export type Detect = (
  text: string,
  facts: Facts,
  original: (start: number, end: number) => string,
) => ReadonlyArray<Proposal>

/**
 * A proposal that cuts into what an earlier stage put there, grown to the whole of it: only the whole has a place in
 * the document's own text. All others stay as they are.
 */
const whole = ({ map, text }: Draft, proposal: Proposal): Proposal => {
  const { start, end, replacement } = proposal
  if (replacement === null || !toOld(map, start, end).widened) return proposal
  let from = start
  let to = end
  while (toOld(map, from, from).widened) from--
  while (toOld(map, to, to).widened) to++
  return {
    ...proposal,
    start: from,
    end: to,
    replacement: text.slice(from, start) + replacement + text.slice(end, to),
  }
}

/** A stage that only looks at the text and the facts: nine stages in ten. */
export const pure = (name: string, detect: Detect): Stage => ({
  name,
  run: (draft) =>
    Effect.sync(() => {
      const original = (start: number, end: number): string => {
        const image = toOld(draft.map, start, end)
        return draft.facts.document.text.slice(image.start, image.end)
      }
      const proposals = detect(draft.text, draft.facts, original)
      return settle(
        draft,
        proposals.map((proposal) => whole(draft, proposal)),
      )
    }),
})

/** Stages one after the other, each on the text that the one before it left. */
export const pipeline = <E = never, R = never>(...stages: ReadonlyArray<Stage<E, R>>): Stage<E, R> => ({
  name: stages.map((stage) => stage.name).join(" → "),
  run: (draft) =>
    Effect.reduce(
      stages,
      () => draft,
      (current, stage) => stage.run(current),
    ),
})
