import type { Document } from "./Document.ts"
import { apply, compose, type Edit } from "./Edit.ts"
import type { Alternative, ArtifactType, Severity, Status } from "./Finding.ts"
import type { Lexicon } from "./Lexicon.ts"
import { isSpace } from "./Lines.ts"
import { fromEdits, type PositionMap, toOld } from "./PositionMap.ts"
import type { Profile } from "./Profile.ts"
import type { Origin, Rule, Trust } from "./Rule.ts"
import type { ActiveRules } from "./RuleBook.ts"
import { overlapping, type Span, touching } from "./Span.ts"

/** What a stage may know besides the text before it. */
export interface Facts {
  readonly document: Document
  readonly profile: Profile
  readonly rules: ActiveRules
  readonly lexicon: Lexicon
  readonly origin: Origin
  /** Patterns whose matches are never edited, and patterns of lines that are never edited. */
  readonly protect: { readonly patterns: ReadonlyArray<RegExp>; readonly lines: ReadonlyArray<RegExp> }
}

/** What a stage says of a span of the text before it. Offsets are UTF-16 code units, half-open. */
export interface Proposal {
  readonly rule: string
  readonly start: number
  readonly end: number
  /** `null`: something is wrong, but what should stand there cannot be known. */
  readonly replacement: string | null
  readonly evidence: ReadonlyArray<string>
  /** A sentence for this very place; the rule's `why` where there is none. */
  readonly message?: string
  readonly confidence?: number
  readonly alternatives?: ReadonlyArray<Alternative>
  /** Less than the rule's own trust: here the stage is not sure. */
  readonly trust?: Trust
}

/** A finding in a draft: offsets into the document's `text`, not yet named. */
export interface Noted {
  readonly start: number
  readonly end: number
  readonly rule: string
  readonly type: ArtifactType
  readonly severity: Severity
  readonly confidence: number
  readonly status: Status
  readonly replacement: string | null
  readonly alternatives: ReadonlyArray<Alternative>
  readonly message: string
  readonly evidence: ReadonlyArray<string>
}

/** A document midway: the text as it stands, and how it came from the document's text. */
export interface Draft {
  readonly facts: Facts
  readonly text: string
  /** from the document's text to `text` */
  readonly edits: ReadonlyArray<Edit>
  readonly map: PositionMap
  readonly findings: ReadonlyArray<Noted>
}

export const begin = (facts: Facts): Draft => ({
  facts,
  text: facts.document.text,
  edits: [],
  map: fromEdits([]),
  findings: [],
})

interface Candidate {
  readonly proposal: Proposal
  readonly rule: Rule
  /** what keeps it from being applied */
  hindrance: string | undefined
}

const isBreak = (c: number): boolean => c <= 32 || isSpace(c)

const RANK: Readonly<Record<Trust, number>> = { flag: 0, suggest: 1, auto: 2 }

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const inOrder = (a: Candidate, b: Candidate): number =>
  a.proposal.start - b.proposal.start ||
  a.proposal.end - b.proposal.end ||
  (b.rule.precedence ?? 0) - (a.rule.precedence ?? 0) ||
  byText(a.rule.id, b.rule.id) ||
  byText(a.proposal.replacement ?? "", b.proposal.replacement ?? "")

const collide = (a: Proposal, b: Proposal): boolean =>
  a.start === a.end && b.start === b.end ? a.start === b.start : a.start < b.end && b.start < a.end

const alike = (a: Proposal, b: Proposal): boolean =>
  a.start === b.start && a.end === b.end && a.replacement === b.replacement

/** Declared precedence first, then the longer span, then the earlier one. */
const byRank = (a: Candidate, b: Candidate): number =>
  (b.rule.precedence ?? 0) - (a.rule.precedence ?? 0) ||
  b.proposal.end - b.proposal.start - (a.proposal.end - a.proposal.start) ||
  inOrder(a, b)

/**
 * Which edits stand where some overlap; each of the others learns what it yields to. They come in order of place, and
 * are judged by rank among those that hang together: one that has to yield itself keeps no other out.
 */
const choose = (candidates: ReadonlyArray<Candidate>): ReadonlySet<Candidate> => {
  const chosen = new Set<Candidate>()
  for (let i = 0; i < candidates.length; ) {
    let end = candidates[i]!.proposal.end
    let j = i + 1
    for (; j < candidates.length && candidates[j]!.proposal.start <= end; j++)
      end = Math.max(end, candidates[j]!.proposal.end)
    const standing: Array<Candidate> = []
    for (const candidate of candidates.slice(i, j).sort(byRank)) {
      const first = standing.find(({ proposal }) => collide(proposal, candidate.proposal))
      if (first !== undefined && !alike(first.proposal, candidate.proposal)) {
        candidate.hindrance = `not applied: it overlaps an edit of ${first.rule.id}, which goes first`
        continue
      }
      if (first === undefined) standing.push(candidate)
      chosen.add(candidate)
    }
    i = j
  }
  return chosen
}

const ADDRESS = /:\/\/|^\W*www\.|[\w.-]@[\w-]+\.\w/
/** How far to each side of an edit an address is looked for, in code units. */
const ADDRESS_LIMIT = 300

