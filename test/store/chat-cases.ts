import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ChatSettings, ChatStore, DeliveryStore, Enqueued, Subscription } from '../../src/bots/contract/chats.js'
import { MEMO_LIFE_MS } from '../../src/bots/contract/memos.js'
import type { Chat } from '../../src/bots/contract/request.js'
import { articleStore } from '../../src/store/news/article-store-sql.js'
import { chatStore, memoStore, deliveryStore } from './stores.js'
import { KEPT } from '../../src/newsroom/open-stores.js'
import { sweep } from '../../src/store/retention.js'
import { DAY, keyed, noon } from './samples.js'
import type { Database } from '../../src/store/base/database.js'

const chat: Chat = { platform: 'telegram', chatId: '-100' }
const topic: Chat = { ...chat, threadId: '7' }

export function subscription(id: string, changes: Partial<Subscription> = {}): Subscription {
  return {
    ...{ id, chat, status: 'active', language: 'kk', length: 'normal', filter: {}, createdAt: noon, nextDueAt: noon },
    schedule: { kind: 'times', minutes: [480], timezone: 'Asia/Almaty' },
    ...changes,
  }
}

type Part = Enqueued['parts'][number]

export function part(id: string, changes: Partial<Part> = {}): Part {
  return {
    ...{ id, chat, kind: 'digest', language: 'kk', occurrenceAt: noon, part: 1, parts: 1, payload: { text: id } },
    ...{ nonce: id, notBeforeAt: noon },
    ...changes,
  }
}

/** Parts of one digest of the subscription 's', with its next due time a day on. */
export function enqueued(parts: readonly Part[], changes: Partial<Enqueued> = {}): Enqueued {
  const numbered = parts.map((each, index) => ({ ...each, part: index + 1, parts: parts.length }))
  return { subscriptionId: 's', parts: numbered, skipped: [], nextDueAt: noon + DAY, ...changes }
}

