import { Buffer, isUtf8 } from "node:buffer"
import { analyse } from "chardet"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { FileForm } from "./Document.ts"

/** The bytes of a file could not be read as text. `offset` counts bytes from the start of the file. */
export class UndecodableError extends Schema.TaggedError<UndecodableError>()("UndecodableError", {
  doc: Schema.String,
  encoding: Schema.String,
  offset: Schema.Int,
}) {
  override get message(): string {
    return `${this.doc}: not valid ${this.encoding} at byte ${this.offset}; save the file as UTF-8 and run again`
  }
}

export interface Decoded {
  readonly text: string
  readonly form: FileForm
}

/** The offset of the first byte that breaks the encoding, found by halving (only ever asked after a failure). */
const firstBadByte = (bytes: Uint8Array, encoding: string): number => {
  const fits = (length: number, stream: boolean): boolean => {
    try {
      new TextDecoder(encoding, { fatal: true }).decode(bytes.subarray(0, length), { stream })
      return true
    } catch {
      return false
    }
  }
  let low = 0
  let high = bytes.length
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (fits(middle, true)) low = middle
    else high = middle - 1
  }
  // every byte fits what stands before it: the file ends within a character
  if (low === bytes.length) while (low > 0 && !fits(low, false)) low--
  return low
}

/** Whether bytes that are not valid UTF-8 are UTF-8 all the same, with a few bytes damaged. */
const isDamagedUtf8 = (bytes: Uint8Array): boolean => {
  let whole = 0
  let broken = 0
  for (let i = 0; i < bytes.length; i++) {
    const lead = bytes[i]!
    if (lead < 0x80) continue
    const length = lead >= 0xf0 && lead < 0xf5 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1
    let trail = 1
    while (trail < length && (bytes[i + trail]! & 0xc0) === 0x80) trail++
    if (length > 1 && lead < 0xf5 && trail === length) whole++
    else broken++
    i += trail - 1
  }
  return whole >= 3 && whole > 4 * broken
}

/** UTF-16 without a byte-order mark: Latin text has a zero in nearly every second byte. */
const wideWithoutMark = (bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined => {
  const length = Math.min(bytes.length & ~1, 4096)
  if (length < 8) return undefined
  let even = 0
  let odd = 0
  for (let i = 0; i < length; i += 2) {
    if (bytes[i] === 0) even++
    if (bytes[i + 1] === 0) odd++
  }
  const pairs = length / 2
  if (odd > pairs * 0.7 && even < pairs * 0.05) return "utf-16le"
  if (even > pairs * 0.7 && odd < pairs * 0.05) return "utf-16be"
  return undefined
}

/** The legacy encodings that are told apart, by the detector's name for them. */
const LEGACY: ReadonlyMap<string, string> = new Map([
  ["windows-1251", "windows-1251"],
  ["ISO-8859-5", "windows-1251"],
  ["KOI8-R", "koi8-r"],
  ["GB18030", "gb18030"],
  ["Big5", "big5"],
  ["Shift_JIS", "shift_jis"],
  ["EUC-JP", "euc-jp"],
  ["EUC-KR", "euc-kr"],
  ["windows-1252", "windows-1252"],
  ["ISO-8859-1", "windows-1252"],
])

const legacyEncoding = (bytes: Uint8Array): string => {
  // English text is mostly ASCII and says nothing; the detector sees the neighbourhood of the bytes that do
  const telling: Array<number> = []
  for (let i = 0; i < bytes.length && telling.length < 65536; i++) {
    if (bytes[i]! >= 0x80 || (i > 0 && bytes[i - 1]! >= 0x80)) telling.push(bytes[i]!)
  }
  const sample = Uint8Array.from(telling)
  for (const match of analyse(sample)) {
    const encoding = LEGACY.get(match.name)
    if (encoding === undefined) continue
    try {
      new TextDecoder(encoding, { fatal: true }).decode(bytes)
      return encoding
    } catch {
      // not this one
    }
  }
  return "windows-1252"
}

/** Reads bytes as text: byte-order mark, strict UTF-8, UTF-16 without a mark, then the legacy encodings. */
export const decode = (doc: string, bytes: Uint8Array): Effect.Effect<Decoded, UndecodableError> => {
  const as = (encoding: string, byteOrderMark: boolean): Effect.Effect<Decoded, UndecodableError> =>
    Effect.try({
      try: () => ({
        text: new TextDecoder(encoding, { fatal: true }).decode(bytes),
        form: { encoding, byteOrderMark },
      }),
      catch: () => new UndecodableError({ doc, encoding, offset: firstBadByte(bytes, encoding) }),
    })
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return as("utf-8", true)
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return as("utf-16le", true)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return as("utf-16be", true)
  const wide = wideWithoutMark(bytes)
  if (wide !== undefined) return as(wide, false)
  if (isUtf8(bytes)) return as("utf-8", false)
  return isDamagedUtf8(bytes) ? as("utf-8", false) : as(legacyEncoding(bytes), false)
}

/** Writes text in the form it was read in; what was not Unicode becomes UTF-8. */
export const encode = (text: string, form: FileForm): Uint8Array => {
  if (form.encoding === "utf-16le" || form.encoding === "utf-16be") {
    const bytes = Buffer.from(form.byteOrderMark ? `\ufeff${text}` : text, "utf16le")
    return form.encoding === "utf-16le" ? bytes : bytes.swap16()
  }
  return Buffer.from(form.byteOrderMark ? `\ufeff${text}` : text, "utf8")
}
