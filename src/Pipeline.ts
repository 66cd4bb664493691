import { pipeline, type Stage } from "./Stage.ts"
import { boilerplate } from "./stages/boilerplate.ts"
import { breaks } from "./stages/breaks.ts"
import { furniture } from "./stages/furniture.ts"
import { glyphs } from "./stages/glyphs.ts"
import { names } from "./stages/names.ts"
import { quotes } from "./stages/quotes.ts"
import { settled } from "./stages/still.ts"
import { whitespace } from "./stages/whitespace.ts"
import { wording } from "./stages/wording.ts"

/**
 * What happens to a document, in order.
 *
 * 1. glyphs       characters that are no text: mojibake, entities, control characters, tags, stray bars
 * 2. boilerplate  what the web page around the text left in it
 * 3. furniture    what the printed page put around its text: page numbers, rules over footnotes
 * 4. breaks       sentences that a line or page break cut in two
 * 5. whitespace   blank lines of no-break spaces, runs of blank lines, spaces at both ends of a line
 * 6. quotes       quotation marks that do not come out even, paragraph by paragraph
 * 7. names        names that the corpus mostly spells in another way
 * 8. wording      the closed rules: titles, terms, numbers, doubled words
 *
 * The order matters: a page number must be gone before the two halves of its sentence meet, and the one space that
 * marks a page's first line must not be taken away before the break has been judged.
 */
export const stages: ReadonlyArray<Stage> = [glyphs, boilerplate, furniture, breaks, whitespace, quotes, names, wording]

/** One look again is enough for nearly every text; rules of a corpus's own that undo one another would never end. */
const LOOKS = 5

export const standard: Stage = settled(pipeline(...stages), LOOKS)
