import { createHash } from 'node:crypto'
import type { Delivery, DeliveryStore, Subscription } from './chats.js'
import type { Newsroom } from './newsroom.js'
import type { Platform, SendResult } from './platform.js'
import { presentDigest } from './present-digest.js'
import type { PlatformName } from './request.js'
import { nextDueAt } from './schedule.js'
import { viewIn, type ShownRegion } from './view.js'

const HOUR = 3_600_000
/** What a digest looks back on. */
const SPAN_MS = 24 * HOUR
/** A digest that was missed for longer is not sent late. */
const GRACE_MS = 6 * HOUR
/** A part that could not be sent for so long is given up: the next day's digest is out by then. */
const GIVE_UP_MS = 24 * HOUR
const LEAST_WAIT_MS = 1_000

export interface DeliveryDeps {
  readonly deliveries: DeliveryStore
  readonly newsroom: Newsroom
  readonly region: ShownRegion
  readonly platforms: ReadonlyMap<PlatformName, Platform>
  readonly now: () => number
}

/** What a round did: parts by how they ended, and a line for each thing that failed. */
export interface DeliveryReport {
  readonly posted: number
  /** To be tried again later: told to wait, or their platform is not there. */
  readonly waiting: number
  readonly gone: number
  /** May have arrived: kept as such, and not sent again. */
  readonly uncertain: number
  readonly failed: readonly string[]
}

/**
 * Writes down the digests that are due, then sends what waits, each part once. What fails for one subscription never
 * stops the others. One round at a time: two at once would send a part twice.
 */
export async function deliverDue(deps: DeliveryDeps): Promise<DeliveryReport> {
  const due = await deps.deliveries.dueSubscriptions(deps.now())
  const failed: string[] = []
  let unreached = 0
  for (const subscription of due) {
    try {
      if (!(await queueDigest(subscription, deps))) unreached += 1
    } catch (error) {
      failed.push(`subscription ${subscription.id}: ${reasonOf(error)}`)
    }
  }
  // A platform that hangs holds back its own chats only.
  const rounds = await Promise.all([...deps.platforms.values()].map((platform) => sendQueued(platform, deps)))
  const sum = (count: (round: DeliveryReport) => number) => rounds.reduce((total, round) => total + count(round), 0)
  return {
    posted: sum(({ posted }) => posted),
    waiting: unreached + sum(({ waiting }) => waiting),
    gone: sum(({ gone }) => gone),
    uncertain: sum(({ uncertain }) => uncertain),
    failed: [...failed, ...rounds.flatMap((round) => round.failed)],
  }
}

/** At the start: parts that a dead process was sending may have arrived, and are listed instead of sent again. */
export async function recoverDeliveries({
  deliveries,
  now,
}: Pick<DeliveryDeps, 'deliveries' | 'now'>): Promise<readonly Delivery[]> {
  return deliveries.recover(now())
}

/** False: the subscription's platform is not there, and it stays due. */
async function queueDigest(subscription: Subscription, deps: DeliveryDeps): Promise<boolean> {
  const { id, schedule, language, filter, chat } = subscription
  const { deliveries, newsroom, platforms, region, now } = deps
  const at = now()
  const next = { subscriptionId: id, nextDueAt: nextDueAt(schedule, at) }
  const occurrenceAt = latestDueAt(subscription, at)
  if (at - occurrenceAt > GRACE_MS) {
    await deliveries.enqueue([], next)
    return true
  }
  const platform = platforms.get(chat.platform)
  if (!platform) return false

  const [sectionId] = filter.sectionIds ?? []
  const asked = {
    from: occurrenceAt - SPAN_MS,
    to: occurrenceAt,
    language,
    ...(sectionId !== undefined && { sectionId }),
  }
  const digest = await newsroom.digest(asked)
  const payloads = platform.render(presentDigest(digest, viewIn(language, { ...region, timezone: schedule.timezone })))
  const rows = payloads.map((payload, index): Delivery => {
    const part = index + 1
    const key = `${id}:${occurrenceAt}:${part}`
    const place = { id: key, subscriptionId: id, chat, occurrenceAt, part, parts: payloads.length }
    return { ...place, payload, nonce: nonceOf(key), state: 'queued', attempts: 0, notBeforeAt: at }
  })
  // Written before: only the next due time is behind.
  if (!(await deliveries.enqueue(rows, next))) await deliveries.enqueue([], next)
  return true
}

