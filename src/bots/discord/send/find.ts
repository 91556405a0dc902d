import { RequestMethod, Routes } from 'discord.js'
import type { Unpaced } from './pace.js'
import type { Payload } from '../../contract/payload.js'

interface Posted {
  readonly id: string
  readonly author?: { readonly id?: string }
  readonly [key: string]: unknown
}

export interface Sought {
  readonly payload: Payload
  /** Posted at that time, epoch ms, or later. */
  readonly since: number
  readonly botId: string
  /** The bot is known to have the right to read what was said: an empty channel is empty. */
  readonly mayRead?: boolean
  readonly signal: AbortSignal
}

/** Clocks differ; yesterday's digest is not today's. */
const SLACK_MS = 5 * 60_000
const MOST_PAGES = 10
const PAGE = 100
const DISCORD_EPOCH = 1_420_070_400_000

/**
 * Looks for a message of the bot's with the payload's words. 'unknown': nothing can be seen there - Discord shows an empty
 * channel to who may not read its history - or too much was said since. Throws what a call throws.
 */
export async function findMessage(
  rest: Unpaced,
  channelId: string,
  { payload, since, botId, mayRead = false, signal }: Sought,
): Promise<{ readonly messageId: string } | 'absent' | 'unknown'> {
  const wanted = wordsOf(payload)
  let before: string | undefined
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = new URLSearchParams({ limit: String(PAGE), ...(before !== undefined && { before }) })
    const fullRoute = Routes.channelMessages(channelId)
    const posted = (await rest.request({ fullRoute, method: RequestMethod.Get, query, signal })) as readonly Posted[]
    const found = posted.find((one) => isRecent(one, since) && one.author?.id === botId && wordsOf(one) === wanted)
    if (found) return { messageId: found.id }
    const oldest = posted.at(-1)
    if (oldest === undefined) return page === 0 && !mayRead ? 'unknown' : 'absent'
    if (posted.length < PAGE || !isRecent(oldest, since)) return 'absent'
    before = oldest.id
  }
  return 'unknown'
}

function isRecent({ id }: Posted, since: number): boolean {
  return Number(BigInt(id) >> 22n) + DISCORD_EPOCH >= since - SLACK_MS
}

/** What a reader sees of a message, in any of its shapes, with even gaps. */
function wordsOf(message: Readonly<Record<string, unknown>>): string {
  return [message['content'], message['embeds'], message['components']].flatMap(textsOf).join(' ').replace(/\s+/g, ' ').trim() // prettier-ignore
}

const SHOWN: readonly string[] = ['content', 'title', 'description', 'name', 'value', 'text', 'label', 'fields', 'footer', 'author', 'components', 'accessory'] // prettier-ignore

function textsOf(part: unknown): readonly string[] {
  if (typeof part === 'string') return [part]
  if (Array.isArray(part)) return part.flatMap(textsOf)
  if (typeof part !== 'object' || part === null) return []
  const shown = part as Readonly<Record<string, unknown>>
  return SHOWN.flatMap((key) => textsOf(shown[key]))
}
