import type { Telegram } from 'telegraf'
import { systemClock, withSignal, type Clock } from '../../timing/clock.js'
import { NEVER_LEFT_CODES } from '../../adapter-kit/never-left.js'

/** A call of the Bot API that failed. Neither the message nor anything else in it holds the token. */
export class TelegramCallError extends Error {
  constructor(
    message: string,
    readonly details: {
      /** Telegram's error_code or the HTTP status; absent: no answer came. */
      readonly code?: number
      readonly retryAfterMs?: number
      /** The group goes on under this id. */
      readonly migratedTo?: string
      /** The request may have reached Telegram. */
      readonly mayHaveArrived: boolean
      /** The line was reset (TCP's RST) before any answer: what stood in it was not read. */
      readonly isReset?: boolean
    },
  ) {
    super(message)
    this.name = 'TelegramCallError'
  }
}

export interface CallOptions {
  readonly timeoutMs: number
  /** Ends the call early. */
  readonly signal?: AbortSignal
}

/** One call of a method of the Bot API; throws TelegramCallError. The answer is checked by who reads it. */
export type Call = (method: string, params: Readonly<Record<string, unknown>>, options: CallOptions) => Promise<unknown>

/** Calls by telegraf, which has no time limit of its own and shows the token in its errors. */
export function telegramCaller(telegram: Telegram, clock: Clock = systemClock): Call {
  // telegraf's types end at Bot API 7.1; its callApi takes any method.
  const callApi = telegram.callApi.bind(telegram) as unknown as (
    method: string,
    params: Readonly<Record<string, unknown>>,
    options: { readonly signal: AbortSignal },
  ) => Promise<unknown>
  return async (method, params, { timeoutMs, signal }) => {
    if (signal?.aborted) throw new TelegramCallError('the bot is stopping', { mayHaveArrived: false })
    try {
      return await withSignal(clock, { ms: timeoutMs, outer: signal }, async (ending) => callApi(method, params, { signal: ending })) // prettier-ignore
    } catch (error) {
      throw readCallError(error, telegram.token)
    }
  }
}

// Within our time limits only connecting can end in ETIMEDOUT.
const NEVER_LEFT: ReadonlySet<string> = new Set([...NEVER_LEFT_CODES, 'ETIMEDOUT'])
// The end of the request did not leave: this machine could not write it, or the line was never secured.
const NEVER_WHOLE = /reason: write (EPIPE|ECONNRESET)\b|before secure TLS connection was established/
// A server that closes a line in which bytes stand unread resets it; one that has read all of them ends it (RFC 2525, 2.17).
const RESET = /reason: read ECONNRESET\b/

function readCallError(error: unknown, token: string): TelegramCallError {
  if (error instanceof TelegramCallError) return error
  const answered = readAnswer(error)
  if (answered) {
    const { code, description, parameters } = answered
    const afterSeconds = parameters?.retry_after
    return new TelegramCallError(`Telegram answered ${code}: ${oneLine(description, token)}`, {
      code,
      // A gateway's time-out says nothing about the request behind it.
      mayHaveArrived: code === 504,
      ...(typeof afterSeconds === 'number' && { retryAfterMs: afterSeconds * 1_000 }),
      ...(parameters?.migrate_to_chat_id !== undefined && { migratedTo: String(parameters.migrate_to_chat_id) }),
    })
  }
  if (!(error instanceof Error)) return new TelegramCallError('unknown error', { mayHaveArrived: true })
  if (error.name === 'AbortError') return new TelegramCallError('no answer in time', { mayHaveArrived: true })
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const isCertificate = /CERT|SELF_SIGNED|ERR_TLS/.test(code ?? '')
  const isSure = NEVER_LEFT.has(code ?? '') || isCertificate || NEVER_WHOLE.test(error.message)
  return new TelegramCallError(code ?? oneLine(error.message, token), {
    mayHaveArrived: !isSure,
    ...(RESET.test(error.message) && { isReset: true }),
  })
}

interface Answered {
  readonly code: number
  readonly description: string
  readonly parameters?: { readonly retry_after?: unknown; readonly migrate_to_chat_id?: number | string } | undefined
}

// Told by its shape: telegraf wraps each answer that is not ok in an error with the answer in it.
function readAnswer(error: unknown): Answered | undefined {
  if (!(error instanceof Error) || !('response' in error)) return undefined
  const response = error.response as Partial<Answered> & { readonly error_code?: unknown }
  if (typeof response.error_code !== 'number') return undefined
  return { code: response.error_code, description: response.description ?? '', parameters: response.parameters }
}

function oneLine(text: string, token: string): string {
  return text.replaceAll(token, '[token]').replace(/\s+/g, ' ').slice(0, 200)
}
