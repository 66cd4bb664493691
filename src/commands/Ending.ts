import * as Effect from "effect/Effect"
import * as Runtime from "effect/Runtime"
import * as Schema from "effect/Schema"
import type { DocumentError } from "../Corpus.ts"

/** The command came to its end, and the end is not 0. What there is to say was said. */
export class Ended extends Schema.TaggedError<Ended>()("Ended", { code: Schema.Int }) {
  override readonly [Runtime.errorExitCode] = this.code
  override readonly [Runtime.errorReported] = false
}

/** Exit codes, as in the public contract. */
export const EXIT = { different: 1, usage: 2, incomplete: 3 } as const

/** Names every document that was not finished; 3 goes before 1. */
export const finish = (problems: ReadonlyArray<DocumentError>, different: boolean): Effect.Effect<void, Ended> =>
  Effect.gen(function* () {
    for (const problem of problems) process.stderr.write(`${problem.message}\n`)
    if (problems.length > 0) return yield* new Ended({ code: EXIT.incomplete })
    if (different) return yield* new Ended({ code: EXIT.different })
  })
