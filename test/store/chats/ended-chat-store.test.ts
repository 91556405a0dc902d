import { PAUSED_BY_HAND } from '../../../src/bots/contract/chats.js'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ChatLife, Ending } from '../../../src/bots/owner/chat-changes-seen.js'
import type { Chat } from '../../../src/bots/contract/request.js'
import { chatLife, chatStore, deliveryStore } from '../stores.js'
import { enqueued, part, subscription } from '../chat-cases.js'
import { openInMemory } from '../open-in-memory.js'
import { DAY, noon } from '../samples.js'
import type { Database } from '../../../src/store/base/database.js'

const chat: Chat = { platform: 'telegram', chatId: '-100' }
const topic: Chat = { ...chat, threadId: '7' }
const moved: Chat = { platform: 'telegram', chatId: '-100999' }
const KICKED: Ending = { cause: 'removed', reason: 'kicked', isWhole: true }

let database: Database
let life: ChatLife
beforeEach(async () => {
  database = await openInMemory()
  life = chatLife(database)
  await chatStore(database).saveSettings(chat, { language: 'kk', timezone: 'Asia/Almaty' })
  await chatStore(database).addSubscription(subscription('s', { createdBy: '42' }))
  await chatStore(database).addSubscription(subscription('t', { chat: topic, createdBy: '43' }))
  await deliveryStore(database).enqueue([enqueued([part('open')])], noon)
})
afterEach(async () => database.close())

const statuses = async (at: Chat) => (await chatStore(database).subscriptions(at)).map(({ id, status }) => [id, status])

test('a chat that ends stops its subscriptions and what waits, keeps its settings, and names nobody', async () => {
  expect(await life.end([chat], KICKED, noon)).toEqual([
    { chat, cause: 'removed', reason: 'kicked', language: 'kk', subscriptions: 1, persons: ['42'] },
    { chat: topic, cause: 'removed', reason: 'kicked', language: 'kk', subscriptions: 1, persons: ['43'] },
  ])
  expect([await statuses(chat), await statuses(topic)]).toEqual([[['s', 'gone']], [['t', 'gone']]])
  expect(await deliveryStore(database).open({ limit: 5 })).toEqual([])
  expect(await chatStore(database).settings(chat)).toMatchObject({ language: 'kk' })
  expect((await chatStore(database).subscriptions(chat))[0]?.createdBy).toBeUndefined()
  expect(await life.end([chat], KICKED, noon + 1)).toEqual([])
})

test('it goes on when it is back, with settings and times as they were', async () => {
  const before = await chatStore(database).subscriptions(chat)
  await life.end([chat], KICKED, noon)
  expect(await life.revive([chat], true, noon + 3 * DAY)).toBe(2)
  const [back] = await chatStore(database).subscriptions(chat)
  expect(back).toMatchObject({ status: 'active', schedule: before[0]?.schedule, filter: before[0]?.filter })
  expect(back?.nextDueAt).toBeGreaterThan(noon + 3 * DAY)
  expect(await life.revive([chat], true, noon + 4 * DAY)).toBe(0)
  // It may end again, and is told of again.
  expect(await life.end([chat], KICKED, noon + 5 * DAY)).toHaveLength(2)
})

test('a paused subscription stays paused, and a chat that only had that is nothing to tell of', async () => {
  await chatStore(database).pauseSubscription(chat, 's', PAUSED_BY_HAND)
  expect((await life.end([chat], { ...KICKED, isWhole: false }, noon)).length).toBe(0)
  expect(await life.untold(5)).toEqual([])
  await life.revive([chat], true, noon)
  expect(await statuses(chat)).toEqual([['s', 'paused']])
})

test("a topic that was closed does not go on by the bot's return alone", async () => {
  await life.end([topic], { cause: 'closed', reason: 'TOPIC_CLOSED', isWhole: false }, noon)
  expect(await statuses(chat)).toEqual([['s', 'active']])
  expect(await life.revive([chat], true, noon)).toBe(0)
  expect(await statuses(topic)).toEqual([['t', 'gone']])
  expect(await life.revive([topic], false, noon)).toBe(1)
  expect(await statuses(topic)).toEqual([['t', 'active']])
})

test('a chat that moves takes settings, subscriptions, topics and open deliveries with it', async () => {
  await life.move(chat, moved)
  expect(await chatStore(database).settings(moved)).toMatchObject({ language: 'kk', timezone: 'Asia/Almaty' })
  expect(await statuses(moved)).toEqual([['s', 'active']])
  expect(await statuses({ ...moved, threadId: '7' })).toEqual([['t', 'active']])
  expect((await deliveryStore(database).open({ limit: 5 })).map((row) => row.chat)).toEqual([moved])
  expect(await statuses(chat)).toEqual([])
  await life.move(chat, moved)
  expect(await statuses(moved)).toEqual([['s', 'active']])
})

test('what was chosen under the new id already stays', async () => {
  await chatStore(database).saveSettings(moved, { language: 'ru' })
  await life.move(chat, moved)
  expect((await chatStore(database).settings(moved)).language).toBe('ru')
})

test('a person who leaves is named no more in that chat', async () => {
  await life.personLeft(chat, '42')
  await life.personLeft(chat, '99')
  expect((await chatStore(database).subscriptions(chat))[0]?.createdBy).toBeUndefined()
  expect((await chatStore(database).subscriptions(topic))[0]?.createdBy).toBe('43')
})

test('who was not told is listed until told, without persons', async () => {
  await life.end([chat], KICKED, noon)
  expect((await life.untold(5)).map((each) => [each.chat, each.persons])).toEqual([
    [chat, []],
    [topic, []],
  ])
  await life.markTold(chat, noon)
  expect((await life.untold(5)).map((each) => each.chat)).toEqual([topic])
  await life.markTold(chat, undefined)
  expect(await life.untold(5)).toHaveLength(2)
})

test('after thirty days nothing is kept of it', async () => {
  await life.end([chat], KICKED, noon)
  expect(await life.purge(noon, 10)).toBe(0)
  expect(await life.purge(noon + 1, 1)).toBe(1)
  expect(await life.purge(noon + 1, 10)).toBe(1)
  expect([await statuses(chat), await statuses(topic)]).toEqual([[], []])
  expect(await chatStore(database).settings(chat)).toEqual({})
})
