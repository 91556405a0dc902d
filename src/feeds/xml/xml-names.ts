/** Which prefix means which namespace where an element stands. */
export type Prefixes = ReadonlyMap<string, string>

/**
 * The name that the rest of the reader knows an element by, whatever prefix or case its feed uses: `title`, `pubDate`,
 * `dc:creator`. Elements of a vocabulary that feeds are not read from get the prefix `x:`.
 * `homes` are the namespaces of the feed's own elements, found at its root and channel.
 */
export function feedNameOf(written: string, prefixes: Prefixes, homes: ReadonlySet<string>): string {
  const colon = written.indexOf(':')
  const prefix = colon === -1 ? '' : written.slice(0, colon)
  const lower = written.slice(colon + 1).toLowerCase()
  const local = CAMEL_CASE.get(lower) ?? lower
  const uri = prefixes.get(prefix)
  if (uri === undefined || uri === '') {
    if (prefix === '') return local
    const known = prefix.toLowerCase()
    return FAMILIES.has(known) ? `${known}:${local}` : `x:${local}`
  }
  if (homes.has(uri)) return local
  const family = familyOf(uri)
  if (family !== undefined) return family === '' ? local : `${family}:${local}`
  return prefix === '' && homes.size === 0 ? local : `x:${local}`
}

/** The namespaces that a tag's attributes declare, on top of those around it. */
export function withDeclared(prefixes: Prefixes, attributes: ReadonlyMap<string, string>): Prefixes {
  const declared = new Map(prefixes)
  for (const [name, uri] of attributes) {
    // Each level has a copy of the map: a thousand levels that declare one each must not make a million entries.
    if (declared.size >= MOST_PREFIXES) break
    if (name === 'xmlns') declared.set('', uri.trim())
    else if (name.startsWith('xmlns:')) declared.set(name.slice(6), uri.trim())
  }
  return declared
}

const MOST_PREFIXES = 100

const CAMEL_CASE: ReadonlyMap<string, string> = new Map(
  ['pubDate', 'lastBuildDate', 'commentRss', 'textInput', 'skipHours', 'skipDays', 'origLink', 'updatePeriod', 'updateFrequency']
    .map((name): [string, string] => [name.toLowerCase(), name])
    // CDF's word.
    .concat([['abstract', 'description']]),
) // prettier-ignore

const FAMILIES: ReadonlySet<string> = new Set([
  'dc', 'dcterms', 'content', 'media', 'itunes', 'wfw', 'slash', 'thr', 'atom', 'rdf', 'feedburner', 'sy', 'xhtml',
]) // prettier-ignore

// A part of the address is enough: feeds misspell the rest ("mrss" without its slash, https for http).
const ADDRESSES: readonly (readonly [string, string])[] = [
  ['www.w3.org/1999/02/22-rdf-syntax', 'rdf'],
  ['purl.org/rss/1.0/modules/content', 'content'],
  ['purl.org/rss/1.0/modules/slash', 'slash'],
  ['purl.org/rss/1.0/modules/syndication', 'sy'],
  ['purl.org/rss/1.0/modules/', 'x'],
  ['purl.org/rss/1.0', ''],
  ['purl.org/dc/elements/1', 'dc'],
  ['purl.org/dc/terms', 'dcterms'],
  ['purl.org/syndication/thread', 'thr'],
  ['search.yahoo.com/mrss', 'media'],
  ['itunes.com/dtds/podcast', 'itunes'],
  ['wellformedweb.org/commentapi', 'wfw'],
  ['rssnamespace.org/feedburner', 'feedburner'],
  ['www.w3.org/2005/atom', 'atom'],
  ['purl.org/atom/ns', 'atom'],
  ['www.w3.org/1999/xhtml', 'xhtml'],
  ['my.netscape.com/rdf/simple', ''],
  ['channel.netscape.com/rdf/simple', ''],
  ['backend.userland.com/rss', ''],
  ['blogs.law.harvard.edu/tech/rss', ''],
]

function familyOf(uri: string): string | undefined {
  const lower = uri.toLowerCase()
  return ADDRESSES.find(([address]) => lower.includes(address))?.[1]
}
