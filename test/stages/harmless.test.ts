import { beforeAll, describe, expect, test } from "vitest"
import { changes, cleanOne, type Setting, setting } from "./cleaning.ts"

let emend: Setting
beforeAll(async () => {
  emend = await setting()
})

const PROSE =
  "The mill stood at the lower end of the village, where the river is slow and deep, and for as long as anyone could remember it had belonged to one family, who were neither rich nor liked, but were always at home when somebody knocked."
const MORE =
  "In the year of the great flood the water came up to the second window, and the miller, who could not swim, sat on the roof for two nights with his cat, his account books and a lantern, and sang every song that he knew."

/** Right text of many kinds. Nothing in it may be changed. */
const RIGHT: ReadonlyArray<readonly [kind: string, text: string]> = [
  ["verse", "The woods are still,\nthe night is deep,\nand all the birds\nare gone to sleep."],
  ["verse with one-space indents", "The woods are still,\n the night is deep,\nand all the birds\n are gone to sleep"],
  [
    "verse with one-space indents and long lines",
    "Along the narrow road that leads beside the river to the\n mill where nobody has lived since I was seven years of age\nI walked again this autumn with the lantern and the\n dog that used to guard it, and we sat upon the stage",
  ],
  [
    "verse in lower case, enjambed",
    "what the river said to the\nstones was not for us, nor was the\nlong reply they gave it when the\nwinter came and closed the door of the\nhouse",
  ],
  [
    "verse with long enjambed lines",
    "i have carried this bucket up the hill every single morning since the\nyear the well went dry behind the church and nobody came to ask about the\nwater or the dust or why the bell was never rung again on holidays by the\nold man",
  ],
  [
    "verse whose stanzas run on",
    "she laid the letters on the table under the window and the\n\nlight came in and read them one by one as if it were a\n\nneighbour",
  ],
  [
    "verse double-spaced with indents",
    "The woods are still,\n\n the night is deep,\n\nAnd all the birds\n\n are gone to sleep.",
  ],
  ["verse with deep indents", "       so much\n   of winter\n              falls\n   on one\n       roof"],
  [
    "a ballad with speech",
    "The wind was high, the sea was grey,\nThe night was drawing near,\nAnd then the oldest sailor cried,\n“There is no harbour here!”",
  ],
  [
    "a ballad that opens with speech",
    "And to the king the shepherd said,\n“I have no sheep to sell,\nBut I can give you all the gold\nThat lies within the well.”",
  ],
  [
    "numbered sections of a poem",
    Array.from(
      { length: 6 },
      (_, i) =>
        `${i + 1}\n${"the lamp burns low beside the road and nobody is there to see it\n".repeat(9)}only the wind`,
    ).join("\n"),
  ],
  [
    "numbered sections that end without a mark",
    [1, 2, 3, 4, 5]
      .map((n) => `${n}\n${PROSE}\n${MORE}\nThe end of this part, as told by ${n === 3 ? "Anna" : "Boris"}`)
      .join("\n"),
  ],
  ["sections numbered 1 2 3", [1, 2, 3, 4, 5].map((n) => `${n}\n${PROSE}\n${MORE}`).join("\n")],
  [
    "annals with years on their own lines",
    [455, 457, 465, 473, 477].map((year) => `${year}\n${PROSE}\n${MORE}`).join("\n"),
  ],
  ["a chronicle", [1917, 1918, 1919, 1920, 1921, 1922].map((year) => `${year}\n\n${PROSE}\n\n${MORE}`).join("\n\n")],
  [
    "a number that a sentence sets off",
    "They counted the sheep three times that evening, by the light of one lantern, and the sum they came to was\n\n42\n\nand not one more, however long they looked behind the hedge and in the empty barn of the miller.",
  ],
  ["drama", "ANNA. Who is there?\nBORIS. Nobody.\n(he sits down)\nANNA. Then nobody may come in."],
  ["drama with names alone", "ANNA\nand who was it that knocked\n\nBORIS\nnobody"],
  ["dialogue by initials", "A.: And then?\nB.: Nothing.\nA.: I see."],
  [
    "a letter",
    "12 May 1911\n\nDear Anna,\n\nthank you for the parcel. The tea is very good.\n\nYours truly,\nyour old friend\nBoris",
  ],
  [
    "a letter's long closing",
    `Dear Anna,\n\n${PROSE}\n\nWith my very best wishes to you and to your sister and to all our friends in the little town,\nyour old friend\nBoris`,
  ],
  ["a letter without a comma", "With best regards John"],
  ["a signature", "I shall come on Sunday.\nT. Radek"],
  [
    "speech over several paragraphs",
    "“I have told you,” he said, “that the mill is old.\n\n“It was old when my father bought it.\n\n“It will be older when I sell it.”",
  ],
  [
    "speech over paragraphs, with a quotation at its end",
    "“I have told you what the miller is like.\n\nHe stood there in the rain and said, “I shall not sell.””",
  ],
  ["speech over paragraphs, straight", '"I have told you what he is like.\n\nHe said, "I shall not sell.""'],
  ["quotes in quotes", "“He said, ‘I shall not sell,’ and left,” said Anna. “‘Never,’ he said.”"],
  ["quotes in quotes of the same kind", '"And then he said, "I shall not sell.""'],
  ["apostrophes", "the soldiers’ mess, the ’20s, rock ’n’ roll, ’tis, o’clock, James's, y'all'd've"],
  ["feet and inches", 'He was 6\' 2" tall and the pipe was 12" long; 5" nails, 3\'6" gauge."'],
  ["coordinates", "41° 43' 21\" N, 44° 47' 33\" E"],
  [
    "a quotation displayed",
    `${PROSE}\n\nAs the old people of that valley used to say,\n\n“A wet roof is better than a dry well.”\n\n${MORE}`,
  ],
  ["a table with spaces", "Name      Year   Place\n Anna     1911   Kiev\n Boris    1913   Riga"],
  ["a table with tabs", "name\tyear\tplace\t\nAnna\t1911\t\t\nBoris\t\tRiga\t"],
  ["a table with bars", "| Name | Year |\n|---|---|\n| Anna | 1911 |\n| Boris | 1913 |"],
  ["a row with a bar", "Height of the wall above the lowest stone of the gate |\n 12 ft"],
  [
    "code",
    "for (const line of lines) {\n    const veryLongNameOfAThing = anotherFunction(withSome, arguments, andMore)\n    if (line.length > 0) return veryLongNameOfAThing\n}",
  ],
  ["code that pipes", "cat /var/log/messages /var/log/messages.1 /var/log/syslog |\n  grep error |\n  sort"],
  ["YAML", "configuration:\n    description_of_the_whole_configuration_file: |\n        The text of it."],
  [
    "a diff",
    "@@ -1,3 +1,3 @@\n const first = someFunction(withSome, arguments, that, are, many, indeed)\n-const second = 1\n+const second = 2\n const third = anotherFunction(withSome, arguments, that, are, many, too)",
  ],
  ["escapes in code", 'text = text.replace(/&/g, "&amp;").replace(/"/g, \'&quot;\')'],
  ["escapes explained", "In HTML one writes &amp; for an ampersand and &nbsp; for a space that does not break."],
  ["tags explained", "Use <br> for a new line and <hr> for a rule; <b>bold</b> makes bold type."],
  ["less and greater", "where a<b and c>d, or x < y > z; if i<p then stop"],
  ["generics", "const list: Array<a> = new Map<p, i>()"],
  ["encodings explained", "Read in the wrong encoding, the word café comes out as cafÃ© and the dash as â€”."],
  [
    "a recipe",
    "Ingredients\n200 g flour\n2 eggs\na pinch of salt\nsome butter\n\nMix everything and wait for an hour.",
  ],
  ["a recipe with one-space items", "For the dough you need\n flour\n butter\n salt\n and a little milk"],
  ["a recipe with cookies", "We use ginger cookies to give the little house its roof and its door."],
  [
    "a list without bullets in prose",
    `${PROSE}\nFor the journey over the mountains each of the children was told to pack, and to carry alone,\nbread for two days\na warm coat\na lantern\n${MORE}`,
  ],
  ["a numbered list", "1. Flour\n2. Butter\n3. Salt"],
  ["a list with letters", "(a) flour;\n(b) butter;\n(c) salt."],
  ["a list with dashes", "We need:\n- flour and\n- butter\n— salt"],
  [
    "a glossary",
    "abbey, a house of monks or nuns under an abbot or an abbess, and also the church that belongs to it, whether or not anybody still lives there\nabbot, the head of an abbey, chosen by those who live in it for life or for a term of years, and confirmed by the bishop of the place\nacre, a measure of land, at first as much as one man with a yoke of oxen could plough on a long day in the spring of the year",
  ],
  [
    "a bibliography",
    "Aalto, A. (1948), The Church by the Lake and the People Who Built It, with forty plates and a map of the valley, Helsinki: Otava 1948\nvan der Meer, J. (1987), Mills of the Low Countries and the Families Who Kept Them, third edition, with an index of all names, Leiden 1987\nde la Cruz, M. (1991), The Dry Well and other tales that were told in the villages of the high plain, collected and retold, Madrid 1991",
  ],
  ["an index", "mill, 12, 14\nflood of 1911, 33\nriver, 7\n and its boats, 8\n and its bridges, 9"],
  ["archive references", "GARF. F. 31. Op. 7. D. 44. L. 8-9.\nLenin V. I. Complete Works. T. 9. P. 31."],
  ["footnotes", "The mill was old.¹ It had been sold twice.²\n\n1 In 1911.\n2 In 1913 and in 1920."],
  ["a rule over a list", "Vitamin B1 is found in rye. Paper of the size A1 is large.\n-----\n1. Rye\n2. Paper"],
  ["a rule in Markdown", "This is *important* and **urgent**.\n\n---\n\n* milk\n* bread"],
  ["a rule between scenes", "The evening came, and he went home.*\n\n-----\n\nThe next morning they left."],
  [
    "Markdown",
    "# The mill\n\nThe woods are still,  \nthe night is deep.  \nGood night.\n\n1. one\n    1. one again, in a paragraph that is indented because it belongs to the list\n\n> quoted",
  ],
  ["a heading", "CHAPTER TWO\nin which nothing happens\n\nThe mill was old."],
  ["headings in mid-page", "PART TWO\n\nThe mill\n\nIt was old.\n\nThe river\n\nIt was slow."],
  [
    "hard-wrapped mail",
    "Dear all,\n\nas you will have heard, the mill was sold last week, and the new owner of the\nhouse would like to meet everybody who has a key. Please bring it to the\nmeeting on Friday, or give it to Anna, who will be in the office until the\nend of the week.\n\n-- \nBoris",
  ],
  [
    "mail headers",
    'Received: from mail.example.org (mail.example.org [192.0.2.1])\n\tby mx.example.net (Postfix) with ESMTP id 4A1B2C3D4E for <anna@example.net>;\n\tMon, 3 May 2021 10:00:00 +0200 (CEST)\nSubject: the mill\nFrom: "Boris" <boris@example.org>',
  ],
  ["quoted mail", "> as you will have heard, the\n> mill was sold\n>\n>> by whom?\n\nBy the miller."],
  ["ASCII art", "   /\\_/\\\n  ( o.o )\n   > ^ <\n  |     |\n  |_____|"],
  ["a box", "+------+\n| mill |\n+------+"],
  ["chemical formulas", "2 H2 + O2 -> 2 H2O; NaCl, C6H12O6, Fe2(SO4)3, x1 and x2, m/s"],
  ["mathematics", "|x| < |y|, f(x) = x² – 2x + 1, a ≤ b ≥ c, ½, 3 × 4, 5 − 2"],
  ["French", "« LIBERTÉ… », « L’ÉTÉ », «DÉJÀ», CAFÉ…, À LA MANIÈRE DE L’ÂGE, Noël, cœur, ça — où ?"],
  ["Portuguese in capitals", "«AMANHû, «IRMû, MANHÃ…, «É…», SÃO PAULO, NÃO»"],
  ["Swedish in capitals", "GÅ PÅ… och «SMÅ»"],
  ["accents", "Ångström, Škoda, Łódź, Dvořák, Güneş, naïve, coöperate, São Tomé, Ðorđe, Þór"],
  ["several languages", "The sign said «Мельница», that is, 磨坊, or in Greek μύλος.\nЖуков и Сталин\n「雪国」"],
  ["a Chinese line", "The sign over the door said:\n将军，说：“走吧。”\nNobody could read it."],
  ["a Chinese number", "共12，345人"],
  ["full-width marks explained", 'The marks "，", "。", "！" and "？" are as wide as a Chinese character.'],
  ["Hebrew", "The word \u200fשלום\u200e means peace."],
  ["Thai", "ภาษา\u200bไทย is written without spaces."],
  ["pinyin", "She wished us ping ping an an for the year."],
  ["emoji", "family 👨\u200d👩\u200d👧 and flag 🏴\u200d☠️"],
  [
    "two spaces after a stop",
    "He came.  He saw.  He went home again to his mill.  It was late.  Nobody asked him anything.  He slept.",
  ],
  ["no-break spaces", "10\u00a0000 roubles, p.\u00a012, Dr.\u00a0Brown, 5\u202f%"],
  [
    "doubled words that are right",
    "All that he had had was gone; I know that that is so. The band The The played. He stammered the the the name.",
  ],
  ["a thing never heard of", "It was a thing never heard of of late, and he had been thinking of of course."],
  ["addresses", "See https://example.org/a?b=1&amp;c=2|d and mailto:anna@example.org, www.example.org/the%20the."],
  ["instructions", "Open the file\nAdd a comment\nPrint the page\nClose the file\n\nThat is all."],
  [
    "instructions in a book",
    `${Array.from({ length: 12 }, () => PROSE).join("\n")}\nAdd a comment\nContinue reading\nWrite a comment\n${Array.from({ length: 12 }, () => MORE).join("\n")}`,
  ],
  ["a score", "Home | Away | Score\nRiga | Kiev | 2:1"],
  ["a byline", "By Anna Bell | The Northern Post | Oslo"],
  ["an interview", "— And the mill?\n— Sold.\n— to whom?\n— I do not know"],
  ["an address", "Anna Bell\n12 Mill Lane\nLower Town\nLT1 2AB"],
  ["an epigraph", "and the rest is silence\n— old saying\n\nThe mill was sold in May."],
  ["a dictionary entry", "mill /mɪl/ n. 1 a building with machinery for grinding. 2 a machine. [OE mylen]"],
  ["subtitles", "1\n00:00:01,000 --> 00:00:03,000\nand the mill\n\n2\n00:00:03,500 --> 00:00:05,000\nwas sold"],
  ["initials", "J.R.R. Tolkien, G.R.Martin, U.S.A., e.g. the U.S.Army, Ph.D., a.m.\nPhotos: G.R.Martin, Santa Fe"],
  ["comrades", "Comrade Molotov and our Comrade nodded; Ivan Petrov, Comrade Orlov and I went home. Comrades!"],
  ["a newspaper called Truth", 'The "Truth" newspaper of London was owned by Labouchere.'],
  ["a commissary", "The post’s commissary sold bread. He was the Commissary General."],
  ["ellipses", "He waited . . . and waited ... and… then?! No!! — “Wait…”"],
  ["a hymn", "Glory, glory,\n   glory to the miller,\nglory, glory,\n   glory to the mill"],
]

describe("right text stays as it is", () => {
  for (const [kind, text] of RIGHT) {
    test(kind, () => {
      expect(changes(cleanOne(emend, text))).toEqual([])
      expect(changes(cleanOne(emend, text.replaceAll("\n", "\r\n")))).toEqual([])
    })
    test(`${kind}, in the midst of prose`, () => {
      const long = `${PROSE}\n${MORE}\n`.repeat(4)
      expect(changes(cleanOne(emend, `${long}\n${text}\n\n${long}`))).toEqual([])
    })
  }

  test("in one corpus", () => {
    for (const [, text] of RIGHT) expect(changes(cleanOne(emend, `${text}\n`))).toEqual([])
  })
})
