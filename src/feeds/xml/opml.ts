import { decodeEntities } from './xml-entities.js'
import { attributesOf, scanXml } from './xml-scan.js'

export interface OpmlFeed {
  readonly title: string
  readonly url: string
}

const MOST_FEEDS = 5_000

export interface OpmlList {
  readonly feeds: readonly OpmlFeed[]
  /** How many of its lines name what is no address, or stand over 5,000. */
  readonly unread: number
}

/** The feeds of an OPML list, folders flattened, each address once; addresses as `asAddress` makes them of what people paste. */
export function readOpml(xml: string, asAddress: (pasted: string) => string = (pasted) => pasted): OpmlList {
  const feeds = new Map<string, OpmlFeed>()
  let unread = 0
  scanXml(xml, {
    open: (name, rest) => {
      if (name.toLowerCase() !== 'outline') return
      const attributes = new Map(
        [...attributesOf(rest)].map(([key, value]) => [key.toLowerCase(), decodeEntities(value).trim()]),
      )
      const written = attributes.get('xmlurl')
      // A line without one is a folder.
      if (written === undefined) return
      const url = asAddress(written)
      if (!/^https?:\/\//i.test(url) || !URL.canParse(url) || feeds.size >= MOST_FEEDS) {
        unread++
        return
      }
      const title = attributes.get('title') ?? attributes.get('text') ?? ''
      if (!feeds.has(url)) feeds.set(url, { url, title: title === '' ? new URL(url).host : title })
    },
    close: () => undefined,
    text: () => undefined,
  })
  return { feeds: [...feeds.values()], unread }
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
