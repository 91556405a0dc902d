import { decodeEntities } from './xml-entities.js'
import { attributesOf, scanXml } from './xml-scan.js'

export interface OpmlFeed {
  readonly title: string
  readonly url: string
}

const MOST_FEEDS = 5_000

/** The feeds of an OPML list, folders flattened, each address once. What is no http(s) address is left out; so is what is over 5,000. */
export function readOpml(xml: string): readonly OpmlFeed[] {
  const feeds = new Map<string, OpmlFeed>()
  scanXml(xml, {
    open: (name, rest) => {
      if (name.toLowerCase() !== 'outline' || feeds.size >= MOST_FEEDS) return
      const attributes = new Map(
        [...attributesOf(rest)].map(([key, value]) => [key.toLowerCase(), decodeEntities(value).trim()]),
      )
      const url = attributes.get('xmlurl') ?? ''
      if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return
      const title = attributes.get('title') ?? attributes.get('text') ?? ''
      if (!feeds.has(url)) feeds.set(url, { url, title: title === '' ? new URL(url).host : title })
    },
    close: () => undefined,
    text: () => undefined,
  })
  return [...feeds.values()]
}

/** An OPML 2.0 list, as other readers import it. */
export function writeOpml(feeds: readonly OpmlFeed[]): string {
  const outlines = feeds.map(({ title, url }) => {
    return `    <outline type="rss" text="${quoted(title)}" title="${quoted(title)}" xmlUrl="${quoted(url)}"/>\n`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n  <head><title>Silkwire feeds</title></head>\n  <body>\n${outlines.join('')}  </body>\n</opml>\n`
}

function quoted(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
