import type { FigureKind, Language, Bound, Unit } from '../text/types.js'
import { formatMoney, formatNumber, formatPercent, localeOf } from './numbers.js'
import type { View } from './view.js'

const BOUNDS: Readonly<Record<Bound, string>> = { 'at-least': '≥ ', 'at-most': '≤ ', about: '≈ ' }

/** "17 June 2025", on the region's calendar. */
export function formatDate(at: number, { language, region }: View): string {
  return new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'long', timeZone: region.timezone }).format(at)
}

/** "17 June 2025, 09:00", on the region's clocks. */
export function formatDateTime(at: number, view: View): string {
  return `${formatDate(at, view)}, ${formatTime(at, view.region.timezone)}`
}

/** "09:00", on the clocks of an IANA zone. */
export function formatTime(at: number, timezone: string): string {
  const time = { timeZone: timezone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  return new Intl.DateTimeFormat('en-GB', time).format(at)
}

/** "Asia/Almaty, UTC+5": the zone and what it is off by at that time. */
export function formatZone(at: number, timezone: string): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: timezone, timeZoneName: 'shortOffset' }).formatToParts(at)
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value.replace('GMT', 'UTC') ?? 'UTC'
  return timezone === 'UTC' ? timezone : `${timezone}, ${offset}`
}

/** A language's name in the reader's language. */
export function languageName(language: Language, reader: Language): string {
  return new Intl.DisplayNames([localeOf(reader)], { type: 'language' }).of(language) ?? language
}

/** A value in base units as people read it: 127e9 USD → "$127 billion", 12.5 percent → "12.5%". */
export function formatAmount(value: number, unit: Unit, { language, say }: View): string {
  switch (unit) {
    case 'percent':
      return formatPercent(value, language)
    case 'people':
    case 'countries':
    case 'projects':
    case 'trains':
    case 'comments':
      return say(`unit.${unit}`, { count: value })
    case 'W': {
      const isLarge = Math.abs(value) >= 1e9
      const number = formatNumber(isLarge ? value / 1e9 : value / 1e6, language)
      return `${number} ${say(isLarge ? 'unit.GW' : 'unit.MW')}`
    }
    case 'm3':
    case 't':
    case 'bbl':
    case 'kWh':
    case 'km':
      return `${formatNumber(value, language)} ${say(`unit.${unit}`)}`
    default:
      return formatMoney(value, unit, language)
  }
}

/** An amount with what is said about it: "≥ $5 billion (forecast)". */
export function formatFigure(
  { value, unit, bound, kind }: { value: number; unit: Unit; bound?: Bound; kind: FigureKind },
  view: View,
): string {
  const amount = `${bound ? BOUNDS[bound] : ''}${formatAmount(value, unit, view)}`
  return kind === 'actual' ? amount : `${amount} (${view.say(`kind.${kind}`)})`
}
