import { expect, test } from 'vitest'
import { openDeliveries } from '../../../src/bots/deliver/deliver-due.js'
import { createPacer } from '../../../src/bots/timing/pacer.js'
import type { Platform, SendResult } from '../../../src/bots/contract/platform.js'
import { arrives, desk, dueAt, lost, platform, subscription } from '../stand-ins/desk.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const AGAIN = 'You may already have this: my first attempt was never confirmed.'
const retry = (afterMs: number, reason = 'answered 502'): SendResult => ({ kind: 'retry', afterMs, reason })
const discord = { chat: { platform: 'discord', chatId: 'c' } } as const

test('parts go out in order, and a part that must wait holds back those after it', async () => {
  const { stand, sent } = platform('telegram', (_, call) => (call === 2 ? retry(30_000) : arrives()), { parts: 3 })
  const { round, clock, rows } = await desk([subscription('s1')], [stand])
  await round()
  expect(sent.map(({ text }) => text[0])).toEqual(['1', '2'])
  await clock.pass(29_000)
  expect(sent).toHaveLength(2)
  await clock.pass(2_000)
  expect(sent.map(({ text }) => text[0])).toEqual(['1', '2', '2', '3'])
  expect(sent[1]?.nonce).toBe(sent[2]?.nonce)
  expect(new Set(sent.map(({ nonce }) => nonce)).size).toBe(3)
  expect((await rows()).map(({ state, attempts }) => [state, attempts])).toEqual([['sent', 1], ['sent', 2], ['sent', 1]]) // prettier-ignore
})

test('a retry sends the words that were composed, whatever the newsroom says by then', async () => {
  const { stand, sent } = platform('telegram', (_, call) => (call === 1 ? retry(5_000) : arrives()))
  const { round, clock } = await desk([subscription('s1')], [stand])
  await round()
  await clock.pass(6_000)
  expect(sent[1]?.text).toBe(sent[0]?.text)
})

test('what surely did not arrive is tried again, later each time, and given up after a day', async () => {
  const { stand, sent } = platform('telegram', () => retry(5_000), { parts: 2 })
  const { round, clock, rows, due } = await desk([subscription('s1')], [stand])
  await round()
  const tries: number[] = []
  for (let hours = 0; hours < 27; hours += 1) {
    const before = sent.length
    await clock.pass(HOUR)
    tries.push(sent.length - before)
  }
  expect(tries[0]).toBeGreaterThan(tries[3] ?? 0)
  expect(tries.slice(25)).toEqual([0, 0])
  expect(await rows()).toMatchObject([
    { part: 1, state: 'gone', reason: 'given up after a day: answered 502' },
    { part: 2, state: 'gone' },
  ])
  expect((await due('s1')).status).toBe('active')
})

test('a post to Telegram that may have arrived is sent once more after a minute, marked, and never a third time', async () => {
  const { stand, sent } = platform('telegram', () => lost)
  const { round, clock, rows, deps } = await desk([subscription('s1')], [stand])
  await round()
  await clock.pass(59_000)
  expect(sent).toHaveLength(1)
  await clock.pass(2_000)
  expect(sent).toHaveLength(2)
  expect(sent[1]?.text).toBe(`${AGAIN}\n${sent[0]?.text ?? ''}`)
  await clock.pass(48 * HOUR)
  expect(sent).toHaveLength(2)
  expect(await rows()).toMatchObject([
    { state: 'uncertain', reason: 'no answer', attempts: 2, doubt: { isMarked: true } },
  ])
  expect((await deps.deliveries.list({ limit: 9, inDoubt: true })).map(({ id }) => id)).toEqual([`s1:${dueAt}:1`])
  expect(await deps.deliveries.untoldDoubts(9)).toHaveLength(1)
  await deps.deliveries.markTold([`s1:${dueAt}:1`], clock.now())
  expect(await deps.deliveries.untoldDoubts(9)).toEqual([])
})

const reset: SendResult = { kind: 'uncertain', reason: 'ECONNRESET', isReset: true }
const closed: SendResult = { kind: 'uncertain', reason: 'ECONNRESET' }

