import { heading, list, small } from '../wording/blocks.js'
import type { ChatStore, Delivery, DeliveryStore } from '../contract/chats.js'
import type { Message } from '../contract/message.js'
import type { TraitsOf } from '../contract/platform-traits.js'
import { formatDateTime } from '../wording/format.js'
import { cleanLine } from '../wording/clean.js'
import { cutText } from '../../text/words/cut-text.js'
import type { ShownRegion, View } from '../wording/view.js'
import { personOf } from './person-of.js'
import type { PlatformsByName } from './reachable-platforms.js'
import { nonceFrom, sayToPerson } from './say-to-person.js'

export interface TellRefusalsDeps {
  /** "discord:ID": a platform's name and a person's id there. */
  readonly owners: readonly string[]
  readonly deliveries: Pick<DeliveryStore, 'untoldRefusals' | 'markTold'>
  readonly chats: Pick<ChatStore, 'settings' | 'subscription'>
  readonly region: ShownRegion
  readonly traits: TraitsOf
  readonly platforms: PlatformsByName
  readonly now: () => number
}

// On any platform in one message; the rest comes with the next round.
const MOST_TOLD = 8
const LONGEST_REASON = 120

/**
 * Tells who made a subscription, and the owners, of parts that a platform refused for what they say, each part once: it is written down
 * before it is said. Gives how many were told. Throws what the stores throw.
 */
export async function tellRefusals(deps: TellRefusalsDeps): Promise<number> {
  const rows = await deps.deliveries.untoldRefusals(MOST_TOLD)
  if (rows.length === 0) return 0
  const ids = rows.map(({ id }) => id)
  await deps.deliveries.markTold(ids, deps.now())
  const results: (readonly string[])[] = []
  for (const [person, own] of await hearers(rows, deps)) results.push(await tellPerson(person, own, deps))
  // What reached nobody yet is said with the next round.
  const heard = new Set(results.flat())
  const unheard = ids.filter((id) => !heard.has(id))
  if (unheard.length > 0 && results.length > 0) await deps.deliveries.markTold(unheard, undefined)
  return heard.size
}

/** Who is to hear of which parts: the maker of the subscription, and every owner. */
async function hearers(
  rows: readonly Delivery[],
  { owners, chats }: TellRefusalsDeps,
): Promise<ReadonlyMap<string, readonly Delivery[]>> {
  const told = new Map<string, readonly Delivery[]>()
  for (const row of rows) {
    const { platform } = row.chat
    const maker = (await chats.subscription(platform, row.subscriptionId))?.createdBy
    const persons = new Set([...(maker === undefined ? [] : [`${platform}:${maker}`]), ...owners])
    for (const person of persons) told.set(person, [...(told.get(person) ?? []), row])
  }
  return told
}

/** The ids of the parts that this person heard of; one that will never hear of them counts as having heard. */
async function tellPerson(
  person: string,
  rows: readonly Delivery[],
  deps: TellRefusalsDeps,
): Promise<readonly string[]> {
  const { name, userId } = personOf(person)
  const ids = rows.map(({ id }) => id)
  const platform = deps.platforms.get(name)
  if (platform === undefined) return ids
  const nonce = nonceFrom(`${person} ${ids.join(' ')}`)
  const message = (view: View) => refusalsMessage(rows, deps.traits, view)
  const { kind } = await sayToPerson(platform, { userId, nonce, message }, deps)
  return kind === 'retry' ? [] : ids
}

function refusalsMessage(rows: readonly Delivery[], traits: TraitsOf, view: View): Message {
  const { say } = view
  const titles = [...new Set(rows.map(({ chat }) => traits(chat.platform).title))]
  const lines = rows.map(({ chat, occurrenceAt, part, parts, reason = '' }) => {
    const thread = chat.threadId === undefined ? '' : ` / ${chat.threadId}`
    const place = `${traits(chat.platform).title} ${chat.chatId}${thread}${parts > 1 ? ` (${part}/${parts})` : ''}`
    const time = formatDateTime(occurrenceAt, view)
    return [say('refused.part', { chat: place, time, reason: cutText(cleanLine(reason), LONGEST_REASON) })]
  })
  return {
    blocks: [heading(say('refused.title', { platform: titles.join(', ') })), list(lines), small(say('refused.once'))],
  }
}
