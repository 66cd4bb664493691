import type { Facts, Proposal } from "../Draft.ts"

/** What the pattern rules that belong to this stage find in a text. */
export const fromPatterns = (text: string, { rules }: Facts, stage: string): ReadonlyArray<Proposal> => {
  const set = rules.sets.get(stage)
  if (set === undefined) return []
  return set.find(text, (rule) => rules.byId.has(rule)).map((hit) => ({ ...hit, evidence: [] }))
}
