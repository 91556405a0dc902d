import { afterEach, beforeEach, expect, test } from 'vitest'
import { chatStore } from '../stores.js'
import { storyThreads } from '../../../src/store/chats/story-thread-store.js'
import { openInMemory } from '../open-in-memory.js'
import type { Database } from '../../../src/store/base/database.js'

const forum = { platform: 'discord', chatId: '23' } as const
const other = { platform: 'discord', chatId: '24' } as const

let database: Database
beforeEach(async () => {
  database = await openInMemory()
})
afterEach(async () => database.close())

test('a post that was begun is known as such until its thread is kept, in its own forum only', async () => {
  const threads = storyThreads(database)
  expect(await threads.find(forum, 's1')).toBeUndefined()
  await threads.begin(forum, 's1', 1)
  expect(await threads.find(forum, 's1')).toEqual({})
  await threads.keep(forum, 's1', { threadId: '99', nonce: 'n', at: 2 })
  expect(await threads.find(forum, 's1')).toEqual({ threadId: '99', nonce: 'n' })
  expect(await threads.find(other, 's1')).toBeUndefined()
  expect(await threads.keyOf('discord', '99')).toBe('s1')
  expect(await threads.keyOf('discord', '98')).toBeUndefined()
  await threads.begin(forum, 's1', 3)
  expect(await threads.find(forum, 's1')).toEqual({})
})

test('posts are forgotten with their chat', async () => {
  const threads = storyThreads(database)
  await threads.keep(forum, 's1', { threadId: '99', nonce: 'n', at: 2 })
  await threads.keep(other, 's1', { threadId: '97', nonce: 'n', at: 2 })
  await chatStore(database).forget(forum)
  expect(await threads.find(forum, 's1')).toBeUndefined()
  expect(await threads.find(other, 's1')).toEqual({ threadId: '97', nonce: 'n' })
})
