import type { Delivery, Doubt, Outcome } from '../contract/chats.js'
import type { SendResult } from '../contract/platform.js'
import type { Traits } from '../contract/platform-traits.js'

const SECOND = 1_000
const MINUTE = 60 * SECOND
/** A second try that nobody can keep from being a double waits so long for the first. */
const SECOND_TRY_AFTER_MS = MINUTE
/** A part that could not be sent for so long is given up: the next day's digest is out by then. */
const GIVE_UP_MS = 24 * 60 * MINUTE
const LONGEST_WAIT_MS = 15 * MINUTE
/** So many tries may have arrived, never more: at most one double. */
const MOST_ARRIVED = 2
/**
 * So many tries may be in doubt: one whose line was reset counts here only, as its request was not read. With two of a
 * hundred calls reset, three in a row left 1 of 20,000 messages unsent; a proxy that starts anew resets all for minutes.
 */
const MOST_IN_DOUBT = 5

/** What a platform does against doubles. */
type NonceTraits = { readonly [K in 'remembersNoncesForMs']?: Traits[K] | undefined }

/** A row under way: when its try left, and how many in a row surely did not arrive. */
export interface Try {
  readonly at: number
  readonly failures: number
}

/**
 * What becomes of a row after a try. Surely not delivered: again, later each time, until a day is over. May have arrived:
 * where the platform knows the nonce again at once; else once more after a minute, marked; then it is uncertain. A try under
 * which the line was reset is not one of the two, as its request was not read: again, later each time.
 */
export function judgeSend(
  row: Delivery,
  result: SendResult,
  { remembersNoncesForMs, at, failures, now }: NonceTraits & Try & { readonly now: number },
): Outcome {
  const { id, doubt } = row
  switch (result.kind) {
    case 'sent':
      return { id, state: 'sent', messageId: result.messageId, ...(doubt && { doubt }) }
    case 'gone':
      return { id, state: 'gone', reason: result.reason, ...(doubt && { doubt }) }
    case 'refused':
      return {
        id,
        state: 'gone',
        reason: result.reason,
        refusal: result.isMeant ? 'meant' : 'fault',
        ...(doubt && { doubt }),
      }
    case 'retry':
      return retried(row, result, { failures, now })
    case 'uncertain':
      return doubted(row, result, { remembersNoncesForMs, at, now })
  }
}

function retried(
  { id, doubt, occurrenceAt }: Delivery,
  { afterMs, reason, limited }: Extract<SendResult, { kind: 'retry' }>,
  { failures, now }: { readonly failures: number; readonly now: number },
): Outcome {
  const kept = { id, ...(doubt && { doubt }) }
  if (now - occurrenceAt > GIVE_UP_MS)
    return { ...kept, state: doubt ? 'uncertain' : 'gone', reason: `given up after a day: ${reason}` }
  // A limit says itself when it ends.
  const waitMs = limited ? afterMs : Math.min(afterMs * 2 ** Math.min(failures, 10), LONGEST_WAIT_MS)
  return { ...kept, state: 'queued', reason, notBeforeAt: now + Math.max(SECOND, waitMs) }
}

function doubted(
  { id, doubt: before, attempts }: Delivery,
  { reason, isReset }: Pick<Extract<SendResult, { kind: 'uncertain' }>, 'reason' | 'isReset'>,
  { remembersNoncesForMs, at, now }: NonceTraits & { readonly at: number; readonly now: number },
): Outcome {
  const first: Doubt = { firstTryAt: at, reason, isMarked: false, tries: 0, resets: 0, ...before }
  const doubt = { ...first, tries: first.tries + 1, resets: first.resets + (isReset ? 1 : 0) }
  if (doubt.isMarked && (doubt.tries - doubt.resets >= MOST_ARRIVED || doubt.tries >= MOST_IN_DOUBT))
    return { id, state: 'uncertain', reason, doubt }
  if (remembersNoncesForMs === undefined || doubt.isMarked) {
    const marked = { ...doubt, isMarked: true }
    return {
      id,
      state: 'queued',
      reason,
      doubt: marked,
      notBeforeAt: now + SECOND_TRY_AFTER_MS * 2 ** (doubt.tries - 1),
    }
  }
  const waitMs = Math.min(SECOND * 2 ** Math.min(attempts, 4), 15 * SECOND)
  return { id, state: 'queued', reason, doubt, notBeforeAt: now + waitMs }
}

/** What becomes of a row that a process which died was sending. */
export function judgeLeft(row: Delivery, traits: NonceTraits, now: number): Outcome {
  const reason = 'the process ended while this was being sent'
  const outcome = doubted(row, { reason }, { ...traits, at: row.changedAt, now: row.changedAt })
  return outcome.notBeforeAt === undefined ? outcome : { ...outcome, notBeforeAt: Math.min(outcome.notBeforeAt, now + SECOND_TRY_AFTER_MS) } // prettier-ignore
}

/** What becomes of a row that a process which died had marked, and surely not sent. */
export function judgeStayed({ id, doubt }: Delivery, now: number): Outcome {
  const reason = 'the process ended before this left'
  return { id, state: 'queued', reason, notBeforeAt: now, ...(doubt && { doubt }) }
}
