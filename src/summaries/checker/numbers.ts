import { findKeys, type Place } from './word-lists.js'

/** A number as a text writes it: in base units, with the currency, percent or measure that stands beside it, '' for none. */
export interface Amount extends Place {
  readonly value: number
  readonly unit: string
}

/** What a text says in numbers: amounts in their order, and months of the year (1 to 12). */
export interface Counted {
  readonly amounts: readonly Amount[]
  readonly months: ReadonlySet<number>
}

const FULL_DATE = /(?<!\p{N})(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[./](\d{1,2})[./](\d{4}))(?!\p{N})/gu
const CHINESE_MONTH = /(\d{1,2}|十[一二]?|[一二三四五六七八九])月/gu
const DIGITS = /(?<![\p{N}])\p{Nd}+(?:[.,\u00a0\u202f ’']\p{Nd}{3}(?!\p{Nd}))*(?:[.,]\p{Nd}+)?/gu
const NEAR_WORDS = 24
const CHINESE_DIGITS = '零一二三四五六七八九'

/** Reads the numbers and months of a text in one of the eight languages, by rules of its own. */
export function countIn(given: string, language: string): Counted {
  const text = given.replace(/U\.\s?S\./gu, (written) => 'US'.padEnd(written.length))
  const months = new Set(findKeys('months', text, language).filter((month) => isMonth(month, text)).map(({ key }) => Number(key))) // prettier-ignore
  const amounts: Amount[] = []
  const withoutDates = text
    .replace(FULL_DATE, (date, year?: string, month?: string, day?: string, d?: string, m?: string, y?: string) => {
      months.add(Number(month ?? m))
      for (const part of [year ?? y, day ?? d]) amounts.push({ value: Number(part), unit: '', start: -1, end: -1 })
      return ' '.repeat(date.length)
    })
    .replace(CHINESE_MONTH, (written, month: string) => {
      months.add(/\d/u.test(month) ? Number(month) : chineseValue(month))
      return ' '.repeat(written.length)
    })
  amounts.push(...inDigits(withoutDates, language), ...inWords(withoutDates, language))
  return { amounts: amounts.sort((a, b) => a.start - b.start), months }
}

// "May" is a month with a capital, or beside a number.
function isMonth({ start, end }: Place, text: string): boolean {
  const word = text.slice(start, end)
  if (!/^(?:may|march)$/iu.test(word)) return true
  const isBesideNumber = /\d\s*$/u.test(text.slice(0, start)) || /^,?\s*\d/u.test(text.slice(end))
  return isBesideNumber || (/^\p{Lu}/u.test(word) && /[\p{Ll},]\s+$/u.test(text.slice(0, start)))
}

function inDigits(text: string, language: string): Amount[] {
  const found = [...text.matchAll(DIGITS)].map((match) => ({ written: match[0], start: match.index, end: match.index + match[0].length })) // prettier-ignore
  const magnitudes = findKeys('magnitudes', text, language)
  return found.map(({ written, start, end }, index) => {
    const before = found[index - 1]?.end ?? 0
    const after = found[index + 1]?.start ?? text.length
    const scale = magnitudes.find((magnitude) => magnitude.start >= end && /^[\s\u00a0.-]*$/u.test(text.slice(end, magnitude.start))) // prettier-ignore
    const value = valueOf(written, language) * (scale === undefined ? 1 : Number(scale.key))
    const around = { before: Math.max(before, start - 6), from: scale?.end ?? end, after: Math.min(after, end + NEAR_WORDS) } // prettier-ignore
    return { value, unit: unitBeside(text, { start, ...around }, language), start, end }
  })
}

const isDecimalComma = (language: string) => !/^(?:en|zh)/u.test(language)

function valueOf(written: string, language: string): number {
  const plain = written.replace(/[\u00a0\u202f ’']/gu, '')
  const groups = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/u
  if (isDecimalComma(language)) {
    if (/^\d{1,3}(?:[.,]\d{3}){2,}$/u.test(plain)) return Number(plain.replace(/[.,]/gu, ''))
    return Number(plain.replace(',', '.'))
  }
  return Number(groups.test(plain) ? plain.replace(/,/gu, '') : plain.replace(',', '.'))
}

// The unit that follows a number, after at most two other words, else the sign before it.
function unitBeside(
  text: string,
  { before, start, from, after }: { before: number; start: number; from: number; after: number },
  language: string,
): string {
  const behind =
    text
      .slice(from, Math.max(from, after))
      .replace(/[$€¥₽₸]\s*$/u, '')
      .split(/[;:()\n]|[.,](?!\d)|[。，；：]/u)[0] ?? ''
  const units = findKeys('units', behind, language).filter((unit) => behind.slice(0, unit.start).trim().split(/\s+/u).length <= 2) // prettier-ignore
  const [nearest] = units
  if (nearest !== undefined) return nearest.key
  const sign = text.slice(before, start)
  return findKeys('units', sign, language).findLast((unit) => sign.slice(unit.end).trim() === '' && /[$€¥₽₸]|百分之|US/u.test(sign.slice(unit.start, unit.end)))?.key ?? '' // prettier-ignore
}

function inWords(text: string, language: string): Amount[] {
  if (language.startsWith('zh')) return inChinese(text)
  const magnitudes = findKeys('magnitudes', text, language)
  const numbers = findKeys('numbers', text, language)
  const isBehind = (place: Place, start: number) => start >= place.end && text.slice(place.end, start).trim() === ''
  const counted = numbers.map(({ key, start, end }) => {
    const scale = magnitudes.find((magnitude) => isBehind({ start, end }, magnitude.start))
    const unit = unitBeside(text, { before: start, start, from: scale?.end ?? end, after: end + NEAR_WORDS }, language)
    return { value: Number(key) * (scale === undefined ? 1 : Number(scale.key)), unit, start, end }
  })
  // "Millions", "a million": a number for itself, where no other stands before it.
  const alone = magnitudes.filter(({ start }) => !/\d[\s\u00a0.-]*$/u.test(text.slice(0, start)) && !numbers.some((number) => isBehind(number, start))) // prettier-ignore
  return [...counted, ...alone.map(({ key, start, end }) => ({ value: Number(key), unit: unitBeside(text, { before: start, start, from: end, after: end + NEAR_WORDS }, language), start, end }))] // prettier-ignore
}

// A Chinese numeral counts where a counted thing follows: 五国, 三个, 两倍; 一 is an article as often as a number.
function inChinese(text: string): Amount[] {
  const counted = /([零一二三四五六七八九十百千两]+)(?=[个国名家次年倍座条项亿万成届期所件批种])/gu
  return [...text.matchAll(counted)].flatMap((match) => {
    const value = chineseValue(match[0])
    return value === 1 ? [] : [{ value, unit: '', start: match.index, end: match.index + match[0].length }]
  })
}

function chineseValue(written: string): number {
  let [total, digit] = [0, 0]
  for (const sign of written.replace(/两/gu, '二')) {
    const power = { 十: 10, 百: 100, 千: 1000 }[sign]
    if (power === undefined) digit = CHINESE_DIGITS.indexOf(sign)
    else {
      total += (digit || 1) * power
      digit = 0
    }
  }
  return total + digit
}
