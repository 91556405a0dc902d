import type { Article } from '../../feeds/article.js'
import { isMadeTitle } from '../../feeds/normalise.js'
import type { Region } from '../../regions/region.js'
import { isBulletinTitle } from '../../text/clean/furniture.js'
import { cutText } from '../../text/words/cut-text.js'
import type { Headline } from '../terms/shapes.js'
import { outletOf } from '../terms/voices.js'

/** Letters of a headline, at most. */
export const HEADLINE_LIMIT = 90

/**
 * An article's own title as an item's first line: without its outlet's name or an agency's, at most 90 letters, cut between words. Undefined: it has none of its
 * own, or one that names a bulletin and none of its items. */
export function headlineOf(article: Article, region: Region): Headline | undefined {
  const { id: articleId, title, text, url, language, outletId } = article
  if (title.trim() === '' || isMadeTitle(title, text) || isBulletinTitle(title)) return undefined
  const bare = bareTitle(title, outletOf(outletId, region).name)
  return bare === '' ? undefined : { text: cutHeadline(bare), language, url, articleId, made: 'title' }
}

// "… - Outlet", "… | Outlet", "Outlet: …", "(TASS) - …": what names the teller, not the news.
function bareTitle(title: string, outlet: string): string {
  let line = title.replace(/\s+/gu, ' ').trim()
  // "News Central Asia (nCa)" is the teller's name too.
  const name = outlet.toLocaleLowerCase()
  const isTeller = (words = '') =>
    words
      .replace(/\s*\([^)]*\)\s*$/u, '')
      .trim()
      .toLocaleLowerCase() === name
  for (let parts = TAIL.exec(line); isTeller(parts?.[2]); parts = TAIL.exec(line)) line = parts?.[1] ?? ''
  const [head, said] = [HEAD.exec(line)?.[1], HEAD.exec(line)?.[2]]
  return (isTeller(head) ? (said ?? '') : line)
    .replace(AGENCY, '')
    .replace(/[\s|–—-]+$/u, '')
    .trim()
}

const TAIL = /^(.*\S)\s+[|–—-]\s+([^|–—]+)$/u
const HEAD = /^([^:：|]{2,40})\s*[:：|]\s*(.+)$/u
const AGENCY = /^(?:\([\p{Lu} ]{2,12}\)|[\p{Lu}]{3,8})\s*(?:--?|[–—])\s+(?=\p{Lu})/u

function cutHeadline(line: string): string {
  if (line.length <= HEADLINE_LIMIT) return line
  const cut = cutText(line, HEADLINE_LIMIT - 1)
  const end = Math.max(cut.lastIndexOf(' '), cut.search(/[，；：、][^，；：、]*$/u))
  return `${(end > HEADLINE_LIMIT / 2 ? cut.slice(0, end) : cut).replace(/[\s,;:，；：、–—-]+$/u, '')}…`
}
