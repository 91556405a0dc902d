import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ChatSettings, ChatStore, Delivery, DeliveryStore, Subscription } from '../../src/bots/chats.js'
import { MEMO_LIFE_MS } from '../../src/bots/memos.js'
import type { Chat } from '../../src/bots/request.js'
import { chatStore } from '../../src/store/chats.js'
import { memoStore } from '../../src/store/memos.js'
import { deliveryStore } from '../../src/store/deliveries.js'
import type { Database } from '../../src/store/open-database.js'
import { DAY, noon } from './samples.js'

const chat: Chat = { platform: 'telegram', chatId: '-100' }
const topic: Chat = { ...chat, threadId: '7' }

export function subscription(id: string, changes: Partial<Subscription> = {}): Subscription {
  return {
    ...{ id, chat, status: 'active', language: 'kk', length: 'normal', filter: {}, createdAt: noon, nextDueAt: noon },
    schedule: { kind: 'times', minutes: [480], timezone: 'Asia/Almaty' },
    ...changes,
  }
}

export function delivery(id: string, changes: Partial<Delivery> = {}): Delivery {
  return {
    ...{ id, subscriptionId: 's', chat, occurrenceAt: noon, part: 1, parts: 1, payload: { text: id }, nonce: id },
    ...{ state: 'queued', attempts: 0, notBeforeAt: noon },
    ...changes,
  }
}

