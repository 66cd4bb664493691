import type { Proposal } from "../Draft.ts"
import { isBlank, type Line, linesOf } from "../Lines.ts"
import { pure } from "../Stage.ts"
import { still } from "./still.ts"

/** A line of at least this many code units is prose: verse, tables and code run shorter. */
const PROSE = 60
/** A line of at least this many is a paragraph. */
const LONG = 120
/** Indented prose may be a quotation set off from the text; deeper than this it is a layout. */
const DEEP = 8

/** So many empty lines in a row are an accident; two are how many typists set off a section. */
const ACCIDENT = 3

/**
 * Blank lines made of spaces become empty ones, and a run of such lines becomes one. A run with empty lines in it is
 * replaced with the line feeds around it, where it is too long to be meant.
 */
const blankRuns = (lines: ReadonlyArray<Line>): ReadonlyArray<Proposal> => {
  const found: Array<Proposal> = []
  for (let i = 0; i < lines.length; i++) {
    if (!isBlank(lines[i]!)) continue
    let last = i
    while (last + 1 < lines.length && isBlank(lines[last + 1]!)) last++
    const run = lines.slice(i, last + 1)
    const white = run.filter((line) => line.to > line.from)
    const before = lines[i - 1]
    const after = lines[last + 1]
    // the last line feed of a text leaves an empty line behind it that is none
    const count = after === undefined && run.at(-1)?.from === run.at(-1)?.to ? run.length - 1 : run.length
    const evidence = [
      white.length > 0
        ? `${count === 1 ? "a line" : `${count} lines`} of nothing but spaces`
        : `${count} empty lines in a row`,
    ]
    const rule = white.length > 0 ? "whitespace/blank-line" : "whitespace/blank-run"
    if (before !== undefined && count >= ACCIDENT && white.length < count) {
      found.push({ rule, start: before.to, end: after?.from ?? lines[last]!.to, replacement: "\n\n", evidence })
    } else if (before !== undefined && white.length > 0 && white.length === count) {
      found.push({ rule, start: run[0]!.from, end: white.at(-1)!.to, replacement: "", evidence })
    } else {
      // at a text's very start, and in short runs, the line feeds stay as they are
      for (const line of white)
        found.push({
          rule,
          start: line.from,
          end: line.to,
          replacement: "",
          evidence: ["a line of nothing but spaces"],
        })
    }
    i = last
  }
  return found
}

