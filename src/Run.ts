import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import * as Stream from "effect/Stream"
import { type Cleaned, clean } from "./Cleaned.ts"
import type { Configuration } from "./Configuration.ts"
import { type Corpus, DocumentError, type Loaded, readDocument, type Source } from "./Corpus.ts"
import { encode } from "./Encoding.ts"
import { Output } from "./Output.ts"
import { standard } from "./Pipeline.ts"
import * as Profile from "./Profile.ts"
import type { RuleBook } from "./RuleBook.ts"
import { documentPages, indexPage, pageName } from "./report/html.ts"
import { decodeManifest, type Entry, entry, manifest } from "./report/manifest.ts"
import { patch } from "./report/patch.ts"
import { summaryJson, summaryMarkdown } from "./report/summary.ts"
import * as Tally from "./report/Tally.ts"

/** Documents of this much text in all, in code units, are kept from the first pass to the second. */
const KEPT = 64_000_000
/** Documents read or cleaned at a time: the next is read while one is cleaned. */
const AT_ONCE = 2
/** Pages and patches are written for this many changed documents; findings and edits for all. */
const MOST_PAGES = 1000

export interface Progress {
  readonly pass: "reading" | "cleaning"
  readonly documents: number
  readonly of: number
  /** UTF-16 code units of the documents so far */
  readonly units: number
}

export interface RunOptions {
  readonly corpus: Corpus
  readonly book: RuleBook
  readonly configuration: Configuration
  /** absolute paths */
  readonly out: string
  readonly reports: string
  readonly onProgress: (progress: Progress) => Effect.Effect<void>
}

export interface RunResult {
  readonly tally: Tally.Tally
  /** documents that could not be read or written */
  readonly problems: ReadonlyArray<DocumentError>
}

/** First pass: what the whole corpus says. A document that cannot be read is named once, here, and left out. */
const survey = Effect.fnUntraced(function* ({ corpus, onProgress }: RunOptions) {
  let profile = Profile.empty()
  let units = 0
  let documents = 0
  const readable: Array<Source> = []
  const kept = new Map<string, Loaded>()
  const problems: Array<DocumentError> = []
  yield* Stream.fromIterable(corpus.sources).pipe(
    Stream.mapEffect((source) => Effect.map(Effect.result(readDocument(source)), (result) => ({ source, result })), {
      concurrency: AT_ONCE,
    }),
    Stream.runForEach(({ source, result }) => {
      documents++
      if (result._tag === "Failure") problems.push(result.failure)
      else {
        readable.push(source)
        if (units + result.success.document.raw.length <= KEPT) kept.set(source.id, result.success)
        units += result.success.document.raw.length
        profile = Profile.merge(profile, Profile.ofDocument(result.success.document))
      }
      return onProgress({ pass: "reading", documents, of: corpus.sources.length, units })
    }),
  )
  return { profile, readable, kept, problems }
})

/** Reads the manifest of the run before this one, if there was one that can be read. */
const previousEntries = Effect.fnUntraced(function* (reports: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  return yield* fs.readFileString(path.join(reports, "manifest.json")).pipe(
    Effect.flatMap(decodeManifest),
    Effect.map(({ documents }) => documents),
    Effect.orElseSucceed((): ReadonlyArray<Entry> => []),
  )
})

/**
 * Cleans a corpus: a survey of all documents, then each document in the order of its name. Results go to `Output`;
 * what is written does not depend on how many documents are worked on at a time.
 */
