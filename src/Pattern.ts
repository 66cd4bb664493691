import type { Rule } from "./Rule.ts"

/** A place where a rule's pattern fits, and what its replacement comes to there (`null` for a flag). */
export interface Hit {
  readonly start: number
  readonly end: number
  readonly replacement: string | null
}

/** A line short enough to be looked at as a whole, without the white space around it. */
interface ShortLine {
  readonly start: number
  readonly content: string
  /** among the first lines of the text with something on them, among the last */
  readonly first: boolean
  readonly last: boolean
}

/** A text to look through; its short lines are gathered once, when the first rule asks for them. */
export interface Source {
  readonly text: string
  readonly shortLines: () => ReadonlyArray<ShortLine>
}

/** A rule made ready to look through a text. */
export interface Pattern {
  readonly rule: Rule
  readonly find: (source: Source) => ReadonlyArray<Hit>
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

/**
 * The longest run of characters that every match must contain, or "" where none is plain to see. Only the top level of
 * the expression is read; groups, classes and anything optional end a run.
 */
export const requiredLiteral = (source: string): string => {
  let best = ""
  let run = ""
  const close = (): void => {
    if (run.length > best.length) best = run
    run = ""
  }
  for (let i = 0; i < source.length; i++) {
    const c = source.charAt(i)
    if (c === "|") return ""
    if (c === "(") {
      close()
      let depth = 1
      for (i++; i < source.length && depth > 0; i++) {
        const d = source.charAt(i)
        if (d === "\\") i++
        else if (d === "[")
          for (i++; i < source.length && source.charAt(i) !== "]"; i++) if (source.charAt(i) === "\\") i++
        if (d === "(") depth++
        else if (d === ")") depth--
      }
      i--
      continue
    }
    if (c === "[") {
      close()
      for (i++; i < source.length && source.charAt(i) !== "]"; i++) if (source.charAt(i) === "\\") i++
      continue
    }
    if (c === "?" || c === "*" || c === "{") {
      run = run.slice(0, -1)
      close()
      if (c === "{") while (i < source.length && source.charAt(i) !== "}") i++
      continue
    }
    if (c === "\\") {
      const d = source.charAt(++i)
      if (/[\p{L}\d]/u.test(d)) {
        close()
        if (d === "p" || d === "P" || d === "k" || d === "u")
          while (i < source.length && !/[}>]/.test(source.charAt(i))) i++
      } else run += d
      continue
    }
    if (c === "." || c === "^" || c === "$" || c === "+") close()
    else run += c
  }
  close()
  return best.length >= 3 ? best : ""
}

const expand = (template: string, match: RegExpExecArray): string =>
  template.replace(/\$<([A-Za-z_]\w*)>/g, (_, name: string) => match.groups?.[name] ?? "")

/** Looks through a text one line at a time: a rule never reaches over a paragraph's end. */
const inLines = (rule: Rule, source: string): ((source: Source) => ReadonlyArray<Hit>) => {
  const regex = new RegExp(source, "gu")
  const exceptions = (rule.except ?? []).map((except) => new RegExp(except, "gu"))
  const literal = requiredLiteral(source)
  const terms = "terms" in rule.match ? rule.match.terms : undefined
  const plain =
    terms === undefined
      ? undefined
      : new Map(Object.entries(terms).map(([wrong, right]) => [wrong.replaceAll("’", "'"), right]))

  const inLine = (text: string, start: number, end: number, hits: Array<Hit>): void => {
    const line = text.slice(start, end)
    let spared: Array<readonly [number, number]> | undefined
    for (const match of line.matchAll(regex)) {
      const from = match.index
      const to = from + match[0].length
      spared ??= exceptions.flatMap((except) =>
        Array.from(line.matchAll(except), (m) => [m.index, m.index + m[0].length] as const),
      )
      if (spared.some(([a, b]) => a < to && from < b)) continue
      const replacement =
        plain !== undefined
          ? (terms?.[match[0]] ?? plain.get(match[0].replaceAll("’", "'")) ?? null)
          : rule.replace === undefined
            ? null
            : expand(rule.replace, match)
      hits.push({ start: start + from, end: start + to, replacement })
    }
  }

  return ({ text }) => {
    const hits: Array<Hit> = []
    for (let at = 0; at <= text.length; ) {
      const anchor = literal === "" ? at : text.indexOf(literal, at)
      if (anchor < 0) break
      const start = literal === "" ? at : text.lastIndexOf("\n", anchor) + 1
      let end = text.indexOf("\n", anchor)
      if (end < 0) end = text.length
      inLine(text, start, end, hits)
      at = end + 1
    }
    return hits
  }
}

const LINE_LIMIT = 200
/** How many lines with something on them count as a document's start, and as its end. */
const EDGE = 8

const gatherShortLines = (text: string): ReadonlyArray<ShortLine> => {
  const lines: Array<{ start: number; content: string; first: boolean; last: boolean }> = []
  const lastStarts: Array<number> = []
  let seen = 0
  for (let start = 0; start < text.length; ) {
    let end = text.indexOf("\n", start)
    if (end < 0) end = text.length
    if (end > start) {
      const short = end - start <= LINE_LIMIT
      const content = short ? text.slice(start, end).trim() : ""
      if (!short || content !== "") {
        const from = short ? start + text.slice(start, end).indexOf(content) : start
        if (short) lines.push({ start: from, content, first: seen < EDGE, last: false })
        seen++
        lastStarts.push(from)
        if (lastStarts.length > EDGE) lastStarts.shift()
      }
    }
    start = end + 1
  }
  const lastFrom = lastStarts[0] ?? 0
  for (let i = lines.length - 1; i >= 0 && lines[i]!.start >= lastFrom; i--) lines[i]!.last = true
  return lines
}

export const sourceOf = (text: string): Source => {
  let lines: ReadonlyArray<ShortLine> | undefined
  return { text, shortLines: () => (lines ??= gatherShortLines(text)) }
}

const wholeLines = (rule: Rule, source: string): ((source: Source) => ReadonlyArray<Hit>) => {
  const regex = new RegExp(source, "u")
  const exceptions = (rule.except ?? []).map((except) => new RegExp(except, "u"))
  const within = (line: ShortLine): boolean =>
    rule.at === undefined ||
    rule.at === "anywhere" ||
    (line.first && rule.at !== "end") ||
    (line.last && rule.at !== "start")
  return ({ shortLines }) => {
    const hits: Array<Hit> = []
    for (const line of shortLines()) {
      if (!within(line)) continue
      const match = regex.exec(line.content)
      if (match === null || exceptions.some((except) => except.test(line.content))) continue
      hits.push({
        start: line.start,
        end: line.start + line.content.length,
        replacement: rule.replace === undefined ? null : expand(rule.replace, match),
      })
    }
    return hits
  }
}

/** Makes a rule ready, or nothing for a rule that a stage carries out. */
export const compile = (rule: Rule): Pattern | undefined => {
  const source = expression(rule)
  if (source === undefined) return undefined
  const search = "line" in rule.match ? wholeLines(rule, source) : inLines(rule, source)
  const condition = rule.document === undefined ? undefined : new RegExp(rule.document, "u")
  return { rule, find: (from) => (condition === undefined || condition.test(from.text) ? search(from) : []) }
}
