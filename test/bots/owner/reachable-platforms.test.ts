import { expect, test } from 'vitest'
import type { Platform, SendResult } from '../../../src/bots/contract/platform.js'
import { openReachablePlatforms } from '../../../src/bots/owner/reachable-platforms.js'

const gone: SendResult = { kind: 'gone', reason: 'blocked' }

/** A platform that answers so, one answer a call, and says how often it was called. */
function world(answers: (SendResult | Error)[]) {
  let calls = 0
  const next = () => {
    calls += 1
    return answers.shift() ?? { kind: 'sent' as const, messageId: '1' }
  }
  const platform = {
    name: 'discord',
    render: () => [{ content: 'told' }],
    send: async () => next() as SendResult,
    directChat: async (userId: string) => {
      const answer = next()
      if (answer instanceof Error) throw answer
      return { platform: 'discord', chatId: `dm ${userId}` }
    },
  } as unknown as Platform
  const reachable = openReachablePlatforms(new Map([['discord' as const, platform]]))
  const say = async (chatId: string) => reachable.get('discord')?.send({ platform: 'discord', chatId }, {}, 'n')
  const open = async (userId: string) => reachable.get('discord')?.directChat?.(userId)
  return { reachable, say, open, calls: () => calls }
}

test('a person who closed the chat is not called again until they write, others are', async () => {
  const { reachable, say, calls } = world([gone])
  expect([await say('7'), await say('7'), await say('7')]).toEqual([gone, gone, gone])
  expect(calls()).toBe(1)
  expect(await say('8')).toMatchObject({ kind: 'sent' })
  reachable.reopen({ platform: 'discord', chatId: '9' }, '7')
  expect(await say('7')).toMatchObject({ kind: 'sent' })
})

test('a chat that may not be opened is not asked for again; one that could not be by a fault is', async () => {
  const refused = Object.assign(new Error('Cannot send messages to this user'), { status: 403 })
  const { open, reachable, calls } = world([new Error('Discord is not connected'), refused])
  for (let round = 0; round < 5; round += 1) await expect(open('7')).rejects.toThrow(round === 0 ? 'not connected' : 'Cannot send') // prettier-ignore
  expect(calls()).toBe(2)
  reachable.reopen({ platform: 'discord', chatId: 'dm 7' }, '7')
  expect(await open('7')).toEqual({ platform: 'discord', chatId: 'dm 7' })
})

test('what is asked of a platform beside is its own, and one that does not run is not there', async () => {
  const { reachable } = world([])
  expect(reachable.get('discord')?.render({ blocks: [] })).toEqual([{ content: 'told' }])
  expect(reachable.get('telegram')).toBeUndefined()
})