export const run = Effect.fn("Run.run")(function* (options: RunOptions) {
  const { corpus, book, configuration, out, reports, onProgress } = options
  const path = yield* Path.Path
  const output = yield* Output
  const before = yield* previousEntries(reports)
  const { profile, readable, kept, problems: unreadable } = yield* survey(options)

  const problems: Array<DocumentError> = [...corpus.refused, ...unreadable]
  const tally = Tally.empty()
  const entries: Array<Entry> = []
  const pages = new Map<string, number>()
  const made = new Set<string>()
  let units = 0
  let shownDocuments = 0

  /** each document is wanted once more, and then no longer */
  const take = (source: Source) => {
    const loaded = kept.get(source.id)
    kept.delete(source.id)
    return loaded === undefined ? readDocument(source) : Effect.succeed(loaded)
  }
  const grow = (name: string) =>
    Effect.acquireRelease(output.grow(path.join(reports, name)), (growing) => growing.abandon)

  const deliver = Effect.fnUntraced(function* (cleaned: Cleaned, raw: Uint8Array) {
    const { id } = cleaned.document
    const bytes = encode(cleaned.text, cleaned.document.form)
    const files: Array<readonly [path: string, content: string | Uint8Array]> = [[path.join(out, id), bytes]]
    const shown = cleaned.findings.length > 0 && shownDocuments < MOST_PAGES
    const bodies = shown ? documentPages(cleaned) : []
    const difference = shown ? patch(cleaned) : undefined
    if (shown) {
      shownDocuments++
      pages.set(id, bodies.length)
      for (const [i, body] of bodies.entries()) files.push([path.join(reports, pageName(id, i + 1)), body])
      if (difference !== undefined) files.push([path.join(reports, `${id}.patch`), difference])
    }
    yield* Effect.forEach(files, ([file, content]) => output.file(file, content), {
      concurrency: "unbounded",
      discard: true,
    })
    for (const [file] of files) made.add(file)
    entries.push(entry(cleaned, { raw, cleaned: bytes }, { pages: bodies.length, patch: difference !== undefined }))
  })

  yield* Effect.scoped(
    Effect.gen(function* () {
      const findings = yield* grow("findings.jsonl")
      const edits = yield* grow("edits.jsonl")
      yield* Stream.fromIterable(readable).pipe(
        Stream.mapEffect(
          (source) =>
            Effect.result(
              Effect.flatMap(take(source), ({ document, bytes }) =>
                Effect.map(clean(document, profile, book, configuration, standard), (cleaned) => ({ cleaned, bytes })),
              ),
            ),
          { concurrency: AT_ONCE },
        ),
        Stream.runForEach(
          Effect.fnUntraced(function* (result) {
            if (result._tag === "Failure") {
              problems.push(result.failure)
              return
            }
            const { cleaned, bytes } = result.success
            const written = yield* Effect.result(deliver(cleaned, bytes))
            if (written._tag === "Failure")
              problems.push(new DocumentError({ doc: cleaned.document.id, reason: written.failure.message }))
            Tally.add(tally, cleaned)
            yield* findings.append(cleaned.findings.map((finding) => `${JSON.stringify(finding)}\n`).join(""))
            yield* edits.append(cleaned.edits.map((edit) => `${JSON.stringify(edit)}\n`).join(""))
            units += cleaned.document.raw.length
            yield* onProgress({ pass: "cleaning", documents: tally.documents.length, of: readable.length, units })
          }),
        ),
      )
      yield* findings.close
      yield* edits.close
    }),
  )
  yield* output.file(path.join(reports, "summary.json"), summaryJson(tally))
  yield* output.file(path.join(reports, "summary.md"), summaryMarkdown(tally))
  yield* output.file(path.join(reports, "index.html"), indexPage(tally, pages))
  for (const old of before) {
    const files = [
      path.join(out, old.id),
      ...Array.from({ length: old.pages }, (_, i) => path.join(reports, pageName(old.id, i + 1))),
      ...(old.patch ? [path.join(reports, `${old.id}.patch`)] : []),
    ]
    const unread = problems.some((problem) => problem.doc === old.id)
    for (const file of files) if (!made.has(file) && !unread) yield* output.obsolete(file)
  }
  // last, so that a manifest is only there for a run that came to its end
  yield* output.file(path.join(reports, "manifest.json"), manifest(book.digest, configuration.text, entries))
  const result: RunResult = { tally, problems }
  return result
})
