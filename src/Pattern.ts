import { type Anchors, anchorsOf } from "./Anchor.ts"
import type { Rule } from "./Rule.ts"

/** A place where a rule's pattern fits, and what its replacement comes to there (`null` for a flag). */
export interface Hit {
  readonly start: number
  readonly end: number
  readonly replacement: string | null
}

/** A rule made ready to look through a text. */
export interface Pattern {
  readonly rule: Rule
  /** strings of which a line must contain one, so that others need not be looked at; nothing where none can be told */
  readonly anchors: Anchors | undefined
  /** whether the rule speaks on this text at all */
  readonly applies: (text: string) => boolean
  /** a quick look whether the expression fits anywhere, for patterns without anchors; it may say yes too often */
  readonly mayFire: (text: string) => boolean
  /** looks at one line, `start` being where it stands in the text */
  readonly find: (line: string, start: number) => ReadonlyArray<Hit>
  /** a pattern of whole lines looks at them trimmed, and perhaps only at a document's edges */
  readonly whole: boolean
}

const quoteMeta = (literal: string): string => literal.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")

/** Straight and curly marks stand for each other in the texts that rules meet. */
const anyApostrophe = (literal: string): string => literal.replace(/['’]/g, "['’]")

/** The regular expression that a rule's tokens, terms, pattern or line come to. */
export const expression = (rule: Rule): string | undefined => {
  const { match } = rule
  if ("pattern" in match) return match.pattern
  if ("tokens" in match) {
    return `\\b${match.tokens.map((token) => `(?:${token.split("|").map(quoteMeta).map(anyApostrophe).join("|")})`).join(" ")}\\b`
  }
  if ("terms" in match) {
    const terms = Object.keys(match.terms).sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
    return `(?<![\\p{L}\\p{N}])(?:${terms.map(quoteMeta).map(anyApostrophe).join("|")})(?![\\p{L}\\p{N}])`
  }
  if ("line" in match) return `^(?:${match.line})$`
  return undefined
}

const expand = (template: string, match: RegExpExecArray): string =>
  template.replace(/\$<([A-Za-z_]\w*)>/g, (_, name: string) => match.groups?.[name] ?? "")

const NO_HITS: ReadonlyArray<Hit> = []

/** Finds a rule's expression in one line: a rule never reaches over a paragraph's end. */
const finder = (rule: Rule, source: string): Pattern["find"] => {
  const regex = new RegExp(source, "gu")
  const exceptions = (rule.except ?? []).map((except) => new RegExp(except, "gu"))
  const terms = "terms" in rule.match ? rule.match.terms : undefined
  const plain = new Map(Object.entries(terms ?? {}).map(([wrong, right]) => [wrong.replaceAll("’", "'"), right]))
  const replacementOf = (match: RegExpExecArray): string | null => {
    if (terms !== undefined) return terms[match[0]] ?? plain.get(match[0].replaceAll("’", "'")) ?? null
    return rule.replace === undefined ? null : expand(rule.replace, match)
  }
  return (line, start) => {
    // exec and not matchAll, which makes a new expression at every call: this is the hot path of all rules
    regex.lastIndex = 0
    let match = regex.exec(line)
    if (match === null) return NO_HITS
    const hits: Array<Hit> = []
    const spared = exceptions.flatMap((except) =>
      Array.from(line.matchAll(except), (m) => [m.index, m.index + m[0].length] as const),
    )
    for (; match !== null; match = regex.exec(line)) {
      const from = match.index
      const to = from + match[0].length
      // between the halves of a surrogate pair the expression would go back to where it was, for ever
      if (from === to) regex.lastIndex = to + ((line.codePointAt(to) ?? 0) > 0xffff ? 2 : 1)
      if (spared.some(([a, b]) => a < to && from < b)) continue
      hits.push({ start: start + from, end: start + to, replacement: replacementOf(match) })
    }
    return hits
  }
}

/** Makes a rule ready, or nothing for a rule that a stage carries out. */
export const compile = (rule: Rule): Pattern | undefined => {
  const source = expression(rule)
  if (source === undefined) return undefined
  const condition = rule.document === undefined ? undefined : new RegExp(rule.document, "u")
  const whole = "line" in rule.match
  const anywhere = new RegExp(source, "mu")
  return {
    rule,
    anchors: whole ? undefined : anchorsOf(source),
    applies: (text) => condition === undefined || condition.test(text),
    mayFire: (text) => anywhere.test(text),
    find: finder(rule, source),
    whole,
  }
}
