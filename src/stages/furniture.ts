import type { Proposal } from "../Draft.ts"
import { isBlank, type Line, linesOf } from "../Lines.ts"
import { pure } from "../Stage.ts"

interface NumberLine {
  readonly index: number
  readonly value: number
  readonly at: number
}

const NUMBER = /^(?:[-–—]\s?(\d{1,4})\s?[-–—]|\[(\d{1,4})\]|(\d{1,4}))$/
/** Code units of text on one page: a pocket book has about 800, a dense quarto 6,000. */
const PAGE = { least: 400, most: 9000 }
/** How far the first page number may be ahead of the text before it: excerpts begin in the middle of a book. */
const HEAD_START = 700
const ENOUGH = 4

const numberLines = (text: string, lines: ReadonlyArray<Line>): ReadonlyArray<NumberLine> =>
  lines.flatMap((line, index) => {
    if (isBlank(line) || line.end - line.start > 8) return []
    const match = NUMBER.exec(text.slice(line.start, line.end))
    const digits = match?.[1] ?? match?.[2] ?? match?.[3]
    return digits === undefined ? [] : [{ index, value: Number(digits), at: line.start }]
  })

/** The longest run of numbers that ascend while the text goes on (patience sorting, O(n log n)). */
const ascending = (numbers: ReadonlyArray<NumberLine>): ReadonlyArray<NumberLine> => {
  const tails: Array<number> = []
  const previous: Array<number> = []
  for (let i = 0; i < numbers.length; i++) {
    let low = 0
    let high = tails.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (numbers[tails[middle]!]!.value < numbers[i]!.value) low = middle + 1
      else high = middle
    }
    previous[i] = low > 0 ? tails[low - 1]! : -1
    tails[low] = i
  }
  const run: Array<NumberLine> = []
  for (let i = tails.at(-1) ?? -1; i >= 0; i = previous[i]!) run.push(numbers[i]!)
  return run.reverse()
}

const median = (values: ReadonlyArray<number>): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

interface Sequence {
  readonly numbers: ReadonlyArray<NumberLine>
  /** code units of text on a page */
  readonly pageLength: number
}

/**
 * The page numbers among the numbers that stand alone: they ascend, at the pace of the text. A year does not keep
 * that pace ("1917" between pages 92 and 100), and a chronicle's years would need 1,900 pages before the first.
 */
export const pageNumbers = (numbers: ReadonlyArray<NumberLine>): Sequence | undefined => {
  let run = ascending(numbers)
  while (run.length >= ENOUGH) {
    const paces = run.slice(1).map((number, i) => (number.at - run[i]!.at) / (number.value - run[i]!.value))
    const pageLength = median(paces)
    const fits = (number: NumberLine, other: NumberLine | undefined): boolean => {
      if (other === undefined) return false
      const pages = Math.abs(number.value - other.value)
      const expected = pages * pageLength
      const actual = Math.abs(number.at - other.at)
      return actual < expected * 2 + 2 * pageLength && actual > expected / 2 - 2 * pageLength
    }
    const kept = run.filter((number, i) => fits(number, run[i - 1]) || fits(number, run[i + 1]))
    if (kept.length === run.length) {
      const first = run[0]!
      const ahead = first.value - first.at / pageLength
      return pageLength >= PAGE.least && pageLength <= PAGE.most && ahead < HEAD_START && ahead > -HEAD_START
        ? { numbers: run, pageLength }
        : undefined
    }
    run = kept
  }
  return undefined
}

const neighbour = (lines: ReadonlyArray<Line>, index: number, step: 1 | -1): Line | undefined => {
  for (let i = index + step; i >= 0 && i < lines.length; i += step) if (!isBlank(lines[i]!)) return lines[i]
  return undefined
}

