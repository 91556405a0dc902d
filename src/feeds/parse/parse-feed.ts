import { withoutBridgeErrors } from './bridge-errors.js'
import { paceOf } from './feed-pace.js'
import { NotAFeedError, type ParsedFeed } from './parsed-feed.js'
import { isTelegramPage, readChannel } from './read-channel.js'
import { readJson } from './read-json.js'
import { readAtom, readRdf, readRssAgain } from './read-others.js'
import { readRss } from './read-rss.js'
import { takeApart, type FeedParts } from './repair-feed.js'
import { rewriteFeed } from './rewrite-feed.js'

/**
 * Reads RSS 0.9x to 2.0, RSS 1.0, Atom 0.3 and 1.0, JSON Feed and the pages of Telegram channels, mended where they are broken. `url` is where the feed
 * came from: relative links are resolved against it. What a bridge says of its own failure is no item. Throws NotAFeedError.
 */
export async function parseFeed(
  document: string,
  { url }: { readonly url?: string | undefined } = {},
): Promise<ParsedFeed> {
  const text = document.replace(/^[\s\ufeff]+/, '')
  if (text === '') throw new NotAFeedError('an empty document', 'empty')
  if (text.startsWith('{')) return withoutBridgeErrors(readJson(text, url))
  const parts = takeApart(text, url)
  if (parts.format === 'none' && isTelegramPage(text)) return readChannel(text)
  if (parts.format === 'none') throw notAFeed(text, parts.root)
  const pace = paceOf(parts.feed)
  const read = withoutBridgeErrors(await readParts(parts))
  return pace === undefined ? read : { ...read, pace }
}

async function readParts(parts: FeedParts): Promise<ParsedFeed> {
  const plain = rewriteFeed(parts)
  try {
    if (parts.format === 'atom') return readAtom(plain)
    return parts.format === 'rdf' ? readRdf(plain) : await readRss(plain)
  } catch (error) {
    if (parts.format !== 'rss')
      throw new NotAFeedError(`${parts.format} that cannot be read (${String(error)})`, 'not-a-feed')
    return readRssAgain(plain)
  }
}

function notAFeed(text: string, root: string): NotAFeedError {
  if (root === 'html' || root === 'body' || root === 'head' || /^<!doctype html/i.test(text)) {
    const title = /<title[^<>]{0,200}>([^<]{1,80})/i.exec(text)?.[1]?.replace(/\s+/g, ' ').trim()
    return new NotAFeedError(`an HTML page${title === undefined || title === '' ? '' : ` ("${title}")`}`, 'html')
  }
  if (root !== '') return new NotAFeedError(`XML that begins with <${root.slice(0, 40)}>`, 'not-a-feed')
  return new NotAFeedError(`text that begins with ${JSON.stringify(text.slice(0, 40))}`, 'not-a-feed')
}
