import { expect, test } from 'vitest'
import { openOutages } from '../../../src/bots/owner/owner-platforms.js'
import type { Platform, SendResult } from '../../../src/bots/contract/platform.js'
import type { Chat, PlatformName } from '../../../src/bots/contract/request.js'
import { plain, region, traits } from '../stand-ins/stand-ins.js'

function world(owners: readonly string[], answers: readonly SendResult[] = []) {
  const told: string[] = []
  const left = [...answers]
  const platform = (name: PlatformName): Platform => ({
    name,
    traits: traits(name),
    start: async () => ({ account: 'bot' }),
    render: (message) => [{ text: plain(message) }],
    send: async ({ chatId }: Chat, { text }) => {
      told.push(`${name} ${chatId}: ${String(text)}`)
      return left.shift() ?? { kind: 'sent', messageId: '1' }
    },
    stop: async () => undefined,
  })
  const platforms = new Map<PlatformName, Platform>([
    ['telegram', platform('telegram')],
    ['discord', platform('discord')],
  ])
  const chats = { settings: async () => ({}) }
  const desk = openOutages({ owners, chats, region, platforms, traits, now: () => Date.parse('2025-06-17T08:00Z') })
  return { desk, told, platforms }
}

test('an outage is told once, elsewhere, however often it is noticed, and its end once', async () => {
  const { desk, told, platforms } = world(['discord:7', 'telegram:1', 'telegram:2'])
  platforms.delete('discord')
  desk.silent('discord')
  desk.silent('discord')
  expect([await desk.tell(), await desk.tell()]).toEqual([1, 0])
  desk.silent('discord')
  desk.back('discord')
  desk.back('discord')
  expect([await desk.tell(), await desk.tell()]).toEqual([1, 0])
  expect(told.map((line) => line.split(/[\n.]/)[0])).toEqual([
    'telegram 1: Discord is down',
    'telegram 1: Discord is back',
  ])
})

test('a platform is not told of its own outage, and who cannot be written to is passed over', async () => {
  const { desk, told } = world(['telegram:1', 'discord:7', 'discord:8'], [{ kind: 'gone', reason: 'blocked' }])
  desk.refused('telegram', { cause: 'token', message: '' })
  expect(await desk.tell()).toBe(1)
  expect(told.map((line) => line.split(':')[0])).toEqual(['discord 7', 'discord 8'])
  expect(told[1]).toContain('Put a new one into TELEGRAM_TOKEN')
})

test('what surely did not arrive is told with the next round; what may have arrived is not told again', async () => {
  const lost: SendResult = { kind: 'uncertain', reason: 'no answer' }
  const { desk, told } = world(['telegram:1'], [{ kind: 'retry', afterMs: 1, reason: '502' }, lost])
  desk.refused('discord', { cause: 'bot', message: '' })
  expect([await desk.tell(), await desk.tell(), await desk.tell()]).toEqual([0, 1, 0])
  expect(told).toHaveLength(2)
})

test('an owner who is gone is not called again', async () => {
  const { desk, told } = world(['telegram:1'], [{ kind: 'gone', reason: 'blocked' }])
  desk.silent('discord')
  expect([await desk.tell(), await desk.tell()]).toEqual([0, 0])
  expect(told).toHaveLength(1)
})
