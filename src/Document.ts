/** The way a document's file ends its lines and encodes its characters: kept in what is written. */
export interface FileForm {
  readonly encoding: string
  readonly byteOrderMark: boolean
}

/**
 * A document, read once. `raw` never changes. `text` is the same text with every line ended by one line feed, which
 * is what the stages look at; `toRaw` brings an offset into `text` (UTF-16 code units) back to `raw`.
 */
export interface Document {
  /** path relative to the input folder, `/` as separator */
  readonly id: string
  readonly raw: string
  readonly text: string
  readonly lineEnd: "\n" | "\r\n" | "\r"
  readonly toRaw: (offset: number) => number
  readonly form: FileForm
}

const utf8: FileForm = { encoding: "utf-8", byteOrderMark: false }

/** Reads line ends: CRLF becomes LF in `text`; a file that knows only CR (old Macintosh) is read by its CRs. */
export const make = (id: string, raw: string, form: FileForm = utf8): Document => {
  if (!raw.includes("\r")) return { id, raw, text: raw, lineEnd: "\n", toRaw: (offset) => offset, form }
  if (!raw.includes("\n")) {
    return { id, raw, text: raw.replaceAll("\r", "\n"), lineEnd: "\r", toRaw: (offset) => offset, form }
  }
  // places in `text` of the line feeds that had a CR before them
  const places: Array<number> = []
  for (let at = raw.indexOf("\r\n"); at >= 0; at = raw.indexOf("\r\n", at + 2)) places.push(at - places.length)
  const crlf = Int32Array.from(places)
  const toRaw = (offset: number): number => {
    let low = 0
    let high = crlf.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (crlf[middle]! < offset) low = middle + 1
      else high = middle
    }
    return offset + low
  }
  const lineFeeds = raw.split("\n").length - 1
  return {
    id,
    raw,
    text: raw.replaceAll("\r\n", "\n"),
    lineEnd: crlf.length * 2 > lineFeeds ? "\r\n" : "\n",
    toRaw,
    form,
  }
}