/** What any database behind the chats and the outbox must do. */
export function chatCases(open: () => Promise<Database>): void {
  let database: Database
  let chats: ChatStore
  let deliveries: DeliveryStore
  const next = { subscriptionId: 's', nextDueAt: noon + DAY }
  beforeEach(async () => {
    database = await open()
    chats = chatStore(database)
    deliveries = deliveryStore(database)
  })
  afterEach(async () => database.close())

  async function queuedIds(now = noon): Promise<readonly string[]> {
    return (await deliveries.queued(now)).map(({ id }) => id)
  }

  describe('memos', () => {
    test('what a button remembers comes back in its own chat, until it is too old or forgotten', async () => {
      const memos = memoStore(database)
      const key = await memos.keep(chat, { question: ['kazakhstan'] }, noon)
      expect(key).toMatch(/^[\w-]{10}$/)
      expect(await memos.keep(chat, { question: ['kazakhstan'] }, noon)).toBe(key)
      expect(await memos.recall(chat, key, noon)).toEqual({ question: ['kazakhstan'] })
      expect(await memos.recall(topic, key, noon)).toBeUndefined()
      expect(await memos.recall(chat, key, noon + MEMO_LIFE_MS + 1)).toBeUndefined()
      await chats.forget(chat)
      expect(await memos.recall(chat, key, noon)).toBeUndefined()
    })

    test('the secret is made once', async () => {
      const secret = await memoStore(database).secret()
      expect(secret.length).toBeGreaterThanOrEqual(40)
      expect(await memoStore(database).secret()).toBe(secret)
    })
  })

  describe('chats', () => {
    test('a chat has no settings until some are saved, and a topic has its own', async () => {
      expect(await chats.settings(chat)).toEqual({})
      await chats.saveSettings(chat, { language: 'kk' })
      await chats.saveSettings(chat, { language: 'ru' })
      expect(await chats.settings(chat)).toEqual({ language: 'ru' })
      expect(await chats.settings(topic)).toEqual({})
      await chats.saveSettings(chat, {})
      expect(await chats.settings(chat)).toEqual({})
    })

    test('subscriptions come back oldest first, those of other chats left out', async () => {
      const later = subscription('a', { createdAt: noon + 1, filter: { sectionIds: ['lead-event'] } })
      await chats.addSubscription(later)
      await chats.addSubscription(subscription('b'))
      await chats.addSubscription(subscription('c', { chat: topic }))
      expect(await chats.subscriptions(chat)).toEqual([subscription('b'), later])
      expect(await chats.subscriptions(topic)).toEqual([subscription('c', { chat: topic })])
    })

    test('settings come back as they were saved', async () => {
      const settings: ChatSettings = {
        ...{ language: 'kk', timezone: 'Asia/Tashkent', quiet: { fromMinute: 1_320, toMinute: 420 }, length: 'short' },
        ...{ sectionOrder: ['outlook', 'lead-event'], hiddenSections: ['rivalry'] },
      }
      await chats.saveSettings(chat, settings)
      expect(await chats.settings(chat)).toEqual(settings)
    })

    test('a subscription with all its parts comes back as it was written, and as it was changed', async () => {
      const full = subscription('s', {
        ...{ language: 'ru', length: 'full', createdBy: '77', reason: 'away' },
        filter: {
          sectionIds: ['a'],
          entityIds: ['kz'],
          keywords: '+газ !спорт',
          minVoices: 2,
          mutedOutletIds: ['x'],
        },
        schedule: {
          kind: 'as-it-happens',
          timezone: 'Asia/Almaty',
          atMostPerDay: 5,
          quiet: { fromMinute: 0, toMinute: 60 },
        },
        alerts: { figures: [{ measure: 'exports', entityIds: ['kz'] }, {}], stories: true, atMostPerDay: 3 },
        delivery: { mentionRoleId: '123', crosspost: true, isForum: false, topics: { a: '9' } },
      })
      await chats.addSubscription(full)
      expect(await chats.subscriptions(chat)).toEqual([full])
      const changed = subscription('s', { createdBy: '77', nextDueAt: noon + 1 })
      expect(await chats.updateSubscription({ ...changed, chat: topic })).toBe(false)
      expect(await chats.updateSubscription({ ...changed, createdAt: 1, createdBy: '78' })).toBe(true)
      expect(await chats.subscriptions(chat)).toEqual([changed])
    })

    test('a paused subscription keeps its settings, and what waits is not sent', async () => {
      await chats.addSubscription(subscription('s'))
      await deliveries.enqueue([delivery('d')], next)
      expect(await chats.pauseSubscription(topic, 's')).toBe(false)
      expect(await chats.pauseSubscription(chat, 's', 'on holiday')).toBe(true)
      expect(await queuedIds()).toEqual([])
      expect(await deliveries.dueSubscriptions(noon + DAY)).toEqual([])
      const paused = subscription('s', { status: 'paused', reason: 'on holiday', nextDueAt: noon + DAY })
      expect(await chats.subscriptions(chat)).toEqual([paused])
      expect(await chats.resumeSubscription(topic, 's', noon)).toBe(false)
      expect(await chats.resumeSubscription(chat, 's', noon + 5)).toBe(true)
      expect(await deliveries.dueSubscriptions(noon + 5)).toEqual([subscription('s', { nextDueAt: noon + 5 })])
    })

    test('a subscription whose columns cannot be read is paused with the reason and stops no other', async () => {
      await chats.addSubscription(subscription('s'))
      await chats.addSubscription(subscription('t'))
      const broken = { schedule: '{"kind":"times","minutes":[1440],"timezone":"UTC"}' }
      await database.db.updateTable('subscriptions').set(broken).where('id', '=', 's').execute()
      expect((await chats.subscriptions(chat)).map(({ status, reason }) => [status, reason])).toEqual([
        ['paused', 'its schedule cannot be read'],
        ['active', undefined],
      ])
      expect((await deliveries.dueSubscriptions(noon)).map(({ id }) => id)).toEqual(['t'])
    })

    test('a chat removes its own subscriptions only, and nothing more is sent for them', async () => {
      await chats.addSubscription(subscription('s'))
      await deliveries.enqueue([delivery('d')], next)
      expect(await chats.removeSubscription(topic, 's')).toBe(false)
      expect(await chats.removeSubscription(chat, 's')).toBe(true)
      expect(await chats.removeSubscription(chat, 's')).toBe(false)
      expect(await queuedIds()).toEqual([])
      await expect(deliveries.markSending('d', noon)).rejects.toThrow('the delivery d has ended')
    })

    test('a chat that is forgotten leaves nothing, its topics too; other chats stay', async () => {
      const other: Chat = { platform: 'discord', chatId: '-100' }
      for (const [index, one] of [chat, topic, other].entries()) {
        await chats.addSubscription(subscription(`s${index}`, { chat: one }))
        await chats.saveSettings(one, { language: 'uz' })
        await deliveries.enqueue([delivery(`d${index}`, { subscriptionId: `s${index}`, chat: one })], {
          ...next,
          subscriptionId: `s${index}`,
        })
      }
      await chats.forget(chat)
      for (const gone of [chat, topic]) {
        expect(await chats.subscriptions(gone)).toEqual([])
        expect(await chats.settings(gone)).toEqual({})
      }
      expect(await queuedIds()).toEqual(['d2'])
      expect(await chats.subscriptions(other)).toHaveLength(1)
    })
  })

  describe('deliveries', () => {
    beforeEach(async () => chats.addSubscription(subscription('s')))

    test('a subscription is due from its moment on, until it moves on', async () => {
      expect(await deliveries.dueSubscriptions(noon - 1)).toEqual([])
      expect(await deliveries.dueSubscriptions(noon)).toEqual([subscription('s')])
      await deliveries.enqueue([delivery('d')], next)
      expect(await deliveries.dueSubscriptions(noon)).toEqual([])
      expect(await deliveries.dueSubscriptions(noon + DAY)).toEqual([subscription('s', { nextDueAt: noon + DAY })])
    })

    test('a delivery comes back as it was written', async () => {
      const full = delivery('d', { chat: topic, payload: { embeds: [{ title: 'Жаңалық' }], silent: true } })
      expect(await deliveries.enqueue([full], next)).toBe(true)
      expect(await deliveries.queued(noon)).toEqual([full])
    })

    test('an occurrence that was written before is not written again, and nothing changes', async () => {
      await deliveries.enqueue([delivery('d')], next)
      const again = [delivery('e'), delivery('f', { part: 2 })]
      expect(await deliveries.enqueue(again, { subscriptionId: 's', nextDueAt: noon + 9 * DAY })).toBe(false)
      expect(await queuedIds()).toEqual(['d'])
      expect(await deliveries.dueSubscriptions(noon + DAY)).toHaveLength(1)
    })

    test('nothing is written for a subscription that is no more', async () => {
      await deliveries.endChat(chat, 'kicked', noon)
      expect(await deliveries.enqueue([delivery('d')], next)).toBe(false)
      expect(await deliveries.enqueue([delivery('d')], { ...next, subscriptionId: 'nobody' })).toBe(false)
      expect(await queuedIds()).toEqual([])
    })

    test('with a fault in one part no part is written and the subscription stays due', async () => {
      const same = [delivery('d'), delivery('e')]
      await expect(deliveries.enqueue(same, next)).rejects.toThrow()
      expect(await queuedIds()).toEqual([])
      expect(await deliveries.dueSubscriptions(noon)).toHaveLength(1)
    })

    test('a part waits until the one before it was sent or may have been', async () => {
      const parts = [1, 2, 3].map((part) => delivery(`p${part}`, { part, parts: 3 }))
      await deliveries.enqueue(parts.toReversed(), next)
      expect(await queuedIds()).toEqual(['p1'])
      await deliveries.markSending('p1', noon)
      expect(await queuedIds()).toEqual([])
      await deliveries.markResult('p1', { state: 'sent', messageId: '11' }, noon)
      expect(await queuedIds()).toEqual(['p2'])
      await deliveries.markSending('p2', noon)
      await deliveries.markResult('p2', { state: 'uncertain', reason: 'timed out' }, noon)
      expect(await queuedIds()).toEqual(['p3'])
    })

    test('a part whose forerunner is to be tried later waits with it', async () => {
      await deliveries.enqueue([delivery('p1'), delivery('p2', { part: 2 })], next)
      await deliveries.markSending('p1', noon)
      await deliveries.markResult('p1', { state: 'queued', reason: '429', notBeforeAt: noon + 5 }, noon)
      expect(await queuedIds(noon + 4)).toEqual([])
      expect(await deliveries.queued(noon + 5)).toEqual([
        delivery('p1', { attempts: 1, reason: '429', notBeforeAt: noon + 5 }),
      ])
    })

    test('older occurrences go out first', async () => {
      await chats.addSubscription(subscription('a'))
      await deliveries.enqueue([delivery('new', { subscriptionId: 'a', occurrenceAt: noon + 1 })], {
        ...next,
        subscriptionId: 'a',
      })
      await deliveries.enqueue([delivery('old')], next)
      expect(await queuedIds()).toEqual(['old', 'new'])
    })

    test('what was sent stays sent, and is not sent again', async () => {
      await deliveries.enqueue([delivery('d')], next)
      await deliveries.markSending('d', noon)
      await deliveries.markResult('d', { state: 'sent', messageId: '1' }, noon)
      await deliveries.markResult('d', { state: 'queued', reason: 'late' }, noon)
      expect(await queuedIds()).toEqual([])
      await expect(deliveries.markSending('d', noon)).rejects.toThrow()
    })

    test('what a dead process left in sending becomes uncertain, once', async () => {
      await deliveries.enqueue([delivery('d')], next)
      await deliveries.markSending('d', noon)
      const reason = 'the process ended while this was being sent'
      expect(await deliveries.recover(noon + 1)).toEqual([delivery('d', { state: 'uncertain', attempts: 1, reason })])
      expect(await deliveries.recover(noon + 2)).toEqual([])
      expect(await queuedIds()).toEqual([])
    })

    test('a chat that is gone ends its subscriptions and open rows, those of its topics stay', async () => {
      await chats.addSubscription(subscription('t', { chat: topic }))
      await deliveries.enqueue([delivery('d')], next)
      await deliveries.endChat(chat, 'kicked', noon)
      expect(await queuedIds()).toEqual([])
      expect((await chats.subscriptions(chat)).map(({ status }) => status)).toEqual(['gone'])
      expect((await deliveries.dueSubscriptions(noon + DAY)).map(({ id }) => id)).toEqual(['t'])
      await deliveries.markResult('d', { state: 'queued', notBeforeAt: noon }, noon)
      expect(await queuedIds()).toEqual([])
    })

    test('an update is seen for the first time once, until two days have passed', async () => {
      const hours = (count: number) => noon + count * 3_600_000
      expect(await deliveries.firstSight('telegram', '5', noon)).toBe(true)
      expect(await deliveries.firstSight('telegram', '5', hours(1))).toBe(false)
      expect(await deliveries.firstSight('discord', '5', hours(1))).toBe(true)
      expect(await deliveries.firstSight('telegram', '5', hours(48))).toBe(false)
      await deliveries.firstSight('telegram', '6', hours(49))
      expect(await database.db.selectFrom('sights').select('platform').orderBy('platform').execute()).toEqual([
        { platform: 'discord' },
        { platform: 'telegram' },
      ])
    })
  })
}
