import type { z } from 'zod'
import type { ChatSettings, Subscription } from '../../bots/contract/chats.js'
import { ALERTS, FILTER, LENGTH, POSTING, SCHEDULE, SETTINGS } from '../../bots/menus/order-shape.js'
import { zoneClock } from '../../bots/schedule/zone-clock.js'
import { chatColumns, chatOf, present } from '../base/rows.js'
import type { SubscriptionRow } from '../base/schema.js'
import type { Schedule } from '../../bots/contract/schedule.js'

/** The settings beside the language; of a row that cannot be read, none. */
export function settingsOf(json: string | null): Omit<ChatSettings, 'language'> {
  return readColumn(json, SETTINGS) ?? {}
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
    covered_until: null,
    next_due_wall: dueWall(JSON.stringify(subscription.schedule), subscription.nextDueAt),
  }
}

/** What the clocks of a schedule's zone show when it is due; null where it is due by no clock, or cannot be read. */
export function dueWall(json: string, dueAt: number): number | null {
  const read = readColumn(json, SCHEDULE)
  return read?.kind === 'times' ? zoneClock(read.timezone).wallAt(dueAt) : null
}

/** When a subscription is due under the rules of its zone as they are now; undefined: as it is written. */
export function mendedDueAt(row: SubscriptionRow): number | undefined {
  const read = readColumn(row.schedule, SCHEDULE)
  if (read?.kind !== 'times' || row.next_due_wall === null) return undefined
  const dueAt = zoneClock(read.timezone).firstShowing(row.next_due_wall)
  return dueAt === row.next_due_at ? undefined : dueAt
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
    length: readColumn(JSON.stringify(row.length), LENGTH) ?? 'normal',
    filter: readColumn(row.filter, FILTER) ?? {},
    schedule: readColumn(row.schedule, SCHEDULE) ?? UNREAD_SCHEDULE,
    ...present('alerts', readColumn(row.alerts, ALERTS)),
    ...present('delivery', readColumn(row.posting, POSTING)),
    ...present('createdBy', row.created_by),
    createdAt: row.created_at,
    nextDueAt: row.next_due_at,
  }
}

const UNREAD_SCHEDULE: Schedule = { kind: 'times', minutes: [540], timezone: 'UTC' }

function faultOf(row: SubscriptionRow): string | undefined {
  const columns = { filter: FILTER, schedule: SCHEDULE, alerts: ALERTS, posting: POSTING }
  const name = (Object.keys(columns) as (keyof typeof columns)[]).find(
    (key) => row[key] !== null && readColumn<unknown>(row[key], columns[key]) === null,
  )
  return name === undefined ? undefined : `its ${name} cannot be read`
}

function readColumn<T>(json: string | null, shape: z.ZodType<T>): T | null {
  if (json === null) return null
  try {
    const { data } = shape.safeParse(JSON.parse(json))
    return data ?? null
  } catch {
    return null
  }
}
