/**
 * An edit replaces `[start, end)` of a text by `replacement`. Offsets are UTF-16 code units, half-open; an insertion
 * has `start === end`. `by` names the findings that asked for it, as indices into the draft's list.
 */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly replacement: string
  readonly by: ReadonlyArray<number>
}

/** The text with the edits made. They must be sorted and disjoint; anything else is a defect and throws. */
export const apply = (text: string, edits: ReadonlyArray<Edit>): string => {
  const parts: Array<string> = []
  let at = 0
  for (const edit of edits) {
    if (edit.start < at || edit.end < edit.start || edit.end > text.length) {
      throw new RangeError(`edit ${edit.start}-${edit.end} overlaps the one before or leaves the text`)
    }
    if (edit.start > at) parts.push(text.slice(at, edit.start))
    parts.push(edit.replacement)
    at = edit.end
  }
  parts.push(text.slice(at))
  return parts.join("")
}

/** The edits that turn the edited text back into `text`. */
export const invert = (text: string, edits: ReadonlyArray<Edit>): ReadonlyArray<Edit> => {
  let shift = 0
  return edits.map((edit) => {
    const start = edit.start + shift
    shift += edit.replacement.length - (edit.end - edit.start)
    const original = text.slice(edit.start, edit.end)
    return { start, end: start + edit.replacement.length, replacement: original, by: edit.by }
  })
}

/**
 * One list of edits that does what `first` and then `second` do. `between` is the text after `first`, which is what
 * the offsets of `second` mean. Edits that overlap or touch become one, so that the result never touches itself.
 */
export const compose = (
  first: ReadonlyArray<Edit>,
  second: ReadonlyArray<Edit>,
  between: string,
): ReadonlyArray<Edit> => {
  if (second.length === 0) return first
  const out: Array<Edit> = []
  // `shift` is how much longer the text between is than the original, up to the place reached
  let shift = 0
  let i = 0
  let j = 0
  while (i < first.length || j < second.length) {
    const a = first[i]
    const b = second[j]
    const start = Math.min(
      a === undefined ? Number.POSITIVE_INFINITY : a.start + shift,
      b?.start ?? Number.POSITIVE_INFINITY,
    )
    const originalStart = start - shift
    let end = start
    const by: Array<number> = []
    const members: Array<Edit> = []
    for (;;) {
      const next = first[i]
      if (next !== undefined && next.start + shift <= end) {
        end = Math.max(end, next.start + shift + next.replacement.length)
        shift += next.replacement.length - (next.end - next.start)
        by.push(...next.by)
        i++
        continue
      }
      const later = second[j]
      if (later !== undefined && later.start <= end) {
        end = Math.max(end, later.end)
        by.push(...later.by)
        members.push(later)
        j++
        continue
      }
      break
    }
    let replacement = ""
    let at = start
    for (const member of members) {
      replacement += between.slice(at, member.start) + member.replacement
      at = member.end
    }
    out.push({ start: originalStart, end: end - shift, replacement: replacement + between.slice(at, end), by })
  }
  return out
}
