import { pure } from "../Stage.ts"
import { fromPatterns } from "./patterns.ts"
import { settled } from "./still.ts"

/** One edit may make room for another; rules of a corpus's own that undo one another would never end. */
const LOOKS = 5

/** The closed rules on wording: titles, terms, numbers, doubled words. */
export const wording = settled(
  pure("wording", (text, facts) => fromPatterns(text, facts, "wording")),
  LOOKS,
)
