import { finderOf } from "../Spelling.ts"
import { pure } from "../Stage.ts"

/** Names that the corpus mostly spells in another way. A person decides: two bearers may spell theirs differently. */
export const names = pure("names", (text, { profile }) =>
  finderOf(profile)(text).map(({ start, variant: { spelling, count, common, commonCount, likeness } }) => ({
    rule: "name/variant",
    start,
    end: start + spelling.length,
    replacement: common,
    evidence: [
      `the corpus has “${common}” ${commonCount} times and “${spelling}” ${count === 1 ? "once" : `${count} times`}`,
      `the two are romanisations of the same letters (likeness ${likeness.toFixed(2)})`,
    ],
  })),
)
