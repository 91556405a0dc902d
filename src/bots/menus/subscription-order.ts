import { controls, paragraph, small, privateLine } from '../wording/blocks.js'
import { PAUSED_BY_HAND, type Subscription } from '../contract/chats.js'
import { draftOf, type Draft } from './draft.js'
import { formatDate, formatTime } from '../wording/format.js'
import type { Block, Message } from '../contract/message.js'
import { whatWords, whenWords } from './order-words.js'
import { digestPages, presentDigest } from '../present/present-digest.js'
import type { Chat } from '../contract/request.js'
import { nextDueAt } from '../schedule/next-due.js'
import {
  alreadyKept,
  inTurn,
  keptSubscriptions,
  MOST_SUBSCRIPTIONS,
  sameOrder,
  subscriptionButtons,
} from './subscription-parts.js'
import { firstReadingLine } from '../present/first-reading.js'
import { withinTime } from '../timing/time-limit.js'
import type { Turn } from '../turn/turn.js'
import { viewIn } from '../wording/view.js'

const DAY = 24 * 3_600_000

/** What an order would bring of the last day, as its reader will see it. */
export async function previewOf(draft: Draft, turn: Turn): Promise<Message> {
  const { digest, reader } = await lastDay(draft, turn)
  const shownDigest = presentDigest(digest, reader, draft)
  return { ...shownDigest, blocks: [small(turn.view.say('menu.previewOf')), ...shownDigest.blocks], isPrivate: true }
}

const FIRST_SIGHT_MS = 3_000

/** One short page of the same, for who has just subscribed; nothing where the newsroom does not answer. */
async function firstSight(draft: Draft, turn: Turn): Promise<readonly Block[]> {
  const short = { ...draft, length: 'short' } as const
  // The stories are those of the preview: each length chooses its own.
  const composed = await withinTime(lastDay(draft, turn), FIRST_SIGHT_MS, undefined).catch(() => undefined)
  if (composed === undefined) return []
  const { digest, reader } = composed
  const isEmpty = digest.sections.every(({ items }) => items.length === 0)
  const first = isEmpty ? firstReadingLine(await turn.deps.newsroom.sources(), turn.view) : undefined
  if (first !== undefined) return [small(first)]
  const [page] = digestPages(digest, reader, short)
  return page === undefined ? [] : [small(turn.view.say('menu.previewOf')), ...page.blocks]
}

async function lastDay({ filter, language, length, schedule }: Draft, { deps, settings }: Turn) {
  const to = deps.now()
  const digest = await deps.newsroom.digest({ from: to - DAY, to, language, filter, length })
  return { digest, reader: viewIn(language, deps.region, { ...settings, timezone: schedule.timezone }) }
}

/** Keeps the order of a menu, where the person and the bot may; says what it is and when it comes next. */
export async function saveOrder(draft: Draft, turn: Turn): Promise<Message> {
  return inTurn(draft.where, turn, async () => saveNow(draft, turn))
}

async function saveNow(draft: Draft, turn: Turn): Promise<Message> {
  const { deps, request, view } = turn
  const { say } = view
  const wrong = await mayNotPost(draft.where, turn)
  if (wrong) return wrong
  const existing = await keptSubscriptions(draft.where, deps.chats)
  const { id, where, whereName: _, ...order } = draft
  const at = deps.now()
  const before = existing.find((subscription) => subscription.id === id)
  if (id !== undefined && before === undefined) return privateLine(say('subscriptions.lost'))
  const others = existing.filter((subscription) => subscription.id !== id)
  const same = sameOrder(order, others)
  if (same !== undefined) return alreadyKept(same, view)
  if (id === undefined && existing.length >= MOST_SUBSCRIPTIONS)
    return privateLine(say('subscribe.full', { most: MOST_SUBSCRIPTIONS }))
  const subscription: Subscription = {
    createdAt: at,
    createdBy: request.userId,
    ...withoutReason(before),
    ...(await withoutLostRole(order, where, turn)),
    id: id ?? deps.newId(),
    chat: where,
    ...stateAfter(before),
    nextDueAt: nextDueAt(order.schedule, at),
  }
  if (before === undefined) await deps.chats.addSubscription(subscription)
  else await deps.chats.updateSubscription(subscription)
  const undo = before && (await deps.memos.keep(request.chat, { ...draftOf(before), ...named(draft) }, at))
  const saved = savedMessage(subscription, { draft, undo }, turn)
  return before === undefined ? { ...saved, blocks: [...saved.blocks, ...(await firstSight(draft, turn))] } : saved
}

