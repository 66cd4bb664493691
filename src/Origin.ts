import * as Schema from "effect/Schema"
import { Origin } from "./Rule.ts"

const Evidence = Schema.Struct({
  pattern: Schema.String,
  weight: Schema.Finite,
  /** what it is, in words, for the report */
  is: Schema.String,
})

/** `rules/language/origins.yaml`: what betrays the language that a text was translated from. */
export const OriginsFile = Schema.Record(Schema.String, Schema.Array(Evidence))

export interface OriginEvidence {
  readonly origin: Origin
  readonly signs: ReadonlyArray<{ readonly regex: RegExp; readonly weight: number; readonly is: string }>
}

const isOrigin = Schema.is(Origin)

/** The evidence for each origin that emend knows; a name that is not an origin is given back as `unknownNames`. */
export const fromFile = (
  file: typeof OriginsFile.Type,
): { readonly origins: ReadonlyArray<OriginEvidence>; readonly unknownNames: ReadonlyArray<string> } => {
  const origins: Array<OriginEvidence> = []
  const unknownNames: Array<string> = []
  for (const [origin, signs] of Object.entries(file)) {
    if (!isOrigin(origin)) unknownNames.push(origin)
    else
      origins.push({
        origin,
        signs: signs.map(({ pattern, weight, is }) => ({ regex: new RegExp(pattern, "gu"), weight, is })),
      })
  }
  return { origins, unknownNames }
}

/** How much of a document is looked at, in UTF-16 code units. */
const SAMPLE = 100_000
/** One sign counts at most this often: a single name that recurs is not ten pieces of evidence. */
const CAP = 5
const ENOUGH = 4

export interface Guess {
  readonly origin: Origin
  readonly evidence: ReadonlyArray<string>
}

/** Guesses where a text was translated from: the origin whose signs weigh most, if they weigh enough. */
export const guess = (text: string, origins: ReadonlyArray<OriginEvidence>): Guess => {
  const sample = text.slice(0, SAMPLE)
  let best: Guess = { origin: "unknown", evidence: [] }
  let most = 0
  for (const { origin, signs } of origins) {
    let weight = 0
    const evidence: Array<string> = []
    for (const sign of signs) {
      const found = new Set<string>()
      let count = 0
      for (const match of sample.matchAll(sign.regex)) {
        count++
        found.add(match[0])
        if (count >= CAP) break
      }
      if (count === 0) continue
      weight += count * sign.weight
      evidence.push(`${sign.is} (${Array.from(found).slice(0, 3).join(", ")})`)
    }
    if (weight >= ENOUGH && weight > most) {
      most = weight
      best = { origin, evidence }
    }
  }
  return best
}
