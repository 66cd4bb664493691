import type { Proposal } from "../Draft.ts"
import { isBlank, type Line, linesOf } from "../Lines.ts"
import { pure } from "../Stage.ts"

/** A double quotation mark, straight or curly (both families stand for each other in these texts). */
interface Mark {
  readonly at: number
  readonly role: "open" | "close"
}

/** How a paragraph's marks come out when they are read from left to right. */
interface Reading {
  readonly line: Line
  readonly marks: ReadonlyArray<Mark>
  /** marks opened and not closed */
  readonly open: number
  /** closing marks with nothing open */
  readonly stray: number
  readonly startsWithMark: boolean
}

const isWord = (c: string): boolean => /[\p{L}\p{N}]/u.test(c)
/** What may stand before an opening mark, and after a closing one. */
const BEFORE_OPEN = /[\s([{—–\-‘'“"«…]/
const AFTER_CLOSE = /[\s.,;:!?)\]}—–\-’'”"»…|]/

const roleOf = (text: string, at: number, line: Line, depth: number): Mark["role"] => {
  const c = text.charAt(at)
  if (c === "“" || c === "«" || c === "„") return "open"
  if (c === "”" || c === "»") return "close"
  const before = at > line.start ? text.charAt(at - 1) : " "
  const after = at + 1 < line.end ? text.charAt(at + 1) : " "
  const mayOpen = BEFORE_OPEN.test(before) && !/\s/.test(after)
  const mayClose = AFTER_CLOSE.test(after) && !/\s/.test(before)
  if (mayOpen !== mayClose) return mayOpen ? "open" : "close"
  if (isWord(after) && !isWord(before)) return "open"
  return depth > 0 ? "close" : "open"
}

const MARKS = /["“”«»„]/g

const read = (text: string, line: Line): Reading => {
  const marks: Array<Mark> = []
  let open = 0
  let stray = 0
  const content = text.slice(line.start, line.end)
  for (const match of content.matchAll(MARKS)) {
    const at = line.start + match.index
    // inches and seconds: 12" pipe
    if (match[0] === '"' && /\d/.test(text.charAt(at - 1)) && open === 0) continue
    const role = roleOf(text, at, line, open)
    marks.push({ at, role })
    if (role === "open") open++
    else if (open > 0) open--
    else stray++
  }
  return { line, marks, open, stray, startsWithMark: marks[0]?.at === line.start }
}

const isMark = (c: string): boolean => c === '"' || c === "”" || c === "“"

/** A closing mark doubled at a paragraph's end: one of the two is over, and the paragraph comes out even without it. */
const doubled = (text: string, { line, open, stray, marks }: Reading): Proposal | undefined => {
  const last = line.end - 1
  if (
    open !== 0 ||
    stray !== 1 ||
    !isMark(text.charAt(last)) ||
    !isMark(text.charAt(last - 1)) ||
    isMark(text.charAt(last - 2))
  )
    return undefined
  if (!/[.!?,…—-]/.test(text.charAt(last - 2)) || marks.length < 3) return undefined
  return {
    rule: "quote/doubled",
    start: last - 1,
    end: line.end,
    replacement: text.charAt(last),
    evidence: ["the paragraph has one closing mark more than it opens"],
  }
}

const closing = (text: string, at: number): string =>
  text.charAt(at) === "“" ? "”" : text.charAt(at) === "«" ? "»" : '"'
const opening = (text: string, at: number): string =>
  text.charAt(at) === "”" ? "“" : text.charAt(at) === "»" ? "«" : '"'

/** How many paragraphs on each side must come out even before one that does not is taken for damaged. */
const NEIGHBOURS = 3

/** A quotation may run over this many paragraphs without a mark in them: a letter, an order, a speech. */
const LONG_QUOTATION = 12

const even = (reading: Reading | undefined): boolean =>
  reading === undefined || (reading.open === 0 && reading.stray === 0)

/** The index of the paragraph that closes a quotation opened in paragraph `i`, with no other mark in between. */
const closedLater = (readings: ReadonlyArray<Reading>, i: number): number | undefined => {
  for (let k = i + 1; k < readings.length && k - i <= LONG_QUOTATION; k++) {
    const { marks, stray, open } = readings[k]!
    if (marks.length === 0) continue
    return stray === 1 && open === 0 && marks[0]?.role === "close" ? k : undefined
  }
  return undefined
}

/**
 * Quotation marks that do not come out even. A paragraph may open speech that the next one goes on with: that one
 * opens with a mark of its own, and only the last closes. So a paragraph is judged with its neighbours.
 */
export const quotes = pure("quotes", (text) => {
  const found: Array<Proposal> = []
  const readings = linesOf(text)
    .filter((line) => !isBlank(line))
    .map((line) => read(text, line))
  let pending = 0 // paragraphs that a quotation has been open for
  for (let i = 0; i < readings.length; i++) {
    const reading = readings[i]!
    // a quotation opened before may have been meant to end here
    const spoken = readings.slice(Math.max(0, i - LONG_QUOTATION), i).findLast(({ marks }) => marks.length > 0)
    const within = spoken !== undefined && spoken.open > 0 && !reading.startsWithMark
    const twice = doubled(text, reading)
    if (twice !== undefined) {
      found.push(within ? { ...twice, trust: "suggest" } : twice)
      continue
    }
    const next = readings[i + 1]
    const quiet = Array.from({ length: NEIGHBOURS }, (_, k) => k + 1).every(
      (k) => even(readings[i + k]) && (k > 1 || even(readings[i - k])),
    )
    if (reading.open === 1 && reading.stray === 0) {
      const mark = reading.marks.findLast((m) => m.role === "open")
      const closes = closedLater(readings, i)
      if (closes !== undefined) {
        i = closes
        pending = 0
        continue
      }
      if (next !== undefined && (next.startsWithMark || next.stray > 0)) {
        pending = pending + 1
        continue
      }
      pending = 0
      const ends = /[.!?…]$/.test(text.slice(reading.line.start, reading.line.end))
      if (mark !== undefined && ends && quiet && reading.marks.length % 2 === 1 && reading.startsWithMark) {
        found.push({
          rule: "quote/unclosed",
          start: reading.line.end,
          end: reading.line.end,
          replacement: closing(text, mark.at),
          evidence: [
            "the paragraph opens a quotation and does not close it",
            "the paragraphs around it come out even, the next one does not go on with it",
          ],
        })
      } else if (mark !== undefined) {
        found.push({
          rule: "quote/uneven",
          start: mark.at,
          end: mark.at + 1,
          replacement: null,
          message: "This quotation mark opens a quotation that the paragraph does not close.",
          evidence: ["the next paragraph neither opens with a mark nor closes the quotation"],
        })
      }
      continue
    }
    if (reading.stray === 1 && reading.open === 0 && pending === 0) {
      const mark = reading.marks[0]
      const last = reading.marks.at(-1)
      if (
        mark !== undefined &&
        last !== undefined &&
        reading.marks.length === 1 &&
        last.at === reading.line.end - 1 &&
        quiet
      ) {
        found.push({
          rule: "quote/unopened",
          start: reading.line.start,
          end: reading.line.start,
          replacement: opening(text, mark.at),
          evidence: [
            "the paragraph ends with a closing mark and has no other",
            "the paragraphs around it come out even",
          ],
        })
      } else if (last !== undefined) {
        found.push({
          rule: "quote/uneven",
          start: last.at,
          end: last.at + 1,
          replacement: null,
          message: "This quotation mark closes a quotation that nothing opens.",
          evidence: [],
        })
      }
    } else if (reading.open + reading.stray > 1) {
      const mark = reading.marks.at(-1)
      if (mark !== undefined) {
        found.push({
          rule: "quote/uneven",
          start: mark.at,
          end: mark.at + 1,
          replacement: null,
          evidence: [`${reading.marks.length} marks in the paragraph do not pair up`],
        })
      }
    }
    pending = reading.open > 0 && (next?.startsWithMark ?? false) ? pending + 1 : 0
  }
  return found
})
