import { decodeEntities, mendControls, mendReferences, mendTwiceEscaped } from '../xml/xml-entities.js'
import { readDate } from '../dates/dates.js'
import { mostTelling } from './plain-text.js'
import { resolve, type FeedParts, type Field, type Fields } from './repair-feed.js'

/** What a feed says of an item, the best of several fields for each: texts as HTML, addresses absolute, the rest plain. */
export interface BestFields {
  readonly title: string | undefined
  readonly url: string | undefined
  readonly guid: string | undefined
  readonly summary: string | undefined
  readonly content: string | undefined
  readonly author: string | undefined
  readonly published: string | undefined
  readonly updated: string | undefined
  readonly categories: readonly string[]
  readonly enclosures: readonly { url: string; type: string | undefined; length: string | undefined }[]
  readonly source: { readonly name: string; readonly url: string } | undefined
  readonly commentsUrl: string | undefined
  readonly commentCount: string | undefined
}

/** The best fields of an item; `site` is the feed's own link, which relative addresses without a base are relative to. */
export function bestOf(item: Fields, site: string | undefined, format: FeedParts['format']): BestFields {
  const summary = mostTelling(htmlsOf(item, SUMMARY, format))
  const content = mostTelling(htmlsOf(item, CONTENT, format))
  return {
    title: titleOf(first(item, 'title', 'dc:title', 'atom:title', 'itunes:title', 'media:title'), format),
    url: itemLink(item, site),
    guid: plain(first(item, 'guid', 'id', 'atom:id', 'about', 'dc:identifier')),
    // A picture or "read more" alone must not hide what the description says.
    content: summary !== undefined && mostTelling([content, summary]) === summary ? undefined : content,
    summary,
    author: authorOf(
      first(item, 'author', 'dc:creator', 'dc:author', 'creator', 'itunes:author', 'atom:author', 'dc:contributor'),
    ),
    published: dateIn(item, PUBLISHED),
    updated: dateIn(item, UPDATED),
    categories: categoriesOf(item),
    enclosures: enclosuresOf(item, site),
    source: sourceOf(item),
    commentsUrl: commentsOf(item, site),
    commentCount: commentCountOf(item),
  }
}

const CONTENT = ['content:encoded', 'content', 'fulltext', 'xhtml:body', 'xhtml:div', 'body', 'atom:content']
const SUMMARY = ['description', 'summary', 'atom:summary', 'dc:description', 'itunes:summary', 'media:description', 'itunes:subtitle'] // prettier-ignore
const PUBLISHED = ['pubDate', 'published', 'issued', 'dcterms:issued', 'dc:date', 'date', 'atom:published', 'created', 'dcterms:created'] // prettier-ignore
const UPDATED = ['updated', 'modified', 'atom:updated', 'dcterms:modified']

/** The first of these fields that is a date: one that cannot be read hides no other. */
function dateIn(item: Fields, names: readonly string[]): string | undefined {
  return all(item, ...names)
    .map(plain)
    .find((written) => readDate(written) !== undefined)
}

function htmlsOf(item: Fields, names: readonly string[], format: FeedParts['format']): readonly (string | undefined)[] {
  return all(item, ...names).flatMap((field) => (field.value === '' ? [] : [html(field, format)]))
}

/** What was escaped once too often ("&amp;amp;", "&amp;#8217;") is no part of a title. */
function titleOf(field: Field | undefined, format: FeedParts['format']): string | undefined {
  return mendTwiceEscaped(html(field, format))
}

/** The first of these fields that says something. */
export function first(fields: Fields, ...names: readonly string[]): Field | undefined {
  for (const name of names) {
    const found = fields.get(name)?.find((field) => field.value !== '')
    if (found !== undefined) return found
  }
  return undefined
}

function all(fields: Fields, ...names: readonly string[]): readonly Field[] {
  return names.flatMap((name) => fields.get(name) ?? [])
}

/** A field as HTML, whatever its type: base64 is decoded, and what Atom calls text keeps its angle brackets. */
export function html(field: Field | undefined, format: FeedParts['format']): string | undefined {
  if (field === undefined) return undefined
  if (field.hasMarkup) return mendReferences(field.value)
  return bareHtml({ ...field, value: withoutCdataMarks(field.value) }, format)
}

function bareHtml(field: Field, format: FeedParts['format']): string {
  const type = field.attributes.get('type')?.toLowerCase()
  const mode = field.attributes.get('mode')?.toLowerCase()
  if (mode === 'base64' || isBinaryType(type)) return fromBase64(field.value) ?? mendReferences(field.value)
  if (format === 'atom' && isPlainText(field.value, type, mode)) return escaped(field.value)
  return mendReferences(field.value)
}

function isBinaryType(type: string | undefined): boolean {
  return type?.includes('/') === true && !type.startsWith('text/') && !/[+/]xml$/.test(type)
}

