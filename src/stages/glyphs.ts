import { decodeHTMLStrict } from "entities"
import type { Proposal } from "../Draft.ts"
import { pure } from "../Stage.ts"
import { candidates, repair } from "./mojibake.ts"
import { still } from "./still.ts"

const lineAround = (text: string, at: number): readonly [number, number] => {
  const end = text.indexOf("\n", at)
  return [text.lastIndexOf("\n", at - 1) + 1, end < 0 ? text.length : end]
}

/** A text about characters shows them as they must not be. */
const ABOUT_ENCODING =
  /\b(?:encod\p{L}+|mojibake|UTF-?8|Unicode|ASCII|Latin-?1|ISO[- ]8859|[Ww]indows-125\d|charsets?)\b/u
const ABOUT_MARKUP =
  /\b(?:X?HTML|XML|CSS|[Tt]ags?|[Mm]arkup|[Ee]lements?|[Ee]ntit(?:y|ies)|[Bb]rowsers?|BBCode|Markdown|[Ii]talics?|[Bb]old|ampersand|escap(?:e[ds]?|ing))\b/

const lineOf = (text: string, at: number): string => text.slice(...lineAround(text, at))

const mojibake = (text: string): ReadonlyArray<Proposal> =>
  Array.from(candidates(text), ({ start, end }): Proposal | undefined => {
    const damaged = text.slice(start, end)
    const repaired = repair(damaged)
    // a capital before it may be the end of a word in capitals before a French mark: MANHÃ…, GÅ»
    const inCapitals = /\p{Lu}/u.test(text.charAt(start - 1)) && !/\p{Ll}/u.test(text.charAt(end))
    const certain = repaired?.certain === true && !inCapitals && !ABOUT_ENCODING.test(lineOf(text, start))
    return repaired === undefined
      ? undefined
      : {
          rule: "glyph/mojibake",
          start,
          end,
          replacement: repaired.text,
          evidence: [`read as ${repaired.encoding}, these bytes are the UTF-8 of “${repaired.text}”`],
          ...(certain ? {} : { trust: "suggest" as const }),
        }
  }).filter((proposal) => proposal !== undefined)

