import { heading, list, paragraph, small } from './blocks.js'
import type { ChatStore, Subscription } from './chats.js'
import { formatDate, formatTime, formatZone, languageName } from './format.js'
import type { Message } from './message.js'
import type { Chat, Command } from './request.js'
import { dailyAt, nextDueAt } from './schedule.js'
import { checkHour, checkLanguage, checkSection, privateLine, shown } from './values.js'
import { sectionTitle, type View } from './view.js'

const USUAL_HOUR = 9
const MOST_SUBSCRIPTIONS = 10

export interface SubscriptionDeps {
  readonly chats: ChatStore
  readonly now: () => number
  readonly newId: () => string
}

/** Subscribes a chat, and says what will come, when, where, and how to undo it; or which value is wrong. */
export async function subscribe(
  chat: Chat,
  command: Extract<Command, { name: 'subscribe' }>,
  view: View,
  { chats, now, newId }: SubscriptionDeps,
): Promise<Message> {
  const section = checkSection(command.section, view)
  if ('wrong' in section) return section.wrong
  const hour = checkHour(command.hour ?? USUAL_HOUR, view)
  if ('wrong' in hour) return hour.wrong
  const language = checkLanguage(command.language ?? view.language, view)
  if ('wrong' in language && command.language !== undefined) return language.wrong

  const schedule = dailyAt(hour.value, view.region.timezone)
  const createdAt = now()
  const wanted: Subscription = {
    id: newId(),
    chat,
    status: 'active',
    language: 'value' in language ? language.value : view.language,
    length: 'normal',
    filter: section.value === undefined ? {} : { sectionIds: [section.value] },
    schedule,
    createdAt,
    nextDueAt: nextDueAt(schedule, createdAt),
  }
  const existing = await activeSubscriptions(chat, chats)
  const same = existing.find((subscription) => isSameOrder(subscription, wanted))
  if (same) return privateLine(view.say('subscribe.already', { id: same.id }))
  if (existing.length >= MOST_SUBSCRIPTIONS)
    return privateLine(view.say('subscribe.full', { most: MOST_SUBSCRIPTIONS }))
  await chats.addSubscription(wanted)
  return subscribedMessage(wanted, view)
}

function subscribedMessage(subscription: Subscription, view: View): Message {
  const { id, nextDueAt: dueAt, schedule } = subscription
  const date = formatDate(dueAt, view)
  return {
    blocks: [
      paragraph(view.say('subscribe.done', orderWords(subscription, view))),
      paragraph(view.say('subscribe.next', { date, time: formatTime(dueAt, schedule.timezone) })),
      small(view.say('subscribe.undo', { id })),
    ],
  }
}

/** Lists what a chat gets, or stops one of them and says how to have it back. */
export async function subscriptions(
  chat: Chat,
  remove: string | undefined,
  view: View,
  { chats }: Pick<SubscriptionDeps, 'chats'>,
): Promise<Message> {
  const { say } = view
  const existing = await activeSubscriptions(chat, chats)
  if (remove !== undefined) return removeSubscription(chat, remove, { existing, view, chats })
  if (existing.length === 0) return privateLine(say('subscriptions.none'))
  const items = existing.map((subscription) => [
    say('subscriptions.item', {
      ...orderWords(subscription, view),
      date: formatDate(subscription.nextDueAt, view),
    }),
    ' ',
    say('subscriptions.remove', { id: subscription.id }),
  ])
  return { blocks: [heading(say('subscriptions.title')), list(items)], isPrivate: true }
}

async function removeSubscription(
  chat: Chat,
  id: string,
  { existing, view, chats }: { existing: readonly Subscription[]; view: View; chats: ChatStore },
): Promise<Message> {
  const { say } = view
  const found = existing.find((subscription) => subscription.id === id)
  if (existing.length === 0) return privateLine(say('subscriptions.none'))
  if (!found || !(await chats.removeSubscription(chat, found.id))) {
    const valid = existing.map((subscription) => subscription.id).join(', ')
    return privateLine(say('subscriptions.unknown', { value: shown(id), valid }))
  }
  const { section, time } = orderWords(found, view)
  const command = `/subscribe ${found.filter.sectionIds?.[0] ?? 'all'} ${Math.floor(firstMinute(found) / 60)} ${found.language}`
  return {
    blocks: [
      paragraph(say('subscriptions.removed', { section, time })),
      small(say('subscriptions.again', { command })),
    ],
  }
}

/** The subscriptions that a chat still gets. */
export async function activeSubscriptions(chat: Chat, chats: ChatStore): Promise<readonly Subscription[]> {
  const kept = await chats.subscriptions(chat)
  return kept.filter(({ status }) => status === 'active')
}

function orderWords(subscription: Subscription, view: View) {
  const { filter, schedule, language, nextDueAt: dueAt } = subscription
  const minute = firstMinute(subscription)
  return {
    section: filter.sectionIds?.map((id) => sectionTitle(id, view)).join(', ') ?? sectionTitle(undefined, view),
    time: [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':'),
    zone: formatZone(dueAt, schedule.timezone),
    language: languageName(language, view.language),
  }
}

function firstMinute({ schedule }: Subscription): number {
  return schedule.kind === 'times' ? Math.min(...schedule.minutes) : 0
}

function isSameOrder(a: Subscription, b: Subscription): boolean {
  return orderKey(a) === orderKey(b)
}

function orderKey({ language, length, filter, schedule, alerts }: Subscription): string {
  return JSON.stringify([language, length, filter, schedule, alerts])
}
