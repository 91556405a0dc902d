import { controls, heading, list, paragraph, small, privateLine, shown } from '../wording/blocks.js'
import { PAUSED_BY_HAND, type Subscription } from '../contract/chats.js'
import { draftOf } from './draft.js'
import { formatDate, formatTime } from '../wording/format.js'
import { findManaged, managedElsewhere, type Managed } from './managed-subscriptions.js'
import type { Block, Message } from '../contract/message.js'
import { alertWords, graceLine, orderWords, quietLine } from './order-words.js'
import { dailyAt, nextDueAt } from '../schedule/next-due.js'
import { openEditMenu } from './subscription-menu.js'
import { mayNotPost, previewOf } from './subscription-order.js'
import {
  alreadyKept,
  inTurn,
  keptSubscriptions,
  MOST_SUBSCRIPTIONS,
  sameOrder,
  subscriptionButtons,
} from './subscription-parts.js'
import { withinTime } from '../timing/time-limit.js'
import type { Turn } from '../turn/turn.js'
import { checkHour, checkLanguage, checkSection } from './values.js'

const USUAL_HOUR = 9
const POST_MS = 10_000
const NOBODY = Promise.resolve(undefined)

/** What a person wants of a subscription; absent: every section, at nine, in the chat's language. */
export interface Subscribing {
  readonly section?: string
  readonly hour?: number
  readonly language?: string
}

/** Subscribes a chat by the values of one command, and says what will come, when, where, and how to undo it; or which value is wrong. */
export async function subscribe(given: Subscribing, turn: Turn): Promise<Message> {
  return inTurn(turn.request.chat, turn, async () => subscribeNow(given, turn))
}

async function subscribeNow(given: Subscribing, turn: Turn): Promise<Message> {
  const { request, settings, view } = turn
  const { chats, now, newId } = turn.deps
  const section = checkSection(given.section, view)
  if ('wrong' in section) return section.wrong
  const hour = checkHour(given.hour ?? USUAL_HOUR, view)
  if ('wrong' in hour) return hour.wrong
  const language = checkLanguage(given.language ?? view.language, view)
  if ('wrong' in language && given.language !== undefined) return language.wrong

  const schedule = dailyAt(hour.value, settings.timezone ?? view.region.timezone)
  const createdAt = now()
  const wanted: Subscription = {
    id: newId(),
    chat: request.chat,
    status: 'active',
    language: 'value' in language ? language.value : view.language,
    length: settings.length ?? 'normal',
    filter: section.value === undefined ? {} : { sectionIds: [section.value] },
    schedule,
    createdBy: request.userId,
    createdAt,
    nextDueAt: nextDueAt(schedule, createdAt),
  }
  const existing = await keptSubscriptions(request.chat, chats)
  const same = sameOrder(wanted, existing)
  if (same) return alreadyKept(same, view)
  if (existing.length >= MOST_SUBSCRIPTIONS)
    return privateLine(view.say('subscribe.full', { most: MOST_SUBSCRIPTIONS }))
  const wrong = await mayNotPost(request.chat, turn)
  if (wrong) return wrong
  await chats.addSubscription(wanted)
  return subscribedMessage(wanted, turn)
}

function subscribedMessage(subscription: Subscription, { view, deps }: Turn): Message {
  const { id, nextDueAt: dueAt, schedule } = subscription
  const next = { date: formatDate(dueAt, view), time: formatTime(dueAt, schedule.timezone) }
  return {
    blocks: [
      paragraph(view.say('subscribe.done', orderWords(subscription, deps.now(), view))),
      paragraph(view.say('subscribe.next', next)),
      ...graceLine(subscription, view).map((line) => small(line)),
      small(view.say('subscribe.undo', { id })),
      ...subscriptionButtons(subscription, view),
    ],
  }
}

interface SubscriptionsAsked {
  /** A subscription's id; without `doing` its menu is shown. */
  readonly id?: string
  readonly doing?: 'list' | 'edit' | 'pause' | 'resume' | 'test' | 'preview' | 'remove'
}

/** Answers `subscriptions`: the list, or one of them edited, paused, resumed, tried or stopped. */
export async function subscriptions({ id: given, doing }: SubscriptionsAsked, turn: Turn): Promise<Message> {
  const { request, view, deps } = turn
  const { say } = view
  const existing = await keptSubscriptions(request.chat, deps.chats)
  const id = given ?? (doing === 'remove' ? '' : undefined)
  if (id === undefined) {
    const elsewhere = await managedElsewhere(turn)
    if (existing.length + elsewhere.length === 0) return privateLine(say('subscriptions.none'))
    return subscriptionList(existing, elsewhere, turn)
  }
  const here = existing.find((subscription) => subscription.id === id)
  const found = here === undefined ? await findManaged(id, turn) : { subscription: here, missing: [] }
  if (found === 'no rights') return privateLine(say('wrong.rights'))
  if (found !== 'lost' && found.subscription.status !== 'gone') return doWith(found, doing ?? 'show', turn)
  if (existing.length === 0) return privateLine(say('subscriptions.none'))
  const valid = existing.map((subscription) => subscription.id).join(', ')
  return privateLine(say('subscriptions.unknown', { value: shown(id), valid }))
}

function subscriptionList(existing: readonly Subscription[], elsewhere: readonly Managed[], turn: Turn): Message {
  const { say } = turn.view
  const here = existing.map((subscription): Managed => ({ subscription, missing: [] }))
  return {
    blocks: [
      heading(say('subscriptions.title')),
      ...(here.length === 0 ? [paragraph(say('subscriptions.none'))] : listed(here, say('subscriptions.pick'), turn)),
      ...(elsewhere.length === 0
        ? []
        : [heading(say('subscriptions.elsewhere')), ...listed(elsewhere, say('subscriptions.pickOther'), turn)]),
      small(say('subscriptions.help')),
    ],
    isPrivate: true,
    replaces: true,
  }
}

