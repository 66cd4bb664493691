import { type AST, RegExpParser } from "@eslint-community/regexpp"

/**
 * The anchors of an expression: strings of which every match contains at least one, so that text without any of them
 * need not be looked at. Read off the expression's syntax tree; nothing where none can be told.
 */
export type Anchors = ReadonlyArray<string>

/** More ways than this to write an anchor, and it no longer pays to look for them all. */
const MOST = 700
/** A range of characters wider than this says too little. */
const WIDEST = 32

/** What a stretch of an expression can be: every string it stands for, or nothing when they are too many to list. */
type Exact = ReadonlyArray<string> | undefined

const product = (a: ReadonlyArray<string>, b: ReadonlyArray<string>): Exact =>
  a.length * b.length > MOST ? undefined : a.flatMap((x) => b.map((y) => x + y))

const DIGITS = Array.from("0123456789")

/** Letters and spaces stand nearly everywhere; a mark that English does not use is an anchor by itself. */
const weight = (anchor: string): number => anchor.length + (/[^\u0000-\u007f“”‘’–—]/.test(anchor) ? 2 : 0)

const shortest = (anchors: Anchors): number => Math.min(...anchors.map(weight))

const ENOUGH = 2

/** Longer anchors are rarer; of equally long ones, fewer are better. */
const better = (a: Anchors | undefined, b: Anchors | undefined): Anchors | undefined => {
  if (a === undefined || a.length === 0) return b
  if (b === undefined || b.length === 0) return a
  const gain = Math.min(6, shortest(b)) - Math.min(6, shortest(a))
  return gain > 0 || (gain === 0 && b.length < a.length) ? b : a
}

/** A whole script may be listed: in English text each of its letters is rare. */
const isListable = ({ min, max }: AST.CharacterClassRange): boolean =>
  max.value - min.value < (min.value > 0x2ff ? MOST : WIDEST)

const exactClass = (node: AST.CharacterClass): Exact => {
  if (node.negate) return undefined
  const characters: Array<string> = []
  for (const element of node.elements) {
    if (element.type === "Character") characters.push(String.fromCodePoint(element.value))
    else if (element.type === "CharacterSet" && element.kind === "digit" && !element.negate) characters.push(...DIGITS)
    else if (element.type === "CharacterClassRange" && isListable(element)) {
      for (let c = element.min.value; c <= element.max.value; c++) characters.push(String.fromCodePoint(c))
    } else return undefined
  }
  return characters.length <= WIDEST || characters.every((c) => c > "\u02ff") ? characters : undefined
}

/** `(?i:…)`: too many ways of writing to list them. */
const ignoresCase = (node: AST.Element): boolean => node.type === "Group" && node.modifiers?.add.ignoreCase === true

const exactElement = (node: AST.Element): Exact => {
  if (ignoresCase(node)) return undefined
  switch (node.type) {
    case "Character":
      return [String.fromCodePoint(node.value)]
    case "CharacterClass":
      return exactClass(node)
    case "CharacterSet":
      return node.kind === "digit" && !node.negate ? DIGITS : undefined
    case "Group":
    case "CapturingGroup": {
      const all = node.alternatives.map((alternative) => exactSequence(alternative.elements))
      const known = all.filter((one) => one !== undefined)
      return known.length === all.length && known.flat().length <= MOST ? known.flat() : undefined
    }
    case "Assertion":
      // it looks at the text and takes none of it
      return [""]
    case "Quantifier": {
      if (node.max === 1 && node.min === 0) {
        const inner = exactElement(node.element)
        return inner === undefined ? undefined : ["", ...inner]
      }
      return node.min === 1 && node.max === 1 ? exactElement(node.element) : undefined
    }
    default:
      return undefined
  }
}

const exactSequence = (elements: ReadonlyArray<AST.Element>): Exact => {
  let all: Exact = [""]
  for (const element of elements) {
    const next = exactElement(element)
    all = all === undefined || next === undefined ? undefined : product(all, next)
  }
  return all
}