// &lt; and &gt; may be meant: they would make a tag of what they enclose
const ENTITY = /&(?:amp;)*(?:(?!lt;|gt;|LT;|GT;|amp;)[A-Za-z][A-Za-z0-9]{1,20}|#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|amp);/g

const SPACES = /^(?:\s|&(?:amp;)*nbsp;)*$/

const entities = (text: string): ReadonlyArray<Proposal> => {
  if (!text.includes("&")) return []
  const found: Array<Proposal> = []
  for (const match of text.matchAll(ENTITY)) {
    const inner = match[0].replace(/^&(?:amp;)+(?!$)/, "&")
    // web pages write &nbsp; for any space that they do not want to lose
    const decoded = decodeHTMLStrict(inner).replace("\u00a0", " ")
    // a letter or mark that would make another entity of its neighbours stays as it is
    if (decoded === inner || decoded.length > 2 || /[A-Za-z0-9#;<>\n\r]/.test(decoded)) continue
    const makesAnother =
      decoded === "&" && /^(?:[A-Za-z][A-Za-z0-9]*|#\w+);/.test(text.slice(match.index + match[0].length))
    if (makesAnother) continue
    // a space at either end of a line sets nothing off
    const [from, to] = lineAround(text, match.index)
    const end = match.index + match[0].length
    const atEdge = decoded === " " && (SPACES.test(text.slice(from, match.index)) || SPACES.test(text.slice(end, to)))
    // a program names it between quotation marks, a text about it shows it
    const named = /["'`“‘]/.test(text.charAt(match.index - 1)) && /["'`”’]/.test(text.charAt(end))
    found.push({
      rule: "glyph/entity",
      start: match.index,
      end,
      replacement: atEdge ? "" : decoded,
      evidence: [`${match[0]} is the HTML code of “${decoded}”`],
      ...(named || ABOUT_MARKUP.test(text.slice(from, to)) ? { trust: "suggest" as const } : {}),
    })
  }
  return found
}

const INVISIBLE =
  /\r(?=\n)|[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufffd]/g
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/
const SPACELESS_SCRIPT = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]/
const windows1252 = new TextDecoder("windows-1252")
const code = (c: number): string => `U+${c.toString(16).toUpperCase().padStart(4, "0")}`

const invisible = (text: string): ReadonlyArray<Proposal> => {
  const found: Array<Proposal> = []
  let rightToLeft: boolean | undefined
  for (const match of text.matchAll(INVISIBLE)) {
    const start = match.index
    const c = match[0].charCodeAt(0)
    const span = { start, end: start + 1, evidence: [code(c)] }
    if (c === 0xfffd) {
      found.push({ ...span, rule: "glyph/replacement-character", replacement: null })
    } else if (c >= 0x80 && c < 0xa0 && c !== 0x85) {
      const meant = windows1252.decode(Uint8Array.of(c))
      const known = meant.charCodeAt(0) !== c
      found.push({ ...span, rule: known ? "glyph/windows-1252" : "glyph/control", replacement: known ? meant : "" })
    } else if (c === 0x2028 || c === 0x2029 || c === 0x85) {
      found.push({ ...span, rule: "glyph/line-separator", replacement: "\n" })
    } else if ((c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c === 0x200e || c === 0x200f) {
      rightToLeft ??= RIGHT_TO_LEFT.test(text)
      if (!rightToLeft) found.push({ ...span, rule: "glyph/direction", replacement: "" })
    } else if (c === 0x200b || c === 0x2060 || c === 0xfeff) {
      // scripts without spaces use it to mark where a word ends
      if (!SPACELESS_SCRIPT.test(text.slice(Math.max(0, start - 1), start + 2))) {
        found.push({ ...span, rule: "glyph/zero-width", replacement: "" })
      }
    } else if (c === 0xad) {
      // at a line's end it is a hyphenation, which is for the page breaks to mend
      if (/\p{L}/u.test(text.charAt(start - 1)) && /\p{L}/u.test(text.charAt(start + 1))) {
        found.push({ ...span, rule: "glyph/soft-hyphen", replacement: "" })
      }
    } else {
      // a vertical tab is a word processor's line break within a paragraph
      const between = c === 0x0b && /\S/.test(text.charAt(start - 1)) && /\S/.test(text.charAt(start + 1))
      found.push({ ...span, rule: "glyph/control", replacement: between ? " " : "" })
    }
  }
  return found
}

const TAG =
  /<(\/?)(br|hr|p|div|span|font|i|b|u|em|strong|small|center|sup|sub|blockquote|h[1-6]|a|li|ul|ol|td|tr)((?: [^<>\n]{0,300})?)\/?>/gi
/** Tags left over from a web page: certain where those of a line pair up and the line is not about tags. */
const tags = (text: string): ReadonlyArray<Proposal> => {
  const found: Array<Proposal> = []
  for (let at = text.indexOf("<"); at >= 0; ) {
    const [start, end] = lineAround(text, at)
    const line = text.slice(start, end)
    const matches = Array.from(line.matchAll(TAG))
    const open: Array<string> = []
    let paired = !ABOUT_MARKUP.test(line)
    for (const [, slash, name = ""] of matches) {
      if (/^(?:br|hr)$/i.test(name)) continue
      if (slash === "") open.push(name.toLowerCase())
      else if (open.pop() !== name.toLowerCase()) paired = false
    }
    paired &&= open.length === 0
    for (const match of matches) {
      const from = start + match.index
      const to = from + match[0].length
      const breaks = /^(?:br|hr|p|div|li|td|tr)$/i.test(match[2] ?? "")
      const between = breaks && /\S/.test(text.charAt(from - 1)) && /\S/.test(text.charAt(to))
      // in the midst of a line it stood for a line of its own, or is shown
      const inside =
        /^(?:br|hr)$/i.test(match[2] ?? "") && /\S/.test(text.slice(start, from)) && /\S/.test(text.slice(to, end))
      found.push({
        rule: "glyph/tag",
        start: from,
        end: to,
        replacement: between ? " " : "",
        evidence: [
          paired ? "the tags of this line pair up" : "the tags of this line do not pair up, or it speaks of tags",
        ],
        ...(paired && !between && !inside ? {} : { trust: "suggest" as const }),
      })
    }
    at = text.indexOf("<", end)
  }
  return found
}

/** A lone bar at a line's end or between two sentences; bars in neighbouring lines make a table. */
const bars = (text: string): ReadonlyArray<Proposal> => {
  const found: Array<Proposal> = []
  for (let at = text.indexOf("|"); at >= 0; ) {
    const [start, end] = lineAround(text, at)
    const next = text.indexOf("|", end)
    const alone = text.indexOf("|", at + 1) !== at + 1 && text.lastIndexOf("|", end - 1) === at
    if (alone && end - start > 40) {
      const [before] = lineAround(text, Math.max(0, start - 1))
      const [, after] = lineAround(text, Math.min(text.length, end + 1))
      const company = text.slice(before, start).includes("|") || text.slice(end, after).includes("|")
      const atEnd =
        /^[\s\u00a0]*$/.test(text.slice(at + 1, end)) &&
        /[.!?…]["”’)]* ?$/u.test(text.slice(Math.max(start, at - 4), at))
      const between =
        /[.!?]["”’)]?$/.test(text.slice(Math.max(start, at - 2), at)) && /^ \p{Lu}/u.test(text.slice(at + 1, at + 3))
      if (!company && (atEnd || between)) {
        found.push({
          rule: "glyph/stray-bar",
          start: at,
          end: at + 1,
          replacement: "",
          evidence: [
            atEnd
              ? "alone at the end of a line, no table around it"
              : "alone between two sentences, no table around it",
          ],
        })
      }
    }
    at = next
  }
  return found
}

/** Characters that are no text: mojibake, entities, control characters, left-over tags, stray bars. */
export const glyphs = still(
  pure("glyphs", (text) => [...mojibake(text), ...entities(text), ...invisible(text), ...tags(text), ...bars(text)]),
)
