import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { Progress } from "../Run.ts"
import { all, type Counts, ranked, type Tally } from "../report/Tally.ts"

/** Colour only where a person looks and has not asked for none (https://no-color.org). */
const colours = (stream: NodeJS.WriteStream): boolean => stream.isTTY === true && (process.env["NO_COLOR"] ?? "") === ""

const paint =
  (open: number, close: number) =>
  (text: string): string =>
    colours(process.stdout) ? `\u001b[${open}m${text}\u001b[${close}m` : text

export const bold = paint(1, 22)
export const dim = paint(2, 22)
export const red = paint(31, 39)
export const green = paint(32, 39)
export const yellow = paint(33, 39)

/** Text from a document, as it may be shown in a terminal: control characters would be orders to it. */
export const printable = (text: string): string =>
  text.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (c) => `<U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}>`,
  )

export const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ",")

const WIDTH = 24
/** Milliseconds between two pictures of the bar on a terminal, and between two lines elsewhere. */
const EVERY = { terminal: 100, elsewhere: 10_000 }

const seconds = (n: number): string =>
  n < 60 ? `${Math.ceil(n)} s` : `${Math.floor(n / 60)} min ${Math.ceil(n % 60)} s`

/** A bar with rate and time left on a terminal, a line now and then elsewhere. On standard error. */
export const progressBar = Effect.gen(function* () {
  const terminal = process.stderr.isTTY === true
  const every = terminal ? EVERY.terminal : EVERY.elsewhere
  let began = yield* Clock.currentTimeMillis
  let shown = began
  let pass = ""
  return (progress: Progress): Effect.Effect<void> =>
    Effect.map(Clock.currentTimeMillis, (now) => {
      if (progress.pass !== pass) {
        pass = progress.pass
        began = now
      }
      const done = progress.documents === progress.of
      if (now - shown < every && !(done && terminal)) return
      shown = now
      const share = progress.of === 0 ? 1 : progress.documents / progress.of
      const elapsed = Math.max(0.001, (now - began) / 1000)
      const rate = `${(progress.units / 1e6 / elapsed).toFixed(1)} MB/s`
      const left = share > 0 && share < 1 ? `, ${seconds((elapsed / share) * (1 - share))} left` : ""
      const figures = `${progress.pass} ${grouped(progress.documents)} of ${grouped(progress.of)} documents, ${rate}${left}`
      if (!terminal) process.stderr.write(`${figures}\n`)
      else {
        const full = Math.round(share * WIDTH)
        process.stderr.write(`\r\u001b[2K${"█".repeat(full)}${"░".repeat(WIDTH - full)} ${figures}`)
        if (done && progress.pass === "cleaning") process.stderr.write("\r\u001b[2K")
      }
    })
})

/** Columns, the first to the left and the others to the right. */
export const columns = (rows: ReadonlyArray<ReadonlyArray<string>>): string => {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => (row[i] ?? "").length)))
  return rows
    .map((row) =>
      row
        .map((text, i) => (i === 0 ? text.padEnd(widths[i] ?? 0) : text.padStart(widths[i] ?? 0)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n")
}

const row = (name: string, { fixed, suggested, flagged }: Counts): ReadonlyArray<string> => [
  name,
  grouped(fixed),
  grouped(suggested),
  grouped(flagged),
]

/** The closing table of a run. */
export const closingTable = (tally: Tally): string => {
  const changed = tally.documents.filter((document) => document.edits > 0).length
  const [head = "", ...body] = columns([
    ["", "fixed", "suggested", "flagged"],
    ...ranked(tally.byType).map(([type, counts]) => row(type, counts)),
    row("in all", tally.total),
  ]).split("\n")
  return [
    `${bold(grouped(tally.documents.length))} documents, ${grouped(tally.words)} words; ${grouped(changed)} changed by ${grouped(tally.edits)} edits, ${grouped(all(tally.total))} findings.`,
    "",
    dim(head),
    ...body.slice(0, -1),
    bold(body.at(-1) ?? ""),
  ].join("\n")
}
