import { decodeEntities, mendControls } from '../xml/xml-entities.js'
import { feedNameOf, withDeclared, type Prefixes } from '../xml/xml-names.js'
import { attributesOf, scanXml } from '../xml/xml-scan.js'

/** One element of a feed: its text with entities decoded once, or its inner markup where it had elements inside. */
export interface Field {
  readonly value: string
  readonly hasMarkup: boolean
  /** Decoded. Names as written, in lower case. */
  readonly attributes: ReadonlyMap<string, string>
  /** What relative links are relative to, where anything says. */
  readonly base: string | undefined
}

/** By the names of xml-names.ts, each in the order that it stood. */
export type Fields = ReadonlyMap<string, readonly Field[]>

export interface FeedParts {
  readonly format: 'rss' | 'atom' | 'rdf'
  /** xml:lang of the root or channel. */
  readonly language: string | undefined
  readonly feed: Fields
  readonly items: readonly Fields[]
}

/** What a document is that holds no feed: the name of its first element, '' where it has none. */
export interface NoFeed {
  readonly format: 'none'
  readonly root: string
}

/**
 * Takes a feed apart whatever state its XML is in: prefixes, case, stray marks, elements left open. Of a feed that
 * breaks off, the items before the break are kept.
 */
export function takeApart(xml: string, url: string | undefined): FeedParts | NoFeed {
  const taking: Taking = {
    frames: [],
    homes: new Set(),
    feed: new Map(),
    items: [],
    base: url,
    item: undefined,
    leaf: undefined,
    format: undefined,
    firstName: '',
    language: undefined,
  }
  const { isCut } = scanXml(xml, {
    open: (name, rest, isEmpty) => openElement(taking, name, rest, isEmpty),
    close: (name) => closeElement(taking, name),
    text: (text, isCdata) => taking.leaf?.pieces.push(isCdata ? { kind: 'cdata', text } : { kind: 'text', text }),
  })
  if (taking.format === undefined) return { format: 'none', root: taking.firstName }
  const isWhole = !isCut && taking.leaf === undefined
  if (taking.item !== undefined && (isWhole || taking.items.length === 0)) endItem(taking)
  return { format: taking.format, language: taking.language, feed: taking.feed, items: taking.items }
}

interface Frame {
  readonly written: string
  readonly role: 'root' | 'channel' | 'item' | 'group' | 'other'
  /** It is an item, or stands in one. */
  readonly isInItem: boolean
  readonly prefixes: Prefixes
  readonly base: string | undefined
}

interface Piece {
  readonly kind: 'text' | 'cdata' | 'markup'
  readonly text: string
}

interface Leaf {
  readonly name: string
  readonly written: string
  readonly rest: string
  readonly base: string | undefined
  readonly pieces: Piece[]
  /** Elements of the leaf's own name that are open inside it. */
  nested: number
}

/** The state of one walk; it lives no longer than takeApart. */
interface Taking {
  readonly frames: Frame[]
  readonly homes: Set<string>
  readonly feed: Map<string, Field[]>
  readonly items: Map<string, Field[]>[]
  readonly base: string | undefined
  item: Map<string, Field[]> | undefined
  leaf: Leaf | undefined
  format: FeedParts['format'] | undefined
  firstName: string
  language: string | undefined
}

const FORMATS: ReadonlyMap<string, FeedParts['format']> = new Map([
  ['rss', 'rss'],
  ['channel', 'rss'],
  ['feed', 'atom'],
  ['rdf:rdf', 'rdf'],
])

const FEED_LEAVES: ReadonlySet<string> = new Set([
  'title', 'link', 'description', 'subtitle', 'tagline', 'language', 'id', 'ttl', 'skipHours', 'skipDays', 'pubDate', 'lastBuildDate', 'updated',
  'dc:title', 'dc:description', 'dc:language', 'dc:date', 'atom:link', 'atom:subtitle', 'itunes:subtitle', 'itunes:summary', 'sy:updatePeriod', 'sy:updateFrequency',
]) // prettier-ignore

