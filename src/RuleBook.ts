import type { View } from "./Configuration.ts"
import type { Lexicon } from "./Lexicon.ts"
import type { OriginEvidence } from "./Origin.ts"
import { compile, type Pattern } from "./Pattern.ts"
import type { Origin, Pack, Rule } from "./Rule.ts"

/** All rules that were read, and the knowledge of languages that goes with them. */
export interface RuleBook {
  readonly packs: ReadonlyArray<Pack>
  readonly patterns: ReadonlyMap<string, Pattern>
  readonly lexicon: Lexicon
  readonly origins: ReadonlyArray<OriginEvidence>
  /** a digest of everything read: two runs with the same digest follow the same rules */
  readonly digest: string
}

/** The rules that speak on one document. */
export interface ActiveRules {
  readonly byId: ReadonlyMap<string, Rule>
  readonly patterns: ReadonlyArray<Pattern>
}

/** Packs and rules switched on or off by hand, by their names. */
export interface Switches {
  readonly packs: Readonly<Record<string, boolean>>
  readonly rules: Readonly<Record<string, boolean>>
}

/** The patterns of all rules, each compiled once. */
export const compileAll = (packs: ReadonlyArray<Pack>): ReadonlyMap<string, Pattern> => {
  const patterns = new Map<string, Pattern>()
  for (const pack of packs) {
    for (const rule of pack.rules) {
      const pattern = compile(rule)
      if (pattern !== undefined) patterns.set(rule.id, pattern)
    }
  }
  return patterns
}

/**
 * A pack that is made for certain origins stays silent on a document of another, unless it is switched on by hand. A
 * text that is told by an "I" has no stray one.
 */
export const activate = (book: RuleBook, origin: Origin, view: View, switches: Switches): ActiveRules => {
  const byId = new Map<string, Rule>()
  const patterns: Array<Pattern> = []
  for (const pack of book.packs) {
    const fits = pack.origin === undefined || pack.origin.includes(origin)
    if (!(switches.packs[pack.pack] ?? fits)) continue
    for (const rule of pack.rules) {
      const silent = rule.type === "stray-first-person" && view === "first"
      if (!(switches.rules[rule.id] ?? !silent)) continue
      byId.set(rule.id, rule)
      const pattern = book.patterns.get(rule.id)
      if (pattern !== undefined) patterns.push(pattern)
    }
  }
  return { byId, patterns }
}
