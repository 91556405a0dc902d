import { setMaxListeners } from 'node:events'
import type { Language } from '../../text/types.js'
import type { Delivery, DeliveryStore, Outcome } from '../contract/chats.js'
import { noTelemetry, type Telemetry } from '../../telemetry/telemetry.js'
import type { Clock } from '../timing/clock.js'
import { judgeLeft, judgeSend, judgeStayed } from './judge-send.js'
import type { SendJournal } from '../contract/send-journal.js'
import { createTurns } from '../timing/in-turn.js'
import { digestKey, openWrites } from './outbox-writes.js'
import type { Place } from '../timing/pacer.js'
import type { Platform, SendResult } from '../contract/platform.js'
import type { PlatformName } from '../contract/request.js'
import { sendRow } from './send-row.js'
import { reasonOf } from '../../text/reason-of.js'

export interface OutboxDeps {
  readonly deliveries: Pick<DeliveryStore, 'open' | 'begin' | 'finish' | 'unfinished' | 'endChat'>
  /** May change: what is not there now is sent when it is. */
  readonly platforms: ReadonlyMap<PlatformName, Platform>
  readonly clock: Clock
  /** What a process that died surely did not send; absent: nothing is known of it. */
  readonly sendJournal?: Pick<SendJournal, 'surelyStayed' | 'settle'> | undefined
  /** The first line of a try after one that may have arrived. */
  readonly secondTryLine: (language: Language) => string
  /** Absent: nothing is told. */
  readonly telemetry?: Telemetry
}

/** What became of parts since the last report, and a line for each thing that failed. */
export interface OutboxReport {
  readonly posted: number
  /** Tries after which there will be another. */
  readonly waiting: number
  readonly gone: number
  /** May have arrived: kept as such, and not sent again. */
  readonly uncertain: number
  readonly failed: readonly string[]
}

/** Sends what is queued, each part once, by itself and as fast as the platforms allow. */
export interface Outbox {
  /** Decides what a process that died was sending; gives how many rows that was. Call it once, before `wake`. */
  recover(): Promise<number>
  /** Takes up what the store has open; of these subscriptions only, where they are named. */
  wake(of?: readonly string[]): Promise<void>
  /** Resolves when all that may be sent by now was tried. */
  readonly settled: () => Promise<void>
  report(): OutboxReport
  /** Begins nothing new; resolves when what is under way has ended, at most `limitMs` later. */
  readonly stop: (limitMs: number) => Promise<void>
}

// What is taken up at once holds up the answers to what has left.
const PAGE = 250
const MOST_FAULTS = 20

/** The outbox over a store. A part is a chain of tries of its own: a chat that hangs holds up no other. */
export function openOutbox(deps: OutboxDeps): Outbox {
  const { deliveries, platforms, clock, telemetry = noTelemetry } = deps
  const stopping = new AbortController()
  // Thousands of parts wait at once.
  setMaxListeners(0, stopping.signal)
  const busy = createBusy()
  let counts = nothing()
  let failed: string[] = []
  const fail = ({ id }: Pick<Delivery, 'id'>, error: unknown): void => {
    if (failed.length < MOST_FAULTS) failed.push(`delivery ${id}: ${reasonOf(error)}`)
  }
  const writes = openWrites({ deliveries, clock, stopping: stopping.signal, fail })
  const orders = createOrders()
  const tryRow = createTries({ ...deps, orders, writes, stopping: stopping.signal })
  const inTurn = createTurns()
  const known = new Set<string>()

  const start = (row: Delivery): void => {
    if (known.has(row.id) || stopping.signal.aborted || !platforms.has(row.chat.platform)) return
    known.add(row.id)
    void carry(row)
      .catch((error: unknown) => fail(row, error))
      .finally(() => known.delete(row.id))
  }

  /** One part from queued to its end, over all its tries. To one chat one call at a time: of a chat that is gone the first one tells. */
  const carry = async (given: Delivery): Promise<void> => {
    let row: Delivery | undefined = given
    let failures = 0
    orders.of(given)
    while (row !== undefined) {
      const waitMs = row.notBeforeAt - clock.now()
      if (waitMs > 0) await clock.wait(waitMs, stopping.signal)
      if (stopping.signal.aborted) return
      const trying: Delivery = row
      const tryOnce = async (): Promise<Delivery | undefined> => {
        if (stopping.signal.aborted) return undefined
        const tried = await tryRow(trying, failures)
        failures = tried?.failures ?? 0
        return tried && settle(tried)
      }
      row = await busy.run(async () => inTurn(`${trying.chat.platform} ${trying.chat.chatId}`, tryOnce))
    }
  }

  /** Writes what a try came to and starts what waited for it; gives the row where it is to be tried again. */
  const settle = async ({ row, outcome, goneFor }: TriedRow): Promise<Delivery | undefined> => {
    const next = await writes.finish(row, outcome)
    if (goneFor) await writes.endChat(row, goneFor)
    counts[COUNTED[outcome.state]] += 1
    noteTry(row, outcome, telemetry)
    next?.forEach(start)
    if (next === undefined || outcome.state !== 'queued') return undefined
    const { doubt: _, ...rest } = row
    return { ...rest, ...(outcome.doubt && { doubt: outcome.doubt }), notBeforeAt: outcome.notBeforeAt ?? 0 }
  }

  return {
    recover: async () => recoverLeft(deps),
    async wake(of) {
      let after: Delivery | undefined
      do {
        const page = await deliveries.open({ limit: PAGE, ...(after && { after }), ...(of && { of }) })
        page.forEach(start)
        after = page.length === PAGE ? page.at(-1) : undefined
      } while (after && !stopping.signal.aborted)
    },
    settled: busy.quiet,
    report() {
      const report = { ...counts, failed }
      counts = nothing()
      failed = []
      return report
    },
    stop: async (limitMs) => {
      stopping.abort()
      const limit = new AbortController()
      await Promise.race([busy.quiet(), clock.wait(limitMs, limit.signal)])
      limit.abort()
    },
  }
}

