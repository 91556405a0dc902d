import { expect, test } from 'vitest'
import type { Message } from '../../../src/bots/contract/message.js'
import { tellOwners, type FeedFared } from '../../../src/bots/owner/owner.js'
import type { Platform, SendResult } from '../../../src/bots/contract/platform.js'
import { noticeStore } from '../../../src/store/news/feed-notices.js'
import { openInMemory } from '../../store/open-in-memory.js'
import { region, traits } from '../stand-ins/stand-ins.js'

const feed = (feedId: string, verdict: string, failures: number): FeedFared => ({
  feedId,
  outlet: 'Steppe',
  url: `https://${feedId}.example/rss`,
  verdict,
  failures,
})

/** An owner on Telegram and one on Discord, and a store that outlives the desks. */
async function house() {
  const store = noticeStore(await openInMemory())
  const posted: string[] = []
  const clock = { at: Date.parse('2025-06-17T08:00Z') }
  let result: SendResult = { kind: 'sent', messageId: '1' }
  const platform = (name: 'telegram' | 'discord'): Platform => ({
    name,
    traits: traits(name),
    start: async () => ({ account: name }),
    stop: async () => undefined,
    render: (message: Message) => [{ text: JSON.stringify(message.blocks) }],
    send: async ({ chatId }, payload, nonce) => {
      expect(nonce.length).toBeLessThanOrEqual(25)
      if (result.kind === 'sent') posted.push(`${name} ${chatId} ${String(payload['text'])}`)
      return result
    },
    ...(name === 'discord' ? { directChat: async (id: string) => ({ platform: name, chatId: `dm-${id}` }) } : {}),
  })
  const platforms = new Map((['telegram', 'discord'] as const).map((name) => [name, platform(name)]))
  const tell = async (feeds: readonly FeedFared[], owners = ['telegram:7']) => {
    posted.length = 0
    clock.at += 60_000
    const report = await tellOwners({
      owners,
      region,
      platforms,
      now: () => clock.at,
      chats: { settings: async () => ({}) },
      notices: { ...store, feedsFared: async () => feeds },
    })
    return { ...report, posted: [...posted] }
  }
  return { tell, clock, answer: (next: SendResult) => (result = next) }
}

test('an owner is told once that a feed broke and once that it is back', async () => {
  const { tell } = await house()
  expect(await tell([feed('a', 'timeout', 2)])).toMatchObject({ told: 0, posted: [] })
  const { posted } = await tell([feed('a', 'timeout', 3)])
  expect(posted).toHaveLength(1)
  expect(posted[0]).toContain('Feeds that broke')
  expect(posted[0]).toContain('It did not answer in time.')
  expect((await tell([feed('a', 'timeout', 4)])).posted).toEqual([])
  const back = await tell([feed('a', 'ok', 0)])
  expect(back.posted).toHaveLength(1)
  expect(back.posted[0]).toContain('Feeds that are back')
  expect((await tell([feed('a', 'ok', 0)])).posted).toEqual([])
  expect((await tell([feed('a', 'gone', 1)])).posted).toHaveLength(1)
})

test('each owner is told where that owner is, a Discord one in the direct channel', async () => {
  const { tell } = await house()
  const { told, posted } = await tell([feed('a', 'gone', 1)], ['telegram:7', 'discord:80000000000000001', '7'])
  expect(told).toBe(2)
  expect(posted.map((line) => line.split(' ').slice(0, 2))).toEqual([
    ['telegram', '7'],
    ['discord', 'dm-80000000000000001'],
  ])
})

test('what surely did not arrive is said later, what may have arrived is not', async () => {
  const { tell, answer, clock } = await house()
  answer({ kind: 'retry', afterMs: 1_000, reason: 'answered 503' })
  expect(await tell([feed('a', 'gone', 1)])).toMatchObject({ told: 0, failed: ['telegram:7: answered 503'] })
  answer({ kind: 'sent', messageId: '1' })
  expect((await tell([feed('a', 'gone', 1)])).posted).toEqual([])
  clock.at += 600_000
  expect((await tell([feed('a', 'gone', 1)])).posted).toHaveLength(1)
  answer({ kind: 'uncertain', reason: 'no answer' })
  await tell([feed('a', 'gone', 1), feed('b', 'gone', 1)])
  answer({ kind: 'sent', messageId: '2' })
  expect((await tell([feed('a', 'gone', 1), feed('b', 'gone', 1)])).posted).toEqual([])
})

test('many feeds that break at once are told a few at a time, none twice', async () => {
  const { tell } = await house()
  const feeds = Array.from({ length: 14 }, (_, index) => feed(`f${String(index)}`, 'unreachable', 3))
  const rounds = [await tell(feeds), await tell(feeds), await tell(feeds), await tell(feeds)]
  expect(rounds.map(({ posted }) => posted.length)).toEqual([1, 1, 1, 0])
  const named = rounds.flatMap(({ posted }) => posted.flatMap((line) => line.match(/\(f\d+\)/g) ?? []))
  expect(new Set(named).size).toBe(14)
  expect(named).toHaveLength(14)
})
