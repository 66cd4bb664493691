import * as Console from "effect/Console"
import { Command } from "effect/cli"
import * as Effect from "effect/Effect"
import * as Path from "effect/Path"
import type { Configuration } from "../Configuration.ts"
import { Output, toComparison } from "../Output.ts"
import { run } from "../Run.ts"
import type { Tally } from "../report/Tally.ts"
import { finish } from "./Ending.ts"
import { grouped } from "./Screen.ts"
import { config, inputs, open, out, quiet, reports, rules } from "./Workspace.ts"

const MOST = 20

/** Which limits of `emend.yaml` on open findings the corpus is over, each in a sentence. */
export const overBudget = ({ budget }: Configuration, tally: Tally): ReadonlyArray<string> => {
  const open = tally.total.suggested + tally.total.flagged
  const over =
    budget.open !== undefined && open > budget.open
      ? [`${grouped(open)} findings are open, emend.yaml allows ${grouped(budget.open)} (budget.open)`]
      : []
  for (const [type, most] of budget.types) {
    const counts = Array.from(tally.byType).find(([name]) => name === type)?.[1]
    const count = counts === undefined ? 0 : counts.suggested + counts.flagged
    if (count > most)
      over.push(
        `${grouped(count)} findings of type ${type} are open, emend.yaml allows ${grouped(most)} (budget.types.${type})`,
      )
  }
  return over
}

export const check = Command.make(
  "check",
  { inputs, out, reports, rules, config, quiet },
  Effect.fnUntraced(function* (flags) {
    const path = yield* Path.Path
    const workspace = yield* open(flags)
    const shown = (file: string): string => path.relative(process.cwd(), file)
    const { tally, problems, differences } = yield* Effect.gen(function* () {
      const result = yield* run({ ...workspace, onProgress: () => Effect.void })
      const output = yield* Output
      return { ...result, differences: yield* output.differences }
    }).pipe(Effect.provide(toComparison([workspace.out, workspace.reports], shown)))
    const over = overBudget(workspace.configuration, tally)
    const say = {
      missing: "is not there",
      different: "is not what this run makes",
      "left over": "is made from no document any more",
    } as const
    for (const { path: file, how } of differences.slice(0, MOST)) yield* Console.error(`${file} ${say[how]}`)
    if (differences.length > MOST) yield* Console.error(`… and ${grouped(differences.length - MOST)} more files`)
    if (differences.length > 0) yield* Console.error("Run emend clean, look at the changes and commit them.")
    for (const sentence of over) yield* Console.error(sentence)
    if (over.length > 0) yield* Console.error("Decide on open findings, or raise the budget.")
    if (differences.length === 0 && over.length === 0 && problems.length === 0 && !flags.quiet) {
      yield* Console.log(
        `${grouped(tally.documents.length)} documents: the cleaned corpus and the reports are what this run makes.`,
      )
    }
    yield* finish(problems, differences.length > 0 || over.length > 0)
  }),
).pipe(
  Command.withDescription(
    "The same run, writing nothing: fails when files on disk differ or too many findings are open",
  ),
  Command.withExamples([{ command: "emend check", description: "In CI, after a change of rules or documents" }]),
)
