import { pure } from "../Stage.ts"
import { fromPatterns } from "./patterns.ts"

/** The closed rules on wording: titles, terms, numbers, doubled words. */
export const wording = pure("wording", (text, facts) => fromPatterns(text, facts, "wording"))