/** An address (URL, e-mail) is never edited in its inside, nor cut by an edit that reaches into it. */
const insideAddress = (text: string, { start, end }: Proposal): boolean => {
  let from = start
  let to = end
  while (from > 0 && start - from < ADDRESS_LIMIT && !isBreak(text.charCodeAt(from - 1))) from--
  while (to < text.length && to - end < ADDRESS_LIMIT && !isBreak(text.charCodeAt(to))) to++
  if (from === start && to === end) return false
  const words = text.slice(from, to).split(/\s/)
  if (words.length === 1) return ADDRESS.test(words[0]!)
  // an edit over several words cuts the first one or the last one, or only stands between them
  const [first = "", last = ""] = [words[0], words.at(-1)]
  return (
    (from < start && start < from + first.length && ADDRESS.test(first)) ||
    (end < to && to - last.length < end && ADDRESS.test(last))
  )
}

const protectedSpans = (text: string, { patterns, lines }: Facts["protect"]): ReadonlyArray<Span> => {
  const spans: Array<Span> = []
  for (const pattern of patterns) {
    for (const match of text.matchAll(pattern)) spans.push({ start: match.index, end: match.index + match[0].length })
  }
  if (lines.length > 0) {
    let start = 0
    for (const line of text.split("\n")) {
      if (lines.some((pattern) => pattern.test(line))) spans.push({ start, end: start + line.length })
      start += line.length + 1
    }
  }
  return spans
}

/** Lines that a pattern suggested to remove: until a person has decided, they stay as they are to the last space. */
const awaitedLines = ({ findings, facts }: Draft): ReadonlyArray<Noted> =>
  findings.filter(({ type, status, replacement, rule }) => {
    const match = facts.rules.byId.get(rule)?.match
    return (
      type === "boilerplate" &&
      status === "suggested" &&
      replacement === "" &&
      match !== undefined &&
      !("stage" in match)
    )
  })

/**
 * Takes the proposals of one stage: those of trusted rules that are free of hindrance become edits, all become
 * findings. Of edits that overlap, the one of higher declared precedence stays and the other is reported as a
 * suggestion; nothing is dropped in silence.
 */
export const settle = (draft: Draft, proposals: ReadonlyArray<Proposal>): Draft => {
  const { facts, text, map } = draft
  const candidates: Array<Candidate> = []
  for (const proposal of proposals) {
    const rule = facts.rules.byId.get(proposal.rule)
    if (rule === undefined) continue // switched off, or of a pack that is silent here
    candidates.push({ proposal, rule, hindrance: undefined })
  }
  if (candidates.length === 0) return draft
  candidates.sort(inOrder)

  const guarded = overlapping(protectedSpans(text, facts.protect))
  const awaited = touching(awaitedLines(draft))
  const free: Array<Candidate> = []
  for (const candidate of candidates) {
    const { proposal, rule } = candidate
    const trust = Math.min(RANK[rule.trust], RANK[proposal.trust ?? "auto"])
    if (proposal.replacement === null || trust < RANK.auto) continue
    if (guarded(proposal.start, proposal.end) !== undefined) {
      candidate.hindrance = "not applied: the passage is protected by emend.yaml"
      continue
    }
    const image = toOld(map, proposal.start, proposal.end)
    const waits = awaited(image.start, image.end)
    if (waits !== undefined && !text.slice(proposal.start, proposal.end).includes("\n")) {
      candidate.hindrance = `not applied: the line waits for a decision on ${waits.rule}`
      continue
    }
    if (insideAddress(text, proposal)) {
      candidate.hindrance = "not applied: it stands inside an address"
      continue
    }
    if (image.widened) {
      candidate.hindrance = "not applied: it cuts into a passage that an earlier stage changed"
      continue
    }
    free.push(candidate)
  }

  const applied = choose(free)
  const edits: Array<Edit> = []
  const findings = draft.findings.slice()
  for (const candidate of candidates) {
    const { proposal, rule, hindrance } = candidate
    const image = toOld(map, proposal.start, proposal.end)
    const fixed = applied.has(candidate)
    if (fixed && proposal.replacement !== null) {
      const last = edits.at(-1)
      if (last !== undefined && last.start === proposal.start && last.end === proposal.end) {
        edits[edits.length - 1] = { ...last, by: [...last.by, findings.length] }
      } else
        edits.push({
          start: proposal.start,
          end: proposal.end,
          replacement: proposal.replacement,
          by: [findings.length],
        })
    }
    findings.push({
      start: image.start,
      end: image.end,
      rule: rule.id,
      type: rule.type,
      severity: rule.severity,
      confidence: proposal.confidence ?? rule.confidence,
      status: fixed ? "fixed" : proposal.replacement === null || rule.trust === "flag" ? "flagged" : "suggested",
      replacement: rule.trust === "flag" && !fixed ? null : proposal.replacement,
      alternatives: proposal.alternatives ?? [],
      message: proposal.message ?? rule.why,
      evidence: hindrance === undefined ? proposal.evidence : [...proposal.evidence, hindrance],
    })
  }
  if (edits.length === 0) return { ...draft, findings }
  const composed = compose(draft.edits, edits, text)
  return { facts, text: apply(text, edits), edits: composed, map: fromEdits(composed), findings }
}
