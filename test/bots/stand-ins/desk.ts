import type { Subscription } from '../../../src/bots/contract/chats.js'
import { openDeliveries, type DeliveryDeps } from '../../../src/bots/deliver/deliver-due.js'
import type { Platform, SendResult } from '../../../src/bots/contract/platform.js'
import type { PlatformName } from '../../../src/bots/contract/request.js'
import { dailyAt } from '../../../src/bots/schedule/next-due.js'
import { chatStore, deliveryStore } from '../../store/stores.js'
import { openInMemory } from '../../store/open-in-memory.js'
import { handClock } from './hand-clock.js'
import { traitsIn, type Traits } from '../../../src/bots/contract/platform-traits.js'
import { newsroom, plain, region } from './stand-ins.js'

export const dueAt = Date.parse('2025-06-17T04:00Z')

export const subscription = (id: string, more: Partial<Subscription> = {}): Subscription => ({
  id,
  chat: { platform: 'telegram', chatId: `chat-${id}` },
  status: 'active',
  language: 'en',
  length: 'normal',
  filter: {},
  schedule: dailyAt(9, 'Asia/Almaty'),
  createdAt: 0,
  nextDueAt: dueAt,
  ...more,
})

export interface Sent {
  readonly chatId: string
  readonly text: string
  readonly nonce: string
}

type Answers = (chatId: string, call: number) => SendResult | Error | Promise<SendResult>

type More = { readonly parts?: number; readonly traits?: Partial<Traits> } & Omit<Partial<Platform>, 'traits'>

/** A platform of as many parts as asked for, with no traits but those given; `sent` are all tries. */
export function platform(name: PlatformName, answers: Answers, more: More = {}) {
  const { parts = 1, traits, ...rest } = more
  const sent: Sent[] = []
  const stand: Platform = {
    name,
    traits: { ...traitsIn({})(name), ...traits },
    start: async () => ({ account: 'bot' }),
    render: (message) => Array.from({ length: parts }, (_, index) => ({ text: `${index + 1}: ${plain(message)}` })),
    send: async ({ chatId }, payload, nonce) => {
      sent.push({ chatId, text: String(payload['text']), nonce })
      const answer = await answers(chatId, sent.length)
      if (answer instanceof Error) throw answer
      return answer
    },
    mark: (payload, line) => ({ text: `${line}\n${String(payload['text'])}` }),
    stop: async () => undefined,
    ...rest,
  }
  return { stand, sent }
}

export const arrives = (): SendResult => ({ kind: 'sent', messageId: 'm1' })
export const lost: SendResult = { kind: 'uncertain', reason: 'no answer' }

/** Deliveries over a database in memory and a clock that stands a minute after `dueAt`. */
export async function desk(
  subscriptions: readonly Subscription[],
  platforms: readonly Platform[],
  more: Partial<DeliveryDeps> = {},
) {
  const database = await openInMemory()
  const chats = chatStore(database)
  for (const one of subscriptions) await chats.addSubscription(one)
  const clock = handClock(dueAt + 60_000)
  const deps: DeliveryDeps = {
    deliveries: deliveryStore(database),
    newsroom: newsroom(),
    region,
    platforms: new Map(platforms.map((one) => [one.name, one])),
    clock,
    ...more,
  }
  const deliveries = openDeliveries(deps)
  const rows = async () => (await deps.deliveries.list({ limit: 100 })).toSorted((a, b) => a.id.localeCompare(b.id))
  const due = async (id: string) =>
    await database.db.selectFrom('subscriptions').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  /** A round, and `ms` after it. */
  const round = async (ms = 0) => {
    const ended = deliveries.deliver()
    await clock.pass(ms)
    return ended
  }
  return { ...deliveries, deps, database, chats, clock, rows, due, round }
}
