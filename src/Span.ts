/** A stretch of text, half-open, in UTF-16 code units. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Answers in logarithmic time which of many spans a stretch meets, if any. */
type Lookup<S extends Span> = (start: number, end: number) => S | undefined

const lookup = <S extends Span>(spans: ReadonlyArray<S>, touches: number): Lookup<S> => {
  if (spans.length === 0) return () => undefined
  const sorted = spans.toSorted((a, b) => a.start - b.start)
  // the span that reaches farthest among those up to each index
  const farthest: Array<S> = []
  for (const span of sorted) {
    const last = farthest.at(-1)
    farthest.push(last !== undefined && last.end >= span.end ? last : span)
  }
  return (start, end) => {
    let low = 0
    let high = sorted.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (sorted[middle]!.start < end + touches) low = middle + 1
      else high = middle
    }
    const span = farthest[low - 1]
    return span !== undefined && span.end > start - touches ? span : undefined
  }
}

/** Finds a span that shares at least one code unit with a stretch. */
export const overlapping = <S extends Span>(spans: ReadonlyArray<S>): Lookup<S> => lookup(spans, 0)

/** Finds a span that overlaps a stretch or begins or ends where it does. */
export const touching = <S extends Span>(spans: ReadonlyArray<S>): Lookup<S> => lookup(spans, 1)
