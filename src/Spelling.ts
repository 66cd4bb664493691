import { compareTwoStrings } from "string-similarity"
import type { Profile } from "./Profile.ts"
import { searchFor } from "./StringSearch.ts"

/** A rarer spelling of a name that the corpus mostly spells in another way. */
export interface Variant {
  readonly spelling: string
  readonly count: number
  readonly common: string
  readonly commonCount: number
  /** Dice coefficient of the two spellings' letter pairs, 0 to 1 */
  readonly likeness: number
}

/**
 * Spellings that systems of romanisation use for one and the same letter, as [from, to], applied in order: Yezhov and
 * Ezhov, Andreev and Andreyev, Tukhachevski and -sky, Alexei and Aleksei, Dzhugashvili and Djugashvili. Only these
 * make two words candidates; Kolchuk and Kolchak differ by more and never meet.
 */
const ROMANISATIONS: ReadonlyArray<readonly [RegExp, string]> = [
  [/x/g, "ks"],
  [/dzh|dj/g, "j"],
  [/(?<=[aeiouy])ye/g, "e"],
  [/^ye/g, "e"],
  [/(?:iy|ii|yi|ij|yj)$/g, "y"],
  [/sk[iy]$/g, "sky"],
  [/(?<=[aeou])i/g, "y"],
  [/oe(?=v)/g, "e"],
  [/(.)\1/g, "$1"],
]

const keyOf = (word: string): string =>
  ROMANISATIONS.reduce((key, [from, to]) => key.replace(from, to), word.toLowerCase())

/** Shorter names have too many neighbours. */
const SHORTEST = 5
/** The common spelling stands this many times more often, and at least so often. */
const RATIO = 4
const LEAST = 4
const LIKE = 0.5

const NAME = /^\p{Lu}\p{Ll}+$/u

/** The rarer spellings of names in a corpus. A word that also stands in lower case is no name. */
export const variantsOf = (profile: Profile): ReadonlyArray<Variant> => {
  const blocks = new Map<string, Array<readonly [string, number]>>()
  for (const [word, count] of profile.words) {
    if (word.length < SHORTEST || !NAME.test(word) || profile.words.has(word.toLowerCase())) continue
    const key = keyOf(word)
    const block = blocks.get(key)
    if (block === undefined) blocks.set(key, [[word, count]])
    else block.push([word, count])
  }
  const variants: Array<Variant> = []
  for (const block of blocks.values()) {
    if (block.length < 2) continue
    const [[common, commonCount] = ["", 0], ...others] = block.sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    for (const [spelling, count] of others) {
      const likeness = compareTwoStrings(spelling, common)
      if (commonCount >= LEAST && commonCount >= RATIO * count && likeness >= LIKE) {
        variants.push({ spelling, count, common, commonCount, likeness })
      }
    }
  }
  return variants.sort((a, b) => (a.spelling < b.spelling ? -1 : 1))
}

/** A place where a variant stands. */
export interface Occurrence {
  readonly start: number
  readonly variant: Variant
}

const isLetter = (c: string): boolean => /[\p{L}\p{M}'’-]/u.test(c)

const finders = new WeakMap<Profile, (text: string) => ReadonlyArray<Occurrence>>()

/** Finds the variants of a corpus in one of its texts; what to look for is worked out once for a profile. */
export const finderOf = (profile: Profile): ((text: string) => ReadonlyArray<Occurrence>) => {
  const known = finders.get(profile)
  if (known !== undefined) return known
  const variants = variantsOf(profile)
  const search = searchFor(variants.map(({ spelling }) => spelling))
  const finder = (text: string): ReadonlyArray<Occurrence> => {
    const found: Array<Occurrence> = []
    search(text, (index, start) => {
      const variant = variants[index]!
      const end = start + variant.spelling.length
      if (!isLetter(text.charAt(start - 1)) && !isLetter(text.charAt(end))) found.push({ start, variant })
    })
    return found
  }
  finders.set(profile, finder)
  return finder
}
