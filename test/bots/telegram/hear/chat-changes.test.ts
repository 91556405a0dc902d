import { expect, test } from 'vitest'
import { readChatChange } from '../../../../src/bots/telegram/hear/chat-changes.js'

const BOT = 7
const chat = { id: -100, type: 'supergroup' }
const place = { platform: 'telegram', chatId: '-100' }

test.each(['left', 'kicked'])('a bot that is %s has lost the chat with its topics', (status) => {
  expect(readChatChange({ my_chat_member: { chat, new_chat_member: { status } } }, BOT)).toMatchObject({
    kind: 'ended',
    chats: [place],
    cause: 'removed',
    isWhole: true,
  })
})

test.each([
  ['supergroup', { status: 'restricted', can_send_messages: false }, 'ended'],
  ['supergroup', { status: 'restricted', can_send_messages: true }, 'back'],
  ['supergroup', { status: 'member' }, 'back'],
  ['private', { status: 'member' }, 'back'],
  ['channel', { status: 'administrator', can_post_messages: false }, 'ended'],
  ['channel', { status: 'administrator', can_post_messages: true }, 'back'],
  // A group's administrator has no such right, and may write.
  ['supergroup', { status: 'administrator' }, 'back'],
])('in a %s, %o means: %s', (type, member, kind) => {
  const change = readChatChange({ my_chat_member: { chat: { id: -100, type }, new_chat_member: member } }, BOT)
  expect(change).toMatchObject({ kind, chats: [place] })
})

test('a group that becomes a supergroup is told by both of its messages', () => {
  const moved = { kind: 'moved', from: { platform: 'telegram', chatId: '-42' }, to: place }
  expect(readChatChange({ message: { chat: { id: -42 }, migrate_to_chat_id: -100 } }, BOT)).toEqual(moved)
  expect(readChatChange({ message: { chat: { id: -100 }, migrate_from_chat_id: -42 } }, BOT)).toEqual(moved)
})

test('a topic that is opened again is back, alone', () => {
  const message = { chat: { id: -100 }, message_thread_id: 5, forum_topic_reopened: {} }
  const topic = { ...place, threadId: '5' }
  expect(readChatChange({ message }, BOT)).toEqual({ kind: 'back', chats: [topic], isWhole: false })
})

test('a person who leaves is named, the bot itself is not, and talk says nothing', () => {
  const left = (id: number) => readChatChange({ message: { chat: { id: -100 }, left_chat_member: { id } } }, BOT)
  expect(left(99)).toEqual({ kind: 'person-left', chat: place, userId: '99' })
  expect(left(BOT)).toBeUndefined()
  expect(readChatChange({ message: { chat: { id: -100 } } }, BOT)).toBeUndefined()
})
