import { heading, list, small } from '../wording/blocks.js'
import type { ChatStore, Delivery, DeliveryStore } from '../contract/chats.js'
import { formatDateTime } from '../wording/format.js'
import type { Message } from '../contract/message.js'
import type { SendResult } from '../contract/platform.js'
import { nonceFrom, sayToPerson } from './say-to-person.js'
import type { PlatformsByName } from './reachable-platforms.js'
import type { ShownRegion, View } from '../wording/view.js'
import { personOf } from './person-of.js'

export interface TellDoubtsDeps {
  /** "discord:ID": a platform's name and a person's id there. */
  readonly owners: readonly string[]
  readonly deliveries: Pick<DeliveryStore, 'untoldDoubts' | 'markTold'>
  readonly chats: Pick<ChatStore, 'settings'>
  readonly region: ShownRegion
  readonly platforms: PlatformsByName
  readonly now: () => number
}

// On any platform in one part; the rest comes with the next round.
const MOST_TOLD = 8

/**
 * Tells the first owner who can be reached of posts that may have arrived twice or never, each once: it is written down
 * before it is said. Gives how many were told. Throws what the stores throw.
 */
export async function tellDoubts(deps: TellDoubtsDeps): Promise<number> {
  if (deps.owners.length === 0) return 0
  const rows = await deps.deliveries.untoldDoubts(MOST_TOLD)
  if (rows.length === 0) return 0
  const ids = rows.map(({ id }) => id)
  await deps.deliveries.markTold(ids, deps.now())
  for (const owner of deps.owners) {
    const { kind } = await tellOwner(owner, rows, deps)
    // What may have arrived is not said again.
    if (kind === 'sent' || kind === 'uncertain') return rows.length
  }
  await deps.deliveries.markTold(ids, undefined)
  return 0
}

async function tellOwner(owner: string, rows: readonly Delivery[], deps: TellDoubtsDeps): Promise<SendResult> {
  const { name, userId } = personOf(owner)
  const platform = deps.platforms.get(name)
  if (platform === undefined) return { kind: 'gone', reason: `${name} does not run` }
  const nonce = nonceFrom(`${owner} ${rows.map(({ id }) => id).join(' ')}`)
  return sayToPerson(platform, { userId, nonce, message: (view) => doubtsMessage(rows, view) }, deps)
}

function doubtsMessage(rows: readonly Delivery[], view: View): Message {
  const { say } = view
  const lines = rows.map(({ chat, state, occurrenceAt, part, parts }) => {
    const thread = chat.threadId === undefined ? '' : ` / ${chat.threadId}`
    const ofParts = parts > 1 ? ` (${part}/${parts})` : ''
    const place = `${chat.platform} ${chat.chatId}${thread}${ofParts}`
    const said = state === 'sent' ? 'owner.doubtTwice' : 'owner.doubtNever'
    return [say(said, { chat: place, time: formatDateTime(occurrenceAt, view) })]
  })
  return {
    blocks: [
      heading(say('owner.doubts')),
      list(lines),
      small(say('owner.doubtsAll', { command: 'silkwire deliveries --doubt' })),
    ],
  }
}
