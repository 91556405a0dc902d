import { setTimeout as delay } from 'node:timers/promises'
import { TelegramCallError } from '../send/call.js'
import type { Call } from '../send/call.js'
import { reasonOf } from '../../../text/reason-of.js'

export interface IncomingUpdate {
  readonly update_id: number
}

export interface PollDeps {
  readonly call: Call
  /** Takes an update; the next ones wait until it resolves. */
  readonly onUpdate: (update: IncomingUpdate) => Promise<void>
  readonly now: () => number
  readonly log: (line: string) => void
  readonly signal: AbortSignal
  readonly line?: PollLine
  /** Told once: the token is not accepted any more, try after try. */
  readonly onRefused?: () => void
  /** Resolves after `ms`, or when the signal is aborted. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>
}

/** How the poll is doing, for who watches it. */
export interface PollLine {
  /** When Telegram answered last, epoch ms. */
  heardAt: number
  /** Ends a call that may be hanging: the next one follows at once, on a line of its own. */
  cut: () => void
}

/** What is asked for: channel posts are none of the bot's business. */
const ALLOWED_UPDATES = ['message', 'edited_message', 'inline_query', 'callback_query', 'my_chat_member'] as const
// An answer that is late by some seconds does not come any more; two such calls in a row stay below a minute.
const LONG_POLL_S = 20
const POLL_TIMEOUT_MS = 26_000
const DROP_TIMEOUT_MS = 10_000
const FIRST_WAIT_MS = 100
const LONGEST_WAIT_MS = 15_000
// Another poller with the same token: each ends the other's calls, so that neither gives up and neither hurries.
const CONFLICT_WAIT_MS = 5_000
// A token that was revoked: somebody must act first.
const REFUSED_WAIT_MS = 60_000
/** One refusal may come from a proxy on the way. */
const REFUSED_FOR_GOOD = 3

/**
 * Asks for updates until `signal` is aborted, and lives through everything: another poller (409), a webhook that is set,
 * rate limits, broken gateways and lines. Never throws.
 */
export async function pollUpdates({
  call,
  onUpdate,
  now,
  log,
  signal,
  line,
  onRefused,
  wait = waitFor,
}: PollDeps): Promise<void> {
  let offset: number | undefined
  let failures = 0
  let refusals = 0
  while (!signal.aborted) {
    const askedAt = now()
    try {
      const params = { timeout: LONG_POLL_S, allowed_updates: ALLOWED_UPDATES, ...(offset !== undefined && { offset }) }
      const updates = readUpdates(
        await cuttable(line, signal, async (ending) =>
          call('getUpdates', params, { timeoutMs: POLL_TIMEOUT_MS, signal: ending }),
        ),
      )
      failures = 0
      refusals = 0
      if (line) line.heardAt = now()
      for (const update of updates) {
        offset = Math.max(offset ?? 0, update.update_id + 1)
        await onUpdate(update)
      }
      // A server that does not hold the line is not asked without a pause.
      if (updates.length === 0 && now() - askedAt < 1_000) await wait(1_000, signal)
    } catch (error) {
      if (isStopped(signal)) return
      failures += 1
      refusals = isRefused(error) ? refusals + 1 : 0
      if (refusals === REFUSED_FOR_GOOD) onRefused?.()
      const waitMs = waitAfter(error, failures)
      log(`telegram: no updates, asking again in ${Math.ceil(waitMs / 1_000)} s: ${reasonOf(error)}`)
      if (isWebhookSet(error)) await dropWebhook(call, signal)
      await wait(waitMs, signal)
    }
  }
}

async function cuttable<T>(
  line: PollLine | undefined,
  signal: AbortSignal,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const cutting = new AbortController()
  const cut = (): void => cutting.abort()
  if (line) line.cut = cut
  signal.addEventListener('abort', cut, { once: true })
  try {
    return await run(cutting.signal)
  } finally {
    signal.removeEventListener('abort', cut)
  }
}

/** Updates come by one way only: a webhook of an earlier life is removed. Never throws. */
async function dropWebhook(call: Call, signal: AbortSignal): Promise<void> {
  await call('deleteWebhook', {}, { timeoutMs: DROP_TIMEOUT_MS, signal }).catch(() => undefined)
}

function isWebhookSet(error: unknown): boolean {
  return error instanceof TelegramCallError && error.details.code === 409 && /webhook/i.test(error.message)
}

/** The token is not accepted: revoked, or of a bot that is no more. */
function isRefused(error: unknown): boolean {
  return error instanceof TelegramCallError && (error.details.code === 401 || error.details.code === 404)
}

function waitAfter(error: unknown, failures: number): number {
  const backOff = Math.min(FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 10), LONGEST_WAIT_MS)
  if (!(error instanceof TelegramCallError)) return backOff
  const { code, retryAfterMs } = error.details
  if (isRefused(error)) return REFUSED_WAIT_MS
  if (code === 409) return Math.max(backOff, CONFLICT_WAIT_MS)
  return retryAfterMs ?? backOff
}

function readUpdates(answer: unknown): readonly IncomingUpdate[] {
  if (!Array.isArray(answer)) throw new Error('Telegram answered getUpdates without a list')
  return (answer as readonly unknown[]).filter(isUpdate)
}

function isUpdate(value: unknown): value is IncomingUpdate {
  return typeof value === 'object' && value !== null && 'update_id' in value && Number.isSafeInteger(value.update_id)
}

// The loop's own check has told the compiler that the signal is not aborted; calls take their time.
function isStopped(signal: AbortSignal): boolean {
  return signal.aborted
}

async function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined)
}
