import { bestOf, escaped, feedLink, first, html, plain, type BestFields } from './best-fields.js'
import type { FeedParts, Fields } from './repair-feed.js'

/** A feed as plain XML, its long texts beside it. */
export interface RewrittenFeed {
  readonly xml: string
  /** What stands for a long text in the XML is its place here: see textBack. */
  readonly texts: readonly string[]
}

/**
 * A feed that was taken apart, as plain and whole XML of its own format: one element a field, the best that the feed
 * has for it, texts as HTML in CDATA, links absolute. RSS 2.0, RSS 1.0 or Atom 1.0: what any reader can read. Articles'
 * texts stand beside the XML: readers walk through them letter by letter, for nothing.
 */
export function rewriteFeed(parts: FeedParts): RewrittenFeed {
  const link = feedLink(parts)
  const texts: string[] = []
  const rewrite = parts.format === 'atom' ? atomOf : parts.format === 'rdf' ? rdfOf : rssOf
  return { xml: rewrite(parts, link, texts), texts }
}

/** The text that a reader's value stands for, or the value as it is. */
export function textBack(value: unknown, texts: readonly string[]): unknown {
  const place = typeof value === 'string' ? PLACE.exec(value)?.[1] : undefined
  return place === undefined ? value : (texts[Number(place)] ?? value)
}

// No field has this letter: mendControls takes it out.
const PLACE_MARK = '\uffff'
const PLACE = new RegExp(`^${PLACE_MARK}(\\d{1,6})$`)
/** Shorter ones cost less than their way round. */
const LONG = 80

function withoutLong(found: BestFields, texts: string[]): BestFields {
  return { ...found, content: putAside(found.content, texts), summary: putAside(found.summary, texts) }
}

function putAside(text: string | undefined, texts: string[]): string | undefined {
  if (text === undefined || text.length < LONG) return text
  return `${PLACE_MARK}${String(texts.push(text) - 1)}`
}

const NAMESPACES =
  'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" ' +
  'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/" ' +
  'xmlns:slash="http://purl.org/rss/1.0/modules/slash/"'

function rssOf({ feed, items, language }: FeedParts, link: string | undefined, texts: string[]): string {
  const rows = items.map((item) => {
    const found = withoutLong(bestOf(item, link, 'rss'), texts)
    return `<item>${element('title', found.title)}${element('link', found.url)}${element('guid', found.guid)}${
      found.summary === undefined ? '' : element('description', found.summary)
    }${element('content:encoded', found.content)}${element('dc:creator', found.author)}${element('pubDate', found.published)}${element(
      'dcterms:modified',
      found.updated,
    )}${found.categories.map((category) => element('category', category)).join('')}${found.enclosures
      .map(
        ({ url, type, length }) =>
          `<enclosure${attribute('url', url)}${attribute('type', type)}${attribute('length', length)}/>`,
      )
      .join('')}${
      found.source === undefined
        ? ''
        : `<source${attribute('url', found.source.url)}>${cdata(escaped(found.source.name))}</source>`
    }${element('wfw:commentRss', found.commentsUrl)}${number('slash:comments', found.commentCount)}</item>`
  })
  return `<rss version="2.0" ${NAMESPACES}><channel>${channelOf(feed, language, link)}${rows.join('')}</channel></rss>`
}

function rdfOf({ feed, items, language }: FeedParts, link: string | undefined, texts: string[]): string {
  const rows = items.map((item) => {
    const found = withoutLong(bestOf(item, link, 'rdf'), texts)
    return `<item${attribute('rdf:about', found.guid)}>${element('title', found.title)}${element('link', found.url)}${element(
      'description',
      found.summary,
    )}${element('content:encoded', found.content)}${element('dc:creator', found.author)}${element('dc:date', found.published)}${element(
      'dcterms:modified',
      found.updated,
    )}${found.categories.map((category) => element('dc:subject', category)).join('')}${element(
      'wfw:commentRss',
      found.commentsUrl,
    )}${number('slash:comments', found.commentCount)}</item>`
  })
  return `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" ${NAMESPACES}><channel>${channelOf(
    feed,
    language,
    link,
    'dc:language',
  )}</channel>${rows.join('')}</rdf:RDF>`
}

function channelOf(
  feed: Fields,
  language: string | undefined,
  link: string | undefined,
  languageName = 'language',
): string {
  const told = plain(first(feed, 'language', 'dc:language')) ?? language
  return `${element('title', html(first(feed, 'title', 'dc:title'), 'rss'))}${element('link', link)}${element(
    'description',
    html(first(feed, 'description', 'dc:description', 'subtitle', 'itunes:subtitle', 'itunes:summary'), 'rss'),
  )}${element(languageName, told?.replace('_', '-'))}`
}

function atomOf({ feed, items, language }: FeedParts, link: string | undefined, texts: string[]): string {
  const lang = (language ?? plain(first(feed, 'language', 'dc:language')))?.replace('_', '-')
  const rows = items.map((item) => {
    const found = withoutLong(bestOf(item, link, 'atom'), texts)
    return `<entry>${htmlElement('title', found.title)}${element('id', found.guid)}${linkElement('alternate', found.url)}${htmlElement(
      'content',
      found.content,
    )}${htmlElement('summary', found.summary)}${
      found.author === undefined ? '' : `<author>${element('name', found.author)}</author>`
    }${element('published', found.published)}${element('updated', found.updated)}${found.categories
      .map((category) => `<category${attribute('term', category)}/>`)
      .join('')}${found.enclosures
      .map(
        ({ url, type, length }) =>
          `<link rel="enclosure"${attribute('href', url)}${attribute('type', type)}${attribute('length', length)}/>`,
      )
      .join('')}${linkElement('replies', found.commentsUrl)}${number('thr:total', found.commentCount)}</entry>`
  })
  return `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"${attribute('xml:lang', lang)}>${htmlElement(
    'title',
    html(first(feed, 'title', 'dc:title'), 'atom'),
  )}${htmlElement('subtitle', html(first(feed, 'subtitle', 'tagline', 'description', 'itunes:subtitle', 'itunes:summary'), 'atom'))}${linkElement(
    'alternate',
    link,
  )}${rows.join('')}</feed>`
}

function element(name: string, value: string | undefined): string {
  return value === undefined || value === '' ? '' : `<${name}>${cdata(value)}</${name}>`
}

/** feedsmith takes no number out of CDATA. */
function number(name: string, value: string | undefined): string {
  return value !== undefined && /^\d{1,9}$/.test(value) ? `<${name}>${value}</${name}>` : ''
}

function htmlElement(name: string, value: string | undefined): string {
  return value === undefined || value === '' ? '' : `<${name} type="html">${cdata(value)}</${name}>`
}

function linkElement(rel: string, href: string | undefined): string {
  return href === undefined ? '' : `<link rel="${rel}"${attribute('href', href)}/>`
}

function attribute(name: string, value: string | undefined): string {
  return value === undefined ? '' : ` ${name}="${escaped(value).replaceAll('"', '&quot;')}"`
}

function cdata(value: string): string {
  return `<![CDATA[${value.replaceAll(']]>', ']]&gt;')}]]>`
}
