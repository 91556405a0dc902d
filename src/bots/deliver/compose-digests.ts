import { createHash } from 'node:crypto'
import type { Correction } from '../../summaries/digest/corrections.js'
import type { Digest } from '../../summaries/terms/shapes.js'
import type { ChatStore, DeliveryStore, DueSubscription, Enqueued, RevisedQuote } from '../contract/chats.js'
import type { Clock } from '../timing/clock.js'
import {
  freshDigest,
  isCorrected,
  toldCorrections,
  toldFacts,
  toldItems,
  toldStories,
  type ToldFacts,
} from './fresh-items.js'
import type { Newsroom } from '../contract/newsroom-port.js'
import { dueAsItHappens, dueByTimes, mayBeSaidAt, startOfDay, type DueNow } from '../schedule/occurrences.js'
import type { Platform } from '../contract/platform.js'
import { withoutSections } from '../present/present-digest.js'
import { presentCorrected } from '../present/present-news.js'
import type { PlatformName } from '../contract/request.js'
import { topicPayloads } from './section-topics.js'
import { correctedStories, postPayloads } from './story-posts.js'
import { viewIn, type ShownRegion } from '../wording/view.js'
import type { Payload } from '../contract/payload.js'
import { reasonOf } from '../../text/reason-of.js'

export interface ComposeDeps {
  readonly deliveries: DeliveryStore
  readonly newsroom: Pick<Newsroom, 'digest' | 'alerts' | 'corrections' | 'item' | 'story'>
  readonly region: ShownRegion
  readonly platforms: ReadonlyMap<PlatformName, Platform>
  readonly clock: Clock
  /** Keeps the topics that are made for a subscription's sections. */
  readonly chats?: Pick<ChatStore, 'subscription' | 'updateSubscription'>
}

/** What a round of composing did. */
export interface Composed {
  /** Parts that were written down to be sent. */
  readonly queued: number
  /** Occurrences that were missed, and are written down as such. */
  readonly skipped: number
  readonly failed: readonly string[]
}

const DAY = 24 * 3_600_000
// Writing a page down holds up the answers to what has left, and with them the next to leave.
const PAGE = 50
/** What was told is remembered for so long. */
const TOLD_MS = 7 * DAY
/** What arrives so long after its publication is still news. */
const LATE_MS = DAY
const MOST_CORRECTIONS = 5

/** Something that is due, with what it must not repeat and what it must correct. */
interface Task {
  readonly subscription: DueSubscription
  readonly now: DueNow & Required<Pick<DueNow, 'due'>>
  readonly told: ToldFacts
  readonly revised: readonly RevisedQuote[]
}

/**
 * Composes and writes down what is due, each digest once for all that ask for the same. `onQueued` hears of which
 * subscriptions more may be sent. What fails for some stops no other: they stay due.
 */
export async function composeDigests(deps: ComposeDeps, onQueued: (of: readonly string[]) => void): Promise<Composed> {
  const { deliveries, clock } = deps
  const total = { queued: 0, skipped: 0, failed: [] as string[] }
  const catalogue = createDigestCatalogue(deps)
  let after: DueSubscription | undefined
  do {
    const page = await deliveries.dueSubscriptions(clock.now(), { limit: PAGE, ...(after && { after }) })
    after = page.length === PAGE ? page.at(-1) : undefined
    const reachable = page.filter(({ chat }) => deps.platforms.has(chat.platform))
    const composed = await composePage(reachable, catalogue, deps)
    total.queued += composed.queued
    total.skipped += composed.skipped
    total.failed.push(...composed.failed)
    if (composed.queued > 0) onQueued(reachable.map(({ id }) => id))
  } while (after)
  return total
}

async function composePage(
  page: readonly DueSubscription[],
  catalogue: DigestCatalogue,
  deps: ComposeDeps,
): Promise<Composed> {
  const { deliveries, clock } = deps
  const at = clock.now()
  const ids = page.map(({ id }) => id)
  if (ids.length === 0) return { queued: 0, skipped: 0, failed: [] }
  const [told, revised] = await Promise.all([
    deliveries.told(ids, at - TOLD_MS),
    deliveries.revisedQuotes(ids, at - TOLD_MS),
  ])
  const batch: Enqueued[] = []
  const failed: string[] = []
  for (const subscription of page) {
    try {
      const known = toldFacts(subscription.id, told)
      const mine = revised.filter((quote) => quote.subscriptionId === subscription.id && !isCorrected(quote, known))
      batch.push(await composeOne(subscription, { told: known, revised: mine, catalogue, deps }))
    } catch (error) {
      failed.push(`subscription ${subscription.id}: ${reasonOf(error)}`)
    }
  }
  const written = await deliveries.enqueue(batch, at)
  const isNew = batch.filter((_, index) => written[index])
  return {
    queued: isNew.reduce((sum, { parts }) => sum + parts.length, 0),
    skipped: isNew.reduce((sum, { skipped }) => sum + skipped.length, 0),
    failed,
  }
}

interface OneContext extends Pick<Task, 'told' | 'revised'> {
  readonly catalogue: DigestCatalogue
  readonly deps: ComposeDeps
}

