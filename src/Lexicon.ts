import * as Schema from "effect/Schema"

const Words = Schema.Array(Schema.String)

/** The word lists of `rules/language/english.yaml`. */
export const LexiconFile = Schema.Struct({
  "cannot-end": Words,
  prepositions: Words,
  articles: Words,
  "opens-invented": Words,
  speech: Words,
  salutations: Words,
  abbreviations: Words,
  common: Words,
})

export interface Lexicon {
  readonly cannotEnd: ReadonlySet<string>
  readonly prepositions: ReadonlySet<string>
  readonly articles: ReadonlySet<string>
  readonly opensInvented: ReadonlySet<string>
  readonly speech: ReadonlySet<string>
  readonly salutations: ReadonlyArray<string>
  readonly abbreviations: ReadonlySet<string>
  readonly common: ReadonlySet<string>
}

export const fromFile = (file: typeof LexiconFile.Type): Lexicon => ({
  cannotEnd: new Set(file["cannot-end"]),
  prepositions: new Set(file.prepositions),
  articles: new Set(file.articles),
  opensInvented: new Set(file["opens-invented"]),
  speech: new Set(file.speech),
  salutations: file.salutations,
  abbreviations: new Set(file.abbreviations),
  common: new Set(file.common),
})
