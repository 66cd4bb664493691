import type { Facts, Proposal } from "../Draft.ts"
import { shortLinesOf } from "../ShortLine.ts"
import { pure } from "../Stage.ts"
import { fromPatterns } from "./patterns.ts"
import { still } from "./still.ts"

/** A line that stands in this many documents, and in this share of them, belongs to the site and not to the text. */
const RECURS = 3
const SHARE = 0.3

/** Short lines at a document's edges that many documents of the corpus have. */
const recurring = (text: string, { profile }: Facts): ReadonlyArray<Proposal> => {
  if (profile.documents < 2 * RECURS) return []
  const found: Array<Proposal> = []
  for (const line of shortLinesOf(text)) {
    if (!line.first && !line.last) continue
    const documents = profile.lines.get(line.content) ?? 0
    if (documents < RECURS || documents < SHARE * profile.documents || !/\p{L}{3}/u.test(line.content)) continue
    found.push({
      rule: "site/recurring-line",
      start: line.start,
      end: line.start + line.content.length,
      replacement: "",
      evidence: [
        `the line stands in ${documents} of ${profile.documents} documents, here at the ${line.first ? "start" : "end"}`,
      ],
    })
  }
  return found
}

const TITLE = /^\p{Lu}[^.;]{4,70}$/u
/** The words of this line, most of which a headline writes with capitals. */
const isHeadline = (line: string): boolean => {
  const words = line.match(/\p{L}{4,}/gu) ?? []
  return TITLE.test(line) && words.length > 0 && words.every((word) => /^\p{Lu}/u.test(word))
}

/** A headline in the tail of a page: nothing but the site's own lines after it, a gap before it. */
const stubTitles = (text: string, site: ReadonlyArray<Proposal>): ReadonlyArray<Proposal> => {
  const starts = new Set(site.map((proposal) => proposal.start))
  const found: Array<Proposal> = []
  const lines = shortLinesOf(text)
  for (let i = lines.length - 1; i > 0 && lines[i]!.last; i--) {
    const line = lines[i]!
    if (starts.has(line.start)) continue
    const next = lines[i + 1]
    const gap = /\n\s*\n\s*\n\s*$/.test(text.slice(Math.max(0, line.start - 12), line.start))
    if (next === undefined || !gap || !isHeadline(line.content)) break
    found.push({
      rule: "site/stub-title",
      start: line.start,
      end: line.start + line.content.length,
      replacement: "",
      evidence: [`“${next.content.slice(0, 60)}” after it belongs to the site, and a gap sets it off from the text`],
    })
    starts.add(line.start)
  }
  return found
}

/** What the web page around the text left in it. Only content goes; the lines are closed up with the white space. */
export const boilerplate = still(
  pure("boilerplate", (text, facts) => {
    const site = [...fromPatterns(text, facts, "boilerplate"), ...recurring(text, facts)]
    return [...site, ...stubTitles(text, site)]
  }),
)
