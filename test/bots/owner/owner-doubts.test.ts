import { expect, test } from 'vitest'
import { tellDoubts } from '../../../src/bots/owner/owner-doubts.js'
import type { SendResult } from '../../../src/bots/contract/platform.js'
import { region } from '../stand-ins/stand-ins.js'
import { arrives, desk, lost, platform, subscription } from '../stand-ins/desk.js'

const MINUTE = 60_000

/** Two Telegram chats: to one the second try arrived, to the other none that is known of; and an owner on Discord. */
async function doubtful(answer: () => SendResult) {
  const telegram = platform('telegram', (chatId, call) => (chatId === 'chat-s1' && call > 2 ? arrives() : lost))
  const discord = platform('discord', answer, {
    directChat: async (id) => ({ platform: 'discord', chatId: `dm-${id}` }),
    render: (message) => [{ text: JSON.stringify(message.blocks) }],
  })
  const made = await desk([subscription('s1'), subscription('s2')], [telegram.stand])
  await made.round()
  await made.clock.pass(2 * MINUTE)
  const tell = async (owners = ['discord:7']) =>
    tellDoubts({
      owners,
      region,
      deliveries: made.deps.deliveries,
      chats: { settings: async () => ({}) },
      platforms: new Map([['discord', discord.stand] as const]),
      now: made.clock.now,
    })
  return { tell, sent: discord.sent }
}

test('the owner hears once of posts that may have arrived twice or never', async () => {
  const { tell, sent } = await doubtful(arrives)
  expect(await tell()).toBe(2)
  expect(sent).toMatchObject([{ chatId: 'dm-7' }])
  expect(sent[0]?.text).toMatch(/telegram chat-s1, .*: it may have arrived twice/)
  expect(sent[0]?.text).toMatch(/telegram chat-s2, .*: it may not have arrived/)
  expect(await tell()).toBe(0)
  expect(sent).toHaveLength(1)
})

test('what surely did not reach the owner is said later, what may have is not', async () => {
  let answer: SendResult = { kind: 'retry', afterMs: 1_000, reason: '502' }
  const { tell, sent } = await doubtful(() => answer)
  expect(await tell()).toBe(0)
  answer = lost
  expect(await tell()).toBe(2)
  expect(await tell()).toBe(0)
  expect(sent).toHaveLength(2)
})

test('without an owner nobody is told, and it stays to be told', async () => {
  const { tell } = await doubtful(arrives)
  expect(await tell([])).toBe(0)
  expect(await tell(['telegram:9', 'discord:7'])).toBe(2)
})
