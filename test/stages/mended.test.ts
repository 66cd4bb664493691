import { beforeAll, describe, expect, test } from "vitest"
import { cleanOne, type Setting, setting } from "./cleaning.ts"

let emend: Setting
beforeAll(async () => {
  emend = await setting()
})

const PROSE =
  "The mill stood at the lower end of the village, where the river is slow and deep, and for as long as anyone could remember it had belonged to one family, who were neither rich nor liked, but were always at home when somebody knocked."
const MORE =
  "In the year of the great flood the water came up to the second window, and the miller, who could not swim, sat on the roof for two nights with his cat, his account books and a lantern, and sang every song that he knew."

const before = (words: string): string => MORE.slice(0, MORE.indexOf(words) - 1)
const after = (words: string): string => MORE.slice(MORE.indexOf(words))

/** Blank lines at both ends of a text are not looked at: they stay where a line of the site was taken away. */
const trimmed = (text: string): string => text.replace(/^\n+|\n+$/g, "")

/** Damage of which there is no doubt, and the text as it was before. */
const DAMAGED: ReadonlyArray<readonly [kind: string, damaged: string, mended: string]> = [
  // glyphs
  ["a dash", "The mill â€” old as it was â€” still turned.", "The mill — old as it was — still turned."],
  ["quotation marks", "â€œNo,â€\u009d said Anna. â€˜Yes.â€™", "“No,” said Anna. ‘Yes.’"],
  ["an ellipsis at a line's end", "He waitedâ€¦\nNobody came.", "He waited…\nNobody came."],
  ["accents", "cafÃ©, naÃ¯ve, Ã–sterreich, SÃ£o Paulo, GarÃ§on", "café, naïve, Österreich, São Paulo, Garçon"],
  ["accents of the East", "Å½iÅ¾ek, DvoÅ™Ã¡k, Å\u0081Ã³dÅº", "Žižek, Dvořák, Łódź"],
  ["what was damaged twice", "the millerÃ¢â‚¬â„¢s cat", "the miller’s cat"],
  ["in Cyrillic letters", "the millerвЂ™s cat вЂ” and dog", "the miller’s cat — and dog"],
  ["with Latin-1 controls", "the millerâ\u0080\u0099s cat", "the miller’s cat"],
  ["an invisible mark in the middle", "the millerâ\u200b€™s cat", "the miller’s cat"],
  ["before a no-break space", "The miller sangâ€¦\u00a0and sang", "The miller sang…\u00a0and sang"],
  ["windows-1252", "the miller\u0092s \u0093cat\u0094 \u0096 and dog\u0085", "the miller’s “cat” – and dog\u0085"],
  ["entities", "Tom &amp; Jerry &mdash; caf&eacute;&hellip;", "Tom & Jerry — café…"],
  ["entities in entities", "the miller&amp;rsquo;s cat &amp;amp; dog", "the miller’s cat & dog"],
  ["entities by number", "it&#8217;s &#x201C;old&#x201D;", "it’s “old”"],
  ["an entity with an invisible mark in it", "Tom &am\u200bp; Jerry", "Tom & Jerry"],
  ["an entity for a blank line", `${PROSE}\n&nbsp;\n${MORE}`, `${PROSE}\n\n${MORE}`],
  [
    "verse of a web page",
    "the night is deep over the hill,\n&nbsp;\nand all the birds are gone",
    "the night is deep over the hill,\n\nand all the birds are gone",
  ],
  ["control characters", "The\u0000 mill\u0007 stood\u001b.", "The mill stood."],
  ["a word processor's line break", "the mill\u000bthe river", "the mill the river"],
  ["zero-width characters", "the\u200b mill\ufeff by\u2060 the river", "the mill by the river"],
  ["soft hyphens", "the mil\u00adler and his ac\u00adcount books", "the miller and his account books"],
  ["marks of direction", "\u202athe mill\u202c\u200e", "the mill"],
  ["line ends written twice", "The mill.\r\r\nThe river.\r\r\n", "The mill.\r\nThe river.\r\n"],
  ["tags", "It was <em>very</em> old, <b>very</b>.", "It was very old, very."],
  ["tags in tags", "<p>It was <i><b>very</b></i> old.</p>", "It was very old."],
  [
    "a tag at a line's end",
    "The mill was old.<br />\nThe river was slow.<br>",
    "The mill was old.\nThe river was slow.",
  ],
  ["a tag with attributes", '<span class="a" style="b">The mill was old.</span>', "The mill was old."],
  ["a bar at a line's end", `${PROSE} |\n${MORE}`, `${PROSE}\n${MORE}`],
  [
    "a bar between sentences",
    "The mill was sold in the spring of that year.| The river froze.",
    "The mill was sold in the spring of that year. The river froze.",
  ],
  // boilerplate
  ["a counter of comments", `${PROSE}\n\nComments (12)`, `${PROSE}\n`],
  ["share buttons", `Share this article:\nFacebook Twitter WhatsApp\n\n${PROSE}`, `${PROSE}`],
  ["an invitation to the newsletter", `${PROSE}\n\nSubscribe to our free weekly newsletter!\n`, `${PROSE}\n\n`],
  ["a notice of cookies", `We use cookies to improve your experience on our website.\n\n${PROSE}`, PROSE],
  ["a row of navigation", `Home Page | Library | Contact us\n\n${PROSE}`, PROSE],
  ["a row of navigation with entities", `Home &raquo; History &raquo; The mill\n\n${PROSE}`, PROSE],
  ["buttons to turn the page", `${PROSE}\n\n« Previous Chapter | Next Chapter »`, `${PROSE}\n`],
  ["a rating", `${PROSE}\n\nAverage rating 4.6 / 5. Vote count: 23`, `${PROSE}\n`],
  ["a link to edit", "The mill [edit]\nIt was old.", "The mill\nIt was old."],
  ["several site lines in a row", `Skip to content\nToggle navigation\nwith pictures\n${PROSE}`, PROSE],
  // furniture and breaks
  [
    "page numbers in mid-sentence",
    [12, 13, 15, 16].reduce(
      (text, page) =>
        `${text}\n${page}\nwere not seen again until the spring, when the river was low and ${PROSE.charAt(0).toLowerCase()}${PROSE.slice(1)} ${MORE} Of all the boats that went down the river in that week, and of the men in them, most`,
      `${PROSE} ${MORE} Of all the boats that went down the river in that week, and of the men in them, most`,
    ),
    [12, 13, 15, 16].reduce(
      (text) =>
        `${text} were not seen again until the spring, when the river was low and ${PROSE.charAt(0).toLowerCase()}${PROSE.slice(1)} ${MORE} Of all the boats that went down the river in that week, and of the men in them, most`,
      `${PROSE} ${MORE} Of all the boats that went down the river in that week, and of the men in them, most`,
    ),
  ],
  ["a footnote's rule", `${PROSE}* ${MORE}\n-------\n* As told in 1911.`, `${PROSE}* ${MORE}\n\n* As told in 1911.`],
  [
    "a footnote's rule over a number",
    `${PROSE}1 ${MORE}\n_______\n1. As told in 1911.`,
    `${PROSE}1 ${MORE}\n\n1. As told in 1911.`,
  ],
  [
    "a cut sentence, set off by a space",
    `${PROSE}\n${before("sat on the roof")}\n ${after("sat on the roof")}\n${PROSE}`,
    `${PROSE}\n${MORE}\n${PROSE}`,
  ],
  ["a cut sentence, blank lines between", `${before("and the miller")}\n\n${after("and the miller")}`, MORE],
  [
    "a cut sentence in a text of one paragraph a line",
    `${PROSE}\n${before("could not swim")}\n${after("could not swim")}\n${PROSE}`,
    `${PROSE}\n${MORE}\n${PROSE}`,
  ],
  [
    "a speech apart from who speaks",
    `${PROSE}\nWhen it was dark the miller at last stood up and said,\n“I shall not sell it to anybody in this village.”\n${MORE}`,
    `${PROSE}\nWhen it was dark the miller at last stood up and said, “I shall not sell it to anybody in this village.”\n${MORE}`,
  ],
  // white space
  ["lines of no-break spaces", `${PROSE}\n\u00a0\n\u00a0\u00a0\n${MORE}`, `${PROSE}\n\n${MORE}`],
  ["lines of other spaces", `${PROSE}\n\u3000\n\t \n${MORE}`, `${PROSE}\n\n${MORE}`],
  ["runs of blank lines", `${PROSE}\n\n\n\n\n${MORE}`, `${PROSE}\n\n${MORE}`],
  ["runs of blank lines, CRLF", `${PROSE}\r\n\r\n\r\n\r\n\r\n${MORE}`, `${PROSE}\r\n\r\n${MORE}`],
  ["spaces at line ends", `${PROSE}  \n${MORE}\u00a0\n`, `${PROSE}\n${MORE}\n`],
  ["ideographic indents", `　　${PROSE}\n　　${MORE}`, `${PROSE}\n${MORE}`],
  ["indents of all paragraphs", `    ${PROSE}\n    ${MORE}`, `${PROSE}\n${MORE}`],
  ["a space before a heading", `${PROSE}\n\n THE FLOOD\n\n${MORE}`, `${PROSE}\n\nTHE FLOOD\n\n${MORE}`],
  // quotes and wording
  ["a closing mark doubled", "“I shall not sell,” he said. “Never.””", "“I shall not sell,” he said. “Never.”"],
  ["a closing mark doubled, straight", '"I shall not sell it.""', '"I shall not sell it."'],
  ["a word doubled", "He crossed the the yard into into the mill.", "He crossed the yard into the mill."],
  ["full-width marks", "He sat down，took a cup；and drank。", "He sat down, took a cup; and drank."],
  ["a full-width mark and a title", "Kirov Comrade，they say，is here。", "Comrade Kirov, they say, is here."],
  ["a full-width number", "It cost 12，500 roubles（in gold）.", "It cost 12,500 roubles (in gold)."],
  ["a title after the name", "Then Molotov Comrade rose.", "Then Comrade Molotov rose."],
  ["a newspaper", 'The "Truth" newspaper wrote that Stalin was ill.', "Pravda wrote that Stalin was ill."],
  [
    "a commissar",
    "He was appointed People's Commissary of Justice.",
    "He was appointed People's Commissar of Justice.",
  ],
]

describe("damage is mended", () => {
  for (const [kind, damaged, mended] of DAMAGED) {
    test(kind, () => {
      expect(trimmed(cleanOne(emend, damaged).text)).toBe(trimmed(mended))
      expect(cleanOne(emend, mended).text).toBe(mended)
    })
  }
})
