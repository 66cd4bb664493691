import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { decode, encode } from "../src/Encoding.ts"

/** The bytes of each character of an encoding of one or two bytes, read off its decoder. */
const tableOf = (encoding: string): ReadonlyMap<string, ReadonlyArray<number>> => {
  const decoder = new TextDecoder(encoding, { fatal: true })
  const table = new Map<string, ReadonlyArray<number>>()
  const learn = (...bytes: ReadonlyArray<number>): void => {
    try {
      const text = decoder.decode(Uint8Array.from(bytes))
      if (Array.from(text).length === 1 && !table.has(text)) table.set(text, bytes)
    } catch {
      // no character of this encoding
    }
  }
  for (let a = 0; a < 256; a++) learn(a)
  for (let a = 0x81; a < 255; a++) for (let b = 0x40; b < 255; b++) learn(a, b)
  return table
}

const bytesOf = (encoding: string, text: string): Uint8Array => {
  const table = tableOf(encoding)
  return Uint8Array.from(
    Array.from(text).flatMap((c) => {
      const bytes = table.get(c)
      if (bytes === undefined) throw new Error(`${encoding} cannot write ${c}`)
      return bytes
    }),
  )
}

const ENGLISH =
  "The ferry left the pier a little after six, and those who had come to see it off went slowly home along the wall. " +
  "Nobody spoke of the man who had not been on it. "

describe("Unicode", () => {
  const text = "The keeper wrote “fine” – in ink.\r\nСмотритель, 灯台, 😀\n"

  it.effect.each([
    ["utf-8", false, Buffer.from(text)],
    ["utf-8", true, Buffer.from(`\ufeff${text}`)],
    ["utf-16le", false, Buffer.from(ENGLISH + text, "utf16le")],
    ["utf-16le", true, Buffer.from(`\ufeff${text}`, "utf16le")],
    ["utf-16be", false, Buffer.from(ENGLISH + text, "utf16le").swap16()],
    ["utf-16be", true, Buffer.from(`\ufeff${text}`, "utf16le").swap16()],
  ] as const)("%s, byte-order mark: %s", ([encoding, byteOrderMark, bytes]) =>
    Effect.gen(function* () {
      const decoded = yield* decode("a.txt", bytes)
      expect(decoded.form).toEqual({ encoding, byteOrderMark })
      expect(decoded.text.endsWith(text)).toBe(true)
      expect(decoded.text.startsWith("\ufeff")).toBe(false)
      expect(Buffer.from(encode(decoded.text, decoded.form)).equals(bytes)).toBe(true)
    }),
  )

  it.effect("an empty file and one of nothing but a mark", () =>
    Effect.gen(function* () {
      for (const bytes of [Buffer.from([]), Buffer.from("\ufeff"), Buffer.from("\ufeff", "utf16le")]) {
        const { text, form } = yield* decode("a.txt", bytes)
        expect(text).toBe("")
        expect(Buffer.from(encode(text, form)).equals(bytes)).toBe(true)
      }
    }),
  )

  it.effect("NUL bytes in a text do not make it UTF-16", () =>
    Effect.gen(function* () {
      const bytes = Buffer.from("a\0b and\0 something more\0")
      expect((yield* decode("a.txt", bytes)).form.encoding).toBe("utf-8")
    }),
  )

  it("whatever is valid UTF-8 comes back byte for byte", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), fc.boolean(), (body, mark) => {
        const bytes = Buffer.from(mark ? `\ufeff${body}` : body)
        const { text, form } = Effect.runSync(decode("a.txt", bytes))
        expect(Buffer.from(encode(text, form)).equals(bytes)).toBe(true)
      }),
      { numRuns: 200 },
    )
  })

  it("whatever is UTF-16 with a mark comes back byte for byte", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), fc.boolean(), (body, big) => {
        const little = Buffer.from(`\ufeff${body}`, "utf16le")
        const bytes = big ? little.swap16() : little
        const { text, form } = Effect.runSync(decode("a.txt", bytes))
        expect(text).toBe(body)
        expect(Buffer.from(encode(text, form)).equals(bytes)).toBe(true)
      }),
    )
  })
})

