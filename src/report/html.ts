import type { Cleaned, DocumentEdit } from "../Cleaned.ts"
import type { Finding } from "../Finding.ts"
import { VERSION } from "../Version.ts"
import { type Counts, ranked, type Tally } from "./Tally.ts"

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
}

/** Nothing of a document reaches a page but through here: markup, and marks that turn the direction of writing, show as text. */
export const asText = (text: string): string =>
  text
    .replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c)
    .replaceAll("\r\n", "\n")
    .replace(
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
      (c) => `<i class="code">U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}</i>`,
    )

const STYLE = `
:root { color-scheme: light dark; --ink: #1d1d1b; --paper: #fdfcf9; --soft: #6b6861; --line: #dcd8ce; --gone: #b3261e; --gone-bg: #fbe9e7; --new: #1b5e20; --new-bg: #e3f2e1; --open: #7a5a00; --open-bg: #fdf0c4; --link: #1a4f8b }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e5de; --paper: #191917; --soft: #a5a198; --line: #3b3934; --gone: #ffb4ab; --gone-bg: #4a1f1b; --new: #a5d6a0; --new-bg: #1d3a1f; --open: #f2d479; --open-bg: #453806; --link: #9cc4f2 } }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 46rem; color: var(--ink); background: var(--paper); font: 1.0625rem/1.6 Georgia, "Times New Roman", serif; overflow-wrap: anywhere }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem } h2 { font-size: 1.125rem; margin: 2rem 0 .5rem }
p { margin: 0 0 .8em } a { color: var(--link) }
.note, th, nav { font: .875rem/1.45 system-ui, sans-serif; color: var(--soft) }
table { border-collapse: collapse; width: 100%; font: .9375rem/1.4 system-ui, sans-serif }
th, td { text-align: left; padding: .3rem .5rem; border-bottom: 1px solid var(--line); vertical-align: top }
th + th, td + td { text-align: right; font-variant-numeric: tabular-nums; width: 6rem }
.text { white-space: pre-wrap }
del { color: var(--gone); background: var(--gone-bg); text-decoration: line-through } ins { color: var(--new); background: var(--new-bg); text-decoration: none }
mark { color: inherit; background: var(--open-bg); border-bottom: 2px solid var(--open) }
.code { font: .75em/1 ui-monospace, monospace; border: 1px solid currentColor; border-radius: 2px; padding: 0 .15em; font-style: normal }
.line { color: var(--soft); font-style: normal } .gap { color: var(--soft); text-align: center; font: .875rem system-ui, sans-serif; margin: 1rem 0 }
.list { padding: 0; list-style: none; font: .9375rem/1.45 system-ui, sans-serif } .list li { padding: .5rem 0; border-bottom: 1px solid var(--line) }
.list q { font-family: Georgia, serif; white-space: pre-wrap } q::before, q::after { content: none }
@media (max-width: 30rem) { th + th, td + td { width: auto } body { font-size: 1rem } }
@media print { body { max-width: none; background: none } nav { display: none } }
`

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

const page = (title: string, body: string): string =>
  `<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="${POLICY}">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>${asText(title)}</title>\n<style>${STYLE}</style>\n</head>\n<body>\n${body}</body>\n</html>\n`

const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ",")

const row = (name: string, { fixed, suggested, flagged }: Counts): string =>
  `<tr><td>${name}</td><td>${grouped(fixed)}</td><td>${grouped(suggested)}</td><td>${grouped(flagged)}</td></tr>\n`

const table = (name: string, rows: ReadonlyArray<string>): string =>
  `<table>\n<thead><tr><th scope="col">${name}</th><th scope="col">fixed</th><th scope="col">suggested</th><th scope="col">flagged</th></tr></thead>\n<tbody>\n${rows.join("")}</tbody>\n</table>\n`

/** A path as a relative link: every step escaped for an address, then for the page. */
const href = (path: string): string => asText(path.split("/").map(encodeURIComponent).join("/"))

/** The name of a document's page number `n`, counted from 1. */
export const pageName = (id: string, n: number): string => (n === 1 ? `${id}.html` : `${id}.${n}.html`)

/** `index.html`: the figures of the run, and the way to each document that changed. */
export const indexPage = (tally: Tally, pages: ReadonlyMap<string, number>): string => {
  const documents = tally.documents.map((document) => {
    const name = asText(document.id)
    const link = pages.has(document.id) ? `<a href="${href(pageName(document.id, 1))}">${name}</a>` : name
    const facts =
      document.foreign !== undefined
        ? `not in English, left alone: ${asText(document.foreign)}`
        : `${grouped(document.words)} words, origin ${document.origin}, told in the ${document.view} person`
    return row(`${link}<br><span class="note">${facts}</span>`, document.counts)
  })
  const changed = tally.documents.filter((document) => document.edits > 0).length
  return page(
    "emend: report",
    `<main>\n<h1>What emend found</h1>\n<p>${grouped(tally.documents.length)} documents, ${grouped(tally.words)} words. ${grouped(changed)} documents changed by ${grouped(tally.edits)} edits: ${grouped(tally.total.fixed)} findings are fixed, ${grouped(tally.total.suggested)} wait with a suggestion, ${grouped(tally.total.flagged)} are flagged for a look.</p>\n<h2>Documents</h2>\n${table("document", documents)}<h2>Types</h2>\n${table(
      "type",
      ranked(tally.byType).map(([type, counts]) => row(type, counts)),
    )}<h2>Rules</h2>\n${table(
      "rule",
      ranked(tally.byRule).map(([rule, counts]) => row(asText(rule), counts)),
    )}</main>\n<footer class="note"><p>emend ${VERSION}</p></footer>\n`,
  )
}

