import { expect, test } from 'vitest'
import { handleRequest } from '../../../src/bots/commands/handle-request.js'
import type { Command } from '../../../src/bots/contract/request.js'
import { chatStore, memos, newsroom, now, plain, region, shelf } from '../stand-ins/stand-ins.js'
import type { CommandDeps } from '../../../src/bots/turn/turn.js'
import type { Post, ReactionCount, Reactions } from '../../../src/bots/contract/reaction.js'

const chat = { platform: 'discord', chatId: '7' } as const

function desk(read?: CommandDeps['readReactions'], first: readonly ReactionCount[] = []) {
  let noted = first
  const posts: Post[] = []
  const reactions: Reactions = {
    posts: async (to) => [{ chat: to, messageId: 'm1' }],
    note: async (post, counts) => {
      posts.push(post)
      noted = counts
    },
    here: async () => noted,
  }
  const deps: CommandDeps = {
    ...{ newsroom: newsroom(), chats: chatStore().store, memos: memos(), shelf: shelf(), region, now, reactions },
    firstSight: async () => true,
    newId: () => 's1',
    ...(read && { readReactions: read }),
  }
  const send = async (command: Command) => plain(await handleRequest({ chat, userId: 'u', command, mayManage: true }, deps)) // prettier-ignore
  return { send, posts }
}

test('reactions to what came here stand below a digest and on its subscription, apart from outlets’ comments', async () => {
  const { send } = desk(undefined, [
    { emoji: '👍', count: 12 },
    { emoji: '🔥', count: 3 },
  ])
  const line = 'Reactions here in 30 days, apart from outlets’ comments: 👍 12 · 🔥 3'
  expect(await send({ name: 'digest' })).toContain(line)
  await send({ name: 'subscribe', hour: 9 })
  expect(await send({ name: 'subscriptions', id: 's1' })).toContain(line)
})

test('where a platform tells of them only when it is asked, it is asked; where it does not answer, nothing is missing', async () => {
  const asked = desk(async () => [{ emoji: '❤', count: 2 }])
  expect(await asked.send({ name: 'digest' })).toContain(': ❤ 2')
  expect(asked.posts).toEqual([{ chat, messageId: 'm1' }])
  const broken = desk(async () => Promise.reject(new Error('no')), [{ emoji: '👍', count: 1 }])
  expect(await broken.send({ name: 'digest' })).toContain(': 👍 1')
  expect(await desk(async () => undefined).send({ name: 'digest' })).not.toContain('Reactions here')
})
