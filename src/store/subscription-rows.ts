import { z } from 'zod'
import type { ChatSettings, Subscription } from '../bots/chats.js'
import { nextDueAt, type Schedule } from '../bots/schedule.js'
import { chatColumns, chatOf, present } from './rows.js'
import { MAX_KEYWORDS } from '../text/keywords.js'
import type { SubscriptionRow } from './schema.js'

const minute = z.number().int().min(0).max(1_439)
const ids = z.array(z.string().max(200)).max(500)
const quiet = z.object({ fromMinute: minute, toMinute: minute })
const timezone = z.string().max(100).refine(isZone, 'is no time zone')
const length = z.enum(['short', 'normal', 'full'])

const filter = z.object({
  sectionIds: ids.exactOptional(),
  entityIds: ids.exactOptional(),
  measures: ids.exactOptional(),
  mutedOutletIds: ids.exactOptional(),
  keywords: z.string().max(MAX_KEYWORDS).exactOptional(),
  minVoices: z.number().int().min(0).exactOptional(),
})

const schedule = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('times'),
    minutes: z.array(minute).min(1).max(1_440),
    weekdays: z.array(z.number().int().min(1).max(7)).min(1).exactOptional(),
    timezone,
  }),
  z.object({
    kind: z.literal('as-it-happens'),
    timezone,
    atMostPerDay: z.number().int().min(1),
    quiet: quiet.exactOptional(),
  }),
])

const alerts = z.object({
  figures: z.array(z.object({ measure: z.string().exactOptional(), entityIds: ids.exactOptional() })).exactOptional(),
  stories: z.boolean().exactOptional(),
  atMostPerDay: z.number().int().min(1),
})

const posting = z.object({
  mentionRoleId: z.string().regex(/^\d{1,25}$/).exactOptional(),
  crosspost: z.boolean().exactOptional(),
  isForum: z.boolean().exactOptional(),
  topics: z.record(z.string(), z.string()).exactOptional(),
}) // prettier-ignore

const settings = z.object({
  timezone: timezone.exactOptional(),
  quiet: quiet.exactOptional(),
  length: length.exactOptional(),
  sectionOrder: ids.exactOptional(),
  hiddenSections: ids.exactOptional(),
})

/** The settings beside the language; of a row that cannot be read, none. */
export function settingsOf(json: string | null): Omit<ChatSettings, 'language'> {
  return read(json, settings) ?? {}
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
    length: read(JSON.stringify(row.length), length) ?? 'normal',
    filter: read(row.filter, filter) ?? {},
    schedule: read(row.schedule, schedule) ?? UNREAD_SCHEDULE,
    ...present('alerts', read(row.alerts, alerts)),
    ...present('delivery', read(row.posting, posting)),
    ...present('createdBy', row.created_by),
    createdAt: row.created_at,
    nextDueAt: row.next_due_at,
  }
}

const UNREAD_SCHEDULE: Schedule = { kind: 'times', minutes: [540], timezone: 'UTC' }

function faultOf(row: SubscriptionRow): string | undefined {
  const columns = { filter, schedule, alerts, posting }
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

function isZone(name: string): boolean {
  try {
    nextDueAt({ kind: 'times', minutes: [0], timezone: name }, 0)
    return true
  } catch {
    return false
  }
}
