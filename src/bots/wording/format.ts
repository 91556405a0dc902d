import type { Dated } from '../../feeds/article.js'
import { showDay, showFigure, showPeriod, showWhen } from '../../text/shown/numbers-shown.js'
import type { Bound, FigureKind, Language, Unit } from '../../text/types.js'
import type { View } from './view.js'
import { signedValue } from '../../summaries/claims/claim-figures.js'
import type { Claim } from '../../summaries/terms/shapes.js'

/** "17 June 2025", on the region's calendar. */
export function formatDate(at: number, { language, region }: View): string {
  return showDay(at, language, region.timezone)
}

/** The day of an article, or that none is known. */
export function formatWhen(dated: Dated, { language, region }: View): string {
  return showWhen(dated, language, region.timezone)
}

/** "17 June 2025, 09:00", on the region's clocks. */
export function formatDateTime(at: number, view: View): string {
  return `${formatDate(at, view)}${view.language === 'zh' ? ' ' : ', '}${formatTime(at, view.region.timezone)}`
}

/** "09:00", on the clocks of an IANA zone. */
export function formatTime(at: number, timezone: string): string {
  const time = { timeZone: timezone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  return dateFormat('en-GB', time).format(at)
}

/** "Asia/Almaty, UTC+5": the zone and what it is off by at that time. */
export function formatZone(at: number, timezone: string): string {
  const parts = dateFormat('en-US', { timeZone: timezone, timeZoneName: 'shortOffset' }).formatToParts(at)
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value.replace('GMT', 'UTC') ?? 'UTC'
  // "Etc/GMT-5" says its offset the other way round.
  if (timezone.startsWith('Etc/')) return offset
  return timezone === 'UTC' ? timezone : `${timezone}, ${offset}`
}

/** A language's name in the reader's language. */
export function languageName(language: Language, reader: Language): string {
  return new Intl.DisplayNames([localeOf(reader)], { type: 'language' }).of(language) ?? language
}

/** An amount with what is said about it, in base units: "at least $5 bn (forecast)", "+12%" for a change in percent. */
export function formatFigure(
  figure: {
    readonly value: number
    readonly unit: Unit
    readonly bound?: Bound
    readonly kind: FigureKind
    readonly claim?: Claim
  },
  { language, say }: Pick<View, 'language' | 'say'>,
): string {
  const isChange = figure.kind === 'change' && figure.unit === 'percent'
  const amount = showFigure({ ...figure, value: signedValue(figure), isChange }, language)
  if (figure.kind === 'actual' || isChange) return amount
  return `${amount} (${say(`kind.${figure.kind}`)})`
}

/** A period in the reader's words, "–" where there is none. */
export function formatPeriod(period: string | undefined, { language }: Pick<View, 'language'>): string {
  return period === undefined ? '–' : showPeriod(period, language)
}

// Dates of the region's English press are day first.
function localeOf(language: Language): string {
  return language === 'en' ? 'en-GB' : language
}

const MOST_FORMATS = 200
const formats = new Map<string, Intl.DateTimeFormat>()

/** Making one takes longer than all that is formatted with it in a digest. */
function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, options])
  const known = formats.get(key)
  if (known) return known
  if (formats.size >= MOST_FORMATS) formats.clear()
  const made = new Intl.DateTimeFormat(locale, options)
  formats.set(key, made)
  return made
}