const ITEM_LEAVES: ReadonlySet<string> = new Set([
  'title', 'link', 'guid', 'id', 'description', 'summary', 'content', 'body', 'fulltext', 'author', 'creator', 'pubDate', 'published', 'issued', 'created',
  'updated', 'modified', 'date', 'category', 'tags', 'enclosure', 'source', 'comments', 'content:encoded', 'xhtml:body', 'xhtml:div', 'dc:title', 'dc:description',
  'dc:creator', 'dc:author', 'dc:contributor', 'dc:date', 'dc:subject', 'dc:identifier', 'dcterms:issued', 'dcterms:created', 'dcterms:modified',
  'atom:link', 'atom:id', 'atom:title', 'atom:summary', 'atom:content', 'atom:author', 'atom:published', 'atom:updated', 'media:title',
  'media:description', 'media:category', 'media:keywords', 'itunes:author', 'itunes:title', 'itunes:summary', 'itunes:subtitle', 'wfw:commentRss', 'slash:comments',
  'thr:total', 'feedburner:origLink',
]) // prettier-ignore

// Never part of a text: their start inside a leaf means that the leaf was left open.
const NEVER_IN_TEXT: ReadonlySet<string> = new Set([
  'item',
  'entry',
  'pubdate',
  'guid',
  'content:encoded',
  'dc:creator',
  'dc:date',
])

function openElement(taking: Taking, written: string, rest: string, isEmpty: boolean): void {
  if (taking.leaf !== undefined) {
    if (!isLeftOpen(taking.leaf, written)) {
      openInLeaf(taking.leaf, written, rest, isEmpty)
      return
    }
    endLeaf(taking)
  }
  if (taking.firstName === '') taking.firstName = written.toLowerCase()
  const around = taking.frames.at(-1)
  const attributes = rest.includes('xml') ? attributesOf(rest) : NO_ATTRIBUTES
  const prefixes =
    attributes.size > 0 ? withDeclared(around?.prefixes ?? NO_PREFIXES, attributes) : (around?.prefixes ?? NO_PREFIXES)
  const base = resolve(attributes.get('xml:base'), around?.base ?? taking.base) ?? around?.base ?? taking.base
  const name = feedNameOf(written, prefixes, taking.homes)

  if (name === 'item' || name === 'entry') startItem(taking)
  const role = roleOf(taking, name, prefixes.get(prefixOf(written)))
  if (role === 'root' || role === 'channel') taking.language ??= attributes.get('xml:lang')
  if (role === 'leaf' || name === 'media:content') {
    taking.leaf = { name, written, rest, base, pieces: [], nested: 0 }
    if (isEmpty || role !== 'leaf') endLeaf(taking)
  }
  if (role === 'item' || role === 'root' || role === 'channel') readAttributes(taking, role, rest, base)
  if (role === 'leaf' || isEmpty) {
    if (role === 'item') endItem(taking)
    return
  }
  const isInItem = role === 'item' || taking.frames.at(-1)?.isInItem === true
  taking.frames.push({ written: written.toLowerCase(), role, isInItem, prefixes, base })
}

/** What RDF (about) and CDF (href, lastmod) say of an item, and CDF of its channel, in attributes of the element itself. */
function readAttributes(taking: Taking, role: Frame['role'], rest: string, base: string | undefined): void {
  if (!/about|href|lastmod/i.test(rest)) return
  const target = role === 'item' ? taking.item : taking.format === 'rss' ? taking.feed : undefined
  for (const [name, value] of attributesOf(rest)) {
    const field = ATTRIBUTES.get(withoutPrefix(name.toLowerCase()))
    if (field === undefined) continue
    target?.set(field, [{ value: decodeEntities(value).trim(), hasMarkup: false, attributes: NO_ATTRIBUTES, base }])
  }
}

const ATTRIBUTES: ReadonlyMap<string, string> = new Map([
  ['about', 'about'],
  ['href', 'link'],
  ['lastmod', 'pubDate'],
])

function roleOf(taking: Taking, name: string, uri: string | undefined): Frame['role'] | 'leaf' {
  const format = FORMATS.get(name) ?? (/^x:(rss|feed)$/.test(name) ? FORMATS.get(name.slice(2)) : undefined)
  const bare = taking.format === undefined && name.startsWith('atom:') ? FORMATS.get(name.slice(5)) : undefined
  if (taking.format === undefined) {
    const found = format ?? bare
    if (found === undefined) return 'other'
    taking.format = found
    if (uri !== undefined && found !== 'rdf') taking.homes.add(uri)
    return 'root'
  }
  const around = taking.frames.at(-1)?.role
  if (name === 'item' || name === 'entry') return 'item'
  if (around === 'root' && /^(x:)?channel$/.test(name)) {
    if (uri !== undefined) taking.homes.add(uri)
    return 'channel'
  }
  if (around === 'item' || around === 'group') {
    if (name === 'media:group' || name === 'media:content') return 'group'
    return ITEM_LEAVES.has(name) ? 'leaf' : 'other'
  }
  if (around === 'channel' || around === 'root') return FEED_LEAVES.has(name) ? 'leaf' : 'other'
  return 'other'
}

