import * as Schema from "effect/Schema"
import { ArtifactType, Severity } from "./Finding.ts"

/** `auto` acts alone, `suggest` waits for a person, `flag` has no replacement to offer. */
export const Trust = Schema.Literals(["auto", "suggest", "flag"])
export type Trust = typeof Trust.Type

/** What a rule looks for: exactly one of these. */
export const Match = Schema.Union([
  Schema.Struct({ stage: Schema.String }).annotate({
    description: "The stage of this name finds it; the rule says how far it is trusted.",
  }),
  Schema.Struct({ pattern: Schema.String }).annotate({
    description: "A regular expression (flag u) within one line, with named groups.",
  }),
  Schema.Struct({ line: Schema.String }).annotate({
    description: "A regular expression that a whole trimmed line of at most 200 characters must fit.",
  }),
  Schema.Struct({ tokens: Schema.Array(Schema.String) }).annotate({
    description: "A sequence of words; alternatives of one word are separated by |.",
  }),
  Schema.Struct({ terms: Schema.Record(Schema.String, Schema.String) }).annotate({
    description: "Wrong and right: whole words, case as written.",
  }),
])
export type Match = typeof Match.Type

/**
 * A text on which the rule must fire, what the text must become when its edits are made, and other documents of the
 * corpus, where the rule looks at those too. For a rule without a replacement the text alone will do.
 */
export const Fires = Schema.Union([
  Schema.String,
  Schema.Struct({
    text: Schema.String,
    becomes: Schema.optionalKey(Schema.String),
    beside: Schema.optionalKey(Schema.Array(Schema.String)),
  }),
])
export type Fires = typeof Fires.Type

/** A rule's own examples: it cannot load when one of them fails. */
export const Examples = Schema.Struct({
  fires: Schema.Array(Fires).check(Schema.isMinLength(1)),
  spares: Schema.Array(Schema.String).check(Schema.isMinLength(1)),
  near: Schema.optionalKey(Schema.Array(Schema.String)),
})

/** A rule as it stands in a pack. */
export const Rule = Schema.Struct({
  id: Schema.String.check(
    Schema.isPattern(/^[a-z0-9-]+\/[a-z0-9-]+$/, { message: "must look like group/name, in lower case" }),
  ),
  type: ArtifactType,
  severity: Severity,
  why: Schema.String,
  match: Match,
  at: Schema.optionalKey(Schema.Literals(["start", "end", "edge", "anywhere"])),
  document: Schema.optionalKey(Schema.String),
  except: Schema.optionalKey(Schema.Array(Schema.String)),
  replace: Schema.optionalKey(Schema.String),
  trust: Trust,
  confidence: Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 })),
  precedence: Schema.optionalKey(Schema.Int),
  examples: Examples,
})
export type Rule = typeof Rule.Type

/** Where a document comes from, as guessed from its text or set in `emend.yaml`. */
export const Origin = Schema.Literals([
  "chinese",
  "russian",
  "georgian",
  "japanese",
  "korean",
  "turkish",
  "spanish",
  "unknown",
])
export type Origin = typeof Origin.Type

/** A file of rules. */
export const Pack = Schema.Struct({
  pack: Schema.String,
  about: Schema.String,
  origin: Schema.optionalKey(Schema.Array(Origin)),
  rules: Schema.Array(Rule),
})
export type Pack = typeof Pack.Type
