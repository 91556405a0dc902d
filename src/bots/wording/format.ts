import type { Dated } from '../../feeds/article.js'
import { showDay, showFigure, showPeriod, showWhen } from '../../text/shown/numbers-shown.js'
import type { Bound, FigureKind, Language, Unit } from '../../text/types.js'
import { zoneNameToday } from '../../text/times/zone-names.js'
import { inBrackets, ownLine, type View } from './view.js'
import { signedValue } from '../../summaries/claims/claim-figures.js'
import type { Claim } from '../../summaries/terms/shapes.js'

/** "17 June 2025", on the region's calendar. */
export function formatDate(at: number, view: View): string {
  return ownLine(showDay(at, view.language, view.region.timezone), view)
}

/** The day of an article, or that none is known. */
export function formatWhen(dated: Dated, view: View): string {
  return ownLine(showWhen(dated, view.language, view.region.timezone), view)
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
  return timezone === 'UTC' ? timezone : `${zoneNameToday(timezone)}, ${offset}`
}

/** A language's name in the reader's language. */
export function languageName(language: Language, reader: Language): string {
  // CLDR has some Uzbek ones as "ruscha" and these four as the people's name.
  const ofPeople = reader === 'uz' ? UZBEK[language] : undefined
  if (ofPeople !== undefined) return ofPeople
  const name = new Intl.DisplayNames([localeOf(reader)], { type: 'language' }).of(language) ?? language
  return reader === 'uz' ? name.replaceAll('ʻ', '‘') : name
}

const UZBEK: Readonly<Partial<Record<Language, string>>> = { uz: 'o‘zbekcha', tg: 'tojikcha', tk: 'turkmancha', zh: 'xitoycha' } // prettier-ignore

/** An amount with what is said about it, in base units: "at least $5 bn (forecast)", "+12%" for a change in percent. */
export function formatFigure(
  figure: {
    readonly value: number
    readonly unit: Unit
    readonly bound?: Bound
    readonly kind: FigureKind
    readonly claim?: Claim
  },
  view: Pick<View, 'language' | 'say' | 'written'>,
): string {
  const isChange = figure.kind === 'change' && figure.unit === 'percent'
  const amount = ownLine(showFigure({ ...figure, value: signedValue(figure), isChange }, view.language), view)
  if (figure.kind === 'actual' || isChange) return amount
  return `${amount}${inBrackets(view.say(`kind.${figure.kind}`), view)}`
}

/** A bare amount: "$5 bn". */
export function formatAmount(value: number, unit: Unit, view: Pick<View, 'language' | 'written'>): string {
  return ownLine(showFigure({ value, unit }, view.language), view)
}

/** A period in the reader's words, "–" where there is none. */
export function formatPeriod(period: string | undefined, view: Pick<View, 'language' | 'written'>): string {
  return period === undefined ? '–' : ownLine(showPeriod(period, view.language), view)
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
