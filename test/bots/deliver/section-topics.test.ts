import { expect, test } from 'vitest'
import type { DueSubscription, Subscription } from '../../../src/bots/contract/chats.js'
import type { Platform } from '../../../src/bots/contract/platform.js'
import { topicPayloads } from '../../../src/bots/deliver/section-topics.js'
import type { Payload } from '../../../src/bots/contract/payload.js'
import { viewIn } from '../../../src/bots/wording/view.js'
import { digest, plain, region } from '../stand-ins/stand-ins.js'

const chat = { platform: 'telegram', chatId: '-100' } as const
const subscription = { id: 's', chat, delivery: { topics: {} } } as unknown as DueSubscription

function desk(openTopic: NonNullable<Platform['openTopic']>) {
  const saved: Subscription[] = []
  let kept: Subscription | undefined = subscription
  const platform = {
    openTopic,
    intoTopic: (payload: Payload, topicId: string) => ({ ...payload, topicId }),
    render: (message: Parameters<typeof plain>[0]) => [{ text: plain(message) }],
  } as unknown as Platform
  const chats = {
    subscription: async () => kept,
    updateSubscription: async (changed: Subscription) => (saved.push(changed), true),
  }
  const compose = (of = subscription) =>
    topicPayloads(digest, [], of, { platform, chats, view: viewIn('en', region), look: {} })
  const change = (to: Subscription | undefined) => void (kept = to)
  return { compose, saved, change }
}

test('each section with news goes into its topic, which is made once and kept before anything is sent', async () => {
  const made: string[] = []
  const { compose, saved } = desk(async (_, name) => (made.push(name), '41'))
  const payloads = await compose()
  expect(payloads).toMatchObject([{ topicId: '41', text: expect.stringContaining('Trade and energy') as string }])
  expect(payloads?.[0]?.['text']).not.toContain('Outlook')
  expect(saved).toEqual([{ ...subscription, delivery: { topics: { 'trade-energy': '41' } } }])
  await compose({ ...subscription, ...saved[0] })
  expect(made).toEqual(['Trade and energy'])
})

test('what somebody changes while a topic is made stays changed', async () => {
  const paused: Subscription = { ...subscription, status: 'paused' }
  const { compose, saved, change } = desk(async () => (change(paused), '41'))
  await compose()
  expect(saved).toEqual([{ ...paused, delivery: { topics: { 'trade-energy': '41' } } }])
  const stopped = desk(async () => (stopped.change({ ...subscription, delivery: {} }), '41'))
  expect(await stopped.compose()).toBeUndefined()
  expect(stopped.saved).toEqual([])
})

test('where no topic can be made, or none is asked for, the digest comes as one', async () => {
  const { compose, saved } = desk(() => Promise.reject(new Error('not enough rights')))
  expect(await compose()).toBeUndefined()
  expect(await compose({ ...subscription, delivery: {} })).toBeUndefined()
  expect(saved).toEqual([])
})
