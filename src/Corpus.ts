import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import * as Schema from "effect/Schema"
import picomatch from "picomatch"
import { type Document, make } from "./Document.ts"
import { decode } from "./Encoding.ts"

/** The command was given something that it cannot work with. */
export class UsageError extends Schema.TaggedError<UsageError>()("UsageError", { message: Schema.String }) {}

/** A document that could not be read or written; all others are finished. */
export class DocumentError extends Schema.TaggedError<DocumentError>()("DocumentError", {
  doc: Schema.String,
  reason: Schema.String,
}) {
  override get message(): string {
    return `${this.doc}: ${this.reason}`
  }
}

/** A document that is there to be read. */
export interface Source {
  readonly id: string
  readonly path: string
}

export interface Corpus {
  readonly sources: ReadonlyArray<Source>
  /** files that are no plain text but could be made into it */
  readonly refused: ReadonlyArray<DocumentError>
  /** the folders that documents were looked for in */
  readonly roots: ReadonlyArray<string>
}

/** Formats that hold text, and how to get it out of them. */
const CONVERT: ReadonlyMap<string, string> = new Map([
  [".html", "pandoc -t plain --wrap=none FILE -o FILE.txt"],
  [".htm", "pandoc -t plain --wrap=none FILE -o FILE.txt"],
  [".epub", "pandoc -t plain --wrap=none FILE -o FILE.txt"],
  [".docx", "pandoc -t plain --wrap=none FILE -o FILE.txt"],
  [".odt", "pandoc -t plain --wrap=none FILE -o FILE.txt"],
  [".rtf", "pandoc -t plain --wrap=none FILE -o FILE.txt"],
  [".doc", "soffice --headless --convert-to txt:Text FILE"],
  [".fb2", "pandoc -t plain --wrap=none FILE -o FILE.txt"],
  [".mobi", "ebook-convert FILE FILE.txt"],
  [".pdf", "pdftotext FILE FILE.txt"],
])

const refusal = (id: string, extension: string): DocumentError =>
  new DocumentError({
    doc: id,
    reason: `emend reads plain text; convert it first: ${(CONVERT.get(extension) ?? "").replaceAll("FILE", JSON.stringify(id))}`,
  })

const GLOB = /[*?[\]{}]/

const byId = (a: Source, b: Source): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/** Finds the documents that the inputs name: files, folders of any depth, globs. */
export const find = Effect.fn("Corpus.find")(function* (inputs: ReadonlyArray<string>) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const sources = new Map<string, Source>()
  const refused: Array<DocumentError> = []
  const roots: Array<string> = []
  // documents met so far, those refused or met before among them
  let met = 0

  const add = Effect.fnUntraced(function* (id: string, file: string, named: boolean) {
    const extension = path.extname(file).toLowerCase()
    if (!CONVERT.has(extension) && extension !== ".txt" && !named) return
    met++
    if (CONVERT.has(extension)) refused.push(refusal(id, extension))
    else {
      const taken = sources.get(id)
      if (taken !== undefined && taken.path !== file) {
        return yield* new UsageError({
          message: `two inputs would both be written to ${id}: ${taken.path} and ${file}; give their common folder instead`,
        })
      }
      sources.set(id, { id, path: file })
    }
  })

  /** `seen` holds the real paths of the folders on the way here, so that links to a folder above end. */
  const walk: (
    folder: string,
    prefix: string,
    keep: (id: string) => boolean,
    seen: ReadonlySet<string>,
  ) => Effect.Effect<void, UsageError> = Effect.fnUntraced(function* (folder, prefix, keep, seen) {
    const listing = yield* Effect.result(Effect.all([fs.realPath(folder), fs.readDirectory(folder)]))
    if (listing._tag === "Failure") {
      refused.push(
        new DocumentError({
          doc: prefix === "" ? folder : prefix,
          reason: `the folder cannot be read (${listing.failure.reason._tag})`,
        }),
      )
      return
    }
    const [real, names] = listing.success
    if (seen.has(real)) return
    const within = new Set([...seen, real])
    for (const name of names.sort()) {
      if (name.startsWith(".")) continue
      const file = path.join(folder, name)
      const id = `${prefix}${name}`
      const info = yield* Effect.result(fs.stat(file))
      if (info._tag === "Failure") {
        if (/\.txt$/i.test(name))
          refused.push(new DocumentError({ doc: id, reason: `cannot be read (${info.failure.reason._tag})` }))
        continue
      }
      if (info.success.type === "Directory") yield* walk(file, `${id}/`, keep, within)
      else if (info.success.type === "File" && keep(id)) yield* add(id, file, false)
    }
  })

  for (const input of inputs) {
    const file = path.resolve(input)
    const info = yield* Effect.result(fs.stat(file))
    if (info._tag === "Success") {
      if (info.success.type === "Directory") {
        roots.push(file)
        yield* walk(file, "", () => true, new Set())
      } else yield* add(path.basename(file), file, true)
    } else if (GLOB.test(input)) {
      const parts = input.split("/")
      const fixed = parts.findIndex((part) => GLOB.test(part))
      const root = path.resolve(parts.slice(0, fixed).join("/") || (input.startsWith("/") ? "/" : "."))
      const matches = picomatch(parts.slice(fixed).join("/"))
      roots.push(root)
      const before = met
      yield* walk(root, "", matches, new Set())
      if (met === before) return yield* new UsageError({ message: `no .txt file fits ${input}` })
    } else {
      return yield* new UsageError({ message: `${input}: there is no such file or folder` })
    }
  }
  const corpus: Corpus = { sources: Array.from(sources.values()).sort(byId), refused, roots }
  return corpus
})

/** A document and the bytes that it was read from. */
export interface Loaded {
  readonly document: Document
  readonly bytes: Uint8Array
}

/** Reads one document; what cannot be read is an error that names it. */
export const readDocument = Effect.fnUntraced(function* (
  source: Source,
): Effect.fn.Return<Loaded, DocumentError, FileSystem.FileSystem> {
  const fs = yield* FileSystem.FileSystem
  const bytes = yield* fs
    .readFile(source.path)
    .pipe(
      Effect.mapError(
        (error) => new DocumentError({ doc: source.id, reason: `cannot be read (${error.reason._tag})` }),
      ),
    )
  const { text, form } = yield* decode(source.id, bytes).pipe(
    Effect.mapError(
      (error) =>
        new DocumentError({
          doc: source.id,
          reason: `not valid ${error.encoding} at byte ${error.offset}; save the file as UTF-8 and run again`,
        }),
    ),
  )
  return { document: make(source.id, text, form), bytes }
})
