import { articleText, plainLine } from './plain-text.js'
import type { ParsedFeed, ParsedItem } from './parsed-feed.js'

/**
 * A feed that gathers what others wrote, with each item under the outlet that its `source` names: the name comes off the
 * title's end ("Headline - Outlet"), and what only says the title again is no text.
 */
export function underFirstSource(parsed: ParsedFeed): ParsedFeed {
  return { ...parsed, items: parsed.items.map(itemUnderSource) }
}

function itemUnderSource(item: ParsedItem): ParsedItem {
  const { source, title, text, ...rest } = item
  if (source === undefined || title === undefined) return item
  const [line, name] = [plainLine(title), plainLine(source.name)]
  const ending = /^(.+?)\s+[-–—|]\s+([^]+)$/u.exec(line.slice(0, 1_000)) === null ? '' : line.slice(-name.length)
  const isNamed = name !== '' && ending.toLowerCase() === name.toLowerCase() && /\s[-–—|]\s+$/u.test(line.slice(0, -name.length)) // prettier-ignore
  const bare = isNamed ? line.slice(0, -name.length).replace(/\s+[-–—|]\s+$/u, '') : line
  const saysMore = text !== undefined && !articleText(text).replace(/\s+/gu, ' ').startsWith(bare)
  return { ...rest, source, title: isNamed ? asHtml(bare) : title, ...(saysMore ? { text } : {}) }
}

function asHtml(line: string): string {
  return line.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
