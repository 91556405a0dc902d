import { expect, test } from 'vitest'
import { tellRefusals } from '../../../src/bots/owner/tell-refusals.js'
import type { SendResult } from '../../../src/bots/contract/platform.js'
import { arrives, desk, platform, subscription } from '../stand-ins/desk.js'
import { region, traits } from '../stand-ins/stand-ins.js'

const refused: SendResult = { kind: 'refused', reason: 'Discord answered 400 (20009): Explicit content' }

/** A digest of three parts whose first is refused; its maker on Telegram, an owner on Discord. */
async function refusedDesk(answer: SendResult, toPeople: () => SendResult = arrives) {
  const telegram = platform('telegram', (_, call) => (call === 1 ? answer : arrives()), { parts: 3 })
  const people = (name: string) =>
    platform(name, toPeople, { render: (message) => [{ text: JSON.stringify(message.blocks) }] })
  const [makers, owners] = [people('telegram'), people('discord')]
  const made = await desk([subscription('s1', { createdBy: 'maker' })], [telegram.stand])
  await made.round()
  const tell = async () =>
    tellRefusals({
      owners: ['discord:7'],
      ...{ region, traits, now: made.clock.now, deliveries: made.deps.deliveries },
      chats: { settings: async () => ({}), subscription: async (name, id) => made.chats.subscription(name, id) },
      platforms: new Map([['telegram', makers.stand], ['discord', owners.stand]]), // prettier-ignore
    })
  return { ...made, sent: telegram.sent, tell, toMaker: makers.sent, toOwner: owners.sent }
}

test('"one bad entity stopped all posts": a part that is refused ends no digest, and its maker and the owner hear of it once', async () => {
  const { sent, rows, tell, toMaker, toOwner, due } = await refusedDesk(refused)
  expect(sent.map(({ text }) => text[0])).toEqual(['1', '2', '3'])
  expect(await rows()).toMatchObject([{ state: 'gone', refusal: 'fault' }, { state: 'sent' }, { state: 'sent' }])
  expect((await due('s1')).status).toBe('active')
  expect(await tell()).toBe(1)
  expect(toMaker).toMatchObject([{ chatId: 'maker' }])
  expect(toOwner).toMatchObject([{ chatId: '7' }])
  for (const { text } of [...toMaker, ...toOwner]) expect(text).toMatch(/Refused by Telegram.*chat-s1 \(1\/3\).*not even as plain text.*20009/) // prettier-ignore
  expect(await tell()).toBe(0)
  expect(toMaker).toHaveLength(1)
})

test('what surely reached nobody is told with the next round', async () => {
  let answer: SendResult = { kind: 'retry', afterMs: 1_000, reason: '502' }
  const { tell, toMaker } = await refusedDesk(refused, () => answer)
  expect(await tell()).toBe(0)
  answer = arrives()
  expect(await tell()).toBe(1)
  expect(toMaker).toHaveLength(2)
})

test('what a moderator closed is told to nobody, and the other parts go out', async () => {
  const { rows, tell, toMaker, toOwner } = await refusedDesk({ ...refused, isMeant: true })
  expect(await rows()).toMatchObject([{ state: 'gone' }, { state: 'sent' }, { state: 'sent' }])
  expect(await tell()).toBe(0)
  expect([...toMaker, ...toOwner]).toEqual([])
})
