/** A line of a text: offsets in UTF-16 code units, `to` is the place of its line feed or the text's end. */
export interface Line {
  readonly from: number
  readonly to: number
  /** where its content starts and ends, white space at both ends left out; equal on a blank line */
  readonly start: number
  readonly end: number
}

/** White space as it stands in real documents: no-break, ideographic and typographic spaces are among it. */
export const isSpace = (c: number): boolean =>
  c === 32 ||
  c === 9 ||
  c === 0xa0 ||
  c === 0x3000 ||
  (c >= 0x2000 && c <= 0x200a) ||
  c === 0x202f ||
  c === 0x205f ||
  c === 0xfeff

export const linesOf = (text: string): ReadonlyArray<Line> => {
  const lines: Array<Line> = []
  for (let from = 0; from <= text.length; ) {
    let to = text.indexOf("\n", from)
    if (to < 0) to = text.length
    let start = from
    let end = to
    while (start < end && isSpace(text.charCodeAt(start))) start++
    while (end > start && isSpace(text.charCodeAt(end - 1))) end--
    lines.push({ from, to, start, end })
    from = to + 1
  }
  return lines
}

export const isBlank = (line: Line): boolean => line.start === line.end
