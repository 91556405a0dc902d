import { controls, heading, list, paragraph, small } from './blocks.js'
import type { Subscription } from './chats.js'
import { draftOf } from './draft.js'
import { formatDate, formatTime } from './format.js'
import type { Message } from './message.js'
import { alertWords, orderWords, quietLine } from './order-words.js'
import type { Command } from './request.js'
import { dailyAt, nextDueAt } from './schedule.js'
import { openEditMenu, previewOf } from './subscription-menu.js'
import { keptSubscriptions, MOST_SUBSCRIPTIONS, subscriptionButtons } from './subscription-parts.js'
import { reactionLine } from './reactions.js'
import type { Turn } from './turn.js'
import { checkHour, checkLanguage, checkSection, privateLine, shown } from './values.js'

const USUAL_HOUR = 9
/** Subscribes a chat by the values of one command, and says what will come, when, where, and how to undo it; or which value is wrong. */
export async function subscribe(command: Extract<Command, { name: 'subscribe' }>, turn: Turn): Promise<Message> {
  const { request, settings, view } = turn
  const { chats, now, newId } = turn.deps
  const section = checkSection(command.section, view)
  if ('wrong' in section) return section.wrong
  const hour = checkHour(command.hour ?? USUAL_HOUR, view)
  if ('wrong' in hour) return hour.wrong
  const language = checkLanguage(command.language ?? view.language, view)
  if ('wrong' in language && command.language !== undefined) return language.wrong

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
  const same = existing.find((subscription) => orderKey(subscription) === orderKey(wanted))
  if (same) return privateLine(view.say('subscribe.already', { id: same.id }))
  if (existing.length >= MOST_SUBSCRIPTIONS)
    return privateLine(view.say('subscribe.full', { most: MOST_SUBSCRIPTIONS }))
  await chats.addSubscription(wanted)
  return subscribedMessage(wanted, turn)
}

function orderKey({ language, length, filter, schedule, alerts }: Subscription): string {
  return JSON.stringify([language, length, filter, schedule, alerts])
}

function subscribedMessage(subscription: Subscription, { view, deps }: Turn): Message {
  const { id, nextDueAt: dueAt, schedule } = subscription
  const next = { date: formatDate(dueAt, view), time: formatTime(dueAt, schedule.timezone) }
  return {
    blocks: [
      paragraph(view.say('subscribe.done', orderWords(subscription, deps.now(), view))),
      paragraph(view.say('subscribe.next', next)),
      small(view.say('subscribe.undo', { id })),
      ...subscriptionButtons(subscription, view),
    ],
  }
}

/** Answers `subscriptions`: the list, or one of them edited, paused, resumed, tried or stopped. */
export async function subscriptions(
  command: Extract<Command, { name: 'subscriptions' }>,
  turn: Turn,
): Promise<Message> {
  const { request, view, deps } = turn
  const { say } = view
  const existing = await keptSubscriptions(request.chat, deps.chats)
  const id = command.remove ?? command.id
  if (existing.length === 0) return privateLine(say('subscriptions.none'))
  if (id === undefined) return subscriptionList(existing, turn)
  const found = existing.find((subscription) => subscription.id === id)
  if (!found) {
    const valid = existing.map((subscription) => subscription.id).join(', ')
    return privateLine(say('subscriptions.unknown', { value: shown(id), valid }))
  }
  return doWith(found, command.remove === undefined ? (command.doing ?? 'show') : 'remove', turn)
}

function subscriptionList(existing: readonly Subscription[], turn: Turn): Message {
  const { view } = turn
  const { say } = view
  const items = existing.map((subscription) => [
    `${subscription.id}: `,
    say('subscriptions.item', {
      ...orderWords(subscription, turn.deps.now(), view),
      date: formatDate(subscription.nextDueAt, view),
    }),
    ...(subscription.status === 'active' ? [] : [' ', say('subscriptions.paused')]),
  ])
  const choices = existing.map((subscription) => {
    const { section, when } = orderWords(subscription, turn.deps.now(), view)
    return { value: subscription.id, label: `${subscription.id} · ${section}`, description: when }
  })
  const pick = controls({
    kind: 'select',
    label: say('subscriptions.pick'),
    action: ['sub-pick'],
    choices,
    least: 1,
    most: 1,
  })
  return {
    blocks: [heading(say('subscriptions.title')), list(items), ...pick, small(say('subscriptions.help'))],
    isPrivate: true,
    replaces: true,
  }
}

/** A press on a subscription's button: `['sub', id, doing]`, or `['sub-pick']` with the id as value. */
export async function pressSubscription(id: string, doing: string, turn: Turn): Promise<Message> {
  const { request, deps, view } = turn
  const found = (await deps.chats.subscriptions(request.chat)).find((subscription) => subscription.id === id)
  return found ? doWith(found, doing, turn) : privateLine(view.say('subscriptions.lost'))
}

async function doWith(subscription: Subscription, doing: string, turn: Turn): Promise<Message> {
  const { deps, view } = turn
  const { chats, now } = deps
  const { id, chat } = subscription
  switch (doing) {
    case 'edit':
      return openEditMenu(subscription, turn)
    case 'pause':
      await chats.pauseSubscription(chat, id)
      return card({ ...subscription, status: 'paused' }, view.say('subscriptions.isPaused'), turn)
    case 'resume': {
      const dueAt = nextDueAt(subscription.schedule, now())
      await chats.resumeSubscription(chat, id, dueAt)
      return card({ ...subscription, status: 'active', nextDueAt: dueAt }, view.say('subscriptions.isResumed'), turn)
    }
    case 'preview':
      return previewOf(draftOf(subscription), turn)
    case 'test':
      // The very message that will come, where it will come: in the chat, seen by all.
      return { ...(await previewOf(draftOf(subscription), turn)), isPrivate: false }
    case 'remove':
      return remove(subscription, turn)
    default:
      return withReactions(await card(subscription, undefined, turn), turn)
  }
}

async function withReactions(shown: Message, turn: Turn): Promise<Message> {
  return { ...shown, blocks: [...shown.blocks, ...(await reactionLine(turn).catch(() => []))] }
}

async function card(subscription: Subscription, said: string | undefined, { view, deps }: Turn): Promise<Message> {
  const { say } = view
  const quiet = quietLine(subscription, await deps.chats.settings(subscription.chat), view)
  const words = { ...orderWords(subscription, deps.now(), view), date: formatDate(subscription.nextDueAt, view) }
  return {
    isPrivate: true,
    replaces: true,
    ...(said !== undefined && { toast: said }),
    blocks: [
      ...(said === undefined ? [] : [paragraph(said)]),
      paragraph(`${subscription.id}: ${say('subscriptions.item', words)}`),
      ...quiet.map((line) => paragraph(line)),
      ...(subscription.alerts === undefined ? [] : [paragraph(alertWords(subscription, view))]),
      ...subscriptionButtons(subscription, view),
    ],
  }
}

async function remove(subscription: Subscription, turn: Turn): Promise<Message> {
  const { deps, view, request } = turn
  const { say } = view
  if (!(await deps.chats.removeSubscription(subscription.chat, subscription.id)))
    return privateLine(say('subscriptions.lost'))
  const { id: _, ...again } = draftOf(subscription)
  const undo = await deps.memos.keep(request.chat, again, deps.now())
  return {
    isPrivate: true,
    replaces: true,
    blocks: [
      paragraph(say('subscriptions.removed', orderWords(subscription, deps.now(), view))),
      ...controls({ kind: 'button', label: say('settings.undo'), action: ['ok', undo] }),
    ],
  }
}