async function recoverLeft({ deliveries, platforms, clock, sendJournal }: OutboxDeps): Promise<number> {
  const left = await deliveries.unfinished()
  const now = clock.now()
  const outcomes = left.map((row) => {
    const platform = platforms.get(row.chat.platform)
    const hasStayed = platform?.traits.notesTries === true && sendJournal?.surelyStayed(row.nonce) === true
    return hasStayed ? judgeStayed(row, now) : judgeLeft(row, platform?.traits ?? NOT_YET, now)
  })
  if (outcomes.length > 0) await deliveries.finish(outcomes, clock.now())
  sendJournal?.settle()
  return left.length
}

interface TriedRow {
  readonly row: Delivery
  readonly outcome: Outcome
  /** Tries in a row that surely did not arrive. */
  readonly failures: number
  /** Why the chat is no more. */
  readonly goneFor: Extract<SendResult, { kind: 'gone' }> | undefined
}

interface TryDeps extends OutboxDeps {
  readonly orders: ReturnType<typeof createOrders>
  readonly writes: ReturnType<typeof openWrites>
  readonly stopping: AbortSignal
}

/** One try: a place in the platform's pace, the row marked, the call, and what it means. Undefined: there was none. */
function createTries({ platforms, clock, orders, writes, stopping, secondTryLine, telemetry = noTelemetry }: TryDeps) {
  const holdPace = createPaceHolder()
  return async (given: Delivery, failures: number): Promise<TriedRow | undefined> => {
    const platform = platforms.get(given.chat.platform)
    if (platform === undefined) return undefined
    const asked = { chat: given.chat.chatId, urgency: 'bulk', order: orders.of(given) } as const
    const place = platform.pacer === undefined ? NO_PLACE : await platform.pacer.take(asked, stopping)
    if (place === undefined) return undefined
    try {
      const payload = await writes.begin(given)
      if (payload === undefined) return undefined
      const at = clock.now()
      const tried = { ...given, attempts: given.attempts + 1 }
      const { row, result } = await sendRow(tried, payload, { platform, now: clock.now, secondTryLine })
      holdPace(result, row, platform)
      if (result.kind === 'retry' && result.limited !== undefined)
        telemetry.metrics.count('rate_limited_total', { platform: platform.name, of: result.limited })
      const outcome = judgeSend(row, result, { ...platform.traits, at, failures, now: clock.now() })
      if (outcome.state !== 'queued' && row.part >= row.parts) orders.forget(row)
      return {
        row,
        outcome,
        failures: isFailure(result) ? failures + 1 : 0,
        goneFor: result.kind === 'gone' ? result : undefined,
      }
    } finally {
      place.done()
    }
  }
}

/** So many sure failures in a row are the platform's trouble, not a chat's. */
const TROUBLE_AFTER = 5
const LONGEST_HOLD_MS = 60_000

/** Slows down where a platform says so, or fails for one chat after the other. */
function createPaceHolder() {
  const failures = new Map<PlatformName, number>()
  return (result: SendResult, { chat }: Delivery, { name, pacer }: Platform): void => {
    const inARow = isFailure(result) ? (failures.get(name) ?? 0) + 1 : 0
    failures.set(name, inARow)
    if (result.kind !== 'retry') return
    if (result.limited) pacer?.hold(result.afterMs, result.limited === 'all' ? undefined : chat.chatId)
    else if (inARow >= TROUBLE_AFTER) pacer?.hold(Math.min(1_000 * 2 ** (inARow - TROUBLE_AFTER), LONGEST_HOLD_MS))
  }
}

function isFailure(result: SendResult): boolean {
  return result.kind === 'retry' && result.limited === undefined
}

const NO_PLACE: Place = { done: () => undefined }

function noteTry({ id, chat: { platform }, attempts }: Delivery, outcome: Outcome, { log, metrics }: Telemetry): void {
  const { state, reason } = outcome
  metrics.count('sends_total', { platform, result: state })
  if (state === 'uncertain') metrics.count('sends_in_doubt_total', { platform })
  log.debug({ delivery: id, platform, attempts, state, ...(reason !== undefined && { reason }) }, 'judged a try')
}

const COUNTED = { sent: 'posted', queued: 'waiting', gone: 'gone', uncertain: 'uncertain' } as const

const nothing = () => ({ posted: 0, waiting: 0, gone: 0, uncertain: 0 })

// A platform that comes later tells of a row what it can by then.
const NOT_YET = { remembersNoncesForMs: 0 }

/** Digests in the order in which they were first seen: the parts of one go out together. */
function createOrders() {
  const orders = new Map<string, number>()
  let last = 0
  return {
    of(row: Delivery): number {
      const order = orders.get(digestKey(row)) ?? (last += 1)
      orders.set(digestKey(row), order)
      return order
    },
    forget: (row: Delivery) => void orders.delete(digestKey(row)),
  }
}

/** Counts work under way. */
function createBusy() {
  let running = 0
  let waiting: (() => void)[] = []
  return {
    async run<T>(work: () => Promise<T>): Promise<T> {
      running += 1
      try {
        return await work()
      } finally {
        running -= 1
        // What an ended part sets off has begun by then.
        setImmediate(() => {
          if (running > 0) return
          for (const resolve of waiting) resolve()
          waiting = []
        })
      }
    },
    quiet: async (): Promise<void> => {
      if (running > 0) await new Promise<void>((resolve) => waiting.push(resolve))
    },
  }
}
