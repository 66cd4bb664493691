import { hash } from "node:crypto"

/**
 * Whether a regular expression could be made to backtrack badly by some text. Told by `recheck`; as that takes up to
 * a second for one expression, those that were found safe stand in `rules/checked.json` by their digests.
 */
export type Verdict = "safe" | "vulnerable" | "unknown"

export const digest = (source: string): string => hash("sha1", source, "hex").slice(0, 16)

export const check = async (source: string): Promise<{ readonly verdict: Verdict; readonly attack: string }> => {
  const { checkSync } = await import("recheck")
  const result = checkSync(source, "u", { timeout: 15_000 })
  return { verdict: result.status, attack: result.status === "vulnerable" ? result.attack.pattern : "" }
}
