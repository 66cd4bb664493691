import type { Cleaned } from "../Cleaned.ts"

/** Lines around a change: one is enough for git, which knows the place by its number; lines of prose are long. */
const CONTEXT = 1

interface Hunk {
  /** the lines of the raw text that the hunk replaces, counted from 0, and what stands there in the end */
  readonly first: number
  readonly last: number
  readonly after: string
}

const lineStarts = (text: string): ReadonlyArray<number> => {
  const starts = [0]
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1))
    if (at + 1 < text.length) starts.push(at + 1)
  return starts
}

const lineOf = (starts: ReadonlyArray<number>, offset: number): number => {
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (starts[middle]! <= offset) low = middle + 1
    else high = middle
  }
  return low - 1
}

const splitLines = (text: string): ReadonlyArray<string> => (text === "" ? [] : text.split(/(?<=\n)/))

const shown = (sign: string, line: string): string =>
  line.endsWith("\n") ? `${sign}${line}` : `${sign}${line}\n\\ No newline at end of file\n`

const octal = (c: string): string => `\\${c.charCodeAt(0).toString(8).padStart(3, "0")}`

/** git ends a name at a tab, so that names may have spaces; one with control characters has to be quoted as in C. */
const fileName = (side: string, id: string): string => {
  const name = `${side}/${id}`
  if (/[\u0000-\u001f]/.test(id)) return `"${name.replace(/["\\]/g, "\\$&").replace(/[\u0000-\u001f]/g, octal)}"`
  return id.includes(" ") ? `${name}\t` : name
}

/**
 * The document's edits as a unified diff that `git apply` takes, made from the edits and never by comparing texts.
 * Nothing for a document without edits, or one that is not UTF-8: git would not find its bytes.
 */
export const patch = ({ document, edits }: Cleaned): string | undefined => {
  if (edits.length === 0 || document.form.encoding !== "utf-8") return undefined
  const mark = document.form.byteOrderMark ? 1 : 0
  const raw = mark === 1 ? `\ufeff${document.raw}` : document.raw
  const starts = lineStarts(raw)
  const endOf = (line: number): number => (line + 1 < starts.length ? starts[line + 1]! : raw.length)

  const hunks: Array<Hunk> = []
  for (let i = 0; i < edits.length; ) {
    // edits that share a line are one hunk
    const first = lineOf(starts, edits[i]!.start + mark)
    let last = first
    let after = ""
    let at = starts[first]!
    for (; i < edits.length && lineOf(starts, edits[i]!.start + mark) <= last; i++) {
      const { start, end, replacement } = edits[i]!
      after += raw.slice(at, start + mark) + replacement
      at = end + mark
      last = lineOf(starts, at)
    }
    hunks.push({ first, last, after: after + raw.slice(at, endOf(last)) })
  }

  let out = `--- ${fileName("a", document.id)}\n+++ ${fileName("b", document.id)}\n`
  let shift = 0
  for (let i = 0; i < hunks.length; ) {
    let j = i
    while (j + 1 < hunks.length && hunks[j + 1]!.first - hunks[j]!.last <= 2 * CONTEXT) j++
    const from = Math.max(0, hunks[i]!.first - CONTEXT)
    const to = Math.min(starts.length - 1, hunks[j]!.last + CONTEXT)
    let body = ""
    let added = 0
    let line = from
    for (let k = i; k <= j; k++) {
      const hunk = hunks[k]!
      for (; line < hunk.first; line++) body += shown(" ", raw.slice(starts[line]!, endOf(line)))
      for (; line <= hunk.last; line++) body += shown("-", raw.slice(starts[line]!, endOf(line)))
      const after = splitLines(hunk.after)
      for (const newLine of after) body += shown("+", newLine)
      added += after.length - (hunk.last - hunk.first + 1)
    }
    for (; line <= to; line++) body += shown(" ", raw.slice(starts[line]!, endOf(line)))
    const count = to - from + 1
    const newCount = count + added
    out += `@@ -${from + 1},${count} +${from + 1 + shift - (newCount === 0 ? 1 : 0)},${newCount} @@\n${body}`
    shift += added
    i = j + 1
  }
  return out
}
