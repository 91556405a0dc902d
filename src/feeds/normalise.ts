import { channelOf, placeOf } from './addresses/channel-address.js'
import { outletOf, type FoundOutlet, type OutletNames } from './addresses/outlet-of.js'
import { dateToldBy } from './dates/told-date.js'
import { cutText } from '../text/words/cut-text.js'
import type { Feed } from '../regions/region.js'
import type { DetectedLanguage, Language } from '../text/types.js'
import { LANGUAGES } from '../text/types.js'
import type { KeyedArticle } from './article-store.js'
import type { FeedPace } from './parse/feed-pace.js'
import { articleId, contentHash, keysOf } from './identity.js'
import { underFirstSource } from './parse/first-source.js'
import type { ParsedFeed, ParsedItem, ParsedSource } from './parse/parsed-feed.js'
import { plainLine, articleText } from './parse/plain-text.js'
import { resolve } from './parse/repair-feed.js'

/** `prior`: what the feed says of its language; texts may differ from it. */
export type DetectLanguage = (text: string, prior?: Language) => DetectedLanguage

/** The language that a feed or row names ("ru-RU", "kk_KZ"); undefined where it is none of ours. */
export function priorOf(tag: string | undefined): Language | undefined {
  const [first] = (tag ?? '').toLowerCase().split(/[-_]/u)
  return LANGUAGES.find((language) => language === first)
}

export interface ItemSource {
  readonly feed: Pick<Feed, 'id' | 'outletId' | 'url' | 'language'>
  /** Among which an item's first source is looked for, where the feed passes on what others wrote. */
  readonly outlets?: readonly OutletNames[] | undefined
  readonly parsed: Pick<ParsedFeed, 'feed'>
  readonly seenAt: number
  readonly detectLanguage: DetectLanguage
}

/** As much of an article's text as is kept, in UTF-16 units. */
export const LONGEST_TEXT = 50_000
const LONGEST_TITLE = 500
/** The language of a text is told by its beginning. */
const SAMPLE_LENGTH = 700

/** What an article's language is told by. */
export function languageSample(title: string, text: string): string {
  return `${title}\n${cutText(text, SAMPLE_LENGTH)}`
}

/** An item as an article in its first revision, with its keys. Undefined where it has neither title nor text. */
export function articleOf(
  item: ParsedItem,
  { feed, outlets, parsed, seenAt, detectLanguage }: ItemSource,
): KeyedArticle | undefined {
  const first = item.source && passesOn(feed.url) ? firstOutlet(item.source, outlets ?? []) : undefined
  const outletId = first?.id ?? feed.outletId
  const text = cutText(articleText(item.text ?? ''), LONGEST_TEXT)
  const title = cutText(plainLine(item.title ?? ''), LONGEST_TITLE) || firstWords(text)
  if (title === '') return undefined
  const own = webAddress(item.url) ?? webAddress(item.guid) ?? webAddress(episodeOf(item))
  const updatedAt = timeOf(item.updatedAt)
  const publishedAt = timeOf(item.publishedAt)
  const keys = keysOf(
    { guid: item.guid, url: own, title, text, publishedAt, isPassedOn: first !== undefined },
    { feedId: first === undefined ? feed.id : placeOf(feed.url), outletId },
  )
  const hash = contentHash({ title, text })
  const author = item.author === undefined ? '' : plainLine(item.author)
  const dated = publishedAt ?? updatedAt ?? dateToldBy({ url: own, text }, seenAt)
  return {
    keys,
    contentHash: hash,
    ...(first === undefined || first.isKnown ? {} : { unknownOutlet: { id: first.id, name: first.name } }),
    article: {
      id: articleId(keys[0] ?? `text:${outletId}:${hash}`),
      feedId: feed.id,
      outletId,
      url: own ?? webAddress(parsed.feed.link) ?? feed.url,
      title,
      text,
      language: detectLanguage(languageSample(title, text), feed.language ?? priorOf(parsed.feed.language)),
      ...(author === '' ? {} : { author: cutText(author, 200) }),
      publishedAt: effectiveDate(dated, seenAt),
      ...(dated === undefined ? { isUndated: true } : {}),
      ...(updatedAt === undefined ? {} : { updatedAt: Math.min(updatedAt, seenAt) }),
      fetchedAt: seenAt,
      revision: 1,
      comments: item.comments ?? [],
    },
  }
}

