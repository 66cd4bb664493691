import { Command } from "effect/cli"
import { check } from "./commands/check.ts"
import { clean } from "./commands/clean.ts"
import { diff } from "./commands/diff.ts"
import { rules } from "./commands/rules.ts"
import { score } from "./commands/score.ts"

/** The command line of emend. */
export const emend = Command.make("emend").pipe(
  Command.withDescription(
    "Finds the damage that machine translation leaves in English text, mends what is certain and reports every change",
  ),
  Command.withExamples([
    { command: "emend clean", description: "Clean raw/ into cleaned/, with reports in reports/" },
    { command: "emend check", description: "In CI: is everything as this run would make it?" },
  ]),
  Command.withSubcommands([clean, check, diff, rules, score]),
)