async function composeOne(subscription: DueSubscription, context: OneContext): Promise<Enqueued> {
  const { clock } = context.deps
  const { id, schedule } = subscription
  const waitUntil = schedule.kind === 'times' ? undefined : await heldUntil(subscription, context.deps)
  if (waitUntil !== undefined) return { subscriptionId: id, parts: [], skipped: [], nextDueAt: waitUntil }
  const dueNow =
    schedule.kind === 'times' ? dueByTimes(subscription, clock.now()) : dueAsItHappens(subscription, clock.now())
  const skipped = dueNow.skipped.map((occurrenceAt) => ({
    id: `${id}:${occurrenceAt}:1`,
    occurrenceAt,
    reason: 'missed while nothing ran',
  }))
  const common = { subscriptionId: id, skipped, nextDueAt: dueNow.nextDueAt }
  if (dueNow.due === undefined) return { ...common, parts: [] }
  const task: Task = { subscription, now: { ...dueNow, due: dueNow.due }, ...context }
  const edition = await context.catalogue.edition(task)
  const { at, to } = dueNow.due
  if (edition === undefined) return { ...common, parts: [], coveredUntil: to }
  return { ...common, parts: partsOf(task, edition, { at, now: clock.now() }), edition, coveredUntil: to }
}

/** Undefined: news may be said now. */
async function heldUntil(
  subscription: DueSubscription,
  { deliveries, clock }: ComposeDeps,
): Promise<number | undefined> {
  const { schedule, settings, id } = subscription
  if (schedule.kind === 'times') return undefined
  const now = clock.now()
  const sent = await deliveries.sentSince(id, 'news', startOfDay(schedule.timezone, now))
  const quiet = schedule.quiet ?? settings.quiet
  const at = mayBeSaidAt({ ...schedule, ...(quiet && { quiet }) }, sent, now)
  return at > now ? at : undefined
}

function partsOf(
  { subscription: { id, chat, language, schedule } }: Task,
  { payloads }: Edition,
  { at, now }: { readonly at: number; readonly now: number },
): Enqueued['parts'] {
  const kind = schedule.kind === 'times' ? 'digest' : 'news'
  return payloads.map((payload, index) => {
    const part = index + 1
    const key = `${id}:${at}:${part}`
    const place = { id: key, chat, kind, language, occurrenceAt: at, part, parts: payloads.length } as const
    return { ...place, payload, nonce: nonceOf(key), notBeforeAt: now }
  })
}

/** A composed text, as one platform takes it. */
interface Edition extends NonNullable<Enqueued['edition']> {
  readonly payloads: readonly Payload[]
}

interface DigestCatalogue {
  /** Undefined: nothing new to tell to who asked for news as it happens. */
  edition(task: Task): Promise<Edition | undefined>
}

/** Composes and renders once what many ask for: digests by what they ask, editions by what of it is new to them. */
function createDigestCatalogue({ newsroom, region, platforms, chats }: ComposeDeps): DigestCatalogue {
  const digests = createOnce<Digest>()
  const corrections = createOnce<readonly Correction[]>()
  const editions = createOnce<Edition>()
  return {
    async edition({ subscription, now, told, revised }) {
      const { chat, language, length, filter, schedule, settings, delivery: posting } = subscription
      const { from, to } = now.due
      const asked = { from, to, language, filter, length, lateByMs: LATE_MS, told: toldStories(told) }
      const askedKey = hashOf(JSON.stringify(asked))
      const { hiddenSections = [], sectionOrder = [], script } = settings
      const whole = await digests(askedKey, () => newsroom.digest(asked))
      const digest = freshDigest(withoutSections(whole, hiddenSections), told)
      const quotes = revised.map(({ articleId, quote }) => ({ articleId, quote }))
      const wrong =
        quotes.length === 0 ? [] : await corrections(JSON.stringify(quotes), () => newsroom.corrections(quotes))
      const shown = wrong.slice(0, MOST_CORRECTIONS)
      const isEmpty = shown.length === 0 && digest.sections.every(({ items }) => items.length === 0)
      if (isEmpty && schedule.kind !== 'times') return undefined
      const items = digest.sections.map((section) => section.items.map(({ storyId }) => storyId))
      const look = { length, sectionOrder }
      // Topics are a chat's own.
      const place = posting?.topics === undefined ? undefined : chat
      const key = JSON.stringify([
        chat.platform,
        place,
        schedule.timezone,
        script,
        posting,
        look,
        askedKey,
        items,
        shown,
      ])
      return editions(hashOf(key), async (id) => {
        const view = viewIn(language, region, { ...settings, timezone: schedule.timezone })
        const platform = platforms.get(chat.platform)
        const inTopics =
          platform && chats && (await topicPayloads(digest, shown, subscription, { platform, chats, view, look }))
        const inPosts =
          platform &&
          (await postPayloads(digest, correctedStories(shown, revised), subscription, { platform, newsroom, view, look })) // prettier-ignore
        const payloads =
          inTopics ?? inPosts ?? platform?.render(presentCorrected(digest, shown, view, look), posting) ?? []
        return { id, payloads, told: [...toldItems(digest), ...toldCorrections(shown)] }
      })
    },
  }
}

/** Digests that are kept at once: readers whose week was the same ask for the same. */
const MOST_KEPT = 100

/** Makes a thing of each key once; what failed is made again. */
function createOnce<Thing>(): (key: string, make: (key: string) => Promise<Thing>) => Promise<Thing> {
  const made = new Map<string, Promise<Thing>>()
  return async (key, make) => {
    const known = made.get(key)
    if (known) return known
    const thing = make(key)
    made.set(key, thing)
    thing.catch(() => made.delete(key))
    const oldest = made.size > MOST_KEPT ? made.keys().next().value : undefined
    if (oldest !== undefined) made.delete(oldest)
    return thing
  }
}

/** 22 characters; the same for the same part on every try. */
export function nonceOf(key: string): string {
  return hashOf(key)
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22)
}
