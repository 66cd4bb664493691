import type { Facts, Proposal } from "../Draft.ts"
import type { ArtifactType } from "../Finding.ts"
import { sourceOf } from "../Pattern.ts"

/** What the pattern rules of these types find in a text. */
export const fromPatterns = (
  text: string,
  facts: Facts,
  types: ReadonlyArray<ArtifactType>,
): ReadonlyArray<Proposal> => {
  const found: Array<Proposal> = []
  const source = sourceOf(text)
  for (const pattern of facts.rules.patterns) {
    const { id, type } = pattern.rule
    if (!types.includes(type)) continue
    for (const hit of pattern.find(source)) found.push({ ...hit, rule: id, evidence: [] })
  }
  return found
}
