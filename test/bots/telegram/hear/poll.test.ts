import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { TelegramCallError } from '../../../../src/bots/telegram/send/call.js'
import type { Call } from '../../../../src/bots/telegram/send/call.js'
import { pollUpdates } from '../../../../src/bots/telegram/hear/poll.js'
import type { PollLine } from '../../../../src/bots/telegram/hear/poll.js'
import { waitByTimer } from '../../stand-ins/wait-by-timer.js'

const SECOND = 1_000

type Answer = readonly { readonly update_id: number }[] | Error | 'hang' | 'hold'

interface World {
  /** What comes next; the last one again and again. */
  readonly answers: Answer[]
  /** The calls, and when. */
  readonly calls: { readonly method: string; readonly offset: unknown; readonly at: number }[]
  readonly handled: number[]
  readonly lines: string[]
  readonly line: PollLine
  readonly stopping: AbortController
  /** When it was told that the token is refused. */
  readonly refusedAt: number[]
}

beforeEach(() => {
  vi.useFakeTimers({ now: 0, toFake: ['setTimeout', 'clearTimeout', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

function refused(code: number, description: string, retryAfterMs?: number): TelegramCallError {
  const details = { code, mayHaveArrived: false, ...(retryAfterMs !== undefined && { retryAfterMs }) }
  return new TelegramCallError(`Telegram answered ${code}: ${description}`, details)
}

function startPoll(...answers: Answer[]): World & { readonly ended: Promise<void> } {
  const line: PollLine = { heardAt: 0, cut: () => undefined }
  const world: World = {
    answers,
    calls: [],
    handled: [],
    lines: [],
    line,
    stopping: new AbortController(),
    refusedAt: [],
  }
  const call: Call = async (method, params, { timeoutMs, signal }) => {
    world.calls.push({ method, offset: params['offset'], at: Date.now() })
    if (method !== 'getUpdates') return true
    const next = world.answers.length > 1 ? world.answers.shift() : world.answers[0]
    if (next instanceof Error) throw next
    if (typeof next === 'object') return next
    return new Promise((resolve, reject) => {
      const late = (): void => reject(new TelegramCallError('no answer in time', { mayHaveArrived: true }))
      const timer = setTimeout(next === 'hold' ? () => resolve([]) : late, next === 'hold' ? 20_000 : timeoutMs)
      signal?.addEventListener('abort', () => {
        clearTimeout(timer)
        late()
      })
    })
  }
  const ended = pollUpdates({
    call,
    onUpdate: async (update) => void world.handled.push(update.update_id),
    now: Date.now,
    log: (entry) => world.lines.push(entry),
    signal: world.stopping.signal,
    line,
    onRefused: () => void world.refusedAt.push(Date.now()),
    wait: waitByTimer,
  })
  return { ...world, ended }
}

async function stop({ stopping, ended }: ReturnType<typeof startPoll>): Promise<void> {
  stopping.abort()
  await ended
}

test('an update is taken once, and its number confirmed with the next call', async () => {
  const world = startPoll([{ update_id: 7 }, { update_id: 8 }], 'hold')
  await vi.advanceTimersByTimeAsync(5 * SECOND)
  expect(world.handled).toEqual([7, 8])
  expect(world.calls.map(({ offset }) => offset)).toEqual([undefined, 9])
  await stop(world)
})

test('a call that hangs is ended, and with the next one nothing is missed within a minute', async () => {
  const world = startPoll('hang', 'hang', [{ update_id: 1 }], 'hold')
  await vi.advanceTimersByTimeAsync(60 * SECOND)
  expect(world.handled).toEqual([1])
  expect(world.calls.map(({ at }) => Math.round(at / SECOND))).toEqual([0, 26, 52, 52])
  await stop(world)
})

test('a storm of broken gateways is outlived at a growing distance, and heard of at once when it is over', async () => {
  const world = startPoll(...Array.from({ length: 40 }, () => refused(502, 'Bad Gateway')), [{ update_id: 3 }], 'hold')
  await vi.advanceTimersByTimeAsync(3 * SECOND)
  const early = world.calls.length
  expect(early).toBeGreaterThanOrEqual(4)
  await vi.advanceTimersByTimeAsync(600 * SECOND)
  expect(world.handled).toEqual([3])
  const gaps = world.calls.slice(1).map(({ at }, index) => at - (world.calls[index]?.at ?? 0))
  expect(Math.max(...gaps)).toBeLessThanOrEqual(20 * SECOND)
  await stop(world)
})

test('another poller ends neither: it is asked again every few seconds, and said in the log', async () => {
  const conflict = refused(409, 'Conflict: terminated by other getUpdates request')
  const world = startPoll(conflict, conflict, conflict, [{ update_id: 5 }], 'hold')
  await vi.advanceTimersByTimeAsync(30 * SECOND)
  expect(world.handled).toEqual([5])
  expect(world.calls.slice(0, 3).map(({ at }) => at)).toEqual([0, 5_000, 10_000])
  expect(world.lines[0]).toContain('409')
  await stop(world)
})

test('a webhook of an earlier life is removed', async () => {
  const set = refused(409, "Conflict: can't use getUpdates method while webhook is active")
  const world = startPoll(set, [{ update_id: 6 }], 'hold')
  await vi.advanceTimersByTimeAsync(10 * SECOND)
  expect(world.calls.map(({ method }) => method)).toContain('deleteWebhook')
  expect(world.handled).toEqual([6])
  await stop(world)
})

test('a rate limit is waited out as told', async () => {
  const world = startPoll(refused(429, 'Too Many Requests', 40_000), [{ update_id: 2 }], 'hold')
  await vi.advanceTimersByTimeAsync(39 * SECOND)
  expect(world.calls.length).toBe(1)
  await vi.advanceTimersByTimeAsync(2 * SECOND)
  expect(world.handled).toEqual([2])
  await stop(world)
})

test('who watches sees when Telegram answered last, and can cut a call short', async () => {
  const world = startPoll('hold', 'hang', [{ update_id: 4 }], 'hold')
  await vi.advanceTimersByTimeAsync(21 * SECOND)
  expect(world.line.heardAt).toBe(20_000)
  world.line.cut()
  await vi.advanceTimersByTimeAsync(SECOND)
  expect(world.handled).toEqual([4])
  await stop(world)
})

test('what is no list, and updates without a number, are no updates', async () => {
  const odd = [{ update_id: 'x' }, null, { update_id: 9 }] as unknown as { update_id: number }[]
  const world = startPoll({ odd: true } as unknown as [], odd, 'hold')
  await vi.advanceTimersByTimeAsync(5 * SECOND)
  expect(world.handled).toEqual([9])
  await stop(world)
})

test('a token that is refused three times in a row is told of once, one that is accepted again is not', async () => {
  const no = refused(401, 'Unauthorized')
  const revoked = startPoll(no)
  await vi.advanceTimersByTimeAsync(600 * SECOND)
  expect(revoked.refusedAt).toEqual([120 * SECOND])
  await stop(revoked)
  const shaky = startPoll(no, no, 'hold', no, no, 'hold')
  await vi.advanceTimersByTimeAsync(600 * SECOND)
  expect(shaky.refusedAt).toEqual([])
  await stop(shaky)
})
