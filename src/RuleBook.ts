import type { View } from "./Configuration.ts"
import type { Lexicon } from "./Lexicon.ts"
import type { OriginEvidence } from "./Origin.ts"
import { compile } from "./Pattern.ts"
import { make, type PatternSet } from "./PatternSet.ts"
import type { Origin, Pack, Rule } from "./Rule.ts"

/** All rules that were read, and the knowledge of languages that goes with them. */
export interface RuleBook {
  readonly packs: ReadonlyArray<Pack>
  readonly sets: ReadonlyMap<string, PatternSet>
  readonly lexicon: Lexicon
  readonly origins: ReadonlyArray<OriginEvidence>
  /** a digest of everything read: two runs with the same digest follow the same rules */
  readonly digest: string
}

/** The rules that speak on one document. */
export interface ActiveRules {
  readonly byId: ReadonlyMap<string, Rule>
  readonly sets: ReadonlyMap<string, PatternSet>
}

/** Packs and rules switched on or off by hand, by their names. */
export interface Switches {
  readonly packs: Readonly<Record<string, boolean>>
  readonly rules: Readonly<Record<string, boolean>>
}

/** The stage that carries out a rule: the one it names, or the one that its type belongs to. */
export const stageOf = ({ match, type }: Rule): string => {
  if ("stage" in match) return match.stage
  return type === "boilerplate" || type === "page-furniture" ? "boilerplate" : "wording"
}

/** The patterns of rules, each compiled once, by the stage that looks for them. */
export const compileAll = (rules: ReadonlyArray<Rule>): ReadonlyMap<string, PatternSet> => {
  const byStage = Map.groupBy(
    rules.map(compile).filter((pattern) => pattern !== undefined),
    (pattern) => stageOf(pattern.rule),
  )
  return new Map(Array.from(byStage, ([stage, patterns]) => [stage, make(patterns)]))
}

/**
 * A pack that is made for certain origins stays silent on a document of another, unless it is switched on by hand. A
 * text that is told by an "I" has no stray one.
 */
export const activate = (book: RuleBook, origin: Origin, view: View, switches: Switches): ActiveRules => {
  const byId = new Map<string, Rule>()
  for (const pack of book.packs) {
    const fits = pack.origin === undefined || pack.origin.includes(origin)
    if (!(switches.packs[pack.pack] ?? fits)) continue
    for (const rule of pack.rules) {
      const silent = rule.type === "stray-first-person" && view === "first"
      if (!(switches.rules[rule.id] ?? !silent)) continue
      byId.set(rule.id, rule)
    }
  }
  return { byId, sets: book.sets }
}