function closeElement(taking: Taking, name: string): void {
  const written = name.toLowerCase()
  const { leaf } = taking
  if (leaf !== undefined) {
    if (written === leaf.written.toLowerCase()) {
      if (leaf.nested === 0) endLeaf(taking)
      else {
        leaf.nested--
        leaf.pieces.push({ kind: 'markup', text: `</${withoutPrefix(name)}>` })
      }
      return
    }
    if (!taking.frames.slice(-SEARCH_DEPTH).some((frame) => frame.written === written && frame.role !== 'other')) {
      leaf.pieces.push({ kind: 'markup', text: `</${withoutPrefix(name)}>` })
      return
    }
    endLeaf(taking)
  }
  const depth = taking.frames.length
  for (let index = depth - 1; index >= Math.max(0, depth - SEARCH_DEPTH); index--) {
    if (taking.frames[index]?.written !== written) continue
    for (const closed of taking.frames.splice(index)) if (closed.role === 'item') endItem(taking)
    return
  }
}

/** No feed of news has as many; the first are the newest. */
export const MOST_ITEMS = 10_000

/** How far up a closing tag without its opening one is looked for. */
const SEARCH_DEPTH = 12

function startItem(taking: Taking): void {
  endItem(taking)
  // Only what is closed with it is looked through: the frames may be hundreds of thousands.
  if (taking.frames.at(-1)?.isInItem === true) {
    taking.frames.splice(taking.frames.findLastIndex((frame) => frame.role === 'item'))
  }
  taking.item = new Map()
}

function endItem(taking: Taking): void {
  const { item, items } = taking
  if (item !== undefined && item.size > 0 && items.length < MOST_ITEMS) items.push(item)
  taking.item = undefined
}

function isLeftOpen(leaf: Leaf, written: string): boolean {
  const lower = written.toLowerCase()
  if (!NEVER_IN_TEXT.has(lower)) return false
  return lower !== leaf.written.toLowerCase()
}

function openInLeaf(leaf: Leaf, written: string, rest: string, isEmpty: boolean): void {
  if (!isEmpty && written.toLowerCase() === leaf.written.toLowerCase()) leaf.nested++
  leaf.pieces.push({ kind: 'markup', text: `<${withoutPrefix(written)}${rest}${isEmpty ? '/' : ''}>` })
}

function endLeaf(taking: Taking): void {
  const { leaf } = taking
  taking.leaf = undefined
  if (leaf === undefined) return
  const hasMarkup = leaf.pieces.some((piece) => piece.kind === 'markup')
  const value = leaf.pieces.map((piece) => (hasMarkup ? asMarkup(piece) : asText(piece))).join('')
  const attributes = new Map<string, string>()
  if (leaf.rest.includes('=')) {
    for (const [name, raw] of attributesOf(leaf.rest)) attributes.set(name.toLowerCase(), decodeEntities(raw).trim())
  }
  const field: Field = { value: mendControls(value).trim(), hasMarkup, attributes, base: leaf.base }
  const target = taking.item ?? taking.feed
  const before = target.get(leaf.name)
  if (before === undefined) target.set(leaf.name, [field])
  else before.push(field)
}

function asText({ kind, text }: Piece): string {
  return kind === 'text' ? decodeEntities(text) : text
}

function asMarkup({ kind, text }: Piece): string {
  return kind === 'cdata' ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;') : text
}

/** `href` against `base`; undefined where there is nothing to resolve or the two make no address. */
export function resolve(href: string | undefined, base: string | undefined): string | undefined {
  if (href === undefined) return undefined
  try {
    return base === undefined ? new URL(href).href : new URL(href, base).href
  } catch {
    return undefined
  }
}

function prefixOf(written: string): string {
  const colon = written.indexOf(':')
  return colon === -1 ? '' : written.slice(0, colon)
}

function withoutPrefix(written: string): string {
  return written.slice(written.indexOf(':') + 1)
}

const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map()
const NO_PREFIXES: Prefixes = new Map()
