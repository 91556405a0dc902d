import { fillPlaces } from '../fill-places.js'
import { readData } from '../read-data.js'
import type { Bound, Language, Unit } from '../types.js'

type Counted = string | Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>

interface Wording {
  readonly undated: string
  readonly scales: Readonly<Record<string, string>>
  readonly bounds: Readonly<Record<Bound, string>>
  readonly units: Readonly<Record<Unit, Counted>>
  /** Units that take another form after a bound. */
  readonly bounded?: Readonly<Partial<Record<Unit, Counted>>>
  /** Prefixes of the watt, largest first; zh counts kilowatts by 万 and 亿. */
  readonly watts: Readonly<Record<string, string>>
  readonly months: readonly string[]
  readonly halves?: readonly string[]
  readonly quarters?: readonly string[]
  readonly periods: Readonly<Record<'year' | 'half' | 'quarter' | 'month' | 'months' | 'years', string>> & {
    readonly day?: string
  }
}

const wordings = readData(new URL('numbers-shown.yaml', import.meta.url)) as Record<Language, Wording>

// Thin in Cyrillic and Turkic, where a comma is the decimal mark; it does not break at the end of a line.
const THIN = '\u202f'

/**
 * A figure for a reader: "$43.8 bn", "43,8 млрд долл.", "438亿美元". Nothing is rounded away: a number that no scale holds in two
 * decimals is written out ("116 949 чел."). `isChange`: a rise has its sign, behind the bound ("about +50%").
 */
export function showFigure(
  {
    value,
    unit,
    bound,
    isChange = false,
  }: { value: number; unit: Unit; bound?: Bound | undefined; isChange?: boolean },
  language: Language,
): string {
  const words = wordings[language]
  const shown =
    unit === 'W' ? showWatts(value, language) : showNumber(value, language, unit === 'percent' ? {} : words.scales)
  const form = (bound !== undefined && words.bounded?.[unit]) || words.units[unit]
  const plural = pluralRules(language).select(value)
  const counted = (typeof form === 'string' ? form : (form[plural] ?? form.other ?? '{n}')).replace('{n}', shown)
  const text = isChange && value > 0 ? `+${counted}` : counted
  if (bound === undefined) return text
  return language === 'zh' ? words.bounds[bound] + text : `${words.bounds[bound]} ${text}`
}

/**
 * A period for a reader: "Jan-May 2025", "январь-май 2025", "2025年1—5月", "H1 2025", "Q2 2025". What is no period of ours is
 * shown as it is.
 */
export function showPeriod(period: string, language: Language): string {
  const match = /^(\d{4})(?:-(?:(\d{4})|H([12])|Q([1-4])|(\d{2})(?:\/(\d{2}))?))?$/.exec(period)
  if (match === null) return period
  const { months, periods, halves, quarters } = wordings[language]
  const [, year = '', until, half, quarter, first, last] = match
  const month = first && months[Number(first) - 1]
  const final = last && months[Number(last) - 1]
  if (until !== undefined) return fillPlaces(periods.years, { year, until })
  if (half !== undefined) return fillPlaces(periods.half, { year, i: half, half: halves?.[Number(half) - 1] ?? half })
  if (quarter !== undefined) return fillPlaces(periods.quarter, { year, i: quarter, quarter: quarters?.[Number(quarter) - 1] ?? quarter }) // prettier-ignore
  if (first === undefined) return fillPlaces(periods.year, { year })
  if (!month || (last !== undefined && !final)) return period
  return final ? fillPlaces(periods.months, { year, month, last: final }) : fillPlaces(periods.month, { year, month })
}

/** The day of an article, or that none is known. */
export function showWhen(
  { publishedAt, isUndated }: { readonly publishedAt: number; readonly isUndated?: boolean },
  language: Language,
  timeZone: string,
): string {
  return isUndated === true ? wordings[language].undated : showDay(publishedAt, language, timeZone)
}

/** A day for a reader, on the calendar of an IANA zone: "17 June 2025", "18 июни 2025", "2026-yil 1-dekabr". `at`: epoch ms. */
export function showDay(at: number, language: Language, timeZone: string): string {
  const { months, periods } = wordings[language]
  if (periods.day === undefined) return dayFormat(language === 'en' ? 'en-GB' : language, timeZone).format(at)
  // The day by numbers, whatever the runtime knows of the language.
  const [day = '', month = '', year = ''] = dayFormat('en-GB', timeZone, '2-digit').format(at).split('/')
  return fillPlaces(periods.day, {
    day: String(Number(day)),
    month: months[Number(month) - 1] ?? month,
    year,
    dayth: turkmenOrdinal(Number(day)),
    yearth: turkmenOrdinal(Number(year)),
  })
}

// By the last sound of the number read aloud: altynjy, dokuzynjy, onunjy, but birinji.
function turkmenOrdinal(number: number): string {
  const [ten, one] = [Math.floor((number % 100) / 10), number % 10]
  const isBack = one === 0 ? [1, 3, 4, 6, 9].includes(ten) : one === 6 || one === 9
  return `${number}-${isBack ? 'njy' : 'nji'}`
}

const dayFormats = new Map<string, Intl.DateTimeFormat>()

// Making one takes a thousand times as long as using it.
function dayFormat(locale: string, timeZone: string, month: 'long' | '2-digit' = 'long'): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${month}`
  const known = dayFormats.get(key)
  if (known !== undefined) return known
  const day = month === 'long' ? 'numeric' : '2-digit'
  const format = new Intl.DateTimeFormat(locale, { day, month, year: 'numeric', timeZone })
  dayFormats.set(key, format)
  return format
}

function showWatts(value: number, language: Language): string {
  const prefixes = bySize(wordings[language].watts)
  const [factor, prefix] = prefixes.find(([size]) => holds(value, size)) ?? [1, '']
  return showNumber(value / factor, language, language === 'zh' ? wordings.zh.scales : {}) + prefix
}

function showNumber(value: number, language: Language, scales: Readonly<Record<string, string>>): string {
  const scale = bySize(scales).find(([size]) => holds(value, size))
  return scale ? showCount(value / scale[0], language) + scale[1] : showCount(value, language)
}

/** Whether two decimals of a scale say all of a value, and say it shorter. */
function holds(value: number, size: number): boolean {
  const hundredths = (value / size) * 100
  return Math.abs(value) >= size && Math.abs(hundredths - Math.round(hundredths)) < 1e-6
}

function bySize(scales: Readonly<Record<string, string>>): [number, string][] {
  return Object.entries(scales)
    .map(([size, word]): [number, string] => [Number(size), word])
    .sort(([a], [b]) => b - a)
}

const COUNT = new Intl.NumberFormat('en', { maximumFractionDigits: 6 })

const rulesOf = new Map<Language, Intl.PluralRules>()

// Making them takes a hundred times as long as using them.
function pluralRules(language: Language): Intl.PluralRules {
  const rules = rulesOf.get(language) ?? new Intl.PluralRules(language)
  rulesOf.set(language, rules)
  return rules
}

/** A bare number for a reader, written out: "12,500" in English, "12500" in Chinese, else "12 500" with a thin space. */
export function showCount(value: number, language: Language): string {
  const text = COUNT.format(value)
  if (language === 'en') return text
  if (language === 'zh') return text.replaceAll(',', '')
  return text.replaceAll(',', THIN).replace('.', ',')
}
