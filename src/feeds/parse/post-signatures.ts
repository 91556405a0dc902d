import { plainText } from '../../text/words/html-text.js'

export interface PostText {
  readonly html: string
}

export interface Channel {
  readonly title: string
  /** As in its address. */
  readonly name: string | undefined
}

/** A line that so many posts of a page end in, and so large a part of them, is their signature. */
const LEAST_REPEATED = 3
const REPEATED_SHARE = 0.3
const LONGEST_SIGNATURE = 200
const MOST_LINES = 6

/**
 * Posts without what they all end in: the channel's name, its other addresses in a row, the invitation to subscribe. What
 * stands before that is left as it is, and a post of nothing else becomes ''.
 */
export function withoutSignatures(posts: readonly PostText[], channel: Channel): readonly string[] {
  const lined = posts.map(({ html }) => html.split(/<br\s*\/?>/iu))
  const repeated = repeatedIn(lined)
  return lined.map((lines) => {
    let end = lines.length
    for (const least = Math.max(0, end - MOST_LINES); end > least; end--) {
      const line = lines[end - 1] ?? ''
      if (!isBlank(line) && !repeated.has(wordsOf(line)) && !isSignature(line, channel)) break
    }
    return lines.slice(0, end).join('<br>').trim()
  })
}

/** Words of lines that many posts of a page have among their last ones. */
function repeatedIn(posts: readonly (readonly string[])[]): ReadonlySet<string> {
  const counts = new Map<string, number>()
  for (const lines of posts) {
    const last = new Set(lines.filter((line) => !isBlank(line)).slice(-3).map(wordsOf)) // prettier-ignore
    for (const words of last) counts.set(words, (counts.get(words) ?? 0) + 1)
  }
  const least = Math.max(LEAST_REPEATED, posts.length * REPEATED_SHARE)
  return new Set([...counts].filter(([words, count]) => count >= least && words.length <= LONGEST_SIGNATURE).map(([words]) => words)) // prettier-ignore
}

function isSignature(html: string, { title, name = '' }: Channel): boolean {
  const text = plainText(html).trim()
  if (text.length > LONGEST_SIGNATURE) return false
  const words = wordsOf(html)
  if (words !== '' && (words === wordsOf(title) || words === name)) return true
  if (/^(?:\P{L}*@\w{4,32}\P{L}*)+$/u.test(text)) return true
  const outside = wordsOf(html.replace(LINK, ' '))
  const targets = [...html.matchAll(LINK)].map(([, href = '']) => href)
  if (targets.length > 0 && outside === '' && targets.every((href) => isOwnPlace(href, name))) return true
  const hasAddress = targets.length > 0 || /(?:^|\s)@\w{4}|t\.me\/|https?:\/\//iu.test(text)
  return INVITES.test(text) && (hasAddress || text.length <= 60)
}

const LINK = /<a\b[^<>]{0,400}?href\s*=\s*["']([^"']{0,2000})["'][^<>]{0,400}>(?:[^<]|<(?!\/a>)){0,500}<\/a>/giu

/** The channel itself or its pages elsewhere: never an article. */
function isOwnPlace(href: string, name: string): boolean {
  const [, host = '', path = ''] = /^https?:\/\/(?:www\.)?([^/?#]+)([^?#]*)/iu.exec(href) ?? []
  if (/^(?:t|telegram)\.me$/iu.test(host))
    return path.toLowerCase() === `/${name}` || !/^\/(?:s\/)?\w+\/\d+/u.test(path)
  return SOCIAL.test(host) || /^\/?$/u.test(path)
}

const SOCIAL =
  /(?:^|\.)(?:instagram|facebook|fb|youtube|youtu|tiktok|twitter|x|vk|ok|linkedin|threads|whatsapp|dzen|rutube|apple|google)\.(?:com|ru|be|net|me|group)$/iu

// "Subscribe", "join", "follow us" in the languages of the region, and "our channel" that people are sent to.
const INVITES =
  /\bsubscribe\b|\bjoin (?:us|our)|follow us|our (?:channel|telegram|instagram)|подпи(?:сыва[йт]|саться|шись|шитесь|ска на)|присоединяй|наш(?:ем|его|ему)? (?:телеграм|telegram|канал|инстаграм)|прислать новость|жазыл(?:ыңыз|ың\b|у\b)|біздің (?:арна|канал)|биздин канал|катталыңыз|каналга кошул|obuna|a['’‘ʻ]?zo bo['’‘ʻ]?ling|kanalimiz|обуна|аъзо шав|канали мо|agza bol|ýazyl|kanalymyz|关注我们|订阅|加入我们/iu

function isBlank(html: string): boolean {
  return !/[\p{L}\p{N}]/u.test(plainText(html))
}

function wordsOf(html: string): string {
  return plainText(html)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}@]+/gu, ' ')
    .trim()
}
