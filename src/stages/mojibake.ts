/** The bytes that characters stand for in a one-byte encoding. */
const bytesOf = (encoding: string): ReadonlyMap<string, number> => {
  const decoder = new TextDecoder(encoding)
  return new Map(Array.from({ length: 128 }, (_, i) => [decoder.decode(Uint8Array.of(i + 128)), i + 128] as const))
}

const TABLES = [
  { encoding: "windows-1252", bytes: bytesOf("windows-1252") },
  { encoding: "windows-1251", bytes: bytesOf("windows-1251") },
] as const

const inClass = (characters: Iterable<string>): string =>
  Array.from(characters, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`).join("")

/** Runs of: a character that leads a UTF-8 sequence, and as many as it calls for that continue it; in either encoding. */
const runs = TABLES.map(({ bytes }) => {
  const range = (least: number, most: number): string =>
    inClass(
      Array.from(bytes)
        .filter(([, b]) => b >= least && b <= most)
        .map(([c]) => c),
    )
  const trail = range(0x80, 0xbf)
  return new RegExp(
    `(?:[${range(0xc2, 0xdf)}][${trail}]|[${range(0xe0, 0xef)}][${trail}]{2}|[${range(0xf0, 0xf4)}][${trail}]{3})+`,
    "g",
  )
})

export interface Candidate {
  readonly start: number
  readonly end: number
}

/** Places where text may be UTF-8 that was read in a one-byte encoding, in reading order, disjoint. */
export const candidates = (text: string): ReadonlyArray<Candidate> => {
  const found = runs.flatMap((run) =>
    Array.from(text.matchAll(run), (m) => ({ start: m.index, end: m.index + m[0].length })),
  )
  found.sort((a, b) => a.start - b.start || b.end - a.end)
  return found.filter((candidate, i) => i === 0 || candidate.start >= found[i - 1]!.end)
}

export interface Repaired {
  readonly text: string
  readonly encoding: string
  readonly certain: boolean
}

const PUNCTUATION = /^[\u2010-\u2027\u2030-\u205e\u20ac\u2116\u2122\u00a0-\u00bf]+$/
/** Letters of the languages that are written in Latin script; beyond these a capital with a French mark looks alike: É… */
const LATIN = /^[\u00c0-\u017f\u0218-\u021b]+$/
const OTHER_SCRIPT =
  /^[\u0370-\u04ff\u10a0-\u10ff\u3040-\u30ff\u3400-\u9fff\uff00-\uffef\u3000-\u303f\u2010-\u2027]{2,}$/
const PICTURE = /^\p{Extended_Pictographic}/u

/**
 * What a run stands for when its characters are turned back into bytes and read as UTF-8, or nothing where that is
 * not valid or not likely. What was damaged twice is repaired twice.
 */
export const repair = (damaged: string): Repaired | undefined => {
  for (const { encoding, bytes } of TABLES) {
    const raw = Array.from(damaged, (c) => bytes.get(c))
    if (raw.some((byte) => byte === undefined)) continue
    let text: string
    try {
      text = new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(raw, (byte) => byte ?? 0))
    } catch {
      continue
    }
    const again = repair(text)
    if (again !== undefined) return again
    const western = encoding === "windows-1252"
    const certain = PUNCTUATION.test(text)
      ? damaged.length > text.length
      : western && (LATIN.test(text) || OTHER_SCRIPT.test(text) || PICTURE.test(text))
    if (certain || OTHER_SCRIPT.test(text)) return { text, encoding, certain }
  }
  return undefined
}
