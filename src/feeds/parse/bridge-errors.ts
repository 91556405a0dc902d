import { cutText } from '../../text/words/cut-text.js'
import { NotAFeedError, type ParsedFeed, type ParsedItem } from './parsed-feed.js'
import { plainLine } from './plain-text.js'

/**
 * A feed without the items in which a bridge - a program that makes feeds of pages - tells that it failed. Throws
 * NotAFeedError where it has nothing else to tell.
 */
export function withoutBridgeErrors(parsed: ParsedFeed): ParsedFeed {
  const news = parsed.items.filter((item) => !isBridgeError(item))
  const [failure] = parsed.items
  if (news.length === parsed.items.length || failure === undefined) return parsed
  if (news.length > 0) return { ...parsed, items: news }
  const told = [failure.title, failure.text].map((html) => plainLine(html ?? '')).filter((line) => line !== '')
  throw new NotAFeedError(`a bridge that failed ("${cutText(told.join(' – '), 160)}")`, 'bridge')
}

function isBridgeError({ title = '', text = '' }: ParsedItem): boolean {
  const line = plainLine(title)
  if (line.length > 200) return false
  return TITLE.test(line) || (ERROR_TITLE.test(line) && REPORT.test(text.slice(0, 20_000)))
}

// RSS-Bridge's own words, in all of its versions; its report names the query that failed.
const TITLE = /^\P{L}*(?:rss-?)?bridge returned error\b/iu
const ERROR_TITLE = /\b(?:error|exception|failed)\b/iu
const REPORT = /(?:error message|exception)\s*:[^]{0,2000}?(?:query string|stack trace|php version|rss-bridge)/iu
