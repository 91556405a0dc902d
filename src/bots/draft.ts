import { z } from 'zod'
import { LANGUAGES } from '../text/types.js'
import type { ChatSettings, Subscription } from './chats.js'
import type { Chat } from './request.js'
import type { View } from './view.js'

const chat = z.object({
  platform: z.enum(['console', 'discord', 'telegram']),
  chatId: z.string(),
  threadId: z.string().optional(),
})
const ids = z.array(z.string()).max(50)
const minute = z.number().int().min(0).max(1439)

const draft = z.object({
  /** Of the subscription that is edited; absent for a new one. */
  id: z.string().optional(),
  where: chat,
  /** How `where` is called, where it is not the chat of the menu. */
  whereName: z.string().optional(),
  language: z.enum(LANGUAGES),
  length: z.enum(['short', 'normal', 'full']),
  filter: z.object({
    sectionIds: ids.optional(),
    entityIds: ids.optional(),
    measures: ids.optional(),
    mutedOutletIds: ids.optional(),
    keywords: z.string().max(300).optional(),
    minVoices: z.number().int().min(1).max(9).optional(),
  }),
  schedule: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('times'),
      minutes: z.array(minute).min(1).max(24),
      weekdays: z.array(z.number().int().min(1).max(7)).optional(),
      timezone: z.string(),
    }),
    z.object({
      kind: z.literal('as-it-happens'),
      timezone: z.string(),
      atMostPerDay: z.number().int().min(1).max(50),
      quiet: z.object({ fromMinute: minute, toMinute: minute }).optional(),
    }),
  ]),
  alerts: z
    .object({
      figures: z.array(z.object({ measure: z.string().optional(), entityIds: ids.optional() })).optional(),
      stories: z.boolean().optional(),
      atMostPerDay: z.number().int().min(1).max(20),
    })
    .optional(),
  delivery: z
    .object({
      mentionRoleId: z.string().optional(),
      crosspost: z.boolean().optional(),
      isForum: z.boolean().optional(),
      topics: z.boolean().optional(),
    })
    .optional(),
})

/** A subscription that is being made or changed: what the buttons of its menu remember. */
export type Draft = z.infer<typeof draft>

/** A draft as it was kept; undefined where it is none. */
export function readDraft(kept: unknown): Draft | undefined {
  const read = draft.safeParse(kept)
  return read.success ? read.data : undefined
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
export function draftOf(subscription: Subscription): Draft | undefined {
  const { id, chat: where, language, length, filter, schedule, alerts, delivery } = subscription
  return readDraft({ id, where, language, length, filter, schedule, alerts, delivery })
}