/** What any database behind the chats and the outbox must do. */
export function chatCases(open: () => Promise<Database>): void {
  let database: Database
  let chats: ChatStore
  let deliveries: DeliveryStore
  beforeEach(async () => {
    database = await open()
    chats = chatStore(database)
    deliveries = deliveryStore(database)
  })
  afterEach(async () => database.close())

  const due = async (now: number) =>
    (await deliveries.dueSubscriptions(now, { limit: 10 })).map(({ settings: _, ...one }) => one)
  const openIds = async () => (await deliveries.open({ limit: 10 })).map(({ id }) => id)
  const enqueue = async (...batch: readonly Enqueued[]) => deliveries.enqueue(batch, noon)
  const sent = (id: string) => ({ id, state: 'sent', messageId: `m-${id}` }) as const

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

    test('a subscription is found by its id on its platform, and what a person made there in any chat', async () => {
      const first = subscription('a', { createdBy: '77' })
      const second = subscription('b', { createdBy: '77', chat: topic, createdAt: noon + 1 })
      const elsewhere = subscription('d', { createdBy: '77', chat: { platform: 'discord', chatId: '-100' } })
      for (const each of [second, first, elsewhere, subscription('c', { createdBy: '78' })])
        await chats.addSubscription(each)
      expect(await chats.subscription('telegram', 'b')).toEqual(second)
      expect(await chats.subscription('telegram', 'd')).toBeUndefined()
      expect(await chats.subscriptionsBy('telegram', '77')).toEqual([first, second])
      await chats.forgetPerson('telegram', '77')
      expect(await chats.subscriptionsBy('telegram', '77')).toEqual([])
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
      await enqueue(enqueued([part('d')]))
      expect(await chats.pauseSubscription(topic, 's', 'on holiday')).toBe(false)
      expect(await chats.pauseSubscription(chat, 's', 'on holiday')).toBe(true)
      expect(await openIds()).toEqual([])
      expect(await due(noon + DAY)).toEqual([])
      const paused = subscription('s', { status: 'paused', reason: 'on holiday', nextDueAt: noon + DAY })
      expect(await chats.subscriptions(chat)).toEqual([paused])
      expect(await chats.resumeSubscription(topic, 's', noon)).toBe(false)
      expect(await chats.resumeSubscription(chat, 's', noon + 5)).toBe(true)
      expect(await due(noon + 5)).toEqual([subscription('s', { nextDueAt: noon + 5 })])
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
      expect((await due(noon)).map(({ id }) => id)).toEqual(['t'])
      const { status, reason } = await database.db.selectFrom('subscriptions').selectAll().where('id', '=', 's').executeTakeFirstOrThrow() // prettier-ignore
      expect([status, reason]).toEqual(['paused', 'its schedule cannot be read'])
    })

    test('a chat removes its own subscriptions only, and nothing more is sent for them', async () => {
      await chats.addSubscription(subscription('s'))
      await enqueue(enqueued([part('d')]))
      expect(await chats.removeSubscription(topic, 's')).toBe(false)
      expect(await chats.removeSubscription(chat, 's')).toBe(true)
      expect(await chats.removeSubscription(chat, 's')).toBe(false)
      expect(await openIds()).toEqual([])
      expect(await deliveries.begin(['d'], noon)).toEqual([])
    })

    test('a chat that is forgotten leaves nothing, its topics too; other chats stay', async () => {
      const other: Chat = { platform: 'discord', chatId: '-100' }
      for (const [index, one] of [chat, topic, other].entries()) {
        await chats.addSubscription(subscription(`s${index}`, { chat: one }))
        await chats.saveSettings(one, { language: 'uz' })
        await enqueue(enqueued([part(`d${index}`, { chat: one })], { subscriptionId: `s${index}` }))
      }
      await chats.forget(chat)
      for (const gone of [chat, topic]) {
        expect(await chats.subscriptions(gone)).toEqual([])
        expect(await chats.settings(gone)).toEqual({})
      }
      expect(await openIds()).toEqual(['d2'])
      expect(await chats.subscriptions(other)).toHaveLength(1)
    })
  })

  describe('deliveries', () => {
    beforeEach(async () => chats.addSubscription(subscription('s')))

    test('a subscription is due from its moment on, until it moves on, with its chat’s settings', async () => {
      expect(await due(noon - 1)).toEqual([])
      expect(await due(noon)).toEqual([subscription('s')])
      await enqueue(enqueued([part('d')], { coveredUntil: noon }))
      expect(await due(noon)).toEqual([])
      await chats.saveSettings(chat, { language: 'ru', length: 'full' })
      expect(await deliveries.dueSubscriptions(noon + DAY, { limit: 10 })).toEqual([
        {
          ...subscription('s', { nextDueAt: noon + DAY }),
          coveredUntil: noon,
          settings: { language: 'ru', length: 'full' },
        },
      ])
    })

    test('what is due comes in pages, those that stay due too', async () => {
      for (const id of ['b', 'c', 'a']) await chats.addSubscription(subscription(id, { nextDueAt: noon - 1 }))
      const first = await deliveries.dueSubscriptions(noon, { limit: 2 })
      expect(first.map(({ id }) => id)).toEqual(['a', 'b'])
      const after = first.at(-1)
      const second = await deliveries.dueSubscriptions(noon, { limit: 2, ...(after && { after }) })
      expect(second.map(({ id }) => id)).toEqual(['c', 's'])
    })

    test('a row comes back as it was written, and with what it sends when it is begun', async () => {
      const full = part('d', {
        chat: topic,
        payload: { embeds: [{ title: 'Жаңалық' }], silent: true },
        notBeforeAt: noon + 9,
      })
      expect(await enqueue(enqueued([full]))).toEqual([true])
      const { payload, ...row } = full
      expect(await deliveries.open({ limit: 10 })).toEqual([
        { ...row, subscriptionId: 's', state: 'queued', attempts: 0, changedAt: noon },
      ])
      expect(await deliveries.begin(['d', 'nobody'], noon + 10)).toEqual([{ id: 'd', payload }])
      expect(await deliveries.begin(['d'], noon + 11)).toEqual([])
      expect(await deliveries.unfinished()).toMatchObject([
        { id: 'd', state: 'sending', attempts: 1, changedAt: noon + 10 },
      ])
    })

    test('what many chats get is kept once', async () => {
      await chats.addSubscription(subscription('t', { chat: topic }))
      const payload = { text: 'the same' }
      await enqueue(
        enqueued([part('d', { payload })]),
        enqueued([part('e', { payload, chat: topic })], { subscriptionId: 't' }),
      )
      expect(await database.db.selectFrom('payloads').select('payload').execute()).toEqual([
        { payload: '{"text":"the same"}' },
      ])
      expect((await deliveries.begin(['d', 'e'], noon)).map((begun) => begun.payload)).toEqual([payload, payload])
    })

    test('an occurrence that was written before is not written again; only the next due time moves', async () => {
      await enqueue(enqueued([part('d')]))
      expect(await enqueue(enqueued([part('e'), part('f')], { nextDueAt: noon + 9 * DAY }))).toEqual([false])
      expect(await openIds()).toEqual(['d'])
      expect(await due(noon + DAY)).toEqual([])
      expect(await due(noon + 9 * DAY)).toHaveLength(1)
    })

    test('nothing is written for a subscription that is no more', async () => {
      await deliveries.endChat(chat, 'kicked', noon)
      const nobody = enqueued([part('d')], { subscriptionId: 'nobody' })
      expect(await enqueue(enqueued([part('d')]), nobody)).toEqual([false, false])
      expect(await openIds()).toEqual([])
    })

    test('with a fault in one part nothing of the batch is written and its subscriptions stay due', async () => {
      await chats.addSubscription(subscription('t', { chat: topic }))
      const other = enqueued([part('c')], { subscriptionId: 't' })
      await expect(enqueue(other, enqueued([part('d'), part('d')]))).rejects.toThrow()
      expect(await openIds()).toEqual([])
      expect(await due(noon)).toHaveLength(2)
    })

    test('occurrences that were missed are rows too', async () => {
      const skipped = [{ id: 'x', occurrenceAt: noon - DAY, reason: 'missed while nothing ran' }]
      await enqueue(enqueued([part('d')], { skipped }))
      expect(await openIds()).toEqual(['d'])
      expect(await deliveries.list({ limit: 9 })).toMatchObject([
        { id: 'd', state: 'queued' },
        { id: 'x', state: 'skipped', occurrenceAt: noon - DAY, reason: 'missed while nothing ran', chat },
      ])
    })

    test('a part waits until the one before it was sent or may have been', async () => {
      await enqueue(enqueued([part('p1'), part('p2'), part('p3')]))
      expect(await openIds()).toEqual(['p1'])
      await deliveries.begin(['p1'], noon)
      expect(await openIds()).toEqual([])
      expect((await deliveries.finish([sent('p1')], noon)).map(({ id }) => id)).toEqual(['p2'])
      expect(await openIds()).toEqual(['p2'])
      await deliveries.begin(['p2'], noon)
      const uncertain = { id: 'p2', state: 'uncertain', reason: 'timed out' } as const
      expect((await deliveries.finish([uncertain], noon)).map(({ id }) => id)).toEqual(['p3'])
    })

    test('a part whose forerunner is to be tried later waits with it', async () => {
      await enqueue(enqueued([part('p1'), part('p2')]))
      await deliveries.begin(['p1'], noon)
      const later = { id: 'p1', state: 'queued', reason: '429', notBeforeAt: noon + 5 } as const
      expect(await deliveries.finish([later], noon)).toEqual([])
      expect(await deliveries.open({ limit: 9 })).toMatchObject([{ ...later, attempts: 1 }])
    })

    test('a part that is given up ends those after it', async () => {
      await enqueue(enqueued([part('p1'), part('p2')]))
      await deliveries.begin(['p1'], noon)
      expect(await deliveries.finish([{ id: 'p1', state: 'gone', reason: 'given up' }], noon)).toEqual([])
      expect(await openIds()).toEqual([])
      expect((await deliveries.list({ limit: 9 })).map(({ state }) => state)).toEqual(['gone', 'gone'])
    })

    test('a doubt is kept with its row, and cleared when it is settled', async () => {
      const doubt = { firstTryAt: noon, reason: 'no answer', isMarked: true, tries: 2, resets: 1 }
      await enqueue(enqueued([part('d')]))
      await deliveries.begin(['d'], noon)
      await deliveries.finish([{ id: 'd', state: 'queued', doubt }], noon)
      expect(await deliveries.open({ limit: 9 })).toMatchObject([{ doubt }])
      expect(await deliveries.untoldDoubts(9)).toEqual([])
      await deliveries.finish([{ ...sent('d'), doubt }], noon)
      expect(await deliveries.untoldDoubts(9)).toMatchObject([{ id: 'd', doubt }])
      await deliveries.markTold(['d'], noon)
      expect(await deliveries.untoldDoubts(9)).toEqual([])
      expect(await deliveries.list({ limit: 9, inDoubt: true })).toMatchObject([{ id: 'd', state: 'sent' }])
    })

    test('open rows come in pages, older occurrences first', async () => {
      for (const id of ['a', 'b']) await chats.addSubscription(subscription(id))
      await enqueue(
        enqueued([part('new', { occurrenceAt: noon + 1 })], { subscriptionId: 'a' }),
        enqueued([part('old')]),
      )
      await enqueue(enqueued([part('newer', { occurrenceAt: noon + 1 })], { subscriptionId: 'b' }))
      const first = await deliveries.open({ limit: 2 })
      expect(first.map(({ id }) => id)).toEqual(['old', 'new'])
      const after = first.at(-1)
      expect((await deliveries.open({ limit: 2, ...(after && { after }) })).map(({ id }) => id)).toEqual(['newer'])
      const ofB = await deliveries.open({ limit: 2, of: ['b'] })
      expect(ofB.map(({ id }) => id)).toEqual(['newer'])
      expect(await deliveries.open({ limit: 2, of: [] })).toEqual([])
    })

    test('what was sent stays sent, and is not sent again', async () => {
      await enqueue(enqueued([part('d')]))
      await deliveries.begin(['d'], noon)
      await deliveries.finish([sent('d')], noon)
      await deliveries.finish([{ id: 'd', state: 'queued', reason: 'late' }], noon)
      expect(await openIds()).toEqual([])
      expect(await deliveries.begin(['d'], noon)).toEqual([])
      expect(await deliveries.list({ limit: 9 })).toMatchObject([{ state: 'sent', messageId: 'm-d' }])
    })

    test('a chat that is gone ends its subscriptions and open rows, those of its topics stay', async () => {
      await chats.addSubscription(subscription('t', { chat: topic }))
      await enqueue(enqueued([part('d')]))
      await deliveries.endChat(chat, 'kicked', noon)
      expect(await openIds()).toEqual([])
      expect((await chats.subscriptions(chat)).map(({ status, reason }) => [status, reason])).toEqual([
        ['gone', 'kicked'],
      ])
      expect((await due(noon + DAY)).map(({ id }) => id)).toEqual(['t'])
      await deliveries.finish([{ id: 'd', state: 'queued', notBeforeAt: noon }], noon)
      expect(await openIds()).toEqual([])
      await deliveries.finish([sent('d')], noon)
      expect(await deliveries.list({ limit: 9 })).toMatchObject([{ state: 'sent' }])
    })

    test('what was told is known by subscription until it did not arrive', async () => {
      await chats.addSubscription(subscription('t', { chat: topic }))
      const told = [{ storyId: 'story', facts: ['exports kz 2024 5'], quotes: [{ articleId: 'a', quote: 'Q' }] }]
      await enqueue(
        enqueued([part('d')], { edition: { id: 'e1', told } }),
        enqueued([part('e', { chat: topic })], { subscriptionId: 't', edition: { id: 'e1', told } }),
      )
      const items = [{ storyId: 'story', facts: ['exports kz 2024 5'] }]
      expect(await deliveries.told(['s', 't', 'u'], noon)).toEqual({
        bySubscription: { s: ['e1'], t: ['e1'] },
        editions: { e1: items },
      })
      expect(await deliveries.told(['s'], noon + 1)).toEqual({ bySubscription: {}, editions: {} })
      await deliveries.finish([{ id: 'd', state: 'gone', reason: 'kicked' }], noon)
      expect((await deliveries.told(['s', 't'], noon)).bySubscription).toEqual({ t: ['e1'] })
      expect([await deliveries.sentSince('t', 'digest', noon), await deliveries.sentSince('s', 'digest', noon)]).toEqual([1, 0]) // prettier-ignore
      expect(await deliveries.sentSince('t', 'news', noon)).toBe(0)
    })

    test('a quote is revised when its article was corrected after it was told', async () => {
      const quotes = ['a', 'b'].map((articleId) => ({ articleId, quote: 'Q' }))
      const articles = articleStore(database)
      await articles.saveArticles([keyed('a'), keyed('b')])
      await enqueue(enqueued([part('d')], { edition: { id: 'e1', told: [{ storyId: 'story', facts: [], quotes }] } }))
      expect(await deliveries.revisedQuotes(['s'], noon)).toEqual([])
      await articles.saveArticles([keyed('a', { text: 'Corrected.', revision: 2, fetchedAt: noon + DAY })])
      expect(await deliveries.revisedQuotes(['s'], noon)).toEqual([
        { subscriptionId: 's', storyId: 'story', articleId: 'a', quote: 'Q', toldAt: noon },
      ])
      expect(await deliveries.revisedQuotes(['t'], noon)).toEqual([])
    })

    test('a due time follows the rules of its zone', async () => {
      const nine = Date.parse('2025-06-18T04:00Z')
      await enqueue(enqueued([part('d')], { nextDueAt: nine }))
      expect(await deliveries.mendDueTimes()).toBe(0)
      // As an older Node wrote it, to which Almaty was at +06.
      await database.db
        .updateTable('subscriptions')
        .set({ next_due_at: nine - 3_600_000 })
        .execute()
      expect(await deliveries.mendDueTimes()).toBe(1)
      expect(await due(nine - 1)).toEqual([])
      expect(await due(nine)).toHaveLength(1)
    })

    test('what is of no use any more is swept, what waits is not', async () => {
      await chats.addSubscription(subscription('t', { chat: topic }))
      const told = [{ storyId: 'story', facts: [], quotes: [{ articleId: 'a', quote: 'Q' }] }]
      await enqueue(
        enqueued([part('d')], { edition: { id: 'e1', told } }),
        enqueued([part('e', { chat: topic })], { subscriptionId: 't' }),
      )
      await deliveries.begin(['d'], noon)
      await deliveries.finish([sent('d')], noon)
      const left = async () => [
        (await deliveries.list({ limit: 9 })).map(({ id }) => id).toSorted(),
        (await database.db.selectFrom('payloads').select('payload').execute()).length,
        (await database.db.selectFrom('cited_quotes').select('quote').execute()).length,
      ]
      const sweepAt = async (at: number) => sweep(database, { ...KEPT, articleDays: 36_500, deliveryDays: 60 }, { at })
      await sweepAt(noon + DAY)
      expect(await left()).toEqual([['d', 'e'], 2, 1])
      await sweepAt(noon + 2 * DAY)
      expect(await left()).toEqual([['d', 'e'], 1, 1])
      await sweepAt(noon + 61 * DAY)
      expect(await left()).toEqual([['e'], 1, 0])
      expect(await deliveries.begin(['e'], noon)).toHaveLength(1)
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