const endsSentence = (text: string, line: Line | undefined): boolean =>
  line === undefined || /[.!?:;…]["'”’»)\]*]*$/.test(text.slice(Math.max(line.start, line.end - 6), line.end))

const opensLower = (text: string, line: Line | undefined): boolean =>
  line !== undefined && /^["“(]?\p{Ll}/u.test(text.slice(line.start, line.start + 3))

/** A line that is not blank, at least this long, is running text. */
const RUNNING = 60

const isRunning = (line: Line | undefined): boolean => line !== undefined && line.end - line.start >= RUNNING

/** Whether the text runs on over a number: section headings stand between sentences, page numbers anywhere. */
const cutsSentence = (text: string, lines: ReadonlyArray<Line>, number: NumberLine): boolean => {
  const before = neighbour(lines, number.index, -1)
  const after = neighbour(lines, number.index, 1)
  return !endsSentence(text, before) || opensLower(text, after)
}

/** Running text that stops without a mark and goes on in lower case: verse and signatures stand in shorter lines. */
const cutsRunningText = (text: string, lines: ReadonlyArray<Line>, number: NumberLine): boolean => {
  const before = neighbour(lines, number.index, -1)
  const after = neighbour(lines, number.index, 1)
  return (
    before !== undefined &&
    isRunning(before) &&
    /[\p{L},‐‑-]$/u.test(text.slice(before.start, before.end)) &&
    opensLower(text, after)
  )
}

/** A number between blank lines, with a sentence that runs on over it. */
const betweenHalves = (text: string, lines: ReadonlyArray<Line>, number: NumberLine): boolean => {
  const above = lines[number.index - 1]
  const below = lines[number.index + 1]
  return (
    above !== undefined &&
    below !== undefined &&
    isBlank(above) &&
    isBlank(below) &&
    cutsRunningText(text, lines, number)
  )
}

/** A number between two lines that are blank but not empty: nobody writes these, a converted page has them. */
const betweenSpaces = (lines: ReadonlyArray<Line>, { index }: NumberLine): boolean =>
  [lines[index - 1], lines[index + 1]].every((line) => line !== undefined && isBlank(line) && line.to > line.from)

/**
 * Page numbers that a cut sentence gives away, where there are too few of them for a sequence. A number that the
 * sentence itself sets off looks the same, but has no lines of spaces around it.
 */
const lonely = (
  text: string,
  lines: ReadonlyArray<Line>,
  candidates: ReadonlyArray<NumberLine>,
): ReadonlyArray<Proposal> =>
  candidates
    .filter((number) => betweenHalves(text, lines, number))
    .map((number) => ({
      rule: "page/number",
      start: lines[number.index]!.start,
      end: lines[number.index]!.end,
      replacement: "",
      evidence: ["a number alone between blank lines, and a sentence that runs on over it"],
      ...(betweenSpaces(lines, number) ? {} : { trust: "suggest" as const }),
    }))

const proposals = (text: string, lines: ReadonlyArray<Line>): ReadonlyArray<Proposal> => {
  const candidates = numberLines(text, lines)
  const sequence = pageNumbers(candidates)
  if (sequence === undefined) return lonely(text, lines, candidates)
  const { numbers, pageLength } = sequence
  const cuts = numbers.filter((number) => cutsSentence(text, lines, number)).length
  const consecutive = numbers.every((number, i) => number.value === (numbers[0]?.value ?? 0) + i)
  // numbered sections count 1, 2, 3 between whole sentences
  if (cuts === 0 && consecutive) return []
  // and some of their parts end without a mark, as with a signature
  const telling = numbers.filter((number) =>
    consecutive
      ? cutsRunningText(text, lines, number)
      : cutsSentence(text, lines, number) && isRunning(neighbour(lines, number.index, -1)),
  ).length
  const sure = telling >= 2 && telling >= numbers.length * 0.2
  const first = numbers[0]!
  const last = numbers.at(-1)!
  const evidence = [
    `one of ${numbers.length} numbers alone on a line that ascend from ${first.value} to ${last.value}, one for about ${Math.round(pageLength)} characters`,
    `${cuts} of them stand in the middle of a sentence`,
  ]
  const span = (index: number): { readonly start: number; readonly end: number } => ({
    start: lines[index]!.start,
    end: lines[index]!.end,
  })
  const found: Array<Proposal> = numbers.map((number) => ({
    rule: "page/number",
    ...span(number.index),
    replacement: "",
    evidence,
    ...(sure ? {} : { trust: "suggest" as const }),
  }))
  const taken = new Set(numbers.map((number) => number.index))
  for (const number of candidates) {
    if (taken.has(number.index)) continue
    if (betweenHalves(text, lines, number)) {
      found.push(...lonely(text, lines, [number]))
      continue
    }
    if (number.at < first.at || number.at > last.at) continue
    if (number.value >= 1000 && number.value > last.value) continue // a year
    if (!cutsSentence(text, lines, number)) continue
    found.push({
      rule: "page/number",
      ...span(number.index),
      replacement: "",
      confidence: 0.6,
      evidence: [`alone on a line in the middle of a sentence, but out of the order of the page numbers around it`],
      trust: "suggest",
    })
  }
  return found
}

const RULE_LINE = /^[-–—_]{3,}$/
const NOTE = /^(\*{1,3}|\[?\d{1,2}[\]).]?) ?(?=\S)/
/** How far above its note a mark may stand. */
const REFERENCE = 6000

/** Whether the text has a note's mark at the end of a word: not an emphasis, nor a vitamin. */
const refersTo = (text: string, mark: string): boolean => {
  const digits = /\d+/.exec(mark)?.[0]
  if (digits !== undefined)
    return new RegExp(`(?:\\p{Ll}{3}|[.!?,;"”’)])\\[?${digits}\\]?(?![\\p{L}\\p{N}])`, "u").test(text)
  return text
    .split("\n")
    .some((line) => /[\p{L}.!?,;"”’)…]\*{1,3}(?=[\s.,;:)”"]|$)/u.test(line) && !/(?:^|[\s(“"])\*+\S/.test(line))
}

/** A line of dashes over a footnote: the note is marked, and so is the place in the text above that it belongs to. */
const footnoteRules = (text: string, lines: ReadonlyArray<Line>): ReadonlyArray<Proposal> => {
  const markOf = (note: Line | undefined): string | undefined =>
    note === undefined ? undefined : NOTE.exec(text.slice(note.start, note.end))?.[1]
  return lines.flatMap((line, index) => {
    if (line.end - line.start < 3 || line.end - line.start > 60 || !RULE_LINE.test(text.slice(line.start, line.end)))
      return []
    const mark = markOf(neighbour(lines, index, 1))
    if (mark === undefined) return []
    // a second item with the same mark makes a list of them
    const first = lines.findIndex((other, i) => i > index && !isBlank(other))
    const isList = mark.startsWith("*") && markOf(neighbour(lines, first, 1)) === mark
    if (isList || !refersTo(text.slice(Math.max(0, line.start - REFERENCE), line.start), mark)) return []
    return [
      {
        rule: "page/footnote-rule",
        start: line.start,
        end: line.end,
        replacement: "",
        evidence: [`a note marked ${mark} follows, and ${mark} stands in the text above`],
      },
    ]
  })
}

/** What the printed page put around its text: page numbers in sequence, the rules over footnotes. */
export const furniture = pure("furniture", (text) => {
  const lines = linesOf(text)
  return [...proposals(text, lines), ...footnoteRules(text, lines)]
})
