#!/usr/bin/env node
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Cause from "effect/Cause"
import { Command } from "effect/cli"
import * as Effect from "effect/Effect"
import { emend } from "./cli.ts"
import { Ended, EXIT } from "./commands/Ending.ts"
import { VERSION } from "./Version.ts"

// npm runs a script in the package's folder; what was typed is relative to where it was typed
if (
  process.env["npm_lifecycle_script"] !== undefined &&
  process.env["npm_package_name"] === "emend" &&
  process.env["INIT_CWD"] !== undefined
) {
  process.chdir(process.env["INIT_CWD"])
}

const program = Command.run(emend, { version: VERSION }).pipe(
  Effect.tapError((error) =>
    Effect.sync(() => {
      if (error._tag !== "Ended" && error._tag !== "ShowHelp") process.stderr.write(`emend: ${error.message}\n`)
    }),
  ),
  Effect.provide(NodeServices.layer),
)

NodeRuntime.runMain(program, {
  disableErrorReporting: true,
  teardown: (exit, onExit) => {
    if (exit._tag === "Success") return onExit(0)
    if (Cause.hasInterruptsOnly(exit.cause)) return onExit(130)
    const failure = exit.cause.reasons.find(Cause.isFailReason)
    if (failure === undefined) {
      process.stderr.write(`emend: this should not happen; please report it\n${Cause.pretty(exit.cause)}\n`)
      return onExit(70)
    }
    onExit(failure.error instanceof Ended ? failure.error.code : EXIT.usage)
  },
})
