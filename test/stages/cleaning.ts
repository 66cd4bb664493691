import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Effect from "effect/Effect"
import { type Cleaned, clean } from "../../src/Cleaned.ts"
import * as Configuration from "../../src/Configuration.ts"
import { make } from "../../src/Document.ts"
import { standard } from "../../src/Pipeline.ts"
import * as Profile from "../../src/Profile.ts"
import type { RuleBook } from "../../src/RuleBook.ts"
import * as RuleLoader from "../../src/RuleLoader.ts"
import type { Stage } from "../../src/Stage.ts"

/** The rules that come with emend and no `emend.yaml`. */
export interface Setting {
  readonly book: RuleBook
  readonly configuration: Configuration.Configuration
}

export const setting = (): Promise<Setting> =>
  Effect.runPromise(
    Effect.all({
      book: RuleLoader.load(undefined),
      configuration: Configuration.load("no such file", false),
    }).pipe(Effect.provide(NodeServices.layer)),
  )

const cleaning = (
  { book, configuration }: Setting,
  texts: ReadonlyArray<string>,
  stage: Stage,
  concurrency: number,
) => {
  const documents = texts.map((text, i) => make(`${i}.txt`, text))
  const profile = documents.map(Profile.ofDocument).reduce(Profile.merge, Profile.empty())
  return Effect.forEach(documents, (document) => clean(document, profile, book, configuration, stage), { concurrency })
}

/** Cleans a whole corpus, its profile built from just these texts. */
export const cleanCorpus = (
  from: Setting,
  texts: ReadonlyArray<string>,
  stage: Stage = standard,
): ReadonlyArray<Cleaned> => Effect.runSync(cleaning(from, texts, stage, 1))

/** The same, all documents at a time. */
export const cleanTogether = (from: Setting, texts: ReadonlyArray<string>): Promise<ReadonlyArray<Cleaned>> =>
  Effect.runPromise(cleaning(from, texts, standard, texts.length))

export const cleanOne = (from: Setting, text: string, stage: Stage = standard): Cleaned =>
  cleanCorpus(from, [text], stage)[0]!

/** What was changed, in a form that a failing test can print. */
export const changes = ({ edits, findings }: Cleaned): ReadonlyArray<string> =>
  edits.map(({ original, replacement, findings: ids }) => {
    const rules = new Set(findings.filter(({ id }) => ids.includes(id)).map(({ rule }) => rule))
    return `${Array.from(rules).join(", ")}: ${JSON.stringify(original)} -> ${JSON.stringify(replacement)}`
  })
