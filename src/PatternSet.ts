import { build } from "./Automaton.ts"
import type { Hit, Pattern } from "./Pattern.ts"
import { type ShortLine, shortLinesOf } from "./ShortLine.ts"

/** A place that a rule of the set found. */
export interface RuleHit extends Hit {
  readonly rule: string
}

/** Patterns looked for together: one pass finds which of them can fire at all and on which lines, then those look. */
export interface PatternSet {
  readonly find: (text: string, isActive: (rule: string) => boolean) => ReadonlyArray<RuleHit>
}

const LINE_FEED = 10

const edgeFits = ({ rule: { at } }: Pattern, line: ShortLine): boolean =>
  at === undefined || at === "anywhere" || (line.first && at !== "end") || (line.last && at !== "start")

const lineEnd = (text: string, start: number): number => {
  const end = text.indexOf("\n", start)
  return end < 0 ? text.length : end
}

/** Fewer strings than this are found sooner one by one. */
const FEW = 16

/** For each anchored pattern, where the lines start that hold one of its anchors. */
type LineSearch = (text: string) => ReadonlyArray<ReadonlyArray<number>>

const searchFew =
  (patterns: ReadonlyArray<Pattern>): LineSearch =>
  (text) =>
    patterns.map(({ anchors = [] }) => {
      const starts = new Set<number>()
      for (const anchor of anchors) {
        for (let at = text.indexOf(anchor); at >= 0; at = text.indexOf(anchor, lineEnd(text, at))) {
          starts.add(text.lastIndexOf("\n", at) + 1)
        }
      }
      return Array.from(starts).sort((a, b) => a - b)
    })

const searchMany = (patterns: ReadonlyArray<Pattern>): LineSearch => {
  const owners = new Map<string, Array<number>>()
  for (const [index, { anchors = [] }] of patterns.entries()) {
    for (const anchor of anchors) owners.set(anchor, [...(owners.get(anchor) ?? []), index])
  }
  const byString = Array.from(owners.values())
  const { classes, width, next, ends } = build(Array.from(owners.keys()))
  const final = Uint8Array.from(ends, (list) => (list.length > 0 ? 1 : 0))
  const ownersAt = ends.map((list) => Array.from(new Set(list.flatMap((string) => byString[string]!))))
  return (text) => {
    const lines: ReadonlyArray<Array<number>> = patterns.map(() => [])
    const latest = new Int32Array(patterns.length).fill(-1)
    let state = 0
    let start = 0
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i)
      if (c === LINE_FEED) {
        start = i + 1
        state = 0
        continue
      }
      state = next[state * width + classes[c]!]!
      if (final[state] === 0) continue
      for (const owner of ownersAt[state]!) {
        if (latest[owner] === start) continue
        latest[owner] = start
        lines[owner]!.push(start)
      }
    }
    return lines
  }
}

export const make = (patterns: ReadonlyArray<Pattern>): PatternSet => {
  const whole = patterns.filter((pattern) => pattern.whole)
  const anchored = patterns.filter((pattern) => pattern.anchors !== undefined)
  const others = patterns.filter((pattern) => !pattern.whole && pattern.anchors === undefined)
  const strings = anchored.reduce((n, { anchors = [] }) => n + anchors.length, 0)
  const scan = strings < FEW ? searchFew(anchored) : searchMany(anchored)

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
