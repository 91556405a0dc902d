import { expect, test } from 'vitest'
import { handleRequest } from '../../../src/bots/commands/handle-request.js'
import type { Message } from '../../../src/bots/contract/message.js'
import type { PersonReport } from '../../../src/bots/contract/persons.js'
import type { Request } from '../../../src/bots/contract/request.js'
import { chatStore, memos, newsroom, now, plain, region, catalogue, traits } from '../stand-ins/stand-ins.js'
import type { CommandDeps } from '../../../src/bots/turn/turn.js'

const direct = { chat: { platform: 'telegram', chatId: '5' }, userId: '5', isDirect: true } as const
const group = { chat: { platform: 'telegram', chatId: '-9' }, userId: '5' } as const
const server = { chat: { platform: 'discord', chatId: '7' }, userId: '6' } as const

const report = (platform: PersonReport['platform'], userId: string): PersonReport => ({
  ...{ platform, userId, chats: [], settings: [{ chat_id: userId, language: 'kk' }] },
  ...{ subscriptions: [], deliveries: [], memos: [], feeds: [], notices: [] },
})

function desk(fill: Partial<PersonReport> = {}) {
  const asked: string[] = []
  const deps: CommandDeps = {
    ...{ newsroom: newsroom(), chats: chatStore().store, memos: memos(), catalogue: catalogue(), region, now },
    persons: {
      export: async (platform, userId) => {
        asked.push(`${platform} ${userId}`)
        return { ...report(platform, userId), ...fill }
      },
    },
    firstSight: async () => true,
    traits,
    newId: () => 's1',
  }
  const send = async (request: Omit<Request, 'mayManage'>) => handleRequest({ ...request, mayManage: false }, deps)
  const press = (from: Omit<Request, 'mayManage' | 'command'>) =>
    send({ ...from, command: { name: 'press', action: ['export-me'], values: [] } })
  return { asked, send, press }
}

const fileOf = ({ blocks }: Message) => blocks.find((block) => block.kind === 'file')

test('what is kept about a person is offered beside its deletion, and comes as a file in a private chat', async () => {
  const { asked, send, press } = desk()
  const menu = await send({ ...direct, command: { name: 'forget' } })
  const offered = menu.blocks.flatMap((block) => (block.kind === 'controls' ? block.controls : []))
  expect(offered.map(({ label }) => label)).toEqual(['What is kept about me', 'What concerns me', 'Cancel'])
  const message = await press(direct)
  expect(plain(message)).toMatch(/^This is all that I store about you\./)
  const file = fileOf(message)
  expect(file).toMatchObject({ name: 'silkwire-about-me.json', mediaType: 'application/json' })
  expect(JSON.parse(new TextDecoder().decode(file?.bytes))).toEqual(report('telegram', '5'))
  expect(asked).toEqual(['telegram 5'])
})

test('in a group of Telegram nothing of it is read or shown; on Discord it is shown to the presser alone', async () => {
  const { asked, press } = desk()
  const inGroup = await press(group)
  expect(plain(inGroup)).toMatch(/^Others can read this chat\./)
  expect(fileOf(inGroup)).toBeUndefined()
  expect(asked).toEqual([])
  const onServer = await press(server)
  expect(onServer.isPrivate).toBe(true)
  expect(JSON.parse(new TextDecoder().decode(fileOf(onServer)?.bytes))).toEqual(report('discord', '6'))
})

test('what is too large for a file of a chat is not sent, and that is said', async () => {
  const { press } = desk({ deliveries: [{ id: 'x'.repeat(5_000_000) }] })
  const message = await press(direct)
  expect(fileOf(message)).toBeUndefined()
  expect(plain(message)).toMatch(/too large/)
})
