import { expect, test } from 'vitest'
import { handleRequest } from '../../../src/bots/commands/handle-request.js'
import { openConversations } from '../../../src/bots/turn/conversation-memory.js'
import type { Chat, Command } from '../../../src/bots/contract/request.js'
import { languageToAnswer, understand } from '../../../src/summaries/question/question.js'
import { reader } from '../../summaries/pack.js'
import {
  answer,
  chatStore,
  memos,
  newsroom,
  now as start,
  plain,
  region,
  catalogue,
  traits,
} from '../stand-ins/stand-ins.js'
import type { CommandDeps } from '../../../src/bots/turn/turn.js'
import type { Understood } from '../../../src/summaries/terms/understood.js'

const group: Chat = { platform: 'telegram', chatId: '-5', threadId: '9' }

// A newsroom that understands as the real one does, and writes down what it was given to go on from.
function talk() {
  let at = start()
  const befores: (Understood | undefined)[] = []
  const asked = newsroom({
    ask: async (question, { before, language: given, languageIsGuessed }) => {
      befores.push(before)
      const language = languageIsGuessed === true ? languageToAnswer(question, given, reader) : given
      const understood = understand(question, { reader, language, at })
      return { ...answer, question, language, understood, found: understood.facets.length > 1 }
    },
  })
  const deps: CommandDeps = {
    newsroom: asked,
    chats: chatStore().store,
    memos: memos(),
    catalogue: catalogue(),
    traits,
    firstSight: async () => true,
    region,
    now: () => at,
    newId: () => 's',
    conversations: openConversations(() => at),
  }
  const heard: string[] = []
  const send = async (command: Command, userId = 'u', chat = group) =>
    handleRequest({ chat, userId, command, mayManage: true }, deps).then((message) => {
      heard.push(plain(message))
      return message
    })
  return {
    send,
    ask: async (question: string, userId = 'u', chat = group) => {
      await send({ name: 'ask', question }, userId, chat)
      return befores.at(-1)?.facets.map(({ term }) => term)
    },
    heard,
    wait: (ms: number) => (at += ms),
  }
}

test('a question goes on from the one before of the same person in the same chat, and from no other', async () => {
  const { ask } = talk()
  expect(await ask('trade with China')).toBeUndefined()
  expect(await ask('and with Russia?')).toContain('e_china')
  expect(await ask('and with Russia?', 'another')).toBeUndefined()
  expect(await ask('and with Russia?', 'u', { ...group, threadId: '10' })).toBeUndefined()
})

test('after 30 minutes of silence a question stands alone', async () => {
  const { ask, wait } = talk()
  await ask('trade with China')
  wait(30 * 60_000 - 1)
  expect(await ask('and with Russia?')).toBeDefined()
  wait(30 * 60_000)
  expect(await ask('and with Turkey?')).toBeUndefined()
})

test('"new topic" ends the talk of who pressed it', async () => {
  const { ask, send } = talk()
  await ask('trade with China')
  await ask('gas from Turkmenistan', 'another')
  expect(plain(await send({ name: 'press', action: ['new-topic'], values: [] }))).toBe(
    'New topic: your next question stands on its own.',
  )
  expect(await ask('and with Russia?')).toBeUndefined()
  expect(await ask('and with Russia?', 'another')).toBeDefined()
})

test('a word of thanks ends no talk', async () => {
  const { ask } = talk()
  await ask('trade with China')
  await ask('ok, so?')
  expect(await ask('and with Russia?')).toContain('e_china')
})

test('forget takes the talks of the person, and of the chat', async () => {
  const { ask, send } = talk()
  await ask('trade with China')
  await ask('trade with China', 'another')
  await send({ name: 'press', action: ['forget-me'], values: [] })
  expect(await ask('and with Russia?')).toBeUndefined()
  expect(await ask('and with Russia?', 'another')).toBeDefined()
  await send({ name: 'press', action: ['forget-chat'], values: [] })
  expect(await ask('and with Russia?', 'another')).toBeUndefined()
})

test('where no language is chosen, an answer speaks that of its question, and so does what goes on from it', async () => {
  const { ask, send, heard } = talk()
  await ask('какой была торговля с Китаем')
  expect(heard.at(-1)).toContain('Источники')
  await ask('торговля с Россией')
  expect(heard.at(-1)).toContain('Источники')
  await ask('what was the trade with China')
  expect(heard.at(-1)).toContain('Sources')
  await send({ name: 'settings', language: 'kk' })
  await ask('какой была торговля с Китаем')
  expect(heard.at(-1)).toContain('Дереккөздер')
})

test.each([
  ['торговля с Китаем', 'en', 'ru'],
  ['курс доллара', 'en', 'ru'],
  ['Қытаймен сауда', 'en', 'kk'],
  ['Токаев', 'en', 'en'],
  ['сколько газа купил Китай', 'en', 'ru'],
  ['Line D gaz quvuri qachon quriladi', 'ru', 'uz'],
  ['2025年中亚贸易额', 'en', 'zh'],
  ['Tokayev Putin', 'ru', 'ru'],
  ['Kashagan', 'en', 'en'],
  ['12 345 678', 'tg', 'tg'],
] as const)('«%s» of a reader of %s is answered in %s', (question, guess, language) => {
  expect(languageToAnswer(question, guess, reader)).toBe(language)
})

test('keeps no more talks than it may, the newest', () => {
  const conversations = openConversations(start, 2)
  const understood = understand('trade with China', { reader, language: 'en', at: start() })
  for (const userId of ['a', 'b', 'c']) conversations.keep(group, userId, { understood, language: 'en' })
  expect(['a', 'b', 'c'].map((userId) => conversations.before(group, userId) !== undefined)).toEqual([
    false,
    true,
    true,
  ])
})