/** The newest due time that has come; older ones were missed while nothing ran. */
function latestDueAt({ schedule, nextDueAt: dueAt }: Subscription, at: number): number {
  let latest = dueAt
  let candidate = nextDueAt(schedule, Math.max(dueAt, at - 2 * SPAN_MS))
  while (candidate <= at) {
    latest = candidate
    candidate = nextDueAt(schedule, candidate)
  }
  return latest
}

/** Sends what waits for one platform until nothing is left that this round has not tried. */
async function sendQueued(platform: Platform, deps: DeliveryDeps): Promise<DeliveryReport> {
  const counts = { posted: 0, waiting: 0, gone: 0, uncertain: 0 }
  const failed: string[] = []
  const tried = new Set<string>()
  // Digests with a part that is not out, whose later parts wait; and chats that are no more.
  const held = new Set<string>()
  for (;;) {
    const queued = await queuedFor(platform, deps, failed)
    const fresh = queued.filter(({ id }) => !tried.has(id))
    if (fresh.length === 0) return { ...counts, failed }
    for (const delivery of fresh) {
      tried.add(delivery.id)
      if (held.has(digestKey(delivery)) || held.has(chatKey(delivery))) continue
      try {
        const outcome = await sendOnce(delivery, platform, deps)
        counts[outcome] += 1
        if (outcome === 'waiting' || outcome === 'gone') held.add(digestKey(delivery))
        if (outcome === 'gone') held.add(chatKey(delivery))
      } catch (error) {
        held.add(digestKey(delivery))
        failed.push(`delivery ${delivery.id}: ${reasonOf(error)}`)
      }
    }
  }
}

async function queuedFor(platform: Platform, { deliveries, now }: DeliveryDeps, failed: string[]) {
  try {
    return (await deliveries.queued(now())).filter(({ chat }) => chat.platform === platform.name)
  } catch (error) {
    failed.push(`${platform.name}: ${reasonOf(error)}`)
    return []
  }
}

type Outcome = 'posted' | 'waiting' | 'gone' | 'uncertain'

async function sendOnce(delivery: Delivery, platform: Platform, { deliveries, now }: DeliveryDeps): Promise<Outcome> {
  const { id, chat } = delivery
  const result = await trySend(delivery, platform, { deliveries, now })
  const at = now()
  switch (result.kind) {
    case 'sent':
      await deliveries.markResult(id, { state: 'sent', messageId: result.messageId }, at)
      return 'posted'
    case 'uncertain':
      await deliveries.markResult(id, { state: 'uncertain', reason: result.reason }, at)
      return 'uncertain'
    case 'gone':
      await deliveries.markResult(id, { state: 'gone', reason: result.reason }, at)
      await deliveries.endChat(chat, result.reason, at)
      return 'gone'
    case 'refused':
      await deliveries.markResult(id, { state: 'gone', reason: result.reason }, at)
      return 'gone'
    case 'retry': {
      if (at - delivery.occurrenceAt > GIVE_UP_MS) {
        await deliveries.markResult(id, { state: 'gone', reason: `given up after a day: ${result.reason}` }, at)
        return 'gone'
      }
      const notBeforeAt = at + Math.max(LEAST_WAIT_MS, result.afterMs)
      await deliveries.markResult(id, { state: 'queued', reason: result.reason, notBeforeAt }, at)
      return 'waiting'
    }
  }
}

async function trySend(
  { id, chat, payload, nonce }: Delivery,
  platform: Platform,
  { deliveries, now }: Pick<DeliveryDeps, 'deliveries' | 'now'>,
): Promise<SendResult> {
  const send = async (): Promise<SendResult> => {
    try {
      return await platform.send(chat, payload, nonce)
    } catch (error) {
      return { kind: 'uncertain', reason: reasonOf(error) }
    }
  }
  await deliveries.markSending(id, now())
  const first = await send()
  if (first.kind !== 'uncertain' || platform.name !== 'discord') return first
  // Discord answers the same nonce with the first message, but only within minutes: at once or never.
  await deliveries.markSending(id, now())
  const second = await send()
  return second.kind === 'sent' || second.kind === 'gone' ? second : first
}

function digestKey({ subscriptionId, occurrenceAt }: Delivery): string {
  return `${subscriptionId}:${occurrenceAt}`
}

function chatKey({ chat }: Delivery): string {
  return `${chat.chatId} ${chat.threadId ?? ''}`
}

/** 22 characters; the same for the same part on every try. */
function nonceOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url').slice(0, 22)
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