/** An item as it is to be kept, and where its readers' comments stand. */
export interface ReadItem extends KeyedArticle {
  readonly commentsUrl?: string
  /** How many comments the feed says there are. */
  readonly commentCount?: number
}

/** A document as the newsroom takes it: its articles, and what it says of itself. */
export interface ReadFeed {
  readonly items: readonly ReadItem[]
  readonly language?: string
  readonly pace?: FeedPace
}

/** All articles of a document, in its order; an item with neither title nor text is none. */
export function articlesOf(given: ParsedFeed, source: Omit<ItemSource, 'parsed'>): ReadFeed {
  const parsed = passesOn(source.feed.url) && given.format !== 'channel' ? underFirstSource(given) : given
  const { language } = parsed.feed
  return {
    items: parsed.items.flatMap((item): ReadItem[] => {
      const keyed = articleOf(item, { ...source, parsed })
      const { commentsUrl, commentCount } = item
      if (keyed === undefined) return []
      return [
        {
          ...keyed,
          ...(commentsUrl === undefined ? {} : { commentsUrl }),
          ...(commentCount === undefined ? {} : { commentCount }),
        },
      ]
    }),
    ...(language === undefined ? {} : { language }),
    ...(parsed.pace === undefined ? {} : { pace: parsed.pace }),
  }
}

/** min(published, seen): what is undated or dated ahead is news of the moment that it was seen. */
export function effectiveDate(publishedAt: number | undefined, seenAt: number): number {
  return publishedAt === undefined ? seenAt : Math.min(publishedAt, seenAt)
}

/** A text's first sentence or words: the title of an article that has none. */
export function firstWords(text: string): string {
  const [line = ''] = text.split('\n', 1)
  if (line.length <= 120) return line
  const cut = cutText(line, 120)
  const space = cut.lastIndexOf(' ')
  return `${space > 60 ? cut.slice(0, space) : cut}…`
}

/** True where a title says nothing that the text does not begin with: one that we made of its first words, or that a channel did, broken off. */
export function isMadeTitle(title: string, text: string): boolean {
  const words = title.replace(/(?:…|\.{3})$/u, '').trim()
  return words !== '' && (text.trimStart().startsWith(words) || title === firstWords(text))
}

/** Anything but a web address (javascript:, mailto:, a bare word) is none. */
function webAddress(url: string | undefined): string | undefined {
  const address = resolve(url, undefined)
  return address !== undefined && /^https?:/.test(address) && address.length <= 2_000 ? address : undefined
}

/**
 * True for feeds whose word on who wrote an item is taken: Google's, a channel's page, and what stands on a machine of the
 * owner's own. Any other could call itself whom it likes.
 */
export function passesOn(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { hostname } = new URL(url)
  return hostname === 'news.google.com' || channelOf(url) !== undefined || OWN_MACHINE.test(hostname)
}

const OWN_MACHINE =
  /^(?:localhost|127(?:\.\d+){3}|10(?:\.\d+){3}|192\.168(?:\.\d+){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2}|\[::1\])$/

function firstOutlet({ name, url }: ParsedSource, outlets: readonly OutletNames[]): FoundOutlet {
  const address = webAddress(url)
  const shown = cutText(plainLine(name), 100)
  const place = address === undefined ? undefined : placeOf(address)
  const found = outletOf(address, shown, outlets)
  // One that is not known is told apart by where it is, not by what it is called.
  return found.isKnown || place === undefined ? found : { ...outletOf(address, place, outlets), name: shown }
}

/** Where the one recording of an item stands: an episode may have no page. */
function episodeOf({ enclosures }: ParsedItem): string | undefined {
  const [recording, another] = enclosures.filter(({ url, type = '' }) => {
    return /^(?:audio|video)\//i.test(type) || (type === '' && /\.(?:mp3|m4a|ogg|opus|mp4|webm)(?:\?|$)/i.test(url))
  })
  return another === undefined ? recording?.url : undefined
}

function timeOf(iso: string | undefined): number | undefined {
  return iso === undefined ? undefined : Date.parse(iso)
}
