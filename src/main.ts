#!/usr/bin/env node
import { fileURLToPath } from "node:url"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Cause from "effect/Cause"
import { Command } from "effect/cli"
import * as Effect from "effect/Effect"
import { emend } from "./cli.ts"
import { Ended, EXIT } from "./commands/Ending.ts"
import { VERSION } from "./Version.ts"

// npm runs a script in the package's folder; what was typed is relative to where it was typed
const typedIn = process.env["INIT_CWD"]
const script = process.env["npm_lifecycle_event"]
const packageFolder = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "")
if (typedIn !== undefined && (script === "emend" || script === "start") && process.cwd() === packageFolder)
  process.chdir(typedIn)

// a reader that has seen enough, such as head, closes the pipe: no reason to complain
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0)
  throw error
})

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
