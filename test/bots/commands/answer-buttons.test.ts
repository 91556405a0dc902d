import { expect, test } from 'vitest'
import { handleRequest } from '../../../src/bots/commands/handle-request.js'
import { openConversations } from '../../../src/bots/turn/conversation-memory.js'
import type { Control, Message } from '../../../src/bots/contract/message.js'
import type { Command, Request } from '../../../src/bots/contract/request.js'
import type { Answer } from '../../../src/summaries/terms/shapes.js'
import { answer, chatStore, memos, newsroom, now, plain, region, catalogue, traits } from '../stand-ins/stand-ins.js'
import { understood } from '../stand-ins/understood.js'
import type { CommandDeps } from '../../../src/bots/turn/turn.js'

const chat = { platform: 'telegram', chatId: '7' } as const
const asked: Answer = { ...answer, understood }
const png = new Uint8Array([1, 2, 3])

function desk(parts: Partial<CommandDeps> = {}) {
  const { store, kept } = chatStore()
  const deps: CommandDeps = {
    newsroom: newsroom({ ask: async () => asked, figurePicture: async () => ({ png, alt: 'Trade: $1 bn to $2 bn' }) }),
    ...{ chats: store, memos: memos(), catalogue: catalogue(), region, now },
    firstSight: async () => true,
    traits,
    newId: () => 's1',
    conversations: openConversations(now),
    ...parts,
  }
  const send = async (command: Command, more: Partial<Request> = {}): Promise<Message> =>
    handleRequest({ chat, userId: 'u', command, mayManage: true, ...more }, deps)
  const press = async (message: Message, label: string, more: Partial<Request> = {}): Promise<Message> => {
    const control = buttonsOf(message).find((each) => each.label === label)
    if (!control || !('action' in control)) throw new Error(`no button ${label}`)
    return send({ name: 'press', action: control.action, values: [] }, more)
  }
  return { send, press, kept, deps }
}

const buttonsOf = ({ blocks }: Message): readonly Control[] =>
  blocks.flatMap((block) => (block.kind === 'controls' ? block.controls : []))
const labelsOf = (message: Message) => buttonsOf(message).map(({ label }) => label)

test('"Follow this" on an answer makes a subscription to whom and what was asked about, with an alert on its figure', async () => {
  const { send, press, kept } = desk()
  const shown = await send({ name: 'ask', question: 'trade with China' })
  const menu = await press(shown, 'Follow this')
  expect(plain(menu)).toContain('China')
  await press(menu, 'Subscribe')
  expect(kept()).toMatchObject([
    {
      filter: { entityIds: ['china'], measures: ['trade-turnover'] },
      alerts: { figures: [{ measure: 'trade-turnover', entityIds: ['china'] }], atMostPerDay: 3 },
    },
  ])
})

test('the buttons of an answer work after a restart, and for another person as that person may', async () => {
  const before = desk()
  const shown = await before.send({ name: 'ask', question: 'trade with China' })
  const after = desk({ memos: before.deps.memos })
  expect(plain(await after.press(shown, 'Follow this', { userId: 'another' }))).toContain('A new subscription')
  const refused = await after.press(shown, 'Follow this', { userId: 'another', mayManage: false })
  expect(refused.isPrivate).toBe(true)
  expect(plain(refused)).toMatch(/manage this chat/)
  // Nothing in memory was needed for the picture.
  const picture = await desk().press(shown, 'As a picture', { mayManage: false })
  expect(picture.blocks).toMatchObject([{ kind: 'picture', png, alt: 'Trade: $1 bn to $2 bn' }])
})

test('a history has a picture, too, and says so where there is nothing to draw', async () => {
  const history = { what: 'trade-turnover', name: 'trade turnover', entityIds: ['china'], records: [] }
  const records = [{ ...asked.figures[0], source: 'Steppe' }] as never
  const { send, press } = desk({
    newsroom: newsroom({ figure: async () => ({ ...history, records }), figurePicture: async () => undefined }),
  })
  const shown = await send({ name: 'figure', words: 'trade china' })
  expect(plain(await press(shown, 'As a picture'))).toMatch(/^No figures are known for “trade turnover: China”/)
})

test('an answer that goes on from another has a way out of the talk; what was not found has no buttons', async () => {
  const goingOn = desk({ newsroom: newsroom({ ask: async () => ({ ...asked, goesOn: true }) }) })
  const shown = await goingOn.send({ name: 'ask', question: 'and with Russia?' })
  expect(labelsOf(shown)).toEqual(['Follow this', 'As a picture', 'New topic'])
  expect(goingOn.deps.conversations?.before(chat, 'u')).toBeDefined()
  expect((await goingOn.press(shown, 'New topic')).toast).toMatch(/^New topic/)
  expect(goingOn.deps.conversations?.before(chat, 'u')).toBeUndefined()
  const nothing = desk({ newsroom: newsroom({ ask: async () => ({ ...asked, found: false, text: 'Nothing.' }) }) })
  expect(labelsOf(await nothing.send({ name: 'ask', question: 'xyz' }))).toEqual([])
})
