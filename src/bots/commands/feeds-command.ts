import { controls, heading, linked, list, paragraph, small, privateLine, shown } from '../wording/blocks.js'
import type { Message } from '../contract/message.js'
import type { FeedFound } from '../contract/newsroom-port.js'
import { presentFeeds, verdictWords } from '../present/present-archive.js'
import { withoutLogin } from '../../regions/feed-login.js'
import type { Chat } from '../contract/request.js'
import type { Turn } from '../turn/turn.js'

interface FeedsAsked {
  readonly doing?: 'list' | 'add' | 'remove' | 'import' | 'export'
  /** A feed's or page's address, or a feed's id. */
  readonly feed?: string
  /** OPML. */
  readonly file?: string
}

/** Answers `feeds`: how they fare, what stands at an address, one added or removed, OPML in and out. */
export async function feeds(asked: FeedsAsked, turn: Turn): Promise<Message> {
  const { view, deps, request } = turn
  const { say } = view
  const feed = asked.feed?.trim() ?? ''
  switch (asked.doing ?? (feed === '' ? 'list' : 'add')) {
    case 'list':
      return feedsMenu(turn)
    case 'add':
      return feed === '' ? typeFeed(turn) : found(feed, turn)
    case 'remove':
      return feed === '' ? privateLine(say('feeds.removeWhich')) : removed(feed, turn)
    case 'import': {
      if (asked.file === undefined) return privateLine(say('feeds.importHow'))
      const report = await deps.catalogue.importOpml(asked.file, byOf(turn))
      if (report.listed === 0 && report.unread === undefined) return privateLine(say('feeds.importNone'))
      const told = say('feeds.imported', { listed: report.listed, added: report.added, known: report.known, left: report.left }) // prettier-ignore
      return privateLine(
        report.unread === undefined ? told : `${told} ${say('feeds.importUnread', { count: report.unread })}`,
      )
    }
    case 'export': {
      const bytes = new TextEncoder().encode(await deps.catalogue.exportOpml())
      const file = { kind: 'file', bytes, name: 'silkwire-feeds.opml', mediaType: 'text/x-opml' } as const
      return { blocks: [paragraph(say('feeds.exported')), file], isPrivate: request.isDirect !== true }
    }
  }
}

async function feedsMenu({ view, deps, request }: Turn): Promise<Message> {
  const { say } = view
  const message = presentFeeds(await deps.newsroom.sources(), view)
  const manage = request.mayManage
    ? ([{ kind: 'button', label: say('feeds.add'), action: ['type-feed'] }] as const)
    : []
  return {
    ...message,
    isPrivate: true,
    blocks: [
      ...message.blocks,
      ...controls(...manage, { kind: 'button', label: say('feeds.export'), action: ['feeds-out'] }),
      small(say('feeds.help')),
    ],
  }
}

/** Asks for a feed's address. */
export function typeFeed({ view: { say } }: Turn): Message {
  const form = {
    title: say('feeds.add'),
    label: say('feeds.address'),
    placeholder: 'https://example.org',
    most: 500,
    action: ['feed-at'] as const,
  }
  return { blocks: [], form }
}

async function found(address: string, turn: Turn): Promise<Message> {
  const { deps, view, request } = turn
  const { say } = view
  const { found: feeds, verdict, detail } = await deps.catalogue.discover(address)
  if (feeds.length === 0) {
    const why =
      verdict === undefined
        ? say('feeds.noneThere')
        : verdictWords({ verdict, ...(detail !== undefined && { detail }) }, view)
    return privateLine(say('feeds.notFound', { address: shown(withoutLogin(address)), why }))
  }
  const keys = await Promise.all(
    feeds
      .slice(0, 5)
      .map(({ url, title, login }) =>
        deps.memos.keep(request.chat, { url, title, ...(login && { login }) }, deps.now()),
      ),
  )
  const blocks = feeds.slice(0, 5).flatMap((feed, index) => foundBlocks(feed, keys[index] ?? '', turn))
  return { blocks: [heading(say('feeds.foundTitle', { count: feeds.length })), ...blocks], isPrivate: true }
}

function foundBlocks({ url, title, items, newest, isKnown }: FeedFound, key: string, { view: { say } }: Turn) {
  return [
    paragraph(linked(title === '' ? url : title, url), ` – ${say('feeds.items', { count: items })}`),
    ...(newest.length === 0 ? [] : [list(newest.map((line) => [line]))]),
    ...(isKnown
      ? [small(say('feeds.known'))]
      : controls({ kind: 'button', label: say('feeds.addThis'), action: ['feed-add', key], look: 'primary' })),
  ]
}

/** Adds what was found: `['feed-add', key]`. */
export async function addFound(key: string, turn: Turn): Promise<Message> {
  const { deps, request, view } = turn
  const kept = (await deps.memos.recall(request.chat, key, deps.now())) as
    { url?: unknown; title?: unknown; login?: unknown } | undefined
  if (typeof kept?.url !== 'string' || typeof kept.title !== 'string') return privateLine(view.say('wrong.button'))
  const { url, title, login } = kept
  const put = await deps.catalogue.add({ url, title, ...(typeof login === 'string' && { login }) }, byOf(turn))
  switch (put.kind) {
    case 'known':
      return privateLine(view.say('feeds.known'))
    case 'full':
      return privateLine(view.say('feeds.full', { most: put.most }))
    case 'added':
      return {
        isPrivate: true,
        toast: view.say('feeds.added', { feed: put.feedId }),
        blocks: [
          paragraph(view.say('feeds.added', { feed: put.feedId })),
          ...controls({
            kind: 'button',
            label: view.say('settings.undo'),
            action: ['feed-drop', await deps.memos.keep(request.chat, { url: put.url }, deps.now())],
          }),
        ],
      }
  }
}

/** Takes an added feed back: `['feed-drop', key]`. */
export async function dropFeed(key: string, turn: Turn): Promise<Message> {
  const { deps, request, view } = turn
  const kept = (await deps.memos.recall(request.chat, key, deps.now())) as { url?: unknown } | undefined
  return typeof kept?.url === 'string' ? removed(kept.url, turn) : privateLine(view.say('wrong.button'))
}

async function removed(feed: string, turn: Turn): Promise<Message> {
  const { view, deps, request } = turn
  const { say } = view
  const { feeds: read } = await deps.newsroom.sources()
  const done = await deps.catalogue.remove(feed, byOf(turn))
  const { kind } = done
  if (kind === 'unknown') return privateLine(say('feeds.unknown', { feed: shown(withoutLogin(feed)) }))
  const { url, login } = done
  if (kind !== 'removed') return privateLine(say(kind === 'of-pack' ? 'feeds.ofPack' : 'feeds.ofOthers', { feed: shown(url) })) // prettier-ignore
  const title = read.find((each) => each.url === url)?.outlet ?? ''
  const undo = await deps.memos.keep(request.chat, { url, title, ...(login && { login }) }, deps.now())
  return {
    isPrivate: true,
    blocks: [
      paragraph(say('feeds.removed', { feed: shown(url) })),
      ...controls({ kind: 'button', label: say('settings.undo'), action: ['feed-add', undo] }),
    ],
  }
}

// An owner may add and remove as many as there are, a chat its own.
function byOf({ request, deps }: Turn): string | undefined {
  return deps.isOwner?.(request.chat.platform, request.userId) === true ? undefined : chatKey(request.chat)
}

function chatKey({ platform, chatId }: Chat): string {
  return `${platform} ${chatId}`
}
