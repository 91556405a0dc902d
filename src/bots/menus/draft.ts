import { z } from 'zod'
import { LANGUAGES } from '../../text/types.js'
import type { ChatSettings, Subscription } from '../contract/chats.js'
import { ALERTS, FILTER, LENGTH, POSTING, SCHEDULE } from './order-shape.js'
import type { Chat } from '../contract/request.js'
import type { View } from '../wording/view.js'

/** A subscription that is being made or changed: what the buttons of its menu remember. */
export interface Draft extends Pick<
  Subscription,
  'language' | 'length' | 'filter' | 'schedule' | 'alerts' | 'delivery'
> {
  /** Of the subscription that is edited; absent for a new one. */
  readonly id?: string
  readonly where: Chat
  /** How `where` is called, where it is not the chat of the menu. */
  readonly whereName?: string
}

const shape: z.ZodType<Draft> = z.object({
  id: z.string().exactOptional(),
  where: z.object({
    platform: z.string().min(1),
    chatId: z.string(),
    threadId: z.string().exactOptional(),
  }),
  whereName: z.string().exactOptional(),
  language: z.enum(LANGUAGES),
  length: LENGTH,
  filter: FILTER,
  schedule: SCHEDULE,
  alerts: ALERTS.exactOptional(),
  delivery: POSTING.exactOptional(),
})

/** A draft as it was kept; undefined where it is none. */
export function readDraft(kept: unknown): Draft | undefined {
  return shape.safeParse(kept).data
}

/** What is offered first: everything, each day at nine. */
export function newDraft(where: Chat, settings: ChatSettings, view: View): Draft {
  return {
    where,
    language: view.language,
    length: settings.length ?? 'normal',
    filter: {},
    schedule: { kind: 'times', minutes: [540], timezone: settings.timezone ?? view.region.timezone },
  }
}

/** A subscription as it can be changed. */
export function draftOf({
  id,
  chat: where,
  language,
  length,
  filter,
  schedule,
  alerts,
  delivery,
}: Subscription): Draft {
  return { id, where, language, length, filter, schedule, ...(alerts && { alerts }), ...(delivery && { delivery }) }
}
