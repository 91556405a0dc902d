import { readDate } from './dates.js'

/** The day that an article's own address names: /2025/06/17/, 2025-06-17, 20250617. Epoch ms of its beginning in UTC; undefined where it names none. */
function dateOfAddress(url: string | undefined): number | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined
  const { pathname } = new URL(url)
  const { year, month, day } = (APART.exec(pathname) ?? TOGETHER.exec(pathname))?.groups ?? {}
  return year === undefined || month === undefined || day === undefined ? undefined : dayOf(year, month, day)
}

const APART =
  /(?<!\d)(?<year>(?:19|20)\d\d)(?<sign>[/_-])(?<month>0?[1-9]|1[0-2])\k<sign>(?<day>0?[1-9]|[12]\d|3[01])(?!\d)/u
const TOGETHER = /(?<!\d)(?<year>(?:19|20)\d\d)(?<month>0[1-9]|1[0-2])(?<day>0[1-9]|[12]\d|3[01])(?!\d)/u

function dayOf(year: string, month: string, day: string): number | undefined {
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day))
  // 31 February is a number of something else.
  return new Date(at).getUTCDate() === Number(day) ? readDate(new Date(at).toISOString()) : undefined
}

/** The day of a text's dateline: "ASTANA, June 17, 2025 (Steppe Wire) – ...", "17 июня 2025 года. ..."; undefined where the text begins otherwise, or the line names no year. */
function dateOfDateline(text: string): number | undefined {
  const [line = ''] = text.slice(0, MOST_OF_LINE).split('\n', 1)
  const [, written = ''] = DATELINE.exec(line) ?? []
  if (!/(?:19|20)\d\d/u.test(written) || (written.match(/\d+/gu) ?? []).length < 2) return undefined
  return readDate(written)
}

const MOST_OF_LINE = 120
// A place in capitals or before a comma, the date, and what ends a dateline. A sentence that goes on behind its date tells of that day, and is no dateline.
const DATELINE =
  /^(?:\p{Lu}[\p{L} .’'-]{1,30}[,.]\s+)?((?:\p{L}+,?\s+)?\d[\d./-]*(?:[\s-]*\p{L}{0,12}[,.]?){0,4}\s*\d*(?:\s*(?:года|г\.|жыл\p{L}*|йил\p{L}*))?|\p{L}{3,12}\.?\s+\d{1,2},\s+\d{4}|\d{4}年\d{1,2}月\d{1,2}日)\s*(?:[–—(（:：]|-\s|\.\s|$)/u

/** When an article was published, where its feed does not say: by its address, else its dateline. What lies ahead of `seenAt` is none. */
export function dateToldBy(
  { url, text }: { readonly url: string | undefined; readonly text: string },
  seenAt: number,
): number | undefined {
  return [dateOfAddress(url), dateOfDateline(text)].find((at) => at !== undefined && at <= seenAt)
}

const MOST_OF_PAGE = 200_000
const META = /<meta\b[^>]{0,400}>/giu
const PUBLISHED =
  /(?:property|name|itemprop)\s*=\s*["']?(?:article:published_time|datePublished|date|pubdate|publish[-_]?date|dc\.date(?:\.issued)?)["'\s>/]/iu
const CONTENT = /content\s*=\s*["']([^"']{8,60})["']/iu
const LINKED_DATA = /"datePublished"\s*:\s*"([^"]{8,60})"/u

/** When a page says that it was published, in its metadata; undefined where it does not, or names a time ahead of `seenAt`. */
export function dateOfPage(bytes: Uint8Array, seenAt: number): number | undefined {
  // Names and dates are ASCII whatever the page is written in.
  const html = new TextDecoder('latin1').decode(bytes.subarray(0, MOST_OF_PAGE))
  const meta = [...html.matchAll(META)].map(([tag]) => tag).find((tag) => PUBLISHED.test(tag) && CONTENT.test(tag))
  const written = [CONTENT.exec(meta ?? '')?.[1], LINKED_DATA.exec(html)?.[1]]
  return written.map(readDate).find((at) => at !== undefined && at <= seenAt)
}