test.each([
  ['silence, a reset, silence', [lost, reset, lost], { state: 'uncertain', doubt: { tries: 3, resets: 1 } }],
  ['a reset, silence, an answer', [reset, lost, arrives()], { state: 'sent', doubt: { tries: 2, resets: 1 } }],
  ['resets for a quarter of an hour, an answer', [reset, reset, reset, reset, arrives()], { state: 'sent', doubt: { tries: 4, resets: 4 } }], // prettier-ignore
  ['silence, resets, an answer', [lost, reset, reset, arrives()], { state: 'sent', doubt: { tries: 3, resets: 2 } }],
  ['nothing but resets', [reset, reset, reset, reset, reset, reset], { state: 'uncertain', doubt: { tries: 5, resets: 5 } }], // prettier-ignore
  ['lines that were closed without an answer', [closed, closed, closed], { state: 'uncertain', doubt: { tries: 2, resets: 0 } }], // prettier-ignore
])('%s: two tries may have arrived and no third, and five are in doubt at most', async (_what, answers, outcome) => {
  const { stand, sent } = platform('telegram', (_, call) => answers[call - 1] ?? arrives())
  const { round, clock, rows } = await desk([subscription('s1')], [stand])
  await round()
  await clock.pass(6 * 60_000)
  const soon = sent.length
  await clock.pass(HOUR)
  const tries = answers.slice(0, sent.length)
  // After one, two, four and eight minutes.
  expect(soon).toBe(Math.min(3, sent.length))
  expect(tries.filter((answer) => answer !== reset).length).toBeLessThanOrEqual(2)
  expect(sent.map(({ text }) => text.startsWith(AGAIN))).toEqual(tries.map((_, index) => index > 0))
  expect(await rows()).toMatchObject([outcome])
})

test('a marked second try is in the chat’s language, keeps its mark over sure failures, and is listed when it arrived', async () => {
  const answers: SendResult[] = [lost, retry(5_000), arrives()]
  const { stand, sent } = platform('telegram', (_, call) => answers[call - 1] ?? arrives())
  const { round, clock, deps } = await desk([subscription('s1', { language: 'ru' })], [stand])
  await round()
  await clock.pass(2 * MINUTE)
  expect(sent.map(({ text }) => text.startsWith('Возможно, вы это уже получили'))).toEqual([false, true, true])
  expect(await deps.deliveries.list({ limit: 9, inDoubt: true })).toMatchObject([{ state: 'sent', attempts: 3 }])
})

test('parts after one in doubt wait for it', async () => {
  const { stand, sent } = platform('telegram', (_, call) => (call === 1 ? lost : arrives()), { parts: 2 })
  const { round, clock } = await desk([subscription('s1')], [stand])
  await round()
  await clock.pass(MINUTE + 1_000)
  expect(sent.map(({ text }) => text.slice(0, 2))).toEqual(['1:', 'Yo', '2:'])
})

test('a post to Discord that may have arrived is sent again with the same nonce, within two minutes', async () => {
  const { stand, sent } = platform('discord', (_, call) => (call < 4 ? lost : arrives()), {
    traits: { remembersNoncesForMs: 2 * MINUTE },
  })
  const { round, clock, rows } = await desk([subscription('s1', discord)], [stand])
  await round()
  await clock.pass(MINUTE)
  expect(sent.map(({ nonce, text }) => [nonce, text])).toEqual(Array.from({ length: 4 }, () => [sent[0]?.nonce, sent[0]?.text])) // prettier-ignore
  expect(await rows()).toMatchObject([{ state: 'sent', attempts: 4 }])
})

/** Discord with two minutes in which nothing is answered, and then what a look at the channel finds. */
function deafDiscord(found: Awaited<ReturnType<NonNullable<Platform['find']>>> | Error) {
  const looks: number[] = []
  const made = platform('discord', () => (looks.length === 0 ? lost : arrives()), {
    traits: { remembersNoncesForMs: 2 * MINUTE },
    find: async (_, __, since) => {
      looks.push(since)
      if (found instanceof Error && looks.length === 1) throw found
      return found instanceof Error ? 'absent' : found
    },
  })
  return { ...made, looks }
}

test('after two minutes the channel is read: what is there counts as sent', async () => {
  const { stand, sent, looks } = deafDiscord({ messageId: 'm7' })
  const { round, clock, rows } = await desk([subscription('s1', discord)], [stand])
  await round()
  await clock.pass(5 * MINUTE)
  expect(looks).toEqual([dueAt + MINUTE])
  expect(sent.length).toBeGreaterThan(3)
  expect(await rows()).toMatchObject([{ state: 'sent', messageId: 'm7' }])
  const before = sent.length
  await clock.pass(HOUR)
  expect(sent).toHaveLength(before)
})

test('what is not in the channel is sent again as it is', async () => {
  const { stand, sent } = deafDiscord('absent')
  const { round, clock, rows } = await desk([subscription('s1', discord)], [stand])
  await round()
  await clock.pass(5 * MINUTE)
  expect(sent.at(-1)?.text).toBe(sent[0]?.text)
  expect(await rows()).toMatchObject([{ state: 'sent', messageId: 'm1' }])
})

test('where the channel cannot be read it is sent once more, marked', async () => {
  const { stand, sent } = deafDiscord('unknown')
  const { round, clock, rows } = await desk([subscription('s1', discord)], [stand])
  await round()
  await clock.pass(5 * MINUTE)
  expect(sent.filter(({ text }) => text.startsWith(AGAIN))).toHaveLength(1)
  expect(await rows()).toMatchObject([{ state: 'sent', doubt: { isMarked: true } }])
})

