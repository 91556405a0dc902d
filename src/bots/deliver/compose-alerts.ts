import type { Alert, AlertRequest } from '../../summaries/digest/alerts.js'
import type { DueSubscription, Enqueued, ToldItem } from '../contract/chats.js'
import { hashOf, nonceOf, type Composed, type ComposeDeps } from './compose-digests.js'
import { isRepeat, toldFacts, type ToldFacts } from './fresh-items.js'
import { mayBeSaidAt, startOfDay } from '../schedule/occurrences.js'
import { presentAlerts } from '../present/present-news.js'
import { viewIn } from '../wording/view.js'
import { reasonOf } from '../../text/reason-of.js'

const HOUR = 3_600_000
/** What broke in the night is still told in the morning. */
const LOOK_BACK_MS = 12 * HOUR
const TOLD_MS = 7 * 24 * HOUR
const MOST_AT_ONCE = 5

/**
 * Looks for what somebody wants to hear of at once, and writes down what is to be sent: each thing once to a subscription,
 * outside its quiet hours, at most so many times a day. What fails for one stops no other.
 */
export async function composeAlerts(deps: ComposeDeps): Promise<Composed> {
  const { deliveries, clock, platforms } = deps
  const at = clock.now()
  const subscriptions = (await deliveries.alertSubscriptions()).filter(({ chat }) => platforms.has(chat.platform))
  if (subscriptions.length === 0) return { queued: 0, skipped: 0, failed: [] }
  const told = await deliveries.told(subscriptions.map(({ id }) => id), at - TOLD_MS) // prettier-ignore
  const find = createFinder(deps, at)
  const batch: Enqueued[] = []
  const failed: string[] = []
  for (const subscription of subscriptions) {
    try {
      const enqueued = await composeOne(subscription, { told: toldFacts(subscription.id, told), find, at, deps })
      if (enqueued) batch.push(enqueued)
    } catch (error) {
      failed.push(`alerts of ${subscription.id}: ${reasonOf(error)}`)
    }
  }
  const written = batch.length === 0 ? [] : await deliveries.enqueue(batch, at)
  const queued = batch.filter((_, index) => written[index]).reduce((sum, { parts }) => sum + parts.length, 0)
  return { queued, skipped: 0, failed }
}

type Find = (subscription: DueSubscription) => Promise<readonly Alert[]>

/** Asks once for all that follow the same. */
function createFinder({ newsroom }: ComposeDeps, at: number): Find {
  const found = new Map<string, Promise<readonly Alert[]>>()
  return ({ language, filter, alerts }) => {
    const request: AlertRequest = {
      ...{ from: at - LOOK_BACK_MS, to: at, language, filter },
      ...{ figures: alerts?.figures ?? [], stories: alerts?.stories ?? false },
    }
    const key = JSON.stringify(request)
    const known = found.get(key) ?? newsroom.alerts(request)
    found.set(key, known)
    return known
  }
}

interface OneContext {
  readonly told: ToldFacts
  readonly find: Find
  readonly at: number
  readonly deps: ComposeDeps
}

async function composeOne(subscription: DueSubscription, context: OneContext): Promise<Enqueued | undefined> {
  const { told, find, at, deps } = context
  const { id, chat, language, schedule, settings, createdAt, delivery: posting } = subscription
  // What was there before somebody asked is not broken to them.
  const fresh = (await find(subscription)).filter(
    (alert) => alert.citations.some(({ publishedAt }) => publishedAt >= createdAt) && !isRepeat(alert, told),
  )
  const alerts = fresh.slice(0, MOST_AT_ONCE)
  if (alerts.length === 0 || !(await maySay(subscription, deps))) return undefined
  const view = viewIn(language, deps.region, { ...settings, timezone: schedule.timezone })
  const payloads = deps.platforms.get(chat.platform)?.render(presentAlerts(alerts, view), posting) ?? []
  const parts = payloads.map((payload, index) => {
    const part = index + 1
    const key = `${id}:${at}:${part}`
    const place = { id: key, chat, kind: 'alert', language, occurrenceAt: at, part, parts: payloads.length } as const
    return { ...place, payload, nonce: nonceOf(key), notBeforeAt: at }
  })
  const edition = { id: hashOf(JSON.stringify(payloads)), told: alerts.map(toldItem) }
  return { subscriptionId: id, parts, skipped: [], edition }
}

function toldItem({ storyId, facts, citations }: Alert): ToldItem {
  return { storyId, facts, quotes: citations.map(({ articleId, quote }) => ({ articleId, quote })) }
}

async function maySay(
  { id, alerts, schedule, settings }: DueSubscription,
  { deliveries, clock }: ComposeDeps,
): Promise<boolean> {
  const now = clock.now()
  const { timezone } = schedule
  const sent = await deliveries.sentSince(id, 'alert', startOfDay(timezone, now))
  const quiet = (schedule.kind === 'as-it-happens' ? schedule.quiet : undefined) ?? settings.quiet
  return mayBeSaidAt({ timezone, atMostPerDay: alerts?.atMostPerDay ?? 0, ...(quiet && { quiet }) }, sent, now) <= now
}
