import { build } from "./Automaton.ts"

/** Calls `onHit` with the index of each string found and where it starts; hits of one string come in reading order. */
export type StringSearch = (text: string, onHit: (index: number, start: number) => void) => void

/** Fewer strings than this are found sooner one by one. */
const FEW = 16

/** In a text shorter than this, so is any number of strings; the automaton is built when the first long text comes. */
const SHORT = 4096

/** Finds many strings in a text, which may overlap. */
export const searchFor = (strings: ReadonlyArray<string>): StringSearch => {
  const oneByOne: StringSearch = (text, onHit) => {
    for (const [index, string] of strings.entries()) {
      for (let at = text.indexOf(string); at >= 0; at = text.indexOf(string, at + 1)) onHit(index, at)
    }
  }
  let together: StringSearch | undefined
  return (text, onHit) => {
    if (strings.length < FEW || (together === undefined && text.length < SHORT)) return oneByOne(text, onHit)
    together ??= allAtOnce(strings)
    together(text, onHit)
  }
}

const allAtOnce = (strings: ReadonlyArray<string>): StringSearch => {
  const { classes, width, next, ends } = build(strings)
  const final = Uint8Array.from(ends, (list) => (list.length > 0 ? 1 : 0))
  return (text, onHit) => {
    let state = 0
    for (let i = 0; i < text.length; i++) {
      state = next[state * width + classes[text.charCodeAt(i)]!]!
      if (final[state] === 0) continue
      for (const index of ends[state]!) onHit(index, i + 1 - strings[index]!.length)
    }
  }
}
