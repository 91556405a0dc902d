import { expect, test } from 'vitest'
import type { Message } from '../../../src/bots/contract/message.js'
import type { Platform, SendResult } from '../../../src/bots/contract/platform.js'
import { postNow } from '../../../src/bots/deliver/post-now.js'
import type { Chat } from '../../../src/bots/contract/request.js'
import type { Payload } from '../../../src/bots/contract/payload.js'

const chat: Chat = { platform: 'discord', chatId: '7' }
const message: Message = { blocks: [] }
const sent = (messageId: string): SendResult => ({ kind: 'sent', messageId })

/** A platform that renders so many parts and answers their sends one after another. */
function standIn(parts: number, results: readonly SendResult[]) {
  const calls: { chat: Chat; payload: Payload; nonce: string }[] = []
  const rendered: unknown[] = []
  const platform: Pick<Platform, 'render' | 'send'> = {
    render: (...given) => {
      rendered.push(given)
      return Array.from({ length: parts }, (_, part) => ({ part }))
    },
    send: async (to, payload, nonce) => {
      calls.push({ chat: to, payload, nonce })
      return results[calls.length - 1] ?? { kind: 'refused', reason: 'one send too many' }
    },
  }
  return { platform: platform as Platform, calls, rendered }
}

test('a message is posted as a subscription’s posts look, part after part, each under a nonce of its own', async () => {
  const { platform, calls, rendered } = standIn(2, [sent('1'), sent('2')])
  const posting = { isForum: true }
  expect(await postNow(platform, chat, { message, posting })).toEqual(sent('2'))
  expect(rendered).toEqual([[message, posting]])
  expect(calls.map(({ chat: to, payload }) => [to, payload])).toEqual([
    [chat, { part: 0 }],
    [chat, { part: 1 }],
  ])
  const nonces = calls.map(({ nonce }) => nonce)
  expect(new Set(nonces).size).toBe(2)
  for (const nonce of nonces) expect(nonce).toMatch(/^[\x21-\x7e]{1,25}$/)
})

test('each posting has nonces of its own: the same message is posted again where it is asked for again', async () => {
  const { platform, calls } = standIn(1, [sent('1'), sent('2')])
  await postNow(platform, chat, { message })
  await postNow(platform, chat, { message })
  expect(new Set(calls.map(({ nonce }) => nonce)).size).toBe(2)
})

test.each<SendResult>([
  { kind: 'gone', reason: 'no such channel' },
  { kind: 'refused', reason: 'too long' },
  { kind: 'retry', afterMs: 1_000, reason: 'a rate limit' },
  { kind: 'uncertain', reason: 'no answer came' },
])(
  'a part that is not sent ($kind) ends it: nothing is tried twice, and no later part stands alone',
  async (result) => {
    const { platform, calls } = standIn(3, [sent('1'), result])
    expect(await postNow(platform, chat, { message })).toEqual(result)
    expect(calls).toHaveLength(2)
  },
)

test('a message that is nothing is not posted', async () => {
  const { platform, calls } = standIn(0, [])
  expect(await postNow(platform, chat, { message })).toBeUndefined()
  expect(calls).toEqual([])
})
