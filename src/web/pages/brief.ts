import { presentDigest } from '../../bots/present/present-digest.js'
import type { DigestRequest } from '../../summaries/digest/digest-choice.js'
import { midnightBefore } from '../../bots/schedule/days.js'
import type { View } from '../../bots/wording/view.js'
import type { Digest } from '../../summaries/terms/shapes.js'
import type { Language } from '../../text/types.js'
import type { KeepResults } from '../base/kept-results.js'
import type { WebDeps } from '../base/web-deps.js'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** How long readers see the same brief of today. */
const TODAY_KEPT_MS = 60_000

export interface BriefAsked {
  readonly language: Language
  /** Absent: all sections. */
  readonly sectionId?: string | undefined
  /** "2025-06-17"; absent: the last 24 hours. */
  readonly day?: string | undefined
}

interface BriefDeps extends Pick<WebDeps, 'news' | 'region' | 'now'> {
  readonly keep: KeepResults
}

/** A brief of a day or of the last 24 hours; undefined where there is no such section or day. */
export async function briefOf(
  { language, sectionId, day }: BriefAsked,
  { news, region, now, keep }: BriefDeps,
): Promise<Digest | undefined> {
  if (sectionId !== undefined && !region.sections.some(({ id }) => id === sectionId)) return undefined
  const span = day === undefined ? { from: now() - DAY, to: now() } : spanOfDay(day, region.timezone, now())
  if (span === undefined) return undefined
  const request: DigestRequest = { ...span, language, length: 'full', ...(sectionId !== undefined && { sectionId }) }
  const key = JSON.stringify(['brief', language, sectionId, day])
  return keep(key, day === undefined ? TODAY_KEPT_MS : HOUR, () => news.digest(request))
}

/** From midnight to midnight on the region's clocks; undefined for what is no day, or none that has begun. */
function spanOfDay(day: string, timezone: string, now: number): { from: number; to: number } | undefined {
  const noon = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T12:00:00Z`) : NaN
  if (Number.isNaN(noon)) return undefined
  const from = midnightBefore(noon, timezone)
  return from > now ? undefined : { from, to: midnightBefore(from + 36 * HOUR, timezone) }
}

/** The days before and after as the address has them; `after` is absent where it is today's. */
export function daysAround(day: string | undefined, { now, timezone }: { now: number; timezone: string }) {
  const today = dayOf(now, timezone)
  const shown = day ?? today
  const before = dayOf(Date.parse(`${shown}T12:00:00Z`) - DAY, 'UTC')
  const after = dayOf(Date.parse(`${shown}T12:00:00Z`) + DAY, 'UTC')
  return { before, ...(day !== undefined && after <= today && { after }) }
}

function dayOf(at: number, timezone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: timezone, dateStyle: 'short' }).format(at)
}

/** "Digest, 17 June 2025 · 12 stories · 4 min" */
export function briefTitle(digest: Digest, view: View): string {
  return presentDigest(digest, view).title ?? ''
}