// What somebody paused stays so until it is resumed; what was paused for a fault is mended by an order that may be saved.
function stateAfter(before: Subscription | undefined): Pick<Subscription, 'status' | 'reason'> {
  const isAtRest = before?.status === 'paused' && before.reason === PAUSED_BY_HAND
  return isAtRest ? { status: 'paused', reason: PAUSED_BY_HAND } : { status: 'active' }
}

function withoutReason(before: Subscription | undefined): Omit<Subscription, 'reason'> | undefined {
  if (before === undefined) return undefined
  const { reason: _, ...others } = before
  return others
}

const named = ({ whereName }: Draft): Pick<Draft, 'whereName'> => (whereName === undefined ? {} : { whereName })

/** The order without a role that was deleted while its menu stood open. */
async function withoutLostRole<Order extends Pick<Draft, 'delivery'>>(order: Order, where: Chat, { deps }: Turn) {
  const { mentionRoleId, ...others } = order.delivery ?? {}
  if (mentionRoleId === undefined || (await deps.role?.(where, mentionRoleId)) !== undefined) return order
  return { ...order, delivery: others }
}

/** Whether the person and the bot may have posts come to a chat: asked of the platform where it is another one than the menu's. */
export async function mayNotPost(where: Chat, { deps, request, view }: Turn): Promise<Message | undefined> {
  const { chat, userId } = request
  const isHere = where.chatId === chat.chatId && where.platform === chat.platform
  if (isHere && !request.mayManage) return privateLine(view.say('wrong.rights'))
  const rights = await deps.rights?.(where, userId)
  if (rights === undefined) return isHere ? undefined : privateLine(view.say('menu.unknownChat'))
  if (!isHere && !rights.mayManage) return privateLine(view.say('wrong.rights'))
  if (rights.missing.length === 0 && rights.needsTag !== true) return undefined
  if (rights.missing.length === 0)
    return privateLine(view.say('forum.needsTag', { where: rights.name ?? where.chatId }))
  return privateLine(
    view.say('menu.missing', { where: rights.name ?? where.chatId, missing: rights.missing.join(', ') }),
  )
}

/** `undo`: the key of what stood there before. */
function savedMessage(
  subscription: Subscription,
  { draft, undo }: { readonly draft: Draft; readonly undo: string | undefined },
  turn: Turn,
): Message {
  const { view, deps } = turn
  const { say } = view
  const { id, nextDueAt: dueAt, schedule, status } = subscription
  const where = draft.whereName ?? say('menu.here')
  const next = { date: formatDate(dueAt, view), time: formatTime(dueAt, schedule.timezone) }
  return {
    replaces: true,
    isPrivate: true,
    toast: say('menu.saved'),
    blocks: [
      paragraph(
        say('subscribe.saved', { where, what: whatWords(draft, view), when: whenWords(draft, deps.now(), view) }),
      ),
      ...(status === 'paused' ? [paragraph(say('subscriptions.isPaused'))] : []),
      ...(status === 'active' && schedule.kind === 'times' ? [paragraph(say('subscribe.next', next))] : []),
      ...subscriptionButtons({ id, status }, view),
      ...(undo === undefined ? [] : controls({ kind: 'button', label: say('settings.undo'), action: ['ok', undo] })),
    ],
  }
}
