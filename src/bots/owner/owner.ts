import { createHash } from 'node:crypto'
import { isBroken } from '../../feeds/health.js'
import type { Language } from '../../text/types.js'
import { heading, linked, list, small } from '../wording/blocks.js'
import type { ChatStore } from '../contract/chats.js'
import type { Message } from '../contract/message.js'
import type { FeedReport } from '../contract/newsroom-port.js'
import type { Platform, SendResult } from '../contract/platform.js'
import { verdictWords } from '../present/present-archive.js'
import type { Chat } from '../contract/request.js'
import type { PlatformsByName } from './reachable-platforms.js'
import { viewIn, type ShownRegion, type View } from '../wording/view.js'
import { reasonOf } from '../../text/reason-of.js'
import { personOf } from './person-of.js'

/** How a feed fared when it was last asked. */
export interface FeedFared extends Pick<FeedReport, 'feedId' | 'outlet' | 'url' | 'verdict' | 'detail'> {
  /** In a row, 0 after a success. */
  readonly failures: number
}

/** What an owner was last told of a feed. `back` is also where nothing was told yet. */
export interface FeedNotice {
  readonly owner: string
  readonly feedId: string
  readonly said: 'broken' | 'back'
  /** Nothing is said before this time, epoch ms: the last attempt failed. */
  readonly notBeforeAt: number
}

/** What tellOwners needs of the newsroom. */
export interface FeedNotices {
  feedsFared(): Promise<readonly FeedFared[]>
  said(): Promise<readonly FeedNotice[]>
  /** In one transaction: each replaces what was kept of its owner and feed. */
  save(notices: readonly FeedNotice[]): Promise<void>
}

export interface TellDeps {
  /** "discord:ID": a platform's name and a person's id there. */
  readonly owners: readonly string[]
  readonly notices: FeedNotices
  readonly chats: Pick<ChatStore, 'settings'>
  readonly region: ShownRegion
  readonly platforms: PlatformsByName
  readonly now: () => number
}

// A message holds so many feeds, on any platform in one part; the rest comes with the next round.
const MOST_FEEDS = 6
const RETRY_MS = 10 * 60_000
/** An owner who cannot be written to is tried again the next day. */
const CLOSED_MS = 24 * 3_600_000

/**
 * Tells each owner once that a feed broke and once that it is back. What is said is written down before it is sent, so a
 * restart says nothing twice; what surely did not arrive is said later. Throws only what the stores throw.
 */
export async function tellOwners(
  deps: TellDeps,
): Promise<{ readonly told: number; readonly failed: readonly string[] }> {
  if (deps.owners.length === 0) return { told: 0, failed: [] }
  const [feeds, said] = await Promise.all([deps.notices.feedsFared(), deps.notices.said()])
  let told = 0
  const failed: string[] = []
  for (const owner of new Set(deps.owners)) {
    const before = new Map(said.filter((each) => each.owner === owner).map((each) => [each.feedId, each]))
    const fault = await tellOne(owner, { ...deps, before, news: newsOf(feeds, before, deps.now()) })
    if (fault === undefined) told += 1
    else if (fault !== '') failed.push(`${owner}: ${fault}`)
  }
  return { told, failed }
}

interface News {
  readonly broken: readonly FeedFared[]
  readonly back: readonly FeedFared[]
}

function newsOf(feeds: readonly FeedFared[], before: ReadonlyMap<string, FeedNotice>, now: number): News {
  const open = feeds.filter(({ feedId }) => (before.get(feedId)?.notBeforeAt ?? 0) <= now)
  const isTold = ({ feedId }: FeedFared) => before.get(feedId)?.said === 'broken'
  const broken = open.filter((feed) => isBroken(feed) && !isTold(feed)).slice(0, MOST_FEEDS)
  return { broken, back: open.filter((feed) => feed.failures === 0 && isTold(feed)).slice(0, MOST_FEEDS) }
}

/** Undefined: told. '': there was nothing to tell. Else why it could not be told. */
async function tellOne(
  owner: string,
  { news, before, ...deps }: TellDeps & { news: News; before: ReadonlyMap<string, FeedNotice> },
): Promise<string | undefined> {
  const feeds = [...news.broken, ...news.back]
  const { name, userId } = personOf(owner)
  const platform = deps.platforms.get(name)
  if (feeds.length === 0 || platform === undefined) return ''
  const notice = (feed: FeedFared, said: FeedNotice['said'], notBeforeAt: number): FeedNotice => ({ owner, feedId: feed.feedId, said, notBeforeAt }) // prettier-ignore
  await deps.notices.save([
    ...news.broken.map((feed) => notice(feed, 'broken', 0)),
    ...news.back.map((feed) => notice(feed, 'back', 0)),
  ])
  const result = await sendTo(platform, userId, news, deps)
  if (result.kind === 'sent') return undefined
  // It may have arrived: saying it again could say it twice.
  if (result.kind === 'uncertain') return result.reason
  const waitMs = result.kind === 'retry' ? Math.max(result.afterMs, RETRY_MS) : CLOSED_MS
  const again = deps.now() + waitMs
  await deps.notices.save(feeds.map((feed) => notice(feed, before.get(feed.feedId)?.said ?? 'back', again)))
  return result.reason
}

async function sendTo(platform: Platform, userId: string, news: News, deps: TellDeps): Promise<SendResult> {
  let chat: Chat
  let language: Language
  try {
    chat = (await platform.directChat?.(userId)) ?? { platform: platform.name, chatId: userId }
    language = (await deps.chats.settings(chat)).language ?? 'en'
  } catch (error) {
    return { kind: 'retry', afterMs: RETRY_MS, reason: reasonOf(error) }
  }
  const message = ownerMessage(news, viewIn(language, deps.region))
  const nonce = createHash('sha256')
    .update(`${userId}:${JSON.stringify(news)}:${String(deps.now())}`)
    .digest('hex')
  let first: SendResult | undefined
  for (const [part, payload] of platform.render(message).entries()) {
    const result = await platform.send(chat, payload, `${nonce.slice(0, 20)}-${String(part)}`)
    // A later part that fails is not worth saying the first again.
    first ??= result
    if (result.kind !== 'sent') break
  }
  return first ?? { kind: 'uncertain', reason: 'the message was empty' }
}

/** What broke and what is back, with cause and what to do. */
function ownerMessage({ broken, back }: News, view: View): Message {
  const { say } = view
  const named = ({ outlet, url, feedId }: FeedFared) => [linked(outlet, url), ` (${feedId})`]
  const faults = broken.map((feed) => [...named(feed), `: ${verdictWords(feed, view)}`])
  return {
    blocks: [
      ...(broken.length > 0 ? [heading(say('owner.broken')), list(faults), small(say('owner.once'))] : []),
      ...(back.length > 0 ? [heading(say('owner.back')), list(back.map(named))] : []),
    ],
  }
}
