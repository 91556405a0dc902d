import { createHash } from 'node:crypto'
import type { Delivery, Enqueued } from '../../bots/contract/chats.js'
import { chatColumns, chatOf, present } from '../base/rows.js'
import type { DeliveryRow, SubscriptionRow } from '../base/schema.js'

export function deliveryOf(row: DeliveryRow): Delivery {
  const { first_try_at: firstTryAt, doubt: reason, is_marked: marked, tries_in_doubt: tries, cuts: resets } = row
  return {
    id: row.id,
    subscriptionId: row.subscription_id,
    chat: chatOf(row),
    kind: row.kind,
    language: row.language,
    occurrenceAt: row.occurrence_at,
    part: row.part,
    parts: row.parts,
    nonce: row.nonce,
    state: row.state,
    attempts: row.attempts,
    ...present('messageId', row.message_id),
    ...present('reason', row.reason),
    ...(firstTryAt !== null && { doubt: { firstTryAt, reason: reason ?? '', isMarked: marked === 1, tries, resets } }),
    ...present('refusal', row.refusal),
    notBeforeAt: row.not_before_at,
    changedAt: row.changed_at,
  }
}

/** The rows of one look at a subscription: parts to send, and occurrences that were skipped. */
export function deliveryRows(
  { parts, skipped, edition }: Enqueued,
  subscription: SubscriptionRow,
  at: number,
): readonly DeliveryRow[] {
  const common = { ...NOTHING_YET, subscription_id: subscription.id, changed_at: at }
  const queued = parts.map((part) => ({
    ...common,
    id: part.id,
    ...chatColumns(part.chat),
    kind: part.kind,
    language: part.language,
    occurrence_at: part.occurrenceAt,
    part: part.part,
    parts: part.parts,
    payload_key: payloadKey(JSON.stringify(part.payload)),
    edition_id: edition?.id ?? null,
    nonce: part.nonce,
    state: 'queued' as const,
    not_before_at: part.notBeforeAt,
  }))
  const missed = skipped.map(({ id, occurrenceAt, reason }) => ({
    ...common,
    id,
    ...chatColumns(chatOf(subscription)),
    kind: 'digest' as const,
    language: subscription.language,
    occurrence_at: occurrenceAt,
    part: 1,
    parts: 1,
    payload_key: null,
    edition_id: null,
    nonce: '',
    state: 'skipped' as const,
    reason,
    not_before_at: occurrenceAt,
  }))
  return [...missed, ...queued]
}

const NOTHING_YET = {
  attempts: 0,
  message_id: null,
  reason: null,
  first_try_at: null,
  doubt: null,
  is_marked: 0,
  tries_in_doubt: 0,
  cuts: 0,
  told_at: null,
  refusal: null,
}

/** The same JSON has the same key. */
export function payloadKey(json: string): string {
  return createHash('sha256').update(json).digest('base64url').slice(0, 22)
}
