import type { Edit } from "./Edit.ts"

/**
 * Where the places of a text went when it was edited: flat `[start, oldLength, newLength]` triples, sorted and
 * disjoint, after ProseMirror's StepMap. `start` is an offset (UTF-16 code units) into the old text.
 */
export interface PositionMap {
  readonly triples: Int32Array
  /** where each triple starts in the new text */
  readonly starts: Int32Array
}

export const fromEdits = (edits: ReadonlyArray<Edit>): PositionMap => {
  const triples = new Int32Array(edits.length * 3)
  const starts = new Int32Array(edits.length)
  let shift = 0
  for (let i = 0; i < edits.length; i++) {
    const edit = edits[i]!
    triples[3 * i] = edit.start
    triples[3 * i + 1] = edit.end - edit.start
    triples[3 * i + 2] = edit.replacement.length
    starts[i] = edit.start + shift
    shift += edit.replacement.length - (edit.end - edit.start)
  }
  return { triples, starts }
}

/** The index of the last triple that starts at or before `position`, or -1. */
const before = (starts: Int32Array, position: number): number => {
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (starts[middle]! <= position) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** A span of the old text, and whether an end of it lay inside a replacement and had to be widened. */
export interface Image {
  readonly start: number
  readonly end: number
  readonly widened: boolean
}

/**
 * The tightest span of the old text that `[start, end)` of the new text came from. Text that was deleted at its edges
 * is left out, text that was deleted inside it is part of it. An end inside a replacement cannot be told apart
 * within it: the image then takes in the whole of what was replaced, and says so.
 */
export const toOld = (map: PositionMap, start: number, end: number): Image => {
  const { triples, starts } = map
  let oldStart = start
  let oldEnd = end
  let widened = false
  const i = before(starts, start)
  if (i >= 0) {
    const from = triples[3 * i]!
    const oldLength = triples[3 * i + 1]!
    const newLength = triples[3 * i + 2]!
    const within = start - starts[i]!
    if (within >= newLength) oldStart = from + oldLength + within - newLength
    else {
      oldStart = from
      widened = within > 0
    }
  }
  const j = before(starts, end)
  if (j >= 0) {
    const from = triples[3 * j]!
    const oldLength = triples[3 * j + 1]!
    const newLength = triples[3 * j + 2]!
    const within = end - starts[j]!
    if (within === 0) oldEnd = from
    else if (within >= newLength) oldEnd = from + oldLength + within - newLength
    else {
      oldEnd = from + oldLength
      widened = true
    }
  }
  // an insertion where something was deleted: its image is the place before the deleted text
  if (oldStart > oldEnd) oldStart = oldEnd
  return { start: oldStart, end: oldEnd, widened }
}

/** The place in the new text of a place in the old; one inside replaced text goes to the start of its replacement. */
export const toNew = (map: PositionMap, position: number): number => {
  const { triples, starts } = map
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (triples[3 * middle]! <= position) low = middle + 1
    else high = middle
  }
  const i = low - 1
  if (i < 0) return position
  const within = position - triples[3 * i]!
  const oldLength = triples[3 * i + 1]!
  return within >= oldLength ? starts[i]! + triples[3 * i + 2]! + within - oldLength : starts[i]!
}
