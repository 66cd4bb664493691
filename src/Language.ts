import { francAll } from "franc"
import type { Lexicon } from "./Lexicon.ts"

/** Languages in Latin script that texts are met in beside English; franc goes wrong when it may answer with any of 187. */
const CANDIDATES = ["eng", "fra", "deu", "spa", "ita", "por", "nld", "tur", "pol", "ron", "ces", "swe"]
/** How much text is looked at, from three places, in UTF-16 code units. */
const WINDOW = 2000
const LEAST = 200
/** The share of English's hundred commonest words in English prose is about .45; in other languages it stays under .1. */
const COMMON_SHARE = 0.15
const MARGIN = 0.03

export interface Language {
  readonly english: boolean
  readonly evidence: string
}

const windows = (text: string): string => {
  if (text.length <= 3 * WINDOW) return text
  const middle = (text.length - WINDOW) >> 1
  return `${text.slice(0, WINDOW)}\n${text.slice(middle, middle + WINDOW)}\n${text.slice(-WINDOW)}`
}

/** Whether a text is in English: its script first, then its commonest words, then franc with a margin. */
export const languageOf = (text: string, lexicon: Lexicon): Language => {
  const sample = windows(text)
  const letters = sample.match(/\p{L}/gu)?.length ?? 0
  if (letters < LEAST / 2) return { english: true, evidence: "too short to tell" }
  const latin = sample.match(/\p{Script=Latin}/gu)?.length ?? 0
  if (latin < letters / 2)
    return { english: false, evidence: `${Math.round(100 - (100 * latin) / letters)} % of the letters are not Latin` }
  const words = sample.toLowerCase().match(/\p{L}+/gu) ?? []
  const common = words.filter((word) => lexicon.common.has(word)).length / Math.max(1, words.length)
  if (common >= COMMON_SHARE)
    return { english: true, evidence: `${Math.round(common * 100)} % of the words are common English words` }
  if (sample.length < LEAST) return { english: true, evidence: "too short to tell" }
  const ranking = francAll(sample, { only: CANDIDATES })
  const english = ranking.find(([code]) => code === "eng")?.[1] ?? 0
  const [best = "und", score = 0] = ranking[0] ?? []
  return best !== "eng" && best !== "und" && score - english >= MARGIN
    ? {
        english: false,
        evidence: `reads as ${best}; only ${Math.round(common * 100)} % of the words are common English words`,
      }
    : { english: true, evidence: "no other language fits better" }
}
