import { expect, test } from 'vitest'
import { handleRequest } from '../../../src/bots/commands/handle-request.js'
import type { CommandDeps } from '../../../src/bots/turn/turn.js'
import { traitsIn } from '../../../src/bots/contract/platform-traits.js'
import { desk, subscription } from '../stand-ins/desk.js'
import { chatStore, memos, newsroom, now, region, catalogue } from '../stand-ins/stand-ins.js'
import { createLoft, MOST_LETTERS, pigeonPlatform, PIGEON_TRAITS, readNote } from './pigeon.js'
import { platformCases, type OpenStage } from './platform-cases.js'

const own = { platform: 'pigeon', chatId: 'aida' }
const many = { platform: 'pigeon', chatId: 'market square' }
const secret = 'a secret of the tests'

const openPigeon: OpenStage = async (handle, events) => {
  const loft = createLoft()
  const platform = pigeonPlatform({ loft, secret })
  await platform.start(handle, events)
  const last = (chatId: string) => loft.notes.filter((note) => note.chatId === chatId).at(-1)
  const pressed = (data: string, chatId: string) =>
    loft.fly({ chatId, personId: own.chatId, press: { data, noteId: last(chatId)?.id ?? '' } })
  return {
    ...{ platform, own, many, personId: own.chatId, most: MOST_LETTERS, restarts: true },
    shown: ({ chatId }) =>
      loft.notes
        .filter((note) => note.chatId === chatId)
        .map(({ id, text }) => ({ id, text: readNote(text).text, isPrivate: false, pings: readNote(text).wakes })),
    ask: (text, { chatId }) => loft.fly({ chatId, personId: own.chatId, text }),
    press: (label, { chatId }) =>
      pressed(last(chatId)?.buttons.find((button) => button.label === label)?.data ?? '', chatId),
    forge: (id, { chatId }) => pressed(id, chatId),
    end: (how) => loft.weather.push(how),
    move: (chat) => {
      loft.moves.set(chat.chatId, 'new square')
      return { ...chat, chatId: 'new square' }
    },
    stop: async () => platform.stop(),
  }
}

platformCases('a third platform', openPigeon)

test('digests are delivered to a third platform', async () => {
  const loft = createLoft()
  const platform = pigeonPlatform({ loft, secret })
  await platform.start(async () => ({ blocks: [] }))
  const { round, rows } = await desk([subscription('s1', { chat: many })], [platform])
  await round()
  expect(new Set((await rows()).map(({ state }) => state))).toEqual(new Set(['sent']))
  expect(loft.notes.map(({ text }) => readNote(text).text).join(' ')).toContain('Trade and energy')
})

test('a menu is opened, turned and saved on a third platform, with what its traits allow', async () => {
  const loft = createLoft()
  const platform = pigeonPlatform({ loft, secret })
  const { store, kept } = chatStore()
  const deps: CommandDeps = {
    ...{ newsroom: newsroom(), chats: store, memos: memos(), catalogue: catalogue(), region, now },
    ...{ traits: traitsIn({ pigeon: PIGEON_TRAITS }), firstSight: async () => true, newId: () => 's1' },
  }
  await platform.start(async (request) => handleRequest(request, deps))
  const labels = () => (loft.notes.at(-1)?.buttons ?? []).map(({ label }) => label)
  const press = async (label: RegExp, then: RegExp) => {
    const { data = '' } = loft.notes.at(-1)?.buttons.find((button) => label.test(button.label)) ?? {}
    loft.fly({ ...own, personId: own.chatId, press: { data, noteId: '' } })
    await expect.poll(() => loft.notes.map(({ text }) => text).join('\n')).toMatch(then)
  }
  loft.fly({ ...own, personId: own.chatId, text: 'subscribe' })
  await expect.poll(labels).toContain('Cancel')
  await press(/^Subscribe/, /Done/)
  expect(kept()).toMatchObject([{ chat: own, createdBy: 'aida' }])
})
