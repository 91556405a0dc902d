import { execFile } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chatStore, deliveryStore } from '../store/stores.js'
import { openDatabase } from '../../src/store/open-database.js'
import { subscription } from '../bots/stand-ins/desk.js'

// The built command on an outbox in which one digest was sent, one may have come twice, one ended and one was missed.

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-deliveries-'))
const env = { ...process.env, DATABASE_URL: `file:${path.join(folder, 'silkwire.db')}` }
const CHATS = { a: '101', b: '102', c: '103' }
const dueAt = Math.floor(Date.now() / 60_000) * 60_000 - 3_600_000

const silkwire = async (...args: string[]) =>
  (await promisify(execFile)(process.execPath, ['dist/cli.js', ...args], { env })).stdout

beforeAll(async () => {
  const database = await openDatabase(env.DATABASE_URL)
  const chats = chatStore(database)
  const store = deliveryStore(database)
  for (const name of ['a', 'b', 'c'] as const) {
    const chat = { platform: 'telegram' as const, chatId: CHATS[name] }
    await chats.addSubscription(subscription(name, { chat, createdBy: '77', nextDueAt: dueAt }))
    const place = { chat, kind: 'digest', language: 'en', occurrenceAt: dueAt, part: 1, parts: 1 } as const
    const part = { ...place, id: `${name}:1`, payload: { text: name }, nonce: name, notBeforeAt: 0 }
    const skipped = name === 'a' ? [{ id: 'a:0', occurrenceAt: dueAt - 86_400_000, reason: 'missed while nothing ran' }] : [] // prettier-ignore
    await store.enqueue([{ subscriptionId: name, parts: [part], skipped }], dueAt)
  }
  await store.begin(['a:1', 'b:1', 'c:1'], dueAt)
  const doubt = { firstTryAt: dueAt, reason: 'no answer in time', isMarked: true, tries: 1, resets: 0 }
  await store.finish(
    [
      { id: 'a:1', state: 'sent', messageId: '1' },
      { id: 'b:1', state: 'sent', messageId: '2', doubt },
      { id: 'c:1', state: 'gone', reason: 'the bot was kicked' },
    ],
    dueAt + 60_000,
  )
  await database.close()
})
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

test('deliveries are listed newest first, by chat, state and doubt', async () => {
  const all = (await silkwire('deliveries')).trim().split('\n')
  expect(all).toHaveLength(5)
  expect(all[0]).toMatch(/^changed \(UTC\) +state +chat/)
  expect(all.join('\n')).toMatch(/gone +telegram 103 .* the bot was kicked/)
  expect(all.join('\n')).toMatch(/skipped +telegram 101 .* missed while nothing ran/)
  const doubts = JSON.parse(await silkwire('deliveries', '--doubt', '--json')) as readonly Record<string, unknown>[]
  expect(doubts).toMatchObject([{ id: 'b:1', state: 'sent', doubt: { isMarked: true } }])
  expect(doubts[0]?.['occurrenceAt']).toBe(new Date(dueAt).toISOString())
  expect((await silkwire('deliveries', '--chat', '102', '--state', 'sent')).trim().split('\n')).toHaveLength(2)
})

test('deliveries are counted by chat', async () => {
  const lines = (await silkwire('deliveries', '--chats')).trim().split('\n')
  expect(lines[1]).toMatch(/^telegram 101 +1 +0 +0 +1 +0 /)
  expect(lines).toHaveLength(4)
})

test('what is kept about a person is given as JSON, and deleted when asked', async () => {
  const kept = JSON.parse(await silkwire('person', 'telegram', '77')) as { readonly subscriptions: readonly object[] }
  expect(kept.subscriptions).toHaveLength(3)
  expect(await silkwire('person', 'telegram', '77', '--forget')).toContain('is deleted')
  const after = JSON.parse(await silkwire('person', 'telegram', '77')) as { readonly subscriptions: readonly object[] }
  expect(after.subscriptions).toHaveLength(0)
})
