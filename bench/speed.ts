import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Effect from "effect/Effect"
import * as Configuration from "../src/Configuration.ts"
import * as Corpus from "../src/Corpus.ts"
import { toDisk } from "../src/Output.ts"
import * as RuleLoader from "../src/RuleLoader.ts"
import { run } from "../src/Run.ts"

/**
 * How fast a corpus is cleaned: everything from reading the files to the last report, on one thread, rules loaded
 * before. One document is repeated to each size, so that twice the size should take twice the time.
 *
 *     npm run bench -- [FILE]      the longest text of the sample corpus when no file is named
 */
const SIZES = (process.env["SIZES"] ?? "5,10,25,50").split(",").map(Number)

const longest = async (folder: string): Promise<string> => {
  const files = await Promise.all(
    (await readdir(folder)).map(async (name) => ({ name, size: (await readFile(join(folder, name))).length })),
  )
  return join(folder, files.sort((a, b) => b.size - a.size)[0]!.name)
}

const clean = (input: string, folder: string) =>
  Effect.gen(function* () {
    const corpus = yield* Corpus.find([input])
    const configuration = yield* Configuration.load(join(folder, "emend.yaml"), false)
    const book = yield* RuleLoader.load(undefined)
    const began = performance.now()
    const { tally } = yield* run({
      corpus,
      book,
      configuration,
      out: join(folder, "cleaned"),
      reports: join(folder, "reports"),
      onProgress: () => Effect.void,
    }).pipe(Effect.provide(toDisk))
    return { seconds: (performance.now() - began) / 1000, edits: tally.edits }
  }).pipe(Effect.provide(NodeServices.layer))

const source = process.argv[2] ?? (await longest(new URL("../raw", import.meta.url).pathname))
const text = await readFile(source, "utf8")
const unit = Buffer.byteLength(text)
console.log(`${source.split("/").at(-1)} repeated; one thread, Node ${process.versions.node}`)
console.log("     MB   documents   seconds    MB/s    edits   resident MB")
for (const [documents, sizes] of [
  ["one", SIZES],
  ["many", process.env["SIZES"] === undefined ? [50] : []],
] as const) {
  for (const size of sizes) {
    const folder = await mkdtemp(join(tmpdir(), "emend-bench-"))
    try {
      const times = Math.max(1, Math.round((size * 1e6) / unit))
      await mkdir(join(folder, "raw"))
      if (documents === "one") await writeFile(join(folder, "raw", "text.txt"), `${text}\n`.repeat(times))
      else for (let i = 0; i < times; i++) await writeFile(join(folder, "raw", `text-${i}.txt`), text)
      const { seconds, edits } = await Effect.runPromise(clean(join(folder, "raw"), folder))
      const megabytes = (unit * times) / 1e6
      console.log(
        [
          megabytes.toFixed(1).padStart(7),
          (documents === "one" ? "1" : String(times)).padStart(11),
          seconds.toFixed(2).padStart(9),
          (megabytes / seconds).toFixed(1).padStart(7),
          String(edits).padStart(8),
          (process.memoryUsage().rss / 1e6).toFixed(0).padStart(12),
        ].join(" "),
      )
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
}
