/**
 * Finds many strings in a text in one pass, after Aho and Corasick (Efficient string matching, 1975), with every
 * transition worked out beforehand. Characters that stand in no string share one class, so the table stays small.
 */
export interface Automaton {
  readonly classes: Uint16Array
  readonly width: number
  readonly next: Uint16Array | Int32Array
  /** for each state, the indices of the strings that end there */
  readonly ends: ReadonlyArray<ReadonlyArray<number>>
}

export const build = (strings: ReadonlyArray<string>): Automaton => {
  const classes = new Uint16Array(65536)
  let width = 1
  for (const string of strings) {
    for (let i = 0; i < string.length; i++) {
      const c = string.charCodeAt(i)
      if (classes[c] === 0) classes[c] = width++
    }
  }
  const states = strings.reduce((n, string) => n + string.length, 1)
  const next = new Int32Array(states * width).fill(-1)
  const ends: Array<Array<number>> = [[]]
  for (const [index, string] of strings.entries()) {
    let state = 0
    for (let i = 0; i < string.length; i++) {
      const slot = state * width + classes[string.charCodeAt(i)]!
      if (next[slot] === -1) {
        next[slot] = ends.length
        ends.push([])
      }
      state = next[slot]!
    }
    ends[state]!.push(index)
  }
  // breadth first: the longest other string that each state's path may also be the start of
  const fail = new Int32Array(ends.length)
  const queue: Array<number> = []
  for (let k = 0; k < width; k++) {
    const to = next[k]!
    if (to > 0) queue.push(to)
    else next[k] = 0
  }
  for (let head = 0; head < queue.length; head++) {
    const state = queue[head]!
    const other = fail[state]!
    ends[state]!.push(...ends[other]!)
    for (let k = 0; k < width; k++) {
      const slot = state * width + k
      const to = next[slot]!
      const otherwise = next[other * width + k]!
      if (to === -1) next[slot] = otherwise
      else {
        fail[to] = otherwise
        queue.push(to)
      }
    }
  }
  const table = next.subarray(0, ends.length * width)
  // half the table is twice the cache
  return { classes, width, next: ends.length < 65536 ? Uint16Array.from(table) : table.slice(), ends }
}
