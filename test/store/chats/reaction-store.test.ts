import { afterEach, beforeEach, expect, test } from 'vitest'
import { chatStore, deliveryStore } from '../stores.js'
import { reactionStore } from '../../../src/store/chats/reaction-store.js'
import { storyThreads } from '../../../src/store/chats/story-thread-store.js'
import { enqueued, part, subscription } from '../chat-cases.js'
import { openInMemory } from '../open-in-memory.js'
import { noon } from '../samples.js'
import type { Database } from '../../../src/store/base/database.js'

const group = { platform: 'telegram', chatId: '-5' } as const
const topic = { ...group, threadId: '9' }

let database: Database
beforeEach(async () => {
  database = await openInMemory()
  const [chats, deliveries] = [chatStore(database), deliveryStore(database)]
  for (const [id, chat, messageId] of [
    ['s1', group, '101'],
    ['s2', group, '102'],
    ['s3', topic, '103'],
  ] as const) {
    await chats.addSubscription(subscription(id, { chat }))
    await deliveries.enqueue([enqueued([part(id, { chat })], { subscriptionId: id })], noon)
    await deliveries.begin([id], noon)
    await deliveries.finish([{ id, state: 'sent', messageId }], noon + Number(messageId))
  }
})
afterEach(async () => database.close())

test('reactions to what was sent are added up, replaced by what stands there now, and kept by topic', async () => {
  const reactions = reactionStore(database)
  const note = async (messageId: string, counts: Record<string, number>) =>
    reactions.note({ chat: group, messageId }, Object.entries(counts).map(([emoji, count]) => ({ emoji, count })), noon) // prettier-ignore
  await note('101', { '👍': 3, '🔥': 1 })
  await note('101', { '👍': 5 })
  await note('102', { '👍': 2, '❤': 4 })
  await note('103', { '😢': 1 })
  expect(await reactions.here(group, 0)).toEqual([
    { emoji: '👍', count: 7 },
    { emoji: '❤', count: 4 },
  ])
  expect(await reactions.here(topic, 0)).toEqual([{ emoji: '😢', count: 1 }])
  expect(await reactions.here(group, noon + 1)).toEqual([])
  expect((await reactions.posts(group, 0, 5)).map(({ messageId }) => messageId)).toEqual(['102', '101'])
})

test('what the bot did not send is not counted, and a chat’s reactions are forgotten with it', async () => {
  const reactions = reactionStore(database)
  await reactions.note({ chat: group, messageId: '999' }, [{ emoji: '👍', count: 3 }], noon)
  expect(await reactions.here(group, 0)).toEqual([])
  await reactions.note({ chat: group, messageId: '101' }, [{ emoji: '👍', count: 3 }], noon)
  await chatStore(database).forget(group)
  expect(await reactions.here(group, 0)).toEqual([])
})

test('a forum’s posts are read in their threads, the newest first, and what stands there counts for the forum', async () => {
  const forum = { platform: 'discord', chatId: '70' } as const
  const [reactions, threads] = [reactionStore(database), storyThreads(database)]
  // What was said last in a post has an id of its own; in the forum itself there is no such message.
  await chatStore(database).addSubscription(subscription('f1', { chat: forum }))
  await deliveryStore(database).enqueue([enqueued([part('f1', { chat: forum })], { subscriptionId: 'f1' })], noon)
  await deliveryStore(database).begin(['f1'], noon)
  await deliveryStore(database).finish([{ id: 'f1', state: 'sent', messageId: '711' }], noon)
  await threads.keep(forum, 'old', { threadId: '71', nonce: 'a', at: noon - 10 })
  await threads.keep(forum, 'new', { threadId: '72', nonce: 'b', at: noon })
  await threads.begin(forum, 'not-made', noon)
  const posts = await reactions.posts(forum, noon - 10, 5)
  expect(posts).toEqual(['72', '71'].map((id) => ({ chat: { platform: 'discord', chatId: id }, messageId: id })))
  expect(await reactions.posts(forum, noon - 9, 5)).toEqual(posts.slice(0, 1))
  for (const post of posts) await reactions.note(post, [{ emoji: '👍', count: 2 }], noon)
  expect(await reactions.here(forum, 0)).toEqual([{ emoji: '👍', count: 4 }])
  await chatStore(database).forget(forum)
  expect(await reactions.here(forum, 0)).toEqual([])
  expect(await reactions.posts(forum, 0, 5)).toEqual([])
})