test('a look that fails is made again', async () => {
  const { stand, looks } = deafDiscord(new Error('answered 503'))
  const { round, clock, rows } = await desk([subscription('s1', discord)], [stand])
  await round()
  await clock.pass(10 * MINUTE)
  expect(looks).toHaveLength(2)
  expect(await rows()).toMatchObject([{ state: 'sent' }])
})

/** A desk whose process died while its one row was being sent, and another over the same database. */
async function afterDeath(stand: Platform, more: Parameters<typeof subscription>[1]) {
  const dead = await desk([subscription('s1', more)], [{ ...stand, send: async () => new Promise(() => undefined) }])
  void dead.deliver()
  await dead.clock.pass(1_000)
  const next = openDeliveries({ ...dead.deps, platforms: new Map([[stand.name, stand]]) })
  return { ...dead, next }
}

test('what a dead process was sending to Telegram goes out once more after a minute, marked', async () => {
  const { stand, sent } = platform('telegram', arrives)
  const { next, clock, rows } = await afterDeath(stand, {})
  expect(await next.start()).toBe(1)
  await next.deliver()
  await clock.pass(30_000)
  expect(sent).toEqual([])
  await clock.pass(30_000)
  expect(sent).toMatchObject([{ text: expect.stringContaining(AGAIN) as unknown }])
  expect(await rows()).toMatchObject([{ state: 'sent' }])
})

test('what a dead process surely had not sent goes out at once, as it was, where the platform notes that', async () => {
  const stayed = { surelyStayed: () => true, settle: () => undefined }
  for (const [notesTries, texts] of [
    [true, [expect.not.stringContaining(AGAIN)]],
    [false, []],
  ] as const) {
    const { stand, sent } = platform('telegram', arrives, { traits: { notesTries } })
    const { deps, clock } = await afterDeath(stand, {})
    const next = openDeliveries({ ...deps, platforms: new Map([[stand.name, stand]]), sendJournal: stayed })
    expect(await next.start()).toBe(1)
    await next.deliver()
    await clock.pass(1_000)
    expect(sent.map(({ text }) => text)).toEqual(texts)
  }
})

test('what a dead process was sending to Discord goes out at once with the same nonce', async () => {
  const { stand, sent } = platform('discord', arrives, { traits: { remembersNoncesForMs: 2 * MINUTE } })
  const { next, clock, rows } = await afterDeath(stand, discord)
  expect(await next.start()).toBe(1)
  await next.deliver()
  await clock.pass(3_000)
  expect(sent.map(({ text }) => text.includes(AGAIN))).toEqual([false])
  expect(await rows()).toMatchObject([{ state: 'sent', attempts: 2 }])
})

test('what a dead process was sending is decided when its platform is there, which may be later', async () => {
  const { stand, sent } = platform('discord', arrives, { find: async () => ({ messageId: 'm7' }) })
  const { deps, clock, rows } = await afterDeath(stand, discord)
  const platforms = new Map<Platform['name'], Platform>()
  const next = openDeliveries({ ...deps, platforms })
  expect(await next.start()).toBe(1)
  expect(await rows()).toMatchObject([{ state: 'queued', doubt: { isMarked: false } }])
  platforms.set(stand.name, stand)
  await clock.pass(2_000)
  await next.deliver()
  expect(sent).toEqual([])
  expect(await rows()).toMatchObject([{ state: 'sent', messageId: 'm7' }])
})

test('a process that dies in the marked second try leaves it uncertain', async () => {
  const { stand, sent } = platform('telegram', (_, call) => (call === 1 ? lost : new Promise(() => undefined)))
  const { round, clock, deps, rows } = await desk([subscription('s1')], [stand])
  await round()
  await clock.pass(2 * MINUTE)
  expect(sent).toHaveLength(2)
  const next = openDeliveries(deps)
  expect(await next.start()).toBe(1)
  expect(await rows()).toMatchObject([{ state: 'uncertain' }])
})

test('a chat that is gone ends its subscription and all that waits for it, and the others still post', async () => {
  const gone: SendResult = { kind: 'gone', reason: 'kicked' }
  const { stand, sent } = platform('telegram', (chatId) => (chatId === 'chat-s1' ? gone : arrives()), { parts: 2 })
  const { round, due, rows } = await desk([subscription('s1'), subscription('s2')], [stand])
  expect(await round()).toMatchObject({ gone: 1, posted: 2 })
  expect(await due('s1')).toMatchObject({ status: 'gone', reason: 'kicked' })
  expect((await rows()).map(({ state }) => state)).toEqual(['gone', 'gone', 'sent', 'sent'])
  expect(sent.map(({ chatId }) => chatId).toSorted()).toEqual(['chat-s1', 'chat-s2', 'chat-s2'])
})

