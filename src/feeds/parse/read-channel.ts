import { decodeEntities } from '../xml/xml-entities.js'
import { attributesOf, scanXml } from '../xml/xml-scan.js'
import { checkedItem, NotAFeedError, type ParsedFeed, type ParsedItem } from './parsed-feed.js'
import { articleText, plainLine } from './plain-text.js'
import { isoOf } from './read-rss.js'
import { withoutSignatures, type PostText } from './post-signatures.js'

/** True for a page of Telegram's own site, by its markup. */
export function isTelegramPage(html: string): boolean {
  return /class\s*=\s*["'][^"']{0,200}\btgme_/.test(html.slice(0, 300_000))
}

/**
 * The posts of a public channel's preview page (https://t.me/s/NAME), newest first, without titles: text, address, date. An
 * album is one post; a forwarded one has the address and name of where it was first told. Throws NotAFeedError ("no-preview")
 * where the page shows no posts: a private channel, a group, a person, or nobody of that name.
 */
export function readChannel(html: string): ParsedFeed {
  const page = walkedOver(html)
  if (!page.isPreview && page.posts.length === 0)
    throw new NotAFeedError('a page of Telegram that shows no posts: a private channel, a group, a person, or nobody of that name', 'no-preview') // prettier-ignore
  const name = page.posts[0]?.place.split('/')[0]
  const posts = withoutSignatures(page.posts.map(textOf), { title: plainLine(page.title), name })
  const items = page.posts.map((post, index): ParsedItem => itemOf(post, posts[index] ?? ''))
  return {
    format: 'channel',
    feed: {
      ...(page.title === '' ? {} : { title: page.title }),
      ...(name === undefined ? {} : { link: `https://t.me/s/${name}` }),
      ...(page.description === '' ? {} : { description: page.description }),
    },
    items: items.filter(({ text, title }) => text !== undefined || title !== undefined).reverse(),
  }
}

interface Post {
  /** "name/123", in small letters. */
  readonly place: string
  text: string
  date: string | undefined
  forwardedFrom: string | undefined
  forwardedName: string
  previewTitle: string
  previewText: string
  isService: boolean
}

function textOf({ text }: Post): PostText {
  return { html: text }
}

function itemOf(post: Post, text: string): ParsedItem {
  const { place, date, forwardedFrom, forwardedName } = post
  const own = `https://t.me/${place}`
  const from = forwardedFrom === undefined ? undefined : channelPost(forwardedFrom)
  // Nothing but a link: what it leads to is told by what the post shows of it.
  const saysNothing = !/\p{L}/u.test(articleText(text.replace(/<a\b[^<>]{0,2000}>[^<]{0,2000}<\/a>/giu, ' ')).replace(/https?:\S+/gu, '')) // prettier-ignore
  const shown = saysNothing && post.previewTitle !== ''
  return checkedItem({
    guid: own,
    url: from?.isPost === true ? from.url : own,
    title: shown ? post.previewTitle : undefined,
    text: shown ? post.previewText : saysNothing ? undefined : text,
    publishedAt: isoOf(date),
    source: forwardedName === '' ? undefined : { name: plainLine(forwardedName), url: from?.url },
  })
}

/** A channel's or post's address in the form that it is known by. */
function channelPost(href: string): { readonly url: string; readonly isPost: boolean } | undefined {
  const [, name, post] = /^https?:\/\/t\.me\/(?:s\/)?([a-z]\w{3,31})(?:\/(\d{1,12}))?(?=$|[/?#])/i.exec(href) ?? []
  if (name === undefined) return undefined
  const base = `https://t.me/${name.toLowerCase()}`
  return post === undefined ? { url: base, isPost: false } : { url: `${base}/${post}`, isPost: true }
}

interface Walk {
  readonly posts: Post[]
  title: string
  description: string
  isPreview: boolean
  /** Names of the elements that are open. */
  readonly open: string[]
  capture: Capture | undefined
  /** How deep the post that is answered stands quoted. */
  quotedAt: number
}

interface Capture {
  readonly depth: number
  readonly pieces: string[]
  readonly keep: (html: string) => void
}

const VOID: ReadonlySet<string> = new Set('br img input hr meta link source wbr area base col embed track param'.split(' ')) // prettier-ignore
const MOST_POSTS = 500
const SEARCH_DEPTH = 50

function walkedOver(html: string): Pick<Walk, 'posts' | 'title' | 'description' | 'isPreview'> {
  const walk: Walk = { posts: [], title: '', description: '', isPreview: false, open: [], capture: undefined, quotedAt: -1 } // prettier-ignore
  scanXml(html, {
    open: (written, rest, isEmpty) => {
      const name = written.toLowerCase()
      const isVoid = isEmpty || VOID.has(name)
      if (walk.capture !== undefined) walk.capture.pieces.push(`<${name}${rest}>`)
      else if (rest.includes('tgme_') || rest.includes('link_preview') || rest.includes('datetime')) meet(walk, rest)
      if (!isVoid) walk.open.push(name)
    },
    close: (written) => {
      const at = walk.open.slice(-SEARCH_DEPTH).lastIndexOf(written.toLowerCase())
      if (at === -1) return
      walk.open.length = Math.max(0, walk.open.length - SEARCH_DEPTH) + at
      if (walk.open.length <= walk.quotedAt) walk.quotedAt = -1
      if (walk.capture === undefined) return
      if (walk.open.length > walk.capture.depth) walk.capture.pieces.push(`</${written}>`)
      else endCapture(walk)
    },
    text: (text) => walk.capture?.pieces.push(text),
  })
  endCapture(walk)
  return { ...walk, posts: told(walk.posts) }
}

function endCapture(walk: Walk): void {
  const { capture } = walk
  walk.capture = undefined
  capture?.keep(capture.pieces.join('').trim())
}

/** Each post once, however often the page shows it; what only tells of the channel ("pinned a photo") is none. */
function told(posts: readonly Post[]): Post[] {
  return [...new Map(posts.filter(({ isService }) => !isService).map((post) => [post.place, post])).values()]
}

/** What a tag of the page's own vocabulary begins. */
function meet(walk: Walk, rest: string): void {
  const attributes = attributesOf(rest)
  const classes = new Set((attributes.get('class') ?? '').split(/\s+/))
  const place = /^[\w]{1,40}\/\d{1,12}$/.exec(attributes.get('data-post') ?? '')?.[0].toLowerCase()
  if (place !== undefined && walk.posts.length < MOST_POSTS) {
    walk.posts.push({ place, text: '', date: undefined, forwardedFrom: undefined, forwardedName: '', previewTitle: '', previewText: '', isService: classes.has('service_message') }) // prettier-ignore
    walk.quotedAt = -1
  }
  if (classes.has('tgme_channel_info') || classes.has('tgme_channel_history')) walk.isPreview = true
  if (classes.has('tgme_channel_info_header_title')) capture(walk, (html) => (walk.title ||= html))
  if (classes.has('tgme_channel_info_description')) capture(walk, (html) => (walk.description ||= html))
  const post = walk.posts.at(-1)
  if (classes.has('tgme_widget_message_reply')) walk.quotedAt = walk.open.length
  if (post === undefined || walk.quotedAt !== -1) return
  meetInPost(walk, post, { classes, href: attributes.get('href'), datetime: attributes.get('datetime') })
}

function meetInPost(
  walk: Walk,
  post: Post,
  { classes, href, datetime }: { classes: ReadonlySet<string>; href: string | undefined; datetime: string | undefined },
): void {
  if (datetime !== undefined) post.date ??= datetime
  if (classes.has('service_message')) post.isService = true
  if (classes.has('tgme_widget_message_text') && !classes.has('js-message_reply_text'))
    capture(walk, (html) => (post.text = post.text === '' ? html : `${post.text}<br>${html}`))
  if (classes.has('tgme_widget_message_forwarded_from_name')) {
    post.forwardedFrom = href === undefined ? undefined : decodeEntities(href)
    capture(walk, (html) => (post.forwardedName ||= html))
  }
  if (classes.has('link_preview_title')) capture(walk, (html) => (post.previewTitle ||= html))
  if (classes.has('link_preview_description')) capture(walk, (html) => (post.previewText ||= html))
}

function capture(walk: Walk, keep: (html: string) => unknown): void {
  walk.capture = { depth: walk.open.length, pieces: [], keep }
}
