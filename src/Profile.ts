import type { Document } from "./Document.ts"

/**
 * What the whole corpus says, gathered before any document is cleaned. A commutative monoid: the profile of a corpus
 * is the merge of the profiles of its documents, in any order and any grouping.
 */
export interface Profile {
  /** Words as written with the number of times they stand; a capitalised word counts only inside a sentence. */
  readonly words: Map<string, number>
  /** Lines of at most 80 code units, trimmed, with the number of documents that have them. */
  readonly lines: Map<string, number>
  readonly documents: number
}

export const empty = (): Profile => ({ words: new Map(), lines: new Map(), documents: 0 })

const LINE_LIMIT = 80

/** What a code unit is to the counting of words, in one look-up: letters of Latin script, and what holds them together. */
const LOWER = 1
const UPPER = 2
const INNER = 4
/** leaves a sentence as it was: a space, a comma, a digit; anything else may end it or open speech */
const QUIET = 8
const KIND = new Uint8Array(65536)
for (let c = 97; c <= 122; c++) KIND[c] = LOWER
for (let c = 65; c <= 90; c++) KIND[c] = UPPER
for (let c = 0xdf; c <= 0xff; c++) if (c !== 0xf7) KIND[c] = LOWER
for (let c = 0xc0; c <= 0xde; c++) if (c !== 0xd7) KIND[c] = UPPER
for (const c of [39, 45, 0x2019]) KIND[c] = INNER
for (const c of [32, 44, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57]) KIND[c] = QUIET
const LETTER = LOWER | UPPER

const bump = (counts: Map<string, number>, key: string, by: number): void => {
  counts.set(key, (counts.get(key) ?? 0) + by)
}

/**
 * Counts of words by two hashes of 32 bits each, in open addressing: counting a word makes no string and reads no
 * text again. Two different words would have to share both hashes to be taken for one.
 */
class WordTable {
  private size = 1 << 14
  private used = 0
  private first = new Int32Array(this.size)
  private second = new Int32Array(this.size)
  private counts = new Int32Array(this.size)
  private starts = new Int32Array(this.size)
  private ends = new Int32Array(this.size)

  add(first: number, second: number, count: number, start: number, end: number): void {
    const mask = this.size - 1
    let slot = (first ^ (first >>> 15)) & mask
    while (this.counts[slot] !== 0) {
      if (this.first[slot] === first && this.second[slot] === second) {
        this.counts[slot]! += count
        return
      }
      slot = (slot + 1) & mask
    }
    this.first[slot] = first
    this.second[slot] = second
    this.counts[slot] = count
    this.starts[slot] = start
    this.ends[slot] = end
    if (++this.used * 2 > this.size) this.grow()
  }

  private grow(): void {
    const { size, first, second, counts, starts, ends } = this
    this.size = size * 2
    this.used = 0
    this.first = new Int32Array(this.size)
    this.second = new Int32Array(this.size)
    this.counts = new Int32Array(this.size)
    this.starts = new Int32Array(this.size)
    this.ends = new Int32Array(this.size)
    for (let i = 0; i < size; i++)
      if (counts[i] !== 0) this.add(first[i]!, second[i]!, counts[i]!, starts[i]!, ends[i]!)
  }

  words(text: string): Map<string, number> {
    const words = new Map<string, number>()
    for (let i = 0; i < this.size; i++) {
      if (this.counts[i] !== 0) words.set(text.slice(this.starts[i], this.ends[i]), this.counts[i]!)
    }
    return words
  }
}

const countWords = (text: string): Map<string, number> => {
  const table = new WordTable()
  const length = text.length
  let inside = false // within a sentence: a capital here is not owed to the sentence's start
  let i = 0
  while (i < length) {
    const c = text.charCodeAt(i)
    const kind = KIND[c]!
    if ((kind & LETTER) === 0) {
      if (kind !== QUIET) inside = false
      i++
      continue
    }
    const start = i
    let capitals = kind === UPPER ? 1 : 0
    let first = c
    let second = c
    for (i++; i < length; i++) {
      const d = text.charCodeAt(i)
      const next = KIND[d]!
      if (next !== LOWER) {
        if (next === UPPER) capitals++
        else if (next !== INNER || i + 1 === length || (KIND[text.charCodeAt(i + 1)]! & LETTER) === 0) break
      }
      first = (Math.imul(first, 31) + d) | 0
      second = Math.imul(second ^ d, 0x01000193)
    }
    if (kind !== UPPER || (inside && capitals === 1)) table.add(first, second, 1, start, i)
    inside = true
  }
  return table.words(text)
}

export const ofDocument = (document: Document): Profile => {
  const { text } = document
  const words = countWords(text)
  const lines = new Map<string, number>()
  for (let at = 0; at <= text.length; ) {
    let end = text.indexOf("\n", at)
    if (end < 0) end = text.length
    if (end - at <= LINE_LIMIT && end > at) {
      const line = text.slice(at, end).trim()
      if (line !== "") lines.set(line, 1)
    }
    at = end + 1
  }
  return { words, lines, documents: 1 }
}

/** Adds `other` into `into`; the result does not depend on the order of merging. */
export const merge = (into: Profile, other: Profile): Profile => {
  for (const [word, count] of other.words) bump(into.words, word, count)
  for (const [line, count] of other.lines) bump(into.lines, line, count)
  return { words: into.words, lines: into.lines, documents: into.documents + other.documents }
}

/** The share of a word's occurrences that are written in lower case, and how many occurrences there are. */
export const lowerCaseShare = (profile: Profile, word: string): { readonly share: number; readonly seen: number } => {
  const lower = profile.words.get(word.toLowerCase()) ?? 0
  const upper = profile.words.get(word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()) ?? 0
  const seen = lower + upper
  return { share: seen === 0 ? 0 : lower / seen, seen }
}
