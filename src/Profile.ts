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

const isLower = (c: number): boolean => (c >= 97 && c <= 122) || (c >= 0xdf && c <= 0xff && c !== 0xf7)
const isUpper = (c: number): boolean => (c >= 65 && c <= 90) || (c >= 0xc0 && c <= 0xde && c !== 0xd7)
const isInner = (c: number): boolean => c === 39 || c === 0x2019 || c === 45

const bump = (counts: Map<string, number>, key: string, by: number): void => {
  counts.set(key, (counts.get(key) ?? 0) + by)
}

interface Counter {
  readonly word: string
  count: number
}

/** Slots for the words met last, by a hash of their letters: nine words in ten are found there and cost no new string. */
const SLOTS = 1 << 13

const standsAt = (text: string, start: number, word: string): boolean => {
  for (let i = 0; i < word.length; i++) if (text.charCodeAt(start + i) !== word.charCodeAt(i)) return false
  return true
}

const countWords = (text: string): Map<string, number> => {
  const counters = new Map<string, Counter>()
  const recent: Array<Counter | undefined> = new Array<Counter | undefined>(SLOTS).fill(undefined)
  const length = text.length
  let inside = false // within a sentence: a capital here is not owed to the sentence's start
  let i = 0
  while (i < length) {
    const c = text.charCodeAt(i)
    const upper = isUpper(c)
    if (upper || isLower(c)) {
      const start = i
      let capitals = upper ? 1 : 0
      let slot = c
      i++
      for (; i < length; i++) {
        const d = text.charCodeAt(i)
        if (isUpper(d)) capitals++
        else if (!isLower(d)) {
          if (!isInner(d) || i + 1 >= length) break
          const e = text.charCodeAt(i + 1)
          if (!isLower(e) && !isUpper(e)) break
        }
        slot = (Math.imul(slot, 31) + d) | 0
      }
      if (!upper || (inside && capitals === 1)) {
        slot &= SLOTS - 1
        const known = recent[slot]
        if (known !== undefined && known.word.length === i - start && standsAt(text, start, known.word)) known.count++
        else {
          const word = text.slice(start, i)
          const counter = counters.get(word)
          if (counter !== undefined) {
            counter.count++
            recent[slot] = counter
          } else {
            const fresh = { word, count: 1 }
            counters.set(word, fresh)
            recent[slot] = fresh
          }
        }
      }
      inside = true
      continue
    }
    // a comma, a space or a digit leaves the sentence as it was; what may end one or open speech does not
    if (c !== 32 && c !== 44 && !(c >= 48 && c <= 57)) inside = false
    i++
  }
  return new Map(Array.from(counters, ([word, { count }]) => [word, count]))
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