test('a rate limit of a chat is obeyed for that chat only', async () => {
  const limited: SendResult = { kind: 'retry', afterMs: 20_000, reason: '429', limited: 'chat' }
  const { stand, sent } = platform('telegram', (chatId, call) => (call === 1 && chatId === 'chat-s1' ? limited : arrives())) // prettier-ignore
  const { round, clock } = await desk([subscription('s1'), subscription('s2')], [stand])
  const pacer = createPacer({ platform: { most: 30, perMs: 1_000 }, chat: () => [{ most: 1, perMs: 1_000 }] }, clock)
  Object.assign(stand, { pacer })
  await round(100)
  expect(sent.map(({ chatId }) => chatId)).toEqual(['chat-s1', 'chat-s2'])
  await clock.pass(19_000)
  expect(sent).toHaveLength(2)
  await clock.pass(2_000)
  expect(sent.map(({ chatId }) => chatId)).toEqual(['chat-s1', 'chat-s2', 'chat-s1'])
})

test('a platform that fails for one chat after the other is left in peace for a while', async () => {
  const { stand, sent } = platform('telegram', () => retry(1_000, 'ECONNREFUSED'))
  const subscriptions = Array.from({ length: 200 }, (_, index) => subscription(`s${index}`))
  const { round, clock } = await desk(subscriptions, [stand])
  const pacer = createPacer({ platform: { most: 30, perMs: 1_000 }, chat: () => [{ most: 1, perMs: 1_000 }] }, clock)
  Object.assign(stand, { pacer })
  void round(100)
  await clock.pass(10 * MINUTE)
  expect(sent.length).toBeLessThan(30)
})

test('a chat that hangs delays nobody', async () => {
  const { stand, sent } = platform('telegram', (chatId) => (chatId === 'chat-s1' ? new Promise(() => undefined) : arrives())) // prettier-ignore
  const { tick, clock, rows } = await desk(['s1', 's2', 's3'].map((id) => subscription(id)), [stand]) // prettier-ignore
  await tick()
  await clock.pass(1_000)
  expect(sent).toHaveLength(3)
  expect((await rows()).map(({ state }) => state)).toEqual(['sending', 'sent', 'sent'])
})

test('a platform that throws although it must not leaves a delivery in doubt', async () => {
  const { stand } = platform('telegram', () => new Error('bug'))
  const { round, rows } = await desk([subscription('s1')], [stand])
  await round()
  expect(await rows()).toMatchObject([{ state: 'queued', doubt: { reason: 'bug', isMarked: true } }])
})

test('a store that does not answer loses nothing and sends nothing twice', async () => {
  const { stand, sent } = platform('telegram', arrives)
  const { deps, clock, rows } = await desk([subscription('s1')], [stand])
  let failures = 3
  const failing =
    <Args extends unknown[], Result>(work: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      const result = await work(...args)
      if ((failures -= 1) >= 0) throw new Error('the disk is full')
      return result
    }
  const { deliveries } = deps
  const next = openDeliveries({
    ...deps,
    deliveries: {
      ...deliveries,
      begin: failing(deliveries.begin.bind(deliveries)),
      finish: failing(deliveries.finish.bind(deliveries)),
    },
  })
  await next.tick()
  await clock.pass(MINUTE)
  expect(sent).toEqual([])
  const report = await next.deliver()
  expect(report.failed).toContain(`delivery s1:${dueAt}:1: the disk is full`)
  await clock.pass(MINUTE)
  expect(sent).toHaveLength(1)
  expect(await rows()).toMatchObject([{ state: 'sent' }])
})

test('a subscription that is paused or removed while its digest waits gets nothing more', async () => {
  const { stand, sent } = platform('telegram', (_, call) => (call === 1 ? retry(30_000) : arrives()), { parts: 2 })
  const { round, clock, chats } = await desk([subscription('s1')], [stand])
  await round()
  await chats.pauseSubscription(subscription('s1').chat, 's1', 'on holiday')
  await clock.pass(HOUR)
  expect(sent).toHaveLength(1)
})

test('nothing is begun after the stop, and what is under way is waited for', async () => {
  let answer: (result: SendResult) => void = () => undefined
  const { stand, sent } = platform('telegram', () => new Promise((resolve) => (answer = resolve)), { parts: 2 })
  const { tick, stop, clock, rows } = await desk([subscription('s1')], [stand])
  await tick()
  await clock.pass(10)
  let isStopped = false
  const stopped = stop(5_000).then(() => (isStopped = true))
  await clock.pass(1_000)
  expect(isStopped).toBe(false)
  answer({ kind: 'sent', messageId: 'm1' })
  await clock.pass(10)
  await stopped
  expect(sent).toHaveLength(1)
  expect((await rows()).map(({ state }) => state)).toEqual(['sent', 'queued'])
})
