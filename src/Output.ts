import { createHash } from "node:crypto"
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises"
import { dirname, join, relative, sep } from "node:path"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import pLimit from "p-limit"

/** A file could not be written. */
export class WriteError extends Schema.TaggedError<WriteError>()("WriteError", {
  path: Schema.String,
  reason: Schema.String,
}) {
  override get message(): string {
    return `${this.path}: cannot be written (${this.reason})`
  }
}

/** A file that grows while the run goes on and appears when it is closed. */
export interface Growing {
  readonly append: (text: string) => Effect.Effect<void, WriteError>
  readonly close: Effect.Effect<void, WriteError>
  /** takes away what was written so far; does nothing after `close` */
  readonly abandon: Effect.Effect<void>
}

/** Where the results of a run go: to disk, nowhere, or into a comparison with what is on disk. Paths are absolute. */
export class Output extends Context.Service<
  Output,
  {
    readonly file: (path: string, content: string | Uint8Array) => Effect.Effect<void, WriteError>
    readonly grow: (path: string) => Effect.Effect<Growing, WriteError>
    /** a file of an earlier run that this run does not make */
    readonly obsolete: (path: string) => Effect.Effect<void, WriteError>
    /** paths, relative to the given folders, that differ from this run; empty unless comparing */
    readonly differences: Effect.Effect<ReadonlyArray<Difference>>
  }
>()("emend/Output") {}

export interface Difference {
  readonly path: string
  readonly how: "missing" | "different" | "left over"
}

/** Open files at a time: enough to keep a disk busy, far below any system's limit. */
const AT_ONCE = 16
/** Text gathered before it is written, in code units. */
const CHUNK = 1 << 20

const failed = (path: string) => (cause: unknown) =>
  new WriteError({ path, reason: cause instanceof Error ? cause.message : String(cause) })

const beside = (path: string): string => `${path}.${process.pid}.tmp`
/** What a run that was killed may have left beside a file. */
const BESIDE = /\.\d+\.tmp$/

/** Files are written beside their place and renamed: a crash leaves the old file or the new one, never half of one. */
const disk = (): Context.Service.Shape<typeof Output> => {
  const limit = pLimit(AT_ONCE)
  const write = async (path: string, content: string | Uint8Array): Promise<void> => {
    const temporary = beside(path)
    await mkdir(dirname(path), { recursive: true })
    try {
      const handle = await open(temporary, "w")
      try {
        await handle.writeFile(content)
      } finally {
        await handle.close()
      }
      await rename(temporary, path)
    } catch (cause) {
      await rm(temporary, { force: true })
      throw cause
    }
  }
  return {
    file: (path, content) => Effect.tryPromise({ try: () => limit(write, path, content), catch: failed(path) }),
    grow: (path) =>
      Effect.tryPromise({
        try: async () => {
          await mkdir(dirname(path), { recursive: true })
          const temporary = beside(path)
          const handle = await open(temporary, "w")
          let waiting = ""
          let closed = false
          const flush = async (): Promise<void> => {
            const text = waiting
            waiting = ""
            if (text !== "") await handle.appendFile(text)
          }
          const growing: Growing = {
            append: (text) =>
              Effect.suspend(() => {
                waiting += text
                return waiting.length < CHUNK ? Effect.void : Effect.tryPromise({ try: flush, catch: failed(path) })
              }),
            close: Effect.tryPromise({
              try: async () => {
                await flush()
                await handle.close()
                await rename(temporary, path)
                closed = true
              },
              catch: failed(path),
            }),
            abandon: Effect.promise(async () => {
              if (closed) return
              await handle.close().catch(() => undefined)
              await rm(temporary, { force: true })
            }),
          }
          return growing
        },
        catch: failed(path),
      }),
    obsolete: (path) => Effect.tryPromise({ try: () => rm(path, { force: true }), catch: failed(path) }),
    differences: Effect.succeed([]),
  }
}

const digestOf = (content: string | Uint8Array): string => createHash("sha256").update(content).digest("hex")

const everyFile = async (folder: string): Promise<ReadonlyArray<string>> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

/** Compares with the files in `folders`; what stands there and is not made by this run is left over. */
const comparison = (
  folders: ReadonlyArray<string>,
  shown: (path: string) => string,
): Context.Service.Shape<typeof Output> => {
  const made = new Map<string, string>()
  const compare = async (): Promise<ReadonlyArray<Difference>> => {
    const differences: Array<Difference> = []
    for (const [path, digest] of made) {
      const content = await readFile(path).catch(() => undefined)
      if (content === undefined) differences.push({ path: shown(path), how: "missing" })
      else if (digestOf(content) !== digest) differences.push({ path: shown(path), how: "different" })
    }
    for (const folder of folders) {
      for (const path of await everyFile(folder)) {
        const name = relative(folder, path).split(sep).at(-1) ?? ""
        if (!made.has(path) && !name.startsWith(".") && !BESIDE.test(name))
          differences.push({ path: shown(path), how: "left over" })
      }
    }
    return differences.sort((a, b) => (a.path < b.path ? -1 : 1))
  }
  return {
    file: (path, content) => Effect.sync(() => void made.set(path, digestOf(content))),
    grow: (path) =>
      Effect.sync(() => {
        const hash = createHash("sha256")
        return {
          append: (text) => Effect.sync(() => void hash.update(text)),
          close: Effect.sync(() => void made.set(path, hash.digest("hex"))),
          abandon: Effect.void,
        }
      }),
    obsolete: () => Effect.void,
    differences: Effect.promise(compare),
  }
}

const nowhere: Context.Service.Shape<typeof Output> = {
  file: () => Effect.void,
  grow: () => Effect.succeed({ append: () => Effect.void, close: Effect.void, abandon: Effect.void }),
  obsolete: () => Effect.void,
  differences: Effect.succeed([]),
}

export const toDisk: Layer.Layer<Output> = Layer.sync(Output, disk)
export const toNowhere: Layer.Layer<Output> = Layer.succeed(Output, nowhere)
export const toComparison = (folders: ReadonlyArray<string>, shown: (path: string) => string): Layer.Layer<Output> =>
  Layer.sync(Output, () => comparison(folders, shown))
