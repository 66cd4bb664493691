import type { Facts, Proposal } from "../Draft.ts"
import { isBlank, type Line, linesOf } from "../Lines.ts"
import { lowerCaseShare } from "../Profile.ts"
import { pure } from "../Stage.ts"
import { still } from "./still.ts"
import { leftOverIndents } from "./whitespace.ts"

/** A line of at least this many code units is prose; verse, headings, signatures and table rows run shorter. */
const PROSE = 60
/** In a document of one paragraph a line, this share of the text stands in lines of 120 code units and more. */
const LONG_LINES = { least: 120, share: 0.6 }
/** The head of a page is at most this long. */
const HEAD = 80
/** A word that the corpus writes in lower case this often, seen this many times, is no proper name. */
const COMMON_WORD = { share: 0.97, seen: 20 }
/** And one that it never writes in lower case is. */
const PROPER_NAME = { share: 0, seen: 3 }

const OPENING_QUOTE = /["“«„]/
const LAST_WORD = /([\p{L}\p{M}'’-]+)[^\p{L}\p{N}]*$/u
const FIRST_WORD = /^["“«„‘'(]*([\p{L}\p{M}][\p{L}\p{M}'’-]*)/u
const LIST_ITEM = /^(?:[-–—•*·]\s|\(?(?:\d{1,3}|[a-zA-Z]|[ivxlcIVXLC]{1,5})[.)]\s)/

/** A line break between two lines with text on them, and what speaks for the sentence going on over it. */
interface Break {
  readonly before: Line
  readonly after: Line
  /** what shows that a printed page begins with the second line */
  readonly page: string | undefined
  /** and leaves no doubt of it */
  readonly sure: boolean
  readonly blankBetween: boolean
  /** the paragraph so far opens with a small letter, as entries of a list do */
  readonly opensLower: boolean
  /** and with a word that the rest of it explains */
  readonly opensEntry: boolean
  /** one of the lines next to the two runs on like verse */
  readonly verse: boolean
}

const isProse = (lines: ReadonlyArray<Line>): boolean => {
  let all = 0
  let long = 0
  for (const line of lines) {
    const length = line.end - line.start
    all += length
    if (length >= LONG_LINES.least) long += length
  }
  return all > 0 && long >= all * LONG_LINES.share
}

const endsSentence = (text: string, line: Line): boolean =>
  /[.!?…]["'”’»)\]]*$/.test(text.slice(Math.max(line.start, line.end - 6), line.end))

/** A line of the length of verse that ends without a mark or with a comma. */
const runsOn = (text: string, line: Line | undefined): boolean =>
  line !== undefined &&
  !isBlank(line) &&
  line.end - line.start < PROSE &&
  /[\p{L},;—–]$/u.test(text.slice(line.start, line.end))

/** What an earlier stage took away from between two lines, if it was more than white space by another name. */
const takenAway = (original: string): string => {
  const text = original.replace(/<[^<>\n]{0,300}>|&(?:amp;)*[#\w]{1,20};/g, "").trim()
  return /\p{N}|\p{L}{3}|[-–—_]{3}/u.test(text) ? text : ""
}

/** Lines that stand in the text more than once, or are written like a title: the heads of pages and chapters. */
const headLines = (text: string, lines: ReadonlyArray<Line>): ((line: Line) => boolean) => {
  const seen = new Map<string, number>()
  const contentOf = (line: Line): string | undefined =>
    line.end - line.start <= HEAD ? text.slice(line.start, line.end) : undefined
  for (const line of lines) {
    const content = contentOf(line)
    if (content !== undefined && content !== "") seen.set(content, (seen.get(content) ?? 0) + 1)
  }
  return (line) => {
    const content = contentOf(line)
    if (content === undefined) return false
    const words = content.match(/\p{L}{4,}/gu) ?? []
    return (seen.get(content) ?? 0) > 1 || (!/[.!?,]$/.test(content) && words.every((word) => /^\p{Lu}/u.test(word)))
  }
}

const tail = (text: string, line: Line): string => text.slice(Math.max(line.start, line.end - 80), line.end)

const isHeading = (content: string): boolean => !/\p{Ll}/u.test(content)

const isSalutation = (content: string, facts: Facts): boolean => {
  const opening = content.replace(/^\W+/, "").toLowerCase()
  return content.length < 60 && facts.lexicon.salutations.some((word) => opening.startsWith(word))
}

interface Judgement {
  readonly rule: string
  readonly replacement: string | null
  /** how far into the first line the edit reaches, counted from its end */
  readonly back?: number
  /** how far into the second line the edit reaches */
  readonly reach: number
  readonly evidence: ReadonlyArray<string>
  readonly confidence?: number
  readonly certain: boolean
}

/** Names that go on after one of these open with a small letter: entries of a bibliography do. */
const PARTICLE = /^(?:van|von|de|del|della|der|den|di|da|du|dos|la|le|ten|ter|zu|bin|ibn|al|el)[ -]/

/** The head of an entry in a list of words: one or two in lower case, and a mark. */
const ENTRY = /^\p{Ll}[\p{L}-]*(?: \p{Ll}[\p{L}-]*)?(?:[,:]| [([—–])/u

const SET_OFF = "the second line is set off by one space, as where a printed page begins"

/** Two words that cannot stand side by side: the engine repeated or replaced one of them over the break. */
const clash = (last: string, first: string, { prepositions, articles }: Facts["lexicon"]): boolean =>
  last === first ||
  (prepositions.has(last) && prepositions.has(first)) ||
  (articles.has(last) && (articles.has(first) || prepositions.has(first)))

/** The second half opens with a word that the first has just used: "with me, ⏎ factory" after "the factory". */
const isRepeated = (first: string, ending: string): boolean =>
  first.length > 3 &&
  ending
    .toLowerCase()
    .slice(-60)
    .split(/[^\p{L}\p{M}'’-]+/u)
    .includes(first.toLowerCase())

/** Judges one break, `length` being how long the paragraph before it has grown. */
const judge = (text: string, line: Break, length: number, prose: boolean, facts: Facts): Judgement | undefined => {
  const ending = tail(text, line.before)
  const open = /[\p{L}\p{N},]$/u.test(ending)
  // most line breaks end a paragraph, and show nothing
  if (!open && line.page === undefined) return undefined
  const opening = text.slice(line.after.start, Math.min(line.after.end, line.after.start + 60))
  if (
    isHeading(ending) ||
    isHeading(text.slice(line.after.start, line.after.end).slice(0, 200)) ||
    LIST_ITEM.test(opening)
  )
    return undefined
  if (isSalutation(ending, facts) && line.before.end - line.before.start < 60) return undefined
  if (isSalutation(opening, facts) && line.after.end - line.after.start < 60) return undefined
  const first = FIRST_WORD.exec(opening)?.[1]
  if (first === undefined) return undefined
  const last = LAST_WORD.exec(ending.slice(-30))?.[1] ?? ""
  const needsMore = /[\p{L}]$/u.test(ending) && facts.lexicon.cannotEnd.has(last.toLowerCase())
  const lower = /^\p{Ll}/u.test(opening)
  const context =
    line.page !== undefined
      ? [line.page]
      : line.blankBetween
        ? ["blank lines stand in the middle of the sentence"]
        : ["the document has one paragraph a line"]

  if (lower && open) {
    // verse, lists and hard-wrapped mail run in short lines: running text is long on one side of the break at least
    const own = line.before.end - line.before.start
    const next = line.after.end - line.after.start
    const running = Math.max(length, next) >= PROSE
    const paragraphs =
      Math.max(own, next) >= LONG_LINES.least && (next >= LONG_LINES.least || endsSentence(text, line.after))
    const entry =
      (line.opensLower && !line.blankBetween) || line.opensEntry || PARTICLE.test(opening) || !/[\p{L},]$/u.test(ending)
    const cut = needsMore && line.blankBetween && own >= PROSE
    const enough = running && (line.page !== undefined || cut || (prose && length >= PROSE && paragraphs && !entry))
    if (!enough) return undefined
    const ends = needsMore
      ? `no sentence ends with “${last}”`
      : ending.endsWith(",")
        ? "the line ends with a comma"
        : "the line ends without a mark"
    const evidence = [`${ends}, the next goes on in lower case (“${first}”)`, ...context]
    return clash(last.toLowerCase(), first.toLowerCase(), facts.lexicon) ||
      isRepeated(first, ending) ||
      (line.page !== undefined && !line.sure)
      ? {
          rule: "page/cut-sentence",
          replacement: " ",
          reach: 0,
          certain: false,
          evidence:
            line.page === undefined || line.sure
              ? [...evidence, `but “${first}” may be a repetition, or something is missing before it`]
              : evidence,
        }
      : { rule: "page/cut-sentence", replacement: " ", reach: 0, certain: true, evidence }
  }
  if (open && ending.endsWith(",") && OPENING_QUOTE.test(opening.charAt(0))) {
    const words =
      ending
        .toLowerCase()
        .match(/[a-z]+/g)
        ?.slice(-6) ?? []
    const verb = words.find((word) => facts.lexicon.speech.has(word))
    // a speech already begun goes on in lower case after "he said,"; a capital there is the engine's
    const speaks = /["“”«»„]/.test(ending)
    if (verb !== undefined && !speaks && length >= 25 && !line.blankBetween && !line.verse) {
      return {
        rule: "page/split-speech",
        replacement: " ",
        reach: 0,
        certain: true,
        evidence: [`“${verb}” and a comma lead into the speech on the next line`],
      }
    }
  }
  const page = line.page
  if (page === undefined || length < 40) return undefined
  if (open && /^\p{Lu}/u.test(opening)) {
    const ends = ending.endsWith(",") ? "the line before ends with a comma" : "the line before ends without a mark"
    const { share, seen } = lowerCaseShare(facts.profile, first)
    const lowered = first.charAt(0).toLowerCase()
    const invented = facts.lexicon.opensInvented.has(first.toLowerCase())
    if (first === "I" && page !== SET_OFF && line.sure) {
      return {
        rule: "page/cut-sentence",
        replacement: " ",
        reach: 0,
        certain: true,
        evidence: [ends, "“I” has its capital anywhere", page],
      }
    }
    const plain = /^\p{Lu}\p{Ll}*$/u.test(first)
    if (!invented && plain && share >= COMMON_WORD.share && seen >= COMMON_WORD.seen) {
      const evidence = [
        `${ends}`,
        `“${first.toLowerCase()}” is written in lower case in ${Math.round(share * seen)} of ${seen} places inside sentences`,
        page,
      ]
      // after a noun the engine may have dropped an "of" or a "the" that only the source can give back
      const before = last.toLowerCase()
      const calls = facts.lexicon.articles.has(before) || (facts.lexicon.prepositions.has(before) && before !== "to")
      const certain =
        line.sure && calls && !clash(before, first.toLowerCase(), facts.lexicon) && !isRepeated(first, ending)
      return { rule: "page/capital-after-cut", replacement: ` ${lowered}`, reach: 1, certain, evidence }
    }
    if (!invented && plain && share <= PROPER_NAME.share && seen >= PROPER_NAME.seen) {
      const evidence = [`${ends}`, `“${first}” is a name: all ${seen} times inside sentences it has its capital`, page]
      return {
        rule: "page/name-after-cut",
        replacement: " ",
        reach: 0,
        certain: line.sure && !/["“”]/.test(ending),
        evidence,
      }
    }
    return {
      rule: "page/reworded-after-cut",
      replacement: null,
      reach: 1,
      certain: false,
      evidence: [ends, `“${first}” may be the translation program's own start of a sentence`, page],
    }
  }
  if (open && OPENING_QUOTE.test(opening.charAt(0))) {
    const { share, seen } = lowerCaseShare(facts.profile, first)
    const lowered =
      share >= COMMON_WORD.share && seen >= COMMON_WORD.seen ? first.charAt(0).toLowerCase() : first.charAt(0)
    return {
      rule: "page/quote-after-cut",
      replacement: ` ${lowered}`,
      reach: 2,
      certain: false,
      evidence: ["the line before ends without a mark", page],
    }
  }
  if (/[.!?…]["”’)]*$/.test(ending)) {
    if (lower) {
      return {
        rule: "page/false-stop",
        replacement: " ",
        // the stop goes with the break
        back: /\p{L}\.$/u.test(ending) ? 1 : 0,
        reach: 0,
        certain: false,
        evidence: [`the page goes on in lower case (“${first}”)`, page],
      }
    }
    return { rule: "page/same-paragraph", replacement: " ", reach: 0, certain: false, evidence: [page] }
  }
  return undefined
}

/**
 * Line breaks that cut a sentence. A break is mended where the two halves leave no doubt; where the engine took the
 * second half for a new sentence and reworded it, the break is shown to a person.
 */
export const breaks = still(
  pure("breaks", (text, facts, original) => {
    const lines = linesOf(text)
    const prose = isProse(lines)
    const isLeftOver = leftOverIndents(text, lines)
    const isHead = headLines(text, lines)
    const found: Array<Proposal> = []
    let before: Line | undefined
    let previous: Line | undefined
    let length = 0
    let opensLower = false
    let opensEntry = false
    let blankBetween = false
    for (const [i, line] of lines.entries()) {
      if (isBlank(line)) {
        blankBetween = true
        continue
      }
      const own = line.end - line.start
      let joined = false
      if (before !== undefined) {
        const removed = takenAway(original(before.end, line.start))
        const setOff = line.start - line.from === 1
        const page =
          removed !== "" ? `“${removed.slice(0, 40)}” stood between the two lines` : setOff ? SET_OFF : undefined
        const seen = {
          before,
          after: line,
          page,
          // what is set off and stays so would be judged anew in a corpus that has become another by its cleaning
          sure: removed !== "" || (setOff && isLeftOver(i)),
          blankBetween,
          opensLower,
          opensEntry,
          verse: runsOn(text, previous) || runsOn(text, line),
        }
        const judgement = judge(text, seen, length, prose, facts)
        if (judgement !== undefined && !isHead(before) && !isHead(line)) {
          joined = judgement.certain
          found.push({
            rule: judgement.rule,
            start: before.end - (judgement.back ?? 0),
            end: line.start + judgement.reach,
            replacement: judgement.replacement,
            evidence: judgement.evidence,
            ...(judgement.certain ? {} : { trust: "suggest" as const }),
          })
        }
      }
      length = joined ? length + 1 + own : own
      if (!joined) {
        opensLower = /^["“(]?\p{Ll}/u.test(text.slice(line.start, line.start + 3))
        opensEntry = ENTRY.test(text.slice(line.start, Math.min(line.end, line.start + 40)))
      }
      previous = blankBetween ? undefined : before
      before = line
      blankBetween = false
    }
    return found
  }),
)
