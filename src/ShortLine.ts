/** A line short enough to be looked at as a whole, without the white space around it. */
export interface ShortLine {
  readonly start: number
  readonly content: string
  /** among the first lines of the text with something on them, among the last */
  readonly first: boolean
  readonly last: boolean
}

/** Longer lines are running text, in UTF-16 code units. */
const LIMIT = 200
/** How many lines with something on them count as a document's start, and as its end. */
const EDGE = 8

/** The short lines of a text that have something on them. */
export const shortLinesOf = (text: string): ReadonlyArray<ShortLine> => {
  const lines: Array<{ start: number; content: string; first: boolean; last: boolean }> = []
  const lastStarts: Array<number> = []
  let seen = 0
  for (let start = 0; start < text.length; ) {
    let end = text.indexOf("\n", start)
    if (end < 0) end = text.length
    if (end > start) {
      const short = end - start <= LIMIT
      const content = short ? text.slice(start, end).trim() : ""
      if (!short || content !== "") {
        const from = short ? start + text.slice(start, end).indexOf(content) : start
        if (short) lines.push({ start: from, content, first: seen < EDGE, last: false })
        seen++
        lastStarts.push(from)
        if (lastStarts.length > EDGE) lastStarts.shift()
      }
    }
    start = end + 1
  }
  const lastFrom = lastStarts[0] ?? 0
  for (let i = lines.length - 1; i >= 0 && lines[i]!.start >= lastFrom; i--) lines[i]!.last = true
  return lines
}
