import type { ArtifactType } from "../Finding.ts"
import { pure } from "../Stage.ts"
import { fromPatterns } from "./patterns.ts"

/** The types that other stages carry out; all others are wording. */
const ELSEWHERE: ReadonlyArray<ArtifactType> = ["glyph-noise", "boilerplate", "page-furniture"]

/** The closed rules on wording: titles, terms, numbers, doubled words. */
export const wording = pure("wording", (text, facts) => {
  const types = new Set(facts.rules.patterns.map((pattern) => pattern.rule.type))
  return fromPatterns(
    text,
    facts,
    Array.from(types).filter((type) => !ELSEWHERE.includes(type)),
  )
})

/** The stage that carries out a rule of this type, where the rule does not name one. */
export const stageOfType = (type: ArtifactType): string =>
  type === "glyph-noise" ? "glyphs" : type === "boilerplate" || type === "page-furniture" ? "boilerplate" : "wording"
