import type { Proposal } from "../Draft.ts"
import { isBlank, type Line, linesOf } from "../Lines.ts"
import { pure } from "../Stage.ts"

/** A line of at least this many code units is prose: verse, tables and code run shorter. */
const PROSE = 60
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

const lineEnds = (text: string, lines: ReadonlyArray<Line>): ReadonlyArray<Proposal> =>
  lines
    // a carriage return that came to stand before the line feed would be read as a part of it the next time
    .filter((line) => !isBlank(line) && line.end < line.to && text.charAt(line.end - 1) !== "\r")
    .map((line) => ({ rule: "whitespace/line-end", start: line.end, end: line.to, replacement: "", evidence: [] }))

const contentLength = (line: Line | undefined): number => (line === undefined ? 0 : line.end - line.start)

const standsOff = (neighbour: Line | undefined): boolean =>
  neighbour === undefined || isBlank(neighbour) || contentLength(neighbour) >= PROSE

/**
 * Spaces before a line's first word. They mean something in verse, tables, code and lists, where lines are short and
 * neighbours are indented too; before prose, or before a heading that stands alone, they are left over.
 */
const leading = (lines: ReadonlyArray<Line>): ReadonlyArray<Proposal> => {
  const found: Array<Proposal> = []
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!
    const width = line.start - line.from
    if (isBlank(line) || width === 0) continue
    const before = lines[i - 1]
    const after = lines[i + 1]
    const prose = contentLength(line) >= PROSE
    // the neighbours' own indentation does not count: it may go in the same run
    const alone = standsOff(before) && standsOff(after)
    const mean = width === 1 ? !prose && !alone : !prose || width > DEEP
    if (mean) continue
    found.push({
      rule: "whitespace/leading",
      start: line.from,
      end: line.start,
      replacement: "",
      evidence: [prose ? "before a line of running text" : "before a line that stands alone"],
    })
  }
  return found
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
export const whitespace = pure("whitespace", (text) => {
  const lines = linesOf(text)
  return [...blankRuns(lines), ...lineEnds(text, lines), ...leading(lines), ...doubled(text, lines)]
})
