import type { z } from 'zod'
import type { ChatSettings, Subscription } from '../bots/chats.js'
import { ALERTS, FILTER, LENGTH, POSTING, SCHEDULE, SETTINGS } from '../bots/order-shape.js'
import type { Schedule } from '../bots/schedule.js'
import { chatColumns, chatOf, present } from './rows.js'
import type { SubscriptionRow } from './schema.js'

/** The settings beside the language; of a row that cannot be read, none. */
export function settingsOf(json: string | null): Omit<ChatSettings, 'language'> {
  return read(json, SETTINGS) ?? {}
}

export function subscriptionRow(subscription: Subscription): SubscriptionRow {
  return {
    id: subscription.id,
    ...chatColumns(subscription.chat),
    language: subscription.language,
    created_at: subscription.createdAt,
    status: subscription.status,
    next_due_at: subscription.nextDueAt,
    reason: subscription.reason ?? null,
    length: subscription.length,
    filter: JSON.stringify(subscription.filter),
    schedule: JSON.stringify(subscription.schedule),
    alerts: subscription.alerts === undefined ? null : JSON.stringify(subscription.alerts),
    posting: subscription.delivery === undefined ? null : JSON.stringify(subscription.delivery),
    created_by: subscription.createdBy ?? null,
  }
}

/**
 * A subscription from its row: null columns become absent properties. One whose columns cannot be read is `paused` with
 * the reason, so that it is listed, can be edited, and stops no other.
 */
export function subscriptionOf(row: SubscriptionRow): Subscription {
  const fault = faultOf(row)
  const state = fault === undefined ? { status: row.status, reason: row.reason } : { status: 'paused' as const, reason: fault } // prettier-ignore
  return {
    id: row.id,
    chat: chatOf(row),
    status: state.status,
    ...present('reason', state.reason),
    language: row.language,
    length: read(JSON.stringify(row.length), LENGTH) ?? 'normal',
    filter: read(row.filter, FILTER) ?? {},
    schedule: read(row.schedule, SCHEDULE) ?? UNREAD_SCHEDULE,
    ...present('alerts', read(row.alerts, ALERTS)),
    ...present('delivery', read(row.posting, POSTING)),
    ...present('createdBy', row.created_by),
    createdAt: row.created_at,
    nextDueAt: row.next_due_at,
  }
}

const UNREAD_SCHEDULE: Schedule = { kind: 'times', minutes: [540], timezone: 'UTC' }

function faultOf(row: SubscriptionRow): string | undefined {
  const columns = { filter: FILTER, schedule: SCHEDULE, alerts: ALERTS, posting: POSTING }
  const name = (Object.keys(columns) as (keyof typeof columns)[]).find(
    (key) => row[key] !== null && read<unknown>(row[key], columns[key]) === null,
  )
  return name === undefined ? undefined : `its ${name} cannot be read`
}

function read<T>(json: string | null, shape: z.ZodType<T>): T | null {
  if (json === null) return null
  try {
    const { data } = shape.safeParse(JSON.parse(json))
    return data ?? null
  } catch {
    return null
  }
}
