import { z } from 'zod'
import { MAX_KEYWORDS } from '../../text/patterns/keywords.js'
import { nextDueAt } from '../schedule/next-due.js'

// The shapes of what a subscription and a chat's settings are kept as: whoever reads them from outside checks them here.

const minute = z.number().int().min(0).max(1_439)
const ids = z.array(z.string().max(200)).max(500)
const quiet = z.object({ fromMinute: minute, toMinute: minute })
const timezone = z.string().max(100).refine(isZone, 'is no time zone')
export const LENGTH = z.enum(['short', 'normal', 'full'])

export const FILTER = z.object({
  sectionIds: ids.exactOptional(),
  entityIds: ids.exactOptional(),
  measures: ids.exactOptional(),
  mutedOutletIds: ids.exactOptional(),
  keywords: z.string().max(MAX_KEYWORDS).exactOptional(),
  minVoices: z.number().int().min(0).exactOptional(),
})

export const SCHEDULE = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('times'),
    minutes: z.array(minute).min(1).max(1_440),
    weekdays: z.array(z.number().int().min(1).max(7)).min(1).exactOptional(),
    timezone,
  }),
  z.object({
    kind: z.literal('as-it-happens'),
    timezone,
    atMostPerDay: z.number().int().min(1),
    quiet: quiet.exactOptional(),
  }),
])

export const ALERTS = z.object({
  figures: z.array(z.object({ measure: z.string().exactOptional(), entityIds: ids.exactOptional() })).exactOptional(),
  stories: z.boolean().exactOptional(),
  atMostPerDay: z.number().int().min(1),
})

export const POSTING = z.object({
  mentionRoleId: z.string().regex(/^\d{1,25}$/).exactOptional(),
  crosspost: z.boolean().exactOptional(),
  isForum: z.boolean().exactOptional(),
  topics: z.record(z.string(), z.string()).exactOptional(),
}) // prettier-ignore

export const SETTINGS = z.object({
  script: z.literal('Cyrl').exactOptional(),
  timezone: timezone.exactOptional(),
  quiet: quiet.exactOptional(),
  length: LENGTH.exactOptional(),
  sectionOrder: ids.exactOptional(),
  hiddenSections: ids.exactOptional(),
})

function isZone(name: string): boolean {
  try {
    nextDueAt({ kind: 'times', minutes: [0], timezone: name }, 0)
    return true
  } catch {
    return false
  }
}