const anchorsOfElement = (node: AST.Element): Anchors | undefined => {
  if (ignoresCase(node)) return undefined
  if (node.type === "Group" || node.type === "CapturingGroup") return anchorsOfAlternatives(node.alternatives)
  if (node.type === "Quantifier") return node.min > 0 ? anchorsOfElement(node.element) : undefined
  return undefined
}

/** What an element can begin with, when that is a short list: enough to make an anchor before it longer. */
const firstOf = (node: AST.Element): Exact => {
  if (ignoresCase(node) || (node.type !== "Group" && node.type !== "CapturingGroup")) return undefined
  const firsts = node.alternatives.map(({ elements }) => {
    const first = elements.find(({ type }) => type !== "Assertion")
    if (first === undefined) return undefined
    return exactElement(first.type === "Quantifier" && first.min > 0 ? first.element : first)
  })
  const known = firsts.filter((first) => first !== undefined)
  return known.length === firsts.length && known.flat().every((text) => text !== "")
    ? Array.from(new Set(known.flat()))
    : undefined
}

const anchorsOfSequence = (elements: ReadonlyArray<AST.Element>): Anchors | undefined => {
  let best: Anchors | undefined
  let run: ReadonlyArray<string> = [""]
  const close = (): void => {
    if (run.length > 0 && shortest(run) >= ENOUGH) best = better(best, run)
    run = [""]
  }
  // of several looks behind at the start only one counts: all of them look at the same place
  const first = elements.findIndex(({ type }) => type !== "Assertion")
  const behind = elements
    .slice(0, first < 0 ? elements.length : first)
    .findLastIndex((element) => element.type === "Assertion" && element.kind === "lookbehind")
  for (const [i, element] of elements.entries()) {
    // what a match looks at on its outer sides stands in the text as well
    const looked = element.type === "Assertion" && "alternatives" in element && !element.negate
    const outer = looked && i === (element.kind === "lookbehind" ? behind : elements.length - 1)
    const parts = outer && element.alternatives.length === 1 ? (element.alternatives[0]?.elements ?? []) : [element]
    for (const part of parts) {
      const exact = exactElement(part)
      const longer = exact === undefined ? undefined : product(run, exact)
      if (longer !== undefined) {
        run = longer
        continue
      }
      const atLeast = part.type === "Quantifier" && part.min > 0 ? exactElement(part.element) : firstOf(part)
      const begun = atLeast === undefined ? undefined : product(run, atLeast)
      if (begun !== undefined) run = begun
      close()
      if (exact !== undefined) run = exact
      else best = better(best, anchorsOfElement(part))
    }
  }
  close()
  return best
}

const anchorsOfAlternatives = (alternatives: ReadonlyArray<AST.Alternative>): Anchors | undefined => {
  const all: Array<string> = []
  for (const alternative of alternatives) {
    const anchors = anchorsOfSequence(alternative.elements)
    if (anchors === undefined) return undefined
    all.push(...anchors)
  }
  return all.length <= MOST ? Array.from(new Set(all)) : undefined
}

const parser = new RegExpParser()

/** Longer than this an anchor is not much rarer, only costlier to look for. */
const LONGEST = 8

/** Short anchors, none of which stands in another: where the longer one is, the shorter is too. */
const trim = (anchors: Anchors): Anchors => {
  const cut = Array.from(new Set(anchors.map((anchor) => anchor.slice(0, LONGEST)))).sort((a, b) => a.length - b.length)
  return cut.length > 64 ? cut : cut.filter((anchor, i) => !cut.slice(0, i).some((shorter) => anchor.includes(shorter)))
}

/** The anchors of an expression with flag `u`. */
export const anchorsOf = (source: string): Anchors | undefined => {
  const pattern = parser.parsePattern(source, 0, source.length, { unicode: true })
  const anchors = anchorsOfAlternatives(pattern.alternatives)
  return anchors === undefined ? undefined : trim(anchors)
}
