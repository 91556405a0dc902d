import type { Alerts, ChatSettings, Length, Posting, Subscription } from '../../bots/contract/chats.js'
import type { Schedule } from '../../bots/contract/schedule.js'
import type { ZoneClock } from '../../bots/schedule/zone-clock.js'
import type { NewsFilter } from '../../summaries/digest/news-filter.js'
import { chatColumns, chatOf, present } from '../base/rows.js'
import type { SubscriptionRow } from '../base/schema.js'

/** Checks what a column has; no `data`: it is not of this shape. */
interface Shape<T> {
  safeParse(value: unknown): { readonly data?: T | undefined }
}

/** What is laid down for subscriptions where they are made, and the store keeps to. */
export interface SubscriptionRules {
  readonly shapes: {
    readonly length: Shape<Length>
    readonly filter: Shape<NewsFilter>
    readonly schedule: Shape<Schedule>
    readonly alerts: Shape<Alerts>
    readonly posting: Shape<Posting>
    readonly settings: Shape<Omit<ChatSettings, 'language'>>
  }
  /** The clock of an IANA zone that a schedule's shape let through. */
  readonly zoneClock: (timezone: string) => ZoneClock
  /** When a schedule is due next after an instant, epoch ms. */
  readonly nextDueAt: (schedule: Schedule, after: number) => number
}

/** Subscriptions and settings as rows, and back. */
export interface SubscriptionRows {
  /** The settings beside the language; of a row that cannot be read, none. */
  readonly settingsOf: (json: string | null) => Omit<ChatSettings, 'language'>
  readonly rowOf: (subscription: Subscription) => SubscriptionRow
  /**
   * A subscription from its row: null columns become absent properties. One whose columns cannot be read is `paused` with
   * the reason, so that it is listed, can be edited, and stops no other.
   */
  readonly subscriptionOf: (row: SubscriptionRow) => Subscription
  /** What the clocks of a schedule's zone show when it is due; null where it is due by no clock, or cannot be read. */
  readonly dueWall: (schedule: string, dueAt: number) => number | null
  /** When a subscription is due under the rules of its zone as they are now; undefined: as it is written. */
  readonly mendedDueAt: (row: SubscriptionRow) => number | undefined
}

export function subscriptionRows({ shapes, zoneClock }: Omit<SubscriptionRules, 'nextDueAt'>): SubscriptionRows {
  const dueWall: SubscriptionRows['dueWall'] = (schedule, dueAt) => {
    const read = readColumn(schedule, shapes.schedule)
    return read?.kind === 'times' ? zoneClock(read.timezone).wallAt(dueAt) : null
  }
  return {
    dueWall,
    settingsOf: (json) => readColumn(json, shapes.settings) ?? {},
    rowOf: (subscription) => {
      const schedule = JSON.stringify(subscription.schedule)
      return rowOf(subscription, { schedule, next_due_wall: dueWall(schedule, subscription.nextDueAt) })
    },
    subscriptionOf: (row) => subscriptionOf(row, shapes),
    mendedDueAt(row) {
      const read = readColumn(row.schedule, shapes.schedule)
      if (read?.kind !== 'times' || row.next_due_wall === null) return undefined
      const dueAt = zoneClock(read.timezone).firstShowing(row.next_due_wall)
      return dueAt === row.next_due_at ? undefined : dueAt
    },
  }
}

function rowOf(subscription: Subscription, due: Pick<SubscriptionRow, 'schedule' | 'next_due_wall'>): SubscriptionRow {
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
    alerts: subscription.alerts === undefined ? null : JSON.stringify(subscription.alerts),
    posting: subscription.delivery === undefined ? null : JSON.stringify(subscription.delivery),
    created_by: subscription.createdBy ?? null,
    covered_until: null,
    ...due,
  }
}

type Shapes = SubscriptionRules['shapes']

function subscriptionOf(row: SubscriptionRow, shapes: Shapes): Subscription {
  const fault = faultOf(row, shapes)
  const state = fault === undefined ? { status: row.status, reason: row.reason } : { status: 'paused' as const, reason: fault } // prettier-ignore
  return {
    id: row.id,
    chat: chatOf(row),
    status: state.status,
    ...present('reason', state.reason),
    language: row.language,
    length: readColumn(JSON.stringify(row.length), shapes.length) ?? 'normal',
    filter: readColumn(row.filter, shapes.filter) ?? {},
    schedule: readColumn(row.schedule, shapes.schedule) ?? UNREAD_SCHEDULE,
    ...present('alerts', readColumn(row.alerts, shapes.alerts)),
    ...present('delivery', readColumn(row.posting, shapes.posting)),
    ...present('createdBy', row.created_by),
    createdAt: row.created_at,
    nextDueAt: row.next_due_at,
  }
}

const UNREAD_SCHEDULE: Schedule = { kind: 'times', minutes: [540], timezone: 'UTC' }

function faultOf(row: SubscriptionRow, shapes: Shapes): string | undefined {
  const names = ['filter', 'schedule', 'alerts', 'posting'] as const
  const name = names.find((key) => row[key] !== null && readColumn<unknown>(row[key], shapes[key]) === null)
  return name === undefined ? undefined : `its ${name} cannot be read`
}

function readColumn<T>(json: string | null, shape: Shape<T>): T | null {
  if (json === null) return null
  try {
    const { data } = shape.safeParse(JSON.parse(json))
    return data ?? null
  } catch {
    return null
  }
}
