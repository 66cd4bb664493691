import type { Hit, Pattern } from "./Pattern.ts"
import { type ShortLine, shortLinesOf } from "./ShortLine.ts"
import { searchFor } from "./StringSearch.ts"

/** A place that a rule of the set found. */
export interface RuleHit extends Hit {
  readonly rule: string
}

/** Patterns looked for together: one pass finds which of them can fire at all and on which lines, then those look. */
export interface PatternSet {
  readonly find: (text: string, isActive: (rule: string) => boolean) => ReadonlyArray<RuleHit>
}

const edgeFits = ({ rule: { at } }: Pattern, line: ShortLine): boolean =>
  at === undefined || at === "anywhere" || (line.first && at !== "end") || (line.last && at !== "start")

const lineEnd = (text: string, start: number): number => {
  const end = text.indexOf("\n", start)
  return end < 0 ? text.length : end
}

/** For each pattern, where the lines start that hold one of its anchors, in reading order. */
const anchoredLines = (patterns: ReadonlyArray<Pattern>): ((text: string) => ReadonlyArray<ReadonlyArray<number>>) => {
  const owners = new Map<string, Array<number>>()
  for (const [index, { anchors = [] }] of patterns.entries()) {
    for (const anchor of anchors) {
      const known = owners.get(anchor)
      if (known === undefined) owners.set(anchor, [index])
      else known.push(index)
    }
  }
  const byString = Array.from(owners.values())
  const search = searchFor(Array.from(owners.keys()))
  return (text) => {
    const lines: ReadonlyArray<Array<number>> = patterns.map(() => [])
    // where the line ends that each pattern was last sent to: more of its anchors on that line say nothing new
    const ends = new Int32Array(patterns.length).fill(-1)
    let from = 0
    let to = -1
    search(text, (string, at) => {
      const owned = byString[string]!
      if (owned.every((owner) => at < ends[owner]! && at >= from)) return
      if (at < from || at > to) {
        from = text.lastIndexOf("\n", at) + 1
        to = lineEnd(text, at)
      }
      for (const owner of owned) {
        if (ends[owner] === to) continue
        ends[owner] = to
        lines[owner]!.push(from)
      }
    })
    return lines.map((starts) => Array.from(new Set(starts)).sort((a, b) => a - b))
  }
}

export const make = (patterns: ReadonlyArray<Pattern>): PatternSet => {
  const whole = patterns.filter((pattern) => pattern.whole)
  const anchored = patterns.filter((pattern) => pattern.anchors !== undefined)
  const others = patterns.filter((pattern) => !pattern.whole && pattern.anchors === undefined)
  const scan = anchoredLines(anchored)

  return {
    find: (text, isActive) => {
      const found: Array<RuleHit> = []
      const look = (pattern: Pattern, line: string, start: number): void => {
        for (const hit of pattern.find(line, start)) found.push({ ...hit, rule: pattern.rule.id })
      }
      const speaks = ({ rule, applies }: Pattern): boolean => isActive(rule.id) && applies(text)

      const lines = scan(text)
      for (const [index, pattern] of anchored.entries()) {
        const starts = lines[index]!
        if (starts.length === 0 || !speaks(pattern)) continue
        for (const start of starts) look(pattern, text.slice(start, lineEnd(text, start)), start)
      }
      for (const pattern of others) {
        if (!speaks(pattern) || !pattern.mayFire(text)) continue
        for (let start = 0; start < text.length; ) {
          const end = lineEnd(text, start)
          look(pattern, text.slice(start, end), start)
          start = end + 1
        }
      }
      const active = whole.filter(speaks)
      if (active.length === 0) return found
      for (const line of shortLinesOf(text)) {
        for (const pattern of active) if (edgeFits(pattern, line)) look(pattern, line.content, line.start)
      }
      return found
    },
  }
}
