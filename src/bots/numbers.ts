import type { Language } from '../text/types.js'

/** The locale that dates and numbers follow. Dates of the region's English press are day first. */
export function localeOf(language: Language): string {
  return language === 'en' ? 'en-GB' : language
}

/** "1,200", "43.8 billion", "43,8 млрд": at most two decimals (three below 1), short words from a million on. */
export function formatNumber(value: number, language: Language): string {
  const decimals = { maximumFractionDigits: Math.abs(value) < 1 ? 3 : 2 }
  const display = language === 'en' ? 'long' : 'short'
  const words = Math.abs(value) >= 1e6 ? ({ notation: 'compact', compactDisplay: display } as const) : {}
  return withPlainSpaces(new Intl.NumberFormat(localeOf(language), { ...words, ...decimals }).format(value))
}

/** "$43.8 billion", "43,8 млрд $". `currency` is an ISO 4217 code. */
export function formatMoney(value: number, currency: string, language: Language): string {
  const style = { style: 'currency', currency, currencyDisplay: 'narrowSymbol', maximumFractionDigits: 0 } as const
  const parts = new Intl.NumberFormat(localeOf(language), style).formatToParts(Math.abs(value))
  const number = formatNumber(Math.abs(value), language)
  const isNumber = (type: Intl.NumberFormatPartTypes) => type === 'integer' || type === 'group'
  const first = parts.findIndex(({ type }) => isNumber(type))
  const money = parts.map(({ type, value: shown }, index) => (index === first ? number : isNumber(type) ? '' : shown))
  return withPlainSpaces(`${value < 0 ? '-' : ''}${money.join('')}`)
}

/** "12.5%"; `value` is in percent. */
export function formatPercent(value: number, language: Language): string {
  const style = { style: 'percent', maximumFractionDigits: Math.abs(value) < 1 ? 3 : 2 } as const
  return withPlainSpaces(new Intl.NumberFormat(localeOf(language), style).format(value / 100))
}

function withPlainSpaces(text: string): string {
  return text.replace(/\p{Zs}/gu, ' ')
}
