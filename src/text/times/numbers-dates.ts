import { stem } from '../words/stem.js'
import type { DetectedLanguage, Language, Token } from '../types.js'
import { foldText } from '../words/fold.js'
import { rememberWordsOf } from '../remember.js'

const NUMBER = /\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*/gu
const MIN_DIGITS = 2
const MAX_DIGITS = 6

/**
 * The digits of each number without zeros at either end: "$127 billion", "1270亿" and "127 000" are all "127", so that numbers meet
 * whatever the language counts in. Numbers of one digit tell too little and are left out.
 */
export function digitKeys(text: string): string[] {
  const keys: string[] = []
  for (const [number] of text.matchAll(NUMBER)) {
    const digits = withoutOuterZeros(number.replace(/\D/gu, ''))
    if (digits.length >= MIN_DIGITS) keys.push(digits.slice(0, MAX_DIGITS))
  }
  return keys
}

// In linear time: /0+$/ begins anew at each zero of a number that does not end with one.
function withoutOuterZeros(digits: string): string {
  let [start, end] = [0, digits.length]
  while (digits[start] === '0') start += 1
  while (end > start && digits[end - 1] === '0') end -= 1
  return digits.slice(start, end)
}

const CHINESE_DATE = /(?:(\d{1,2})月)?(?<!\d)(\d{1,2})日(?!前|内|游)/gu

/** Days of the calendar as "6-17", in any of the languages ("June 17", "17 июня", "17 маусым", "6月17日"); month names are CLDR's. */
export function dayKeys(text: string, tokens: readonly Token[], language: DetectedLanguage): string[] {
  if (language === 'zh') return Array.from(text.matchAll(CHINESE_DATE)).flatMap(chineseDay)
  if (language === 'und') return []
  return tokens.flatMap((token, index) => {
    const month = monthNamed(token.folded, language)
    if (month === undefined) return []
    const before = ORDINAL_ENDING.has(tokens[index - 1]?.folded ?? '') ? index - 2 : index - 1
    const day = [tokens[before], tokens[index + 1]].find(
      (beside) => beside && /^(?:[12]?\d|3[01])$/u.test(beside.folded),
    )
    return day === undefined ? [] : [`${month}-${Number(day.folded)}`]
  })
}

// Chinese news leaves the month out where it is this one: "28日" meets "5月28日" without it.
function chineseDay([, month = '', day = '']: RegExpExecArray): string[] {
  return month === '' ? [`-${day}`] : [`${month}-${day}`, `-${day}`]
}

// "17-nji iýun", "31-уми август": the number's ending is a word of its own.
const ORDINAL_ENDING = new Set(['nji', 'njy', 'ум', 'уми', 'юм', 'юми'])

const monthNamed = rememberWordsOf((folded: string, language: Language): number | undefined => {
  const months = monthsOf(language)
  return months.get(folded) ?? months.get(stem(folded, language))
})

const months = new Map<string, ReadonlyMap<string, number>>()

function monthsOf(language: Language): ReadonlyMap<string, number> {
  const before = months.get(language)
  if (before !== undefined) return before
  const names = new Map<string, number>()
  for (const options of [{ month: 'long' }, { month: 'long', day: 'numeric' }] as const) {
    const format = new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' })
    for (let month = 0; month < 12; month++) {
      const part = format.formatToParts(Date.UTC(2025, month, 15)).find(({ type }) => type === 'month')
      const name = foldText(part?.value ?? '')
      names.set(name, month + 1)
      names.set(stem(name, language), month + 1)
    }
  }
  months.set(language, names)
  return names
}

const HAN_DIGITS = '〇一二三四五六七八九'
const ORDINAL =
  /第([〇一二三四五六七八九十百\d]{1,6})(?=[届次轮批期])|(?<!\d)(\d{1,4})(?:st|nd|rd|th)(?!\p{L})|(?<!\d)(\d{1,4})-(?:й|я|е|ю|го|му|м|ый|ой|ый|ая|ое|ші|шы|нші|ншы|інші|ыншы|чи|чу|чү|чы|инчи|inji|nji|njy|уми?н?|юми?н?)(?!\p{L})/gu

/** Numbers in a row of things: the 24th meeting, 第二十四次, 24-й. A day of the month or a year is none in Chinese and Russian. */
export function ordinals(text: string): number[] {
  return Array.from(text.matchAll(ORDINAL), ([, han, ...latin]) =>
    han === undefined ? Number(latin.join('')) : hanNumber(han),
  )
}

function hanNumber(text: string): number {
  if (/^\d+$/u.test(text)) return Number(text)
  let [total, digit] = [0, 0]
  for (const letter of Array.from(text)) {
    const scale = letter === '十' ? 10 : letter === '百' ? 100 : 0
    if (scale === 0) digit = HAN_DIGITS.indexOf(letter)
    else {
      total += (digit || 1) * scale
      digit = 0
    }
  }
  return total + digit
}
