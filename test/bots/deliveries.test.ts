import { expect, test } from 'vitest'
import type { Delivery, DeliveryStore, Subscription } from '../../src/bots/chats.js'
import { deliverDue, recoverDeliveries, type DeliveryDeps } from '../../src/bots/deliveries.js'
import type { Platform, SendResult } from '../../src/bots/platform.js'
import type { PlatformName } from '../../src/bots/request.js'
import { dailyAt } from '../../src/bots/schedule.js'
import { digest, newsroom, plain, region } from './stand-ins.js'

const HOUR = 3_600_000
const dueAt = Date.parse('2025-06-17T04:00Z')

const subscription = (id: string, more: Partial<Subscription> = {}): Subscription => ({
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

/** An outbox in memory that keeps the rules of the port. */
function outbox(subscriptions: readonly Subscription[]) {
  const due = new Map(subscriptions.map((one) => [one.id, one]))
  const rows = new Map<string, Delivery>()
  const change = (id: string, parts: Partial<Delivery>) => {
    const row = rows.get(id)
    if (!row) throw new Error(`no delivery ${id}`)
    rows.set(id, { ...row, ...parts })
  }
  const digestOf = ({ subscriptionId, occurrenceAt }: Delivery) => `${subscriptionId} ${occurrenceAt}`
  const store: DeliveryStore = {
    dueSubscriptions: async (now) => [...due.values()].filter((s) => s.status === 'active' && s.nextDueAt <= now),
    enqueue: async (deliveries, { subscriptionId, nextDueAt }) => {
      if (deliveries.some(({ id }) => rows.has(id))) return false
      for (const row of deliveries) rows.set(row.id, row)
      const one = due.get(subscriptionId)
      if (one) due.set(subscriptionId, { ...one, nextDueAt })
      return true
    },
    queued: async (now) =>
      [...rows.values()].filter(
        (row) =>
          row.state === 'queued' &&
          row.notBeforeAt <= now &&
          ![...rows.values()].some(
            (other) =>
              digestOf(other) === digestOf(row) &&
              other.part < row.part &&
              !['sent', 'uncertain'].includes(other.state),
          ),
      ),
    markSending: async (id) => change(id, { state: 'sending', attempts: (rows.get(id)?.attempts ?? 0) + 1 }),
    markResult: async (id, result) => change(id, result),
    recover: async () => {
      const stuck = [...rows.values()].filter(({ state }) => state === 'sending')
      for (const { id } of stuck) change(id, { state: 'uncertain' })
      return stuck
    },
    endChat: async (chat, reason) => {
      for (const one of due.values()) if (one.chat.chatId === chat.chatId) due.set(one.id, { ...one, status: 'gone' })
      for (const row of rows.values())
        if (row.chat.chatId === chat.chatId && row.state === 'queued') change(row.id, { state: 'gone', reason })
    },
    firstSight: async () => true,
  }
  return { store, rows: () => [...rows.values()], due: (id: string) => due.get(id) }
}

type Sent = { chatId: string; text: unknown; nonce: string }

function platform(name: PlatformName, answers: (chatId: string, call: number) => SendResult | Error, parts = 1) {
  const sent: Sent[] = []
  const stand: Platform = {
    name,
    start: async () => ({ account: 'bot' }),
    render: (message) => Array.from({ length: parts }, (_, index) => ({ text: `${index + 1}: ${plain(message)}` })),
    send: async ({ chatId }, payload, nonce) => {
      sent.push({ chatId, text: payload['text'], nonce })
      const answer = answers(chatId, sent.length)
      if (answer instanceof Error) throw answer
      return answer
    },
    stop: async () => undefined,
  }
  return { stand, sent }
}

const arrives = (): SendResult => ({ kind: 'sent', messageId: 'm1' })

function desk(
  subscriptions: readonly Subscription[],
  platforms: readonly Platform[],
  more: Partial<DeliveryDeps> = {},
) {
  const box = outbox(subscriptions)
  let clock = dueAt + 60_000
  const deps: DeliveryDeps = {
    deliveries: box.store,
    newsroom: newsroom(),
    region,
    platforms: new Map(platforms.map((one) => [one.name, one])),
    now: () => clock,
    ...more,
  }
  return { ...box, deps, round: () => deliverDue(deps), setClock: (at: number) => (clock = at) }
}

const nothing = { posted: 0, waiting: 0, gone: 0, uncertain: 0, failed: [] }

test('a due digest of the day before is sent once, in its language, and due again the next day', async () => {
  const asked: unknown[] = []
  const { stand, sent } = platform('telegram', arrives)
  const { round, rows, due } = desk(
    [subscription('s1', { language: 'ru', filter: { sectionIds: ['outlook'] } })],
    [stand],
    {
      newsroom: newsroom({ digest: async (options) => (asked.push(options), digest) }),
    },
  )
  expect(await round()).toEqual({ ...nothing, posted: 1 })
  expect(await round()).toEqual(nothing)
  expect(asked).toEqual([{ from: dueAt - 24 * HOUR, to: dueAt, language: 'ru', sectionId: 'outlook' }])
  expect(sent).toHaveLength(1)
  expect(sent[0]?.text).toContain('Обзор, 16 июня 2025')
  expect(sent[0]?.nonce).toMatch(/^[\w-]{1,25}$/)
  expect(rows()).toMatchObject([{ state: 'sent', attempts: 1, messageId: 'm1', occurrenceAt: dueAt }])
  expect(due('s1')?.nextDueAt).toBe(dueAt + 24 * HOUR)
})

test('nothing is sent before its time', async () => {
  const { stand, sent } = platform('telegram', arrives)
  const { round, setClock } = desk([subscription('s1')], [stand])
  setClock(dueAt - 1)
  expect(await round()).toEqual(nothing)
  expect(sent).toEqual([])
})

test('parts go out in order, and a part that must wait holds back those after it', async () => {
  const wait: SendResult = { kind: 'retry', afterMs: 30_000, reason: 'slow down' }
  const { stand, sent } = platform('telegram', (_, call) => (call === 2 ? wait : arrives()), 3)
  const { round, setClock } = desk([subscription('s1')], [stand])
  expect(await round()).toEqual({ ...nothing, posted: 1, waiting: 1 })
  expect(await round()).toEqual(nothing)
  setClock(dueAt + 120_000)
  expect(await round()).toEqual({ ...nothing, posted: 2 })
  expect(sent.map(({ text }) => String(text)[0])).toEqual(['1', '2', '2', '3'])
  expect(sent[1]?.nonce).toBe(sent[2]?.nonce)
  expect(new Set(sent.map(({ nonce }) => nonce)).size).toBe(3)
})

test('a removed channel ends its subscription and the others still post', async () => {
  const gone: SendResult = { kind: 'gone', reason: 'kicked' }
  const { stand, sent } = platform('telegram', (chatId) => (chatId === 'chat-s1' ? gone : arrives()), 2)
  const { round, due, rows } = desk([subscription('s1'), subscription('s2')], [stand])
  expect(await round()).toEqual({ ...nothing, gone: 1, posted: 2 })
  expect(due('s1')?.status).toBe('gone')
  expect(rows().filter(({ chat }) => chat.chatId === 'chat-s1')).toMatchObject([{ state: 'gone' }, { state: 'gone' }])
  expect(sent.map(({ chatId }) => chatId)).toEqual(['chat-s1', 'chat-s2', 'chat-s2'])
})

test('a post to Telegram that may have arrived is not sent again', async () => {
  const { stand, sent } = platform('telegram', () => ({ kind: 'uncertain', reason: 'no answer' }))
  const { round, rows } = desk([subscription('s1')], [stand])
  expect(await round()).toEqual({ ...nothing, uncertain: 1 })
  expect(await round()).toEqual(nothing)
  expect(sent).toHaveLength(1)
  expect(rows()).toMatchObject([{ state: 'uncertain', reason: 'no answer' }])
})

test('a post to Discord that may have arrived is sent once more with the same nonce', async () => {
  const lost: SendResult = { kind: 'uncertain', reason: 'no answer' }
  const { stand, sent } = platform('discord', (_, call) => (call === 1 ? lost : arrives()))
  const chat = { platform: 'discord', chatId: 'c' } as const
  const { round, rows } = desk([subscription('s1', { chat })], [stand])
  expect(await round()).toEqual({ ...nothing, posted: 1 })
  expect(sent.map(({ nonce }) => nonce)).toEqual([sent[0]?.nonce, sent[0]?.nonce])
  expect(rows()).toMatchObject([{ state: 'sent', attempts: 2 }])
})

test('a second try on Discord that is told to wait stays uncertain: the first may have arrived', async () => {
  const wait: SendResult = { kind: 'retry', afterMs: 1_000, reason: 'slow down' }
  const { stand, sent } = platform('discord', (_, call) => (call === 1 ? { kind: 'uncertain', reason: 'lost' } : wait))
  const chat = { platform: 'discord', chatId: 'c' } as const
  const { round } = desk([subscription('s1', { chat })], [stand])
  expect(await round()).toEqual({ ...nothing, uncertain: 1 })
  expect(sent).toHaveLength(2)
})

test('a throw in one subscription never stops the others, and it stays due', async () => {
  const { stand, sent } = platform('telegram', arrives)
  const failing = async ({ language }: { language: string }) => {
    if (language === 'ru') throw new Error('digest gave no answer in 15000 ms')
    return digest
  }
  const { round, due } = desk([subscription('s1', { language: 'ru' }), subscription('s2')], [stand], {
    newsroom: newsroom({ digest: failing }),
  })
  expect(await round()).toEqual({
    ...nothing,
    posted: 1,
    failed: ['subscription s1: digest gave no answer in 15000 ms'],
  })
  expect(sent.map(({ chatId }) => chatId)).toEqual(['chat-s2'])
  expect(due('s1')?.nextDueAt).toBe(dueAt)
})

test('a platform that throws although it must not leaves an uncertain delivery', async () => {
  const { stand } = platform('telegram', () => new Error('bug'))
  const { round, rows } = desk([subscription('s1')], [stand])
  expect(await round()).toEqual({ ...nothing, uncertain: 1 })
  expect(rows()).toMatchObject([{ state: 'uncertain', reason: 'bug' }])
})

test('after three days down the latest digest is sent once, if it is at most six hours old', async () => {
  const { stand, sent } = platform('telegram', arrives)
  const { round, setClock, rows, due } = desk([subscription('s1')], [stand])
  setClock(dueAt + 72 * HOUR + 5 * HOUR)
  expect(await round()).toEqual({ ...nothing, posted: 1 })
  expect(sent).toHaveLength(1)
  expect(rows()).toMatchObject([{ occurrenceAt: dueAt + 72 * HOUR }])
  expect(due('s1')?.nextDueAt).toBe(dueAt + 96 * HOUR)
})

test('a digest that was missed for more than six hours is skipped', async () => {
  const { stand, sent } = platform('telegram', arrives)
  const { round, setClock, due } = desk([subscription('s1')], [stand])
  setClock(dueAt + 72 * HOUR + 7 * HOUR)
  expect(await round()).toEqual(nothing)
  expect(sent).toEqual([])
  expect(due('s1')?.nextDueAt).toBe(dueAt + 96 * HOUR)
})

test('a subscription whose platform is not there waits', async () => {
  const { round, due } = desk([subscription('s1')], [])
  expect(await round()).toEqual({ ...nothing, waiting: 1 })
  expect(due('s1')?.nextDueAt).toBe(dueAt)
})

test('a part that could not be sent for a day is given up', async () => {
  const { stand } = platform('telegram', () => ({ kind: 'retry', afterMs: 0, reason: 'answered 500' }))
  const { round, setClock, rows, deps } = desk([subscription('s1')], [stand])
  expect(await round()).toEqual({ ...nothing, waiting: 1 })
  setClock(dueAt + 25 * HOUR)
  const dueNone = { ...deps.deliveries, dueSubscriptions: async () => [] }
  expect(await deliverDue({ ...deps, deliveries: dueNone })).toEqual({ ...nothing, gone: 1 })
  expect(rows()).toMatchObject([{ state: 'gone', reason: 'given up after a day: answered 500' }])
})

test('what a dead process was sending is uncertain after a restart and not sent again', async () => {
  const { stand, sent } = platform('telegram', arrives)
  const { round, store, deps, rows } = desk([subscription('s1')], [stand])
  const dying = {
    ...store,
    markSending: async (id: string) => store.markSending(id, 0).then(() => Promise.reject(new Error('killed'))),
  }
  expect((await deliverDue({ ...deps, deliveries: dying })).failed).toEqual([`delivery s1:${dueAt}:1: killed`])
  expect(await recoverDeliveries(deps)).toHaveLength(1)
  expect(await round()).toEqual(nothing)
  expect(sent).toEqual([])
  expect(rows()).toMatchObject([{ state: 'uncertain' }])
})
