import type { Cleaned } from "../Cleaned.ts"
import type { ArtifactType, Finding } from "../Finding.ts"

/** How many findings there are, by what became of them. */
export interface Counts {
  fixed: number
  suggested: number
  flagged: number
}

/** The figures of one document, as the reports show them. */
export interface DocumentTally {
  readonly id: string
  readonly words: number
  readonly edits: number
  readonly counts: Counts
  readonly origin: string
  readonly originEvidence: ReadonlyArray<string>
  readonly view: string
  readonly foreign: string | undefined
}

/** The figures of a run. All reports take theirs from here, so that they agree. */
export interface Tally {
  readonly documents: Array<DocumentTally>
  readonly byType: Map<ArtifactType, Counts>
  readonly byRule: Map<string, Counts>
  readonly total: Counts
  words: number
  edits: number
}

export const empty = (): Tally => ({
  documents: [],
  byType: new Map(),
  byRule: new Map(),
  total: none(),
  words: 0,
  edits: 0,
})

const none = (): Counts => ({ fixed: 0, suggested: 0, flagged: 0 })

const kindOf = ({ status }: Finding): keyof Counts | undefined =>
  status === "suggested" || status === "flagged" ? status : status === "rejected" ? undefined : "fixed"

const countsIn = <K>(map: Map<K, Counts>, key: K): Counts => {
  const known = map.get(key)
  if (known !== undefined) return known
  const fresh = none()
  map.set(key, fresh)
  return fresh
}

/** Adds a document's figures to those of the run. */
export const add = (tally: Tally, cleaned: Cleaned): void => {
  const counts = none()
  for (const finding of cleaned.findings) {
    const kind = kindOf(finding)
    if (kind === undefined) continue
    counts[kind]++
    tally.total[kind]++
    countsIn(tally.byType, finding.type)[kind]++
    countsIn(tally.byRule, finding.rule)[kind]++
  }
  tally.words += cleaned.words
  tally.edits += cleaned.edits.length
  tally.documents.push({
    id: cleaned.document.id,
    words: cleaned.words,
    edits: cleaned.edits.length,
    counts,
    origin: cleaned.origin,
    originEvidence: cleaned.originEvidence,
    view: cleaned.view,
    foreign: cleaned.foreign,
  })
}

export const all = ({ fixed, suggested, flagged }: Counts): number => fixed + suggested + flagged

/** The most frequent first; equal ones by name, so that the order never depends on anything else. */
export const ranked = <K extends string>(counts: ReadonlyMap<K, Counts>): ReadonlyArray<readonly [K, Counts]> =>
  Array.from(counts).sort(([a, x], [b, y]) => all(y) - all(x) || (a < b ? -1 : 1))
