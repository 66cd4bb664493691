import { chmodSync, mkdirSync, symlinkSync } from "node:fs"
import { join } from "node:path"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { find, readDocument } from "../src/Corpus.ts"
import { temporaryFolders, writeFiles } from "./Support.ts"

const folder = temporaryFolders()

const found = (...inputs: ReadonlyArray<string>) => find(inputs).pipe(Effect.provide(NodeServices.layer))
const refusedAs = (...inputs: ReadonlyArray<string>) => Effect.map(Effect.flip(found(...inputs)), String)
const ids = ({ sources }: Effect.Success<ReturnType<typeof find>>) => sources.map(({ id }) => id)

describe("find", () => {
  it.effect("folders of any depth, in the order of names, whatever their letters", () =>
    Effect.gen(function* () {
      const home = folder()
      writeFiles(home, {
        "b.txt": "",
        "a folder/with spaces.TXT": "",
        "письма/1926 год.txt": "",
        "信/灯台.txt": "",
        "წერილი.txt": "",
        "notes.md": "",
        "no-extension": "",
        ".hidden.txt": "",
        ".git/config.txt": "",
      })
      const corpus = yield* found(home)
      expect(ids(corpus)).toEqual([
        "a folder/with spaces.TXT",
        "b.txt",
        "письма/1926 год.txt",
        "წერილი.txt",
        "信/灯台.txt",
      ])
      expect(corpus.refused).toEqual([])
      expect(corpus.roots).toEqual([home])
    }),
  )

  it.effect("a single file, by whatever extension, once however often it is named", () =>
    Effect.gen(function* () {
      const home = folder()
      writeFiles(home, { "a.txt": "", "notes.md": "", "odd [1].txt": "" })
      const named = ["a.txt", "notes.md", "odd [1].txt", "a.txt"].map((name) => join(home, name))
      expect(ids(yield* found(...named))).toEqual(["a.txt", "notes.md", "odd [1].txt"])
      expect(ids(yield* found(home, join(home, "a.txt")))).toEqual(["a.txt", "odd [1].txt"])
    }),
  )

  it.effect("globs, by the path below their fixed part", () =>
    Effect.gen(function* () {
      const home = folder()
      writeFiles(home, { "x/1.txt": "", "x/y/2.txt": "", "x/y/3.log": "", "x/письмо.txt": "" })
      expect(ids(yield* found(join(home, "x/*.txt")))).toEqual(["1.txt", "письмо.txt"])
      expect(ids(yield* found(join(home, "x/**/*.txt")))).toEqual(["1.txt", "y/2.txt", "письмо.txt"])
      expect(ids(yield* found(join(home, "{x,z}/y/?.txt")))).toEqual(["x/y/2.txt"])
      expect(yield* refusedAs(join(home, "x/*.rst"))).toContain("no .txt file fits")
    }),
  )

  it.effect("a glob whose files another input names already finds them all the same", () =>
    Effect.gen(function* () {
      const home = folder()
      writeFiles(home, { "x/1.txt": "" })
      expect(ids(yield* found(join(home, "x"), join(home, "x/*.txt")))).toEqual(["1.txt"])
    }),
  )

  it.effect("a glob that fits only files of another format says how to convert them", () =>
    Effect.gen(function* () {
      const home = folder()
      writeFiles(home, { "x/1.html": "" })
      const corpus = yield* found(join(home, "x/*.html"))
      expect(corpus.refused.map(({ doc }) => doc)).toEqual(["1.html"])
    }),
  )

  it.effect("what is not there", () =>
    Effect.gen(function* () {
      const home = folder()
      symlinkSync(join(home, "nowhere"), join(home, "dangling.txt"))
      for (const name of ["nowhere", "dangling.txt"])
        expect(yield* refusedAs(join(home, name))).toContain("there is no such file or folder")
    }),
  )

  it.effect.each([
    ["page.html", "pandoc"],
    ["page.htm", "pandoc"],
    ["book.epub", "pandoc"],
    ["letter.DOCX", "pandoc"],
    ["scan.pdf", "pdftotext"],
    ["old.doc", "soffice"],
  ] as const)("%s is refused, with the way to convert it", ([name, tool]) =>
    Effect.gen(function* () {
      const home = folder()
      writeFiles(home, { [`my books/${name}`]: "", "a.txt": "" })
      for (const corpus of [yield* found(home), yield* found(join(home, "a.txt"), join(home, "my books", name))]) {
        expect(ids(corpus)).toEqual(["a.txt"])
        expect(corpus.refused).toHaveLength(1)
        expect(corpus.refused[0]?.message).toMatch(new RegExp(`^(my books/)?${name}: .*convert it first: ${tool}`))
        // the name has a space: what is to be typed has it in quotation marks
        expect(corpus.refused[0]?.reason).toMatch(new RegExp(`"(my books/)?${name}"`))
      }
    }),
  )

  it.effect("two inputs that would be written to one place", () =>
    Effect.gen(function* () {
      const home = folder()
      writeFiles(home, { "x/a.txt": "", "y/a.txt": "" })
      const message = yield* refusedAs(join(home, "x"), join(home, "y"))
      expect(message).toContain(join(home, "x/a.txt"))
      expect(message).toContain(join(home, "y/a.txt"))
      expect(yield* refusedAs(join(home, "x/a.txt"), join(home, "y/a.txt"))).toContain("would both be written to a.txt")
    }),
  )

  it.effect("links to folders are followed, and those that lead back up end", () =>
    Effect.gen(function* () {
      const home = folder()
      writeFiles(home, { "x/a.txt": "", "elsewhere/b.txt": "" })
      symlinkSync("..", join(home, "x/up"))
      symlinkSync(".", join(home, "x/here"))
      symlinkSync(join(home, "elsewhere"), join(home, "x/link"))
      symlinkSync(join(home, "x"), join(home, "elsewhere/back"))
      const corpus = yield* found(join(home, "x"))
      expect(ids(corpus)).toContain("a.txt")
      expect(ids(corpus)).toContain("link/b.txt")
      expect(ids(corpus).every((id) => id.split("/").length < 5)).toBe(true)
      expect(corpus.refused).toEqual([])
    }),
  )

  it.effect("a link that leads nowhere or to itself is named; a folder named like a text is a folder", () =>
    Effect.gen(function* () {
      const home = folder()
      writeFiles(home, { "folder.txt/inner.txt": "" })
      symlinkSync("nowhere", join(home, "dangling.txt"))
      symlinkSync("self.txt", join(home, "self.txt"))
      symlinkSync("nowhere", join(home, "no-text"))
      const corpus = yield* found(home)
      expect(ids(corpus)).toEqual(["folder.txt/inner.txt"])
      expect(corpus.refused.map(({ message }) => message.replace(/\(.*/, ""))).toEqual([
        "dangling.txt: cannot be read ",
        "self.txt: cannot be read ",
      ])
    }),
  )

  // the superuser reads whatever its permissions are
  it.effect.skipIf(process.getuid?.() === 0)("a folder and a file that may not be read are named", () =>
    Effect.gen(function* () {
      const home = folder()
      writeFiles(home, { "a.txt": "", "shut.txt": "" })
      mkdirSync(join(home, "shut"), { mode: 0o000 })
      chmodSync(join(home, "shut.txt"), 0o000)
      const corpus = yield* found(home)
      expect(corpus.refused.map(({ doc }) => doc)).toEqual(["shut/"])
      const shut = corpus.sources.find(({ id }) => id === "shut.txt")!
      const error = yield* Effect.flip(readDocument(shut).pipe(Effect.provide(NodeServices.layer)))
      expect(error.message).toContain("shut.txt: cannot be read")
    }),
  )
})

describe("readDocument", () => {
  const load = (path: string) => readDocument({ id: "letters/a.txt", path }).pipe(Effect.provide(NodeServices.layer))

  it.effect("gives the text, the form of the file and its bytes", () =>
    Effect.gen(function* () {
      const home = folder()
      const bytes = Buffer.from("\ufeffone\r\ntwo", "utf16le")
      writeFiles(home, { "a.txt": bytes })
      const loaded = yield* load(join(home, "a.txt"))
      expect(loaded.document).toMatchObject({
        id: "letters/a.txt",
        raw: "one\r\ntwo",
        text: "one\ntwo",
        lineEnd: "\r\n",
      })
      expect(Buffer.from(loaded.bytes).equals(bytes)).toBe(true)
    }),
  )

  it.effect("names what is gone, what is a folder, and the byte that is no text", () =>
    Effect.gen(function* () {
      const home = folder()
      writeFiles(home, { "folder.txt/a": "", "bad.txt": Buffer.from([0xef, 0xbb, 0xbf, 0x61, 0xff]) })
      const failure = (name: string) => Effect.map(Effect.flip(load(join(home, name))), ({ message }) => message)
      expect(yield* failure("gone.txt")).toBe("letters/a.txt: cannot be read (NotFound)")
      expect(yield* failure("folder.txt")).toMatch(/^letters\/a\.txt: cannot be read/)
      expect(yield* failure("bad.txt")).toMatch(/^letters\/a\.txt: not valid utf-8 at byte 4/)
    }),
  )
})