const MARKDOWN = /^(?:#{1,6} \S|```)/m

/** Spaces at a line's end that mean something. */
const endMeans = (text: string, line: Line, next: Line | undefined, markdown: boolean): boolean => {
  const content = text.slice(line.start, line.end)
  const end = text.slice(line.end, line.to)
  return (
    // a carriage return that came to stand before the line feed would be read as a part of it the next time
    content.endsWith("\r") ||
    // empty cells at the end of a table's row
    (end.includes("\t") && content.includes("\t")) ||
    // the line over a signature in mail
    (content === "--" && end === " ") ||
    // a line break within a paragraph
    (markdown && end === "  " && next !== undefined && !isBlank(next))
  )
}

const lineEnds = (text: string, lines: ReadonlyArray<Line>): ReadonlyArray<Proposal> => {
  const markdown = MARKDOWN.test(text)
  return lines
    .filter((line, i) => !isBlank(line) && line.end < line.to && !endMeans(text, line, lines[i + 1], markdown))
    .map((line) => ({ rule: "whitespace/line-end", start: line.end, end: line.to, replacement: "", evidence: [] }))
}

const contentLength = (line: Line | undefined): number => (line === undefined ? 0 : line.end - line.start)

const isSetOff = (line: Line): boolean => line.start > line.from && !isBlank(line)

/** What stands in a line of a program, and seldom in a line of prose. */
const CODE = /[{}=<>\\]|[\w\])]\(|;$/
const LIST_ITEM = /^(?:[-–—•*·+>]|\(?(?:\d{1,3}|[a-zA-Z])[.)])\s/

/**
 * Which lines have spaces before their first word that set nothing off. Spaces mean something in verse, tables, code
 * and lists, where lines are short and several of them near each other are set off; before a paragraph, or before a heading that stands
 * alone beside one, they are left over.
 */
export const leftOverIndents = (text: string, lines: ReadonlyArray<Line>): ((i: number) => boolean) => {
  let paragraphs = 0
  let indented = 0
  for (const line of lines) {
    if (contentLength(line) < LONG) continue
    paragraphs++
    if (line.start - line.from > 1) indented++
  }
  // where a few paragraphs are indented and most are not, the few are quotations
  const habit = indented * 2 > paragraphs
  const contentOf = (line: Line): string => text.slice(line.start, line.end)
  const nearest = (i: number, step: 1 | -1): Line | undefined => {
    let k = i + step
    while (k >= 0 && k < lines.length && isBlank(lines[k]!)) k += step
    return lines[k]
  }
  const isParagraph = (line: Line | undefined): boolean =>
    line === undefined || isBlank(line) || contentLength(line) >= LONG

  return (i) => {
    const line = lines[i]!
    const width = line.start - line.from
    if (isBlank(line) || width === 0 || width > DEEP) return false
    const length = contentLength(line)
    const before = lines[i - 1]
    const after = lines[i + 1]
    if (width > 1) {
      // no typist sets a line of verse or a table off with ideographic or no-break spaces
      const typed = /[ \t]/.test(text.slice(line.from, line.start))
      if (length < (typed ? LONG : PROSE)) return false
      return !typed || (habit && !LIST_ITEM.test(contentOf(line)) && !CODE.test(contentOf(line)))
    }
    if (length >= LONG) return true
    const near = (distance: number, least: number): boolean =>
      lines
        .slice(Math.max(0, i - distance), i + distance + 1)
        .some((other) => other !== line && isSetOff(other) && contentLength(other) < least)
    if (length >= PROSE) return !near(2, LONG) && !CODE.test(contentOf(line))
    if (near(4, PROSE)) return false
    const alone = [before, after].every((line) => isParagraph(line) || contentLength(line) >= PROSE)
    const beside = [nearest(i, -1), nearest(i, 1)].some((line) => contentLength(line) >= PROSE)
    return alone && beside
  }
}

const leading = (text: string, lines: ReadonlyArray<Line>): ReadonlyArray<Proposal> => {
  const isLeftOver = leftOverIndents(text, lines)
  return lines.flatMap((line, i) =>
    isLeftOver(i)
      ? [
          {
            rule: "whitespace/leading",
            start: line.from,
            end: line.start,
            replacement: "",
            evidence: [
              contentLength(line) >= PROSE ? "before a line of running text" : "before a line that stands alone",
            ],
          },
        ]
      : [],
  )
}

/** Two spaces between words, where the document has so few that they are no habit of its typist. */
const doubled = (text: string, lines: ReadonlyArray<Line>): ReadonlyArray<Proposal> => {
  if (!text.includes("  ")) return []
  const found: Array<Proposal> = []
  for (const line of lines) {
    if (contentLength(line) < PROSE) continue
    const content = text.slice(line.start, line.end)
    const runs = Array.from(content.matchAll(/(?<=[\p{L}\p{N},;:.!?"”’)]) {2,3}(?=[\p{L}\p{N}"“‘(])/gu))
    if (runs.length > 3) continue // columns
    for (const run of runs) {
      const start = line.start + run.index
      found.push({ rule: "whitespace/double-space", start, end: start + run[0].length, replacement: " ", evidence: [] })
    }
  }
  const prose = lines.filter((line) => contentLength(line) >= PROSE).length
  return found.length * 10 > prose ? found.map((proposal) => ({ ...proposal, trust: "suggest" as const })) : found
}

/** Blank lines of no-break spaces, runs of blank lines, spaces before and after a line. */
export const whitespace = still(
  pure("whitespace", (text) => {
    const lines = linesOf(text)
    return [...blankRuns(lines), ...lineEnds(text, lines), ...leading(text, lines), ...doubled(text, lines)]
  }),
)
