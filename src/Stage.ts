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

/** A stage that only looks at the text and the facts: nine stages in ten. */
export const pure = (name: string, detect: Detect): Stage => ({
  name,
  run: (draft) =>
    Effect.sync(() => {
      const original = (start: number, end: number): string => {
        const image = toOld(draft.map, start, end)
        return draft.facts.document.text.slice(image.start, image.end)
      }
      return settle(draft, detect(draft.text, draft.facts, original))
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
