import { monthOf } from './months.js'
import { zoneOffset } from './zones.js'

/**
 * The time that a feed's date names, epoch ms UTC: RFC 822, ISO 8601 and its shortened forms, day-month-year with month
 * names in the languages of months.ts, Chinese dates, Unix seconds. Undefined where it cannot be read, is absurd (before 1990
 * or after 2100) or names a zone that is not known. A date without a zone is taken as UTC.
 */
export function readDate(written: string | undefined): number | undefined {
  if (written === undefined || written.length > 200) return undefined
  const text = written.replace(/[\s\u00a0]+/g, ' ').trim()
  if (text === '') return undefined
  const parts = isoParts(text) ?? namedParts(text) ?? numericParts(text)
  const at = parts === undefined ? unixTime(text) : timeOf(parts)
  return at === undefined || at < EARLIEST || at > LATEST ? undefined : at
}

const EARLIEST = Date.UTC(1990, 0, 1)
const LATEST = Date.UTC(2100, 0, 1)

interface Parts {
  readonly year: number
  /** 1-12 */
  readonly month: number
  readonly day: number
  /** What stands behind or around the date: the clock and the zone. */
  readonly rest: string
}

function isoParts(text: string): Parts | undefined {
  const dashed = /^(\d{4})(?:$|[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?=$|[T ]|Z)(.*)$)/i.exec(text)
  const packed = /^(\d{4})(\d{2})(\d{2})(?=$|[T ])(.*)$/i.exec(text)
  const chinese = /^(\d{4})年(\d{1,2})月(\d{1,2})日(.*)$/.exec(text)
  const found = dashed ?? packed ?? chinese
  if (found === null) return undefined
  return {
    year: Number(found[1]),
    month: Number(found[2] ?? 1),
    day: Number(found[3] ?? 1),
    rest: clockOf(found[4] ?? ''),
  }
}

/** "T093000Z" and "T09:30Z" as " 09:30:00Z". */
function clockOf(behind: string): string {
  return behind
    .replace(/^T/i, ' ')
    .replace(/^ (\d{2})(\d{2})(\d{2})?(?!\d)/, (_, hour: string, minute: string, second = '00') => {
      return ` ${hour}:${minute}:${String(second)}`
    })
}

/** "Tue, 17 Jun 2025 ...", "17 июня 2025", "Tue Jun 17 10:00:00 UTC 2025", "June 17, 2025", "2025 жылғы 17 маусым", "17-iyun, 2025". */
function namedParts(text: string): Parts | undefined {
  const found = [...text.matchAll(/\p{L}+/gu)].flatMap(({ 0: word, index }): NamedMonth[] => {
    const month = monthOf(word)
    if (month === undefined) return []
    const [before, after] = [text.slice(0, index), text.slice(index + word.length)]
    const dayBefore = /(?<![\d:])(\d{1,2})\D{0,4}$/.exec(before)?.[1]
    return [{ month, before, after, dayBefore, dayAfter: /^\D{0,3}(\d{1,2})(?![\d:])/.exec(after)?.[1] }]
  })
  // A weekday may have a month's name ("Mar" is Tuesday, too): the month is what stands behind the day, else before it, last.
  const named = found.find(({ dayBefore }) => dayBefore !== undefined) ?? found.findLast(({ dayAfter }) => dayAfter !== undefined) // prettier-ignore
  if (named === undefined) return undefined
  const { month, before, after, dayBefore, dayAfter } = named
  const day = dayBefore ?? dayAfter
  const behind =
    dayBefore === undefined && dayAfter !== undefined ? after.slice(after.indexOf(dayAfter) + dayAfter.length) : after
  const year =
    /(?<!\d)(\d{4})(?![\d])/.exec(behind.replace(/[+-]\d{4}/g, ' '))?.[1] ?? /(?<!\d)(\d{4})(?!\d)/.exec(before)?.[1]
  const shortYear = /^\D{0,3}(\d{2})(?![\d:])/.exec(behind)?.[1]
  const full = year === undefined ? fullYear(shortYear) : Number(year)
  if (day === undefined || full === undefined) return undefined
  return { year: full, month, day: Number(day), rest: /\d:\d/.test(before) ? before : behind }
}

/** A word that may be a date's month, with what stands around it. */
interface NamedMonth {
  readonly month: number
  readonly before: string
  readonly after: string
  readonly dayBefore: string | undefined
  readonly dayAfter: string | undefined
}

function numericParts(text: string): Parts | undefined {
  const found = /^(?:\p{L}+,? )?(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?!\d)(.*)$/u.exec(text)
  if (found === null) return undefined
  const [first, second] = [Number(found[1]), Number(found[2])]
  // Day first, as the region writes; only a month over 12 tells the American order.
  const [day, month] = second > 12 ? [second, first] : [first, second]
  const year = fullYear(found[3])
  return year === undefined ? undefined : { year, month, day, rest: found[4] ?? '' }
}

function unixTime(text: string): number | undefined {
  if (/^\d{10}$/.test(text)) return Number(text) * 1000
  return /^\d{13}$/.test(text) ? Number(text) : undefined
}

function fullYear(written: string | undefined): number | undefined {
  if (written === undefined) return undefined
  const year = Number(written)
  if (written.length === 4) return year
  return year < 70 ? 2000 + year : 1900 + year
}

function timeOf({ year, month, day, rest }: Parts): number | undefined {
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined
  const clock = /(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,9}))?)?\s*(am|pm)?/i.exec(rest)
  const midday = clock?.[5]?.toLowerCase()
  const written = Number(clock?.[1] ?? 0)
  const hour = midday === undefined ? written : (written % 12) + (midday === 'pm' ? 12 : 0)
  const [minute, second] = [Number(clock?.[2] ?? 0), Number(clock?.[3] ?? 0)]
  if (hour > 24 || minute > 59 || second > 60) return undefined
  const fraction = Math.floor(Number(`0.${clock?.[4] ?? '0'}`) * 1000)
  const behind = clock === null ? rest : rest.slice(clock.index + clock[0].length)
  const local = Date.UTC(year, month - 1, day, hour, minute, second, fraction)
  const offset = zoneOffset(behind, { isClock: clock !== null, local })
  return offset === undefined ? undefined : local - offset * 60_000
}
