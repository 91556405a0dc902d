import type { Delivery, DeliveryStore, Outcome } from '../contract/chats.js'
import type { Clock } from '../timing/clock.js'
import { joinCalls } from '../timing/join-calls.js'
import type { SendResult } from '../contract/platform.js'
import type { Payload } from '../contract/payload.js'

export interface WriteDeps {
  readonly deliveries: Pick<DeliveryStore, 'begin' | 'finish' | 'endChat'>
  readonly clock: Clock
  readonly stopping: AbortSignal
  /** Hears of what the store could not do. */
  readonly fail: (row: Delivery, error: unknown) => void
}

/** The outbox's writes, many rows in one transaction. None throws. */
export interface OutboxWrites {
  /** Marks a row as being sent and gives what to send; undefined: it has ended, or could not be marked and stays queued. */
  begin(row: Delivery): Promise<Payload | undefined>
  /** Writes an outcome, however long the store takes; gives the part that may follow. Undefined: the process stopped first. */
  finish(row: Delivery, outcome: Outcome): Promise<readonly Delivery[] | undefined>
  endChat(row: Delivery, why: Extract<SendResult, { kind: 'gone' }>): Promise<void>
}

const MOST_TOGETHER = 200
/** The store does not answer, or its disk is full: rows stay as they are meanwhile. */
const RETRY_MS = 2_000

export function openWrites({ deliveries, clock, stopping, fail }: WriteDeps): OutboxWrites {
  const begin = joinCalls<string, Payload | undefined>(async (ids) => {
    const begun = new Map((await deliveries.begin(ids, clock.now())).map(({ id, payload }) => [id, payload]))
    return (id) => begun.get(id)
  }, MOST_TOGETHER)
  const finish = joinCalls<{ readonly row: Delivery; readonly outcome: Outcome }, readonly Delivery[]>(
    async (ended) => {
      const outcomes = ended.map(({ outcome }) => outcome)
      const next = await deliveries.finish(outcomes, clock.now())
      return ({ row }) => next.filter((part) => digestKey(part) === digestKey(row))
    },
    MOST_TOGETHER,
  )

  const finishRow: OutboxWrites['finish'] = async (row, outcome) => {
    for (;;) {
      try {
        return await finish({ row, outcome })
      } catch (error) {
        fail(row, error)
        if (stopping.aborted) return undefined
        await clock.wait(RETRY_MS, stopping)
      }
    }
  }
  return {
    async begin(row) {
      try {
        return await begin(row.id)
      } catch (error) {
        fail(row, error)
        // It may have been marked all the same, though surely nothing was sent.
        const { id, doubt } = row
        await finishRow(row, { id, state: 'queued', ...(doubt && { doubt }), notBeforeAt: clock.now() + RETRY_MS })
        return undefined
      }
    },
    finish: finishRow,
    async endChat(row, { reason, cause }) {
      await deliveries.endChat(row.chat, reason, clock.now(), cause).catch((error: unknown) => fail(row, error))
    },
  }
}

/** The same for all parts of one digest. */
export function digestKey({ subscriptionId, occurrenceAt }: Delivery): string {
  return `${subscriptionId}:${occurrenceAt}`
}