// Feeds that name no type often hold HTML all the same.
const LOOKS_LIKE_HTML = /<\/?(?:a|b|br|div|em|i|img|p|span|strong|ul)\b|&(?:#\d+|#x\p{AHex}+|\p{L}+);/iu

function isPlainText(value: string, type: string | undefined, mode: string | undefined): boolean {
  if (mode === 'escaped' || mode === 'xml') return false
  if (type === 'text' || type === 'text/plain') return true
  return type === undefined && !LOOKS_LIKE_HTML.test(value)
}

function fromBase64(value: string): string | undefined {
  const bare = value.replace(/\s+/g, '')
  if (bare === '' || bare.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(bare)) return undefined
  return mendControls(Buffer.from(bare, 'base64').toString('utf8'))
}

/** A field as bare text: dates, ids, names. */
export function plain(field: Field | undefined): string | undefined {
  if (field === undefined) return undefined
  const text = field.hasMarkup ? decodeEntities(field.value.replace(/<[^>]{0,2000}>/g, ' ')) : field.value
  const folded = text.replace(/\s+/g, ' ').trim()
  return folded === '' ? undefined : folded
}

function authorOf(field: Field | undefined): string | undefined {
  if (field?.hasMarkup !== true) return plain(field)
  const name =
    /<name[^>]{0,2000}>([^<]+)/i.exec(field.value)?.[1] ?? /<email[^>]{0,2000}>([^<]+)/i.exec(field.value)?.[1]
  return name === undefined ? plain(field) : decodeEntities(name).trim()
}

function categoriesOf(item: Fields): readonly string[] {
  const found = all(item, 'tags', 'category', 'dc:subject', 'media:category', 'media:keywords').flatMap((field) => {
    const term = field.attributes.get('term') ?? field.attributes.get('label') ?? plain(field)
    return term?.split(field.attributes.has('term') ? /\n/ : /\s*,\s*/) ?? []
  })
  return [...new Set(found.filter((category) => category !== ''))].slice(0, 100)
}

/** Marks of a CDATA section that was escaped, or put in another one, and so came as letters. */
function withoutCdataMarks(value: string): string {
  if (!value.includes('[CDATA[') && !value.endsWith(']]>')) return value
  let bare = value
  while (bare.startsWith('<![CDATA[')) bare = bare.slice(9).trimStart()
  while (bare.endsWith(']]>')) bare = bare.slice(0, -3).trimEnd()
  return bare
}

/** A link's address: its href, else its text, made absolute where its base or the feed's own site allows. */
function addressOf(field: Field | undefined, site: string | undefined): string | undefined {
  if (field === undefined) return undefined
  const written = (field.attributes.get('href') ?? field.attributes.get('rdf:resource') ?? plain(field))?.trim()
  if (written === undefined || written === '') return undefined
  // An absolute address stays as it was written: URL would add a slash or change its escapes.
  if (/^[a-z][a-z0-9+.-]*:/i.test(written)) return written.replace(/\s+/g, '%20')
  return resolve(written, field.base ?? site) ?? written
}

function relOf(field: Field): string {
  return field.attributes.get('rel')?.toLowerCase() ?? 'alternate'
}

/** The alternate that is a page: the same text as JSON, PDF or sound is named by its type, and taken where there is no other. */
function alternateOf(links: readonly Field[], site: string | undefined): Field | undefined {
  const alternates = links.filter((field) => relOf(field) === 'alternate' && addressOf(field, site) !== undefined)
  return alternates.find((field) => /html|^$/i.test(field.attributes.get('type') ?? '')) ?? alternates[0]
}

function itemLink(item: Fields, site: string | undefined): string | undefined {
  const links = all(item, 'link', 'atom:link')
  const alternate = alternateOf(links, site)
  if (alternate !== undefined) return addressOf(alternate, site)
  const guid = item.get('guid')?.[0] ?? item.get('about')?.[0]
  if (guid !== undefined && guid.attributes.get('ispermalink') !== 'false' && /^https?:\/\//i.test(guid.value))
    return guid.value
  const other = links.find(
    (field) => !['self', 'edit', 'enclosure', 'replies', 'hub', 'via', 'next'].includes(relOf(field)),
  )
  const id = plain(first(item, 'id', 'atom:id'))
  return addressOf(other, site) ?? (id !== undefined && /^https?:\/\//i.test(id) ? id : undefined)
}

/** The site that the feed is of. */
export function feedLink({ feed }: FeedParts): string | undefined {
  const links = all(feed, 'link', 'atom:link')
  return addressOf(
    alternateOf(links, undefined) ??
      links.find((field) => !['self', 'hub', 'next', 'first', 'last'].includes(relOf(field))),
    undefined,
  )
}

function enclosuresOf(item: Fields, site: string | undefined): BestFields['enclosures'] {
  const linked = all(item, 'link', 'atom:link').filter((field) => relOf(field) === 'enclosure')
  const told = [...all(item, 'enclosure', 'media:content'), ...linked].flatMap((field) => {
    const written = field.attributes.get('url') ?? field.attributes.get('href')
    if (written === undefined || written === '') return []
    const length = field.attributes.get('length') ?? field.attributes.get('filesize')
    return [{ url: resolvedAgainst(written, field.base ?? site), type: field.attributes.get('type'), length }]
  })
  return told.slice(0, 50)
}

function resolvedAgainst(written: string, base: string | undefined): string {
  return /^[a-z][a-z0-9+.-]*:/i.test(written) ? written : (resolve(written, base) ?? written)
}

/** RSS's `source`: Atom's is made of elements, and names no address so. */
function sourceOf(item: Fields): BestFields['source'] {
  const field = item.get('source')?.find((each) => each.attributes.has('url'))
  const [name, url] = [plain(field), field?.attributes.get('url')]
  return name === undefined || url === undefined ? undefined : { name, url }
}

/** The feed of readers' comments: never the page that shows them. */
function commentsOf(item: Fields, site: string | undefined): string | undefined {
  return addressOf(first(item, 'wfw:commentRss') ?? repliesOf(item), site)
}

function repliesOf(item: Fields): Field | undefined {
  return all(item, 'link', 'atom:link').find(
    (field) => relOf(field) === 'replies' && /xml/.test(field.attributes.get('type') ?? 'xml'),
  )
}

function commentCountOf(item: Fields): string | undefined {
  return plain(first(item, 'slash:comments', 'thr:total')) ?? repliesOf(item)?.attributes.get('thr:count')
}

/** Plain text as HTML. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
