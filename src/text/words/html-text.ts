import { decodeHTML, decodeHTMLStrict, replaceCodePoint } from 'entities/decode'

const BLOCKS = new Set(
  `address article aside blockquote br caption dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre
  section table tbody td tfoot th thead tr ul option`.split(/\s+/u),
) // prettier-ignore
// Their content is for machines.
const DROPPED = new Set('script style noscript template svg iframe head'.split(' '))
const TAG_NAME = /^<\/?([a-z][a-z0-9]{0,15})/iu
const LONGEST_CUT_TAG = 1000

const ENTITY =
  /&(?:#(\d{1,7});?|#[xX]([\da-fA-F]{1,6});?|([a-zA-Z][a-zA-Z0-9]{1,31});|(?:amp|lt|gt|quot|nbsp)(?![a-zA-Z0-9;]))/gu
const INVISIBLE = new Set('shy zwnj zwj lrm rlm'.split(' '))

/**
 * The text of an HTML fragment: blocks and line breaks end a line, tags, comments, scripts and styles go, entities are decoded once,
 * white space is folded. Text without a block keeps its own line breaks. A tag that the end cuts off is dropped. Linear in the length.
 */
export function plainText(html: string): string {
  const parts: string[] = []
  const cursor: Cursor = { html, at: 0, hasQuotes: true, absent: new Set(), searches: new Map() }
  let hasBlocks = false
  while (cursor.at < html.length) {
    const open = html.indexOf('<', cursor.at)
    if (open === -1) break
    parts.push(html.slice(cursor.at, open))
    const name = TAG_NAME.exec(html.slice(open, open + 20))?.[1]?.toLowerCase()
    const end = endOfTag(cursor, open, name !== undefined)
    if (end === open + 1) parts.push('<')
    else if (name !== undefined && BLOCKS.has(name)) {
      hasBlocks = true
      parts.push(BLOCK_END)
    } else if (name !== undefined && !INLINE.has(name)) parts.push(' ')
    cursor.at = end
    if (name !== undefined && opensDropped(html, open, end, name))
      cursor.at = Math.max(end, find(cursor, `</${name}`, end))
  }
  parts.push(html.slice(cursor.at))
  const text = parts
    .map((part) => (part === BLOCK_END ? part : decodeEntities(part.replaceAll(BLOCK_END, ' '))))
    .join('')
  return folded(hasBlocks ? text.replace(/[\r\n]+/gu, ' ').replaceAll(BLOCK_END, '\n') : text)
}

// Stands for the end of a block until the white space of the source is folded.
const BLOCK_END = '\u0000'
// Inside a word they part nothing: "K<b>azakhstan</b>".
const INLINE = new Set(
  'a abbr b bdi bdo cite code del dfn em font i ins kbd mark q s small span strong sub sup tt u wbr'.split(' '),
)

interface Cursor {
  readonly html: string
  at: number
  /** False once a quote was opened in a tag and never closed: quotes are letters from there. */
  hasQuotes: boolean
  /** What is known not to come any more, so that it is looked for once. */
  readonly absent: Set<string>
  readonly searches: Map<string, RegExp>
}

function opensDropped(html: string, open: number, end: number, name: string): boolean {
  return DROPPED.has(name) && html[open + 1] !== '/' && html[end - 2] !== '/'
}

/** Where the tag, comment or declaration at `open` ends; `open + 1` where "<" is a letter. */
function endOfTag(cursor: Cursor, open: number, isTag: boolean): number {
  const { html } = cursor
  if (html.startsWith('<!--', open)) {
    const close = find(cursor, '-->', open + 4)
    if (close !== -1) return close + 3
  }
  if (html.startsWith('<![CDATA[', open)) return open + 9
  if (!isTag && !/^<[!?/]/u.test(html.slice(open, open + 2))) return open + 1
  const close = closeOfTag(cursor, open)
  if (close !== -1) return close + 1
  return html.length - open <= LONGEST_CUT_TAG ? html.length : open + 1
}

function closeOfTag(cursor: Cursor, open: number): number {
  const { html } = cursor
  if (!cursor.hasQuotes) return find(cursor, '>', open)
  for (let at = open + 1; at < html.length; at++) {
    const letter = html[at]
    if (letter === '>') return at
    if ((letter === '"' || letter === "'") && html[at - 1] === '=') {
      const close = find(cursor, letter, at + 1)
      if (close === -1) break
      at = close
    }
  }
  cursor.hasQuotes = false
  return find(cursor, '>', open)
}

/** Where a mark comes next, or -1. */
function find(cursor: Cursor, mark: string, from: number): number {
  if (cursor.absent.has(mark)) return -1
  // A RegExp, since V8 may work out indexOf before the line above, and then looks through the rest at every call.
  const search = cursor.searches.get(mark) ?? new RegExp(mark, 'gi')
  cursor.searches.set(mark, search)
  search.lastIndex = from
  const at = search.exec(cursor.html)?.index ?? -1
  if (at === -1) cursor.absent.add(mark)
  return at
}

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(ENTITY, (whole: string, decimal?: string, hex?: string, name?: string) => {
    if (decimal !== undefined) return letterOf(Number.parseInt(decimal, 10))
    if (hex !== undefined) return letterOf(Number.parseInt(hex, 16))
    // A few names that pages leave open mean what they say; others may be words of the text.
    if (name === undefined) return decodeHTML(whole)
    return INVISIBLE.has(name) ? '' : decodeHTMLStrict(whole)
  })
}

function letterOf(code: number): string {
  const isLetter = code >= 0x20 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
  return isLetter ? String.fromCodePoint(replaceCodePoint(code)) : ' '
}

function folded(text: string): string {
  return text
    .replace(/[^\S\n]+/gu, ' ')
    .replace(/ ?\n ?/gu, '\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim()
}
