/** What a scan meets, in order. `rest` is the tag behind its name, for `attributesOf`. */
export interface XmlReader {
  /** `isEmpty`: the tag closes itself; no `close` follows. */
  readonly open: (name: string, rest: string, isEmpty: boolean) => void
  readonly close: (name: string) => void
  /** Raw where it is not CDATA: entities stand as they were. */
  readonly text: (text: string, isCdata: boolean) => void
}

/**
 * Walks over XML that may be broken anywhere: stray `<` and `&`, missing quotes, an unclosed tag or comment. Never throws,
 * takes time in proportion to the length, and expands nothing: entities of a DOCTYPE are not read.
 * `isCut`: the text ends inside a tag, comment or CDATA.
 */
export function scanXml(xml: string, reader: XmlReader): { readonly isCut: boolean } {
  const nextQuote = quoteFinder(xml)
  let at = 0
  while (at < xml.length) {
    const start = xml.indexOf('<', at)
    if (start === -1) {
      reader.text(xml.slice(at), false)
      break
    }
    if (start > at) reader.text(xml.slice(at, start), false)
    const end = readMarkup(xml, start, reader, nextQuote)
    if (end === -1) return { isCut: true }
    at = end
  }
  return { isCut: false }
}

/** The attributes of a tag, names as written, values raw. At most 200, the first of two with one name. */
export function attributesOf(rest: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>()
  for (const match of rest.slice(0, LONGEST_TAG).matchAll(ATTRIBUTE)) {
    const name = match[1]
    if (name === undefined || attributes.has(name)) continue
    attributes.set(name, match[2] ?? match[3] ?? match[4] ?? '')
    if (attributes.size === 200) break
  }
  return attributes
}

// A name begins where none goes on, or a megabyte of letters would be tried from each of them.
const ATTRIBUTE = /(?<![^\s"'<>/=])([^\s"'<>/=]{1,200})\s{0,20}=\s{0,20}(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))/g
const NAME_START = /[\p{L}_:]/u
const NAME_END = /[\s/>"'=<]/g
const LONGEST_TAG = 1_000_000
/** A quoted value longer than this is a missing quote. */
const LONGEST_VALUE = 65_536

type QuoteFinder = (quote: string, from: number) => number

/** Where the next quote stands, remembered: a page of unmatched quotes must not be searched to its end for each. */
function quoteFinder(xml: string): QuoteFinder {
  const found = new Map<string, number>()
  return (quote, from) => {
    const known = found.get(quote)
    if (known !== undefined && (known === -1 || known >= from)) return known
    const next = xml.indexOf(quote, from)
    found.set(quote, next)
    return next
  }
}

/** Reads what begins with the `<` at `start`; returns where it ends, -1 where the text ends before it does. */
function readMarkup(xml: string, start: number, reader: XmlReader, nextQuote: QuoteFinder): number {
  const second = xml[start + 1]
  if (second === '!') return readDeclaration(xml, start, reader)
  if (second === '?') return after(xml.indexOf('?>', start + 2), 2)
  if (second === '/') {
    const end = xml.indexOf('>', start + 2)
    const nextTag = xml.indexOf('<', start + 2)
    const stop = nextTag !== -1 && (end === -1 || nextTag < end) ? nextTag : end
    if (stop === -1) {
      // A last tag that lacks only its ">" is no cut.
      reader.close(xml.slice(start + 2).trim())
      return xml.length
    }
    reader.close(xml.slice(start + 2, stop).trim())
    return stop === end ? end + 1 : nextTag
  }
  if (second === undefined) return -1
  if (!NAME_START.test(second)) {
    reader.text('<', false)
    return start + 1
  }
  return readTag(xml, start, reader, nextQuote)
}

function readTag(xml: string, start: number, reader: XmlReader, nextQuote: QuoteFinder): number {
  NAME_END.lastIndex = start + 1
  const nameEnd = NAME_END.exec(xml)?.index
  if (nameEnd === undefined) return -1
  const name = xml.slice(start + 1, nameEnd)
  const end = tagEnd(xml, nameEnd, nextQuote)
  if (end === -1) return -1
  const isBroken = xml[end] === '<'
  const isEmpty = !isBroken && xml[end - 1] === '/'
  reader.open(name, xml.slice(nameEnd, isEmpty ? end - 1 : end), isEmpty)
  return isBroken ? end : end + 1
}

const TAG_MARK = /["'<>]/g

/** Where a tag's `>` stands, or the `<` of the next tag where it has none. */
function tagEnd(xml: string, from: number, nextQuote: QuoteFinder): number {
  TAG_MARK.lastIndex = from
  for (;;) {
    const mark = TAG_MARK.exec(xml)
    if (mark === null) return -1
    if (mark[0] === '>' || mark[0] === '<') return mark.index
    if (!followsEquals(xml, mark.index)) continue
    const close = nextQuote(mark[0], mark.index + 1)
    if (close !== -1 && close - mark.index <= LONGEST_VALUE) TAG_MARK.lastIndex = close + 1
  }
}

function followsEquals(xml: string, at: number): boolean {
  let before = at - 1
  while (xml[before] === ' ' && at - before < 20) before--
  return xml[before] === '='
}

function readDeclaration(xml: string, start: number, reader: XmlReader): number {
  if (xml.startsWith('<!--', start)) return after(xml.indexOf('-->', start + 4), 3)
  if (xml.startsWith('<![CDATA[', start)) {
    const end = xml.indexOf(']]>', start + 9)
    if (end !== -1) reader.text(xml.slice(start + 9, end), true)
    return after(end, 3)
  }
  const end = xml.indexOf('>', start)
  const subset = xml.indexOf('[', start)
  if (subset === -1 || subset > end) return after(end, 1)
  const close = /\]\s*>/g
  close.lastIndex = subset
  const found = close.exec(xml)
  return found === null ? after(end, 1) : found.index + found[0].length
}

function after(found: number, length: number): number {
  return found === -1 ? -1 : found + length
}