/** Subscriptions, and a select to choose one of them. */
function listed(managed: readonly Managed[], label: string, { view, deps }: Turn): readonly Block[] {
  const { say } = view
  const words = managed.map(({ subscription }) => orderWords(subscription, deps.now(), view))
  const items = managed.map((each, index) => [
    `${nameOf(each)}: `,
    say('subscriptions.item', {
      ...(words[index] ?? { section: '', when: '', language: '' }),
      date: formatDate(each.subscription.nextDueAt, view),
    }),
    ...(each.subscription.status === 'active' ? [] : [' ', say('subscriptions.paused')]),
  ])
  const choices = managed.map((each, index) => ({
    value: each.subscription.id,
    label: `${nameOf(each)} · ${words[index]?.section ?? ''}`,
    description: words[index]?.when ?? '',
  }))
  const pick = controls({ kind: 'select', label, action: ['sub-pick'], choices, least: 1, most: 1 })
  return [list(items), ...pick]
}

/** "a1b2c3", and of another chat "a1b2c3 · #news". */
function nameOf({ subscription: { id }, whereName }: Managed): string {
  return whereName === undefined ? id : `${id} · ${whereName}`
}

/** A press on a subscription's button: `['sub', id, doing]`, or `['sub-pick']` with the id as value. */
export async function pressSubscription(id: string, doing: string, turn: Turn): Promise<Message> {
  const { view } = turn
  const found = await findManaged(id, turn)
  if (found === 'lost') return privateLine(view.say('subscriptions.lost'))
  if (found === 'no rights') return privateLine(view.say('wrong.rights'))
  return doWith(found, doing, turn)
}

async function doWith(managed: Managed, doing: string, turn: Turn): Promise<Message> {
  const { deps, view } = turn
  const { chats, now } = deps
  const { subscription } = managed
  const { id, chat } = subscription
  switch (doing) {
    case 'edit':
      return openEditMenu(managed, turn)
    case 'pause':
      await chats.pauseSubscription(chat, id, PAUSED_BY_HAND)
      return card(managed, { status: 'paused', said: view.say('subscriptions.isPaused') }, turn)
    case 'resume': {
      const nextAt = nextDueAt(subscription.schedule, now())
      await chats.resumeSubscription(chat, id, nextAt)
      return card(managed, { status: 'active', nextDueAt: nextAt, said: view.say('subscriptions.isResumed') }, turn)
    }
    case 'preview':
      return previewOf(draftOf(subscription), turn)
    case 'test':
      return test(managed, turn)
    case 'remove':
      return remove(managed, turn)
    default:
      return card(managed, {}, turn)
  }
}

/** The very message that will come, where it will come, seen by all. Nobody is pinged by a test, and it is not published on. */
async function test({ subscription, whereName, missing }: Managed, turn: Turn): Promise<Message> {
  const { deps, view } = turn
  const { say } = view
  const shownNow = { ...(await previewOf(draftOf(subscription), turn)), isPrivate: false }
  if (whereName === undefined) return shownNow
  if (missing.length > 0) return privateLine(say('menu.missing', { where: whereName, missing: missing.join(', ') }))
  const { mentionRoleId: _, crosspost: _also, ...posting } = subscription.delivery ?? {}
  const result = await withinTime(deps.post?.(subscription.chat, shownNow, posting) ?? NOBODY, POST_MS, undefined)
  return privateLine(
    result?.kind === 'sent' ? say('subscriptions.testSent', { where: whereName }) : say('wrong.failed'),
  )
}

async function card(
  managed: Managed,
  { said, ...changes }: Partial<Pick<Subscription, 'status' | 'nextDueAt'>> & { readonly said?: string },
  { view, deps }: Turn,
): Promise<Message> {
  const { say } = view
  const subscription = { ...managed.subscription, ...changes }
  const quiet = quietLine(subscription, await deps.chats.settings(subscription.chat), view)
  const words = { ...orderWords(subscription, deps.now(), view), date: formatDate(subscription.nextDueAt, view) }
  return {
    isPrivate: true,
    replaces: true,
    ...(said !== undefined && { toast: said }),
    blocks: [
      ...(said === undefined ? [] : [paragraph(said)]),
      paragraph(`${nameOf(managed)}: ${say('subscriptions.item', words)}`),
      ...quiet.map((line) => paragraph(line)),
      ...(subscription.alerts === undefined ? [] : [paragraph(alertWords(subscription, view))]),
      ...subscriptionButtons(subscription, view),
    ],
  }
}

async function remove({ subscription, whereName }: Managed, turn: Turn): Promise<Message> {
  const { deps, view, request } = turn
  const { say } = view
  if (!(await deps.chats.removeSubscription(subscription.chat, subscription.id)))
    return privateLine(say('subscriptions.lost'))
  const { id: _, ...again } = draftOf(subscription)
  const undo = await deps.memos.keep(request.chat, { ...again, ...(whereName && { whereName }) }, deps.now())
  return {
    isPrivate: true,
    replaces: true,
    blocks: [
      paragraph(say('subscriptions.removed', orderWords(subscription, deps.now(), view))),
      ...controls({ kind: 'button', label: say('settings.undo'), action: ['ok', undo] }),
    ],
  }
}