describe("legacy encodings", () => {
  it.effect.each([
    ["windows-1251", "Under the photograph stands «Маяк, весна», and below it: смотритель и его дочь, осень. "],
    ["windows-1252", "She kept “one” café – and a naïve old façade – in the street that’s called Señora’s Walk. "],
    ["gb18030", "Over the door stood 灯塔守望者, and on the other side of it 春天来了,我们回家. "],
    ["shift_jis", "Over the door stood 灯台の人, and on the other side of it これは春の手紙です. "],
  ] as const)("%s", ([encoding, foreign]) =>
    Effect.gen(function* () {
      for (const text of [ENGLISH + foreign, (ENGLISH + foreign).repeat(400)]) {
        const decoded = yield* decode("a.txt", bytesOf(encoding, text))
        expect(decoded.form).toEqual({ encoding, byteOrderMark: false })
        expect(decoded.text).toBe(text)
        // what was not Unicode is written as UTF-8
        expect(Buffer.from(encode(decoded.text, decoded.form)).toString("utf8")).toBe(text)
      }
    }),
  )
})

describe("damage", () => {
  const failure = (bytes: Uint8Array) => Effect.flip(decode("letters/a.txt", bytes))

  it.effect.each([
    ["a byte that UTF-8 never has", "“a” – “b” — ", [0xff], 0],
    ["a sequence that breaks off", "“a” – “b” — ", [0xe2, 0x80, 0x41], 2],
    ["a trail byte without a lead", "“a” – “b” — ", [0x80], 0],
    ["a surrogate written as UTF-8", "“a” – “b” — ", [0xed, 0xa0, 0x80], 1],
  ] as const)("%s", ([, before, bad, within]) =>
    Effect.gen(function* () {
      const head = Buffer.from(before)
      const error = yield* failure(Buffer.concat([head, Buffer.from(bad), Buffer.from(" and more")]))
      expect(error).toMatchObject({ doc: "letters/a.txt", encoding: "utf-8", offset: head.length + within })
      expect(error.message).toContain(`letters/a.txt: not valid utf-8 at byte ${head.length + within}`)
    }),
  )

  it.effect("a file with a UTF-8 mark is held to it", () =>
    Effect.gen(function* () {
      const error = yield* failure(Buffer.concat([Buffer.from("\ufeffcaf"), Buffer.from([0xe9, 0x20])]))
      expect(error).toMatchObject({ encoding: "utf-8", offset: 7 })
    }),
  )

  it.effect.each([
    ["utf-16le", true],
    ["utf-16be", true],
    ["utf-16le", false],
    ["utf-16be", false],
  ] as const)("half a character at the end of %s, mark: %s", ([encoding, mark]) =>
    Effect.gen(function* () {
      const little = Buffer.from(`${mark ? "\ufeff" : ""}${ENGLISH}`, "utf16le")
      const whole = encoding === "utf-16le" ? little : little.swap16()
      const error = yield* failure(Buffer.concat([whole, Buffer.from([encoding === "utf-16le" ? 0x41 : 0x00])]))
      expect(error).toMatchObject({ encoding, offset: whole.length })
    }),
  )

  it.effect("half a surrogate pair in UTF-16", () =>
    Effect.gen(function* () {
      const bytes = Buffer.from(`\ufeffab`, "utf16le")
      const error = yield* failure(Buffer.concat([bytes, Buffer.from([0x00, 0xd8, 0x41, 0x00])]))
      expect(error).toMatchObject({ encoding: "utf-16le" })
      expect([bytes.length, bytes.length + 2, bytes.length + 3]).toContain(error.offset)
    }),
  )
})