/** Line ends that a change takes away or puts in are shown, or nothing would be seen of it. */
const visible = (text: string): string =>
  asText(text.replace(/\r\n?/g, "\n"))
    .replaceAll("\n", '<i class="line">⏎</i>\n')
    .replace(/\u00a0/g, '<i class="line">⍽</i>')

interface Event {
  readonly start: number
  readonly end: number
  readonly edit: DocumentEdit | undefined
  readonly findings: ReadonlyArray<Finding>
}

const title = (findings: ReadonlyArray<Finding>): string =>
  asText(
    findings.map((finding) => [`${finding.rule}: ${finding.message}`, ...finding.evidence].join(" · ")).join("\n"),
  ).replaceAll("\n", "&#10;")

/** The changes and the open findings of a document in reading order; a finding inside a change goes with it. */
const events = ({ edits, findings }: Cleaned): ReadonlyArray<Event> => {
  const byId = new Map(findings.map((finding) => [finding.id, finding]))
  const everything: Array<Event> = edits.map((edit) => ({
    start: edit.start,
    end: edit.end,
    edit,
    findings: edit.findings.flatMap((id) => byId.get(id) ?? []),
  }))
  for (const finding of findings) {
    if (finding.status === "suggested" || finding.status === "flagged")
      everything.push({ start: finding.start, end: finding.end, edit: undefined, findings: [finding] })
  }
  everything.sort(
    (a, b) => a.start - b.start || Number(a.edit === undefined) - Number(b.edit === undefined) || a.end - b.end,
  )
  const shown: Array<Event> = []
  for (const event of everything) {
    const last = shown.at(-1)
    if (last !== undefined && event.start < last.end) {
      // two that overlap: the change is shown, or else the first, with the reasons of both
      const [kept, other] = event.edit !== undefined && last.edit === undefined ? [event, last] : [last, event]
      shown[shown.length - 1] = { ...kept, findings: [...kept.findings, ...other.findings] }
      continue
    }
    shown.push(event)
  }
  return shown
}

const render = (raw: string, { start, end, edit, findings }: Event): string => {
  const hint = title(findings)
  if (edit !== undefined) {
    const gone = raw.slice(start, end)
    return `${gone === "" ? "" : `<del title="${hint}">${visible(gone)}</del>`}${edit.replacement === "" ? "" : `<ins title="${hint}">${visible(edit.replacement)}</ins>`}`
  }
  const text = raw.slice(start, end)
  return `<mark title="${hint}">${text === "" ? "‸" : visible(text)}</mark>`
}

/** How much of a document one page shows, in code units: what a browser lays out at once without a pause. */
const PAGE_LENGTH = 200_000
/** Unchanged text around a change; what lies between is left out and its length told. */
const AROUND = 300

/** The pages of a document: its changes in their running text, long stretches without any left out. */
export const documentPages = (cleaned: Cleaned): ReadonlyArray<string> => {
  const { document, findings } = cleaned
  const { id } = document
  // where only CRs end lines, no browser would show a line's end
  const raw = document.lineEnd === "\r" ? document.text : document.raw
  const bodies: Array<string> = []
  let body = ""
  let at = 0
  const quiet = (to: number, isEnd: boolean): string => {
    const isStart = at === 0
    const room = (isStart ? 0 : AROUND) + (isEnd ? 0 : AROUND)
    if (to - at <= room + AROUND) return asText(raw.slice(at, to))
    const head = isStart ? "" : asText(raw.slice(at, at + AROUND))
    const tail = isEnd ? "" : asText(raw.slice(to - AROUND, to))
    return `${head}</div>\n<p class="gap">… ${grouped(to - at - room)} characters without a finding …</p>\n<div class="text">${tail}`
  }
  for (const event of events(cleaned)) {
    body += quiet(event.start, false) + render(raw, event)
    at = event.end
    if (body.length > PAGE_LENGTH) {
      bodies.push(body)
      body = ""
    }
  }
  bodies.push(body + quiet(raw.length, true))

  const counts = `${grouped(findings.length)} findings, ${grouped(cleaned.edits.length)} edits`
  const up = "../".repeat(id.split("/").length - 1)
  const base = id.split("/").at(-1) ?? id
  return bodies.map((text, i) => {
    const steps = [
      `<a href="${up}index.html">all documents</a>`,
      ...(i > 0 ? [`<a href="${href(pageName(base, i))}">previous page</a>`] : []),
      ...(i + 1 < bodies.length ? [`<a href="${href(pageName(base, i + 2))}">next page</a>`] : []),
    ]
    const nav = `<nav>${steps.join(" · ")}</nav>\n`
    const part = bodies.length > 1 ? `, page ${i + 1} of ${bodies.length}` : ""
    return page(
      `${id}: emend`,
      `${nav}<main>\n<h1>${asText(id)}</h1>\n<p class="note">${counts}${part}. Struck out: what was taken away; green: what was put in; yellow: open, for a person to decide. Rest on a change to see why.</p>\n<div class="text">${text}</div>\n</main>\n${nav}`,
    )
  })
}
