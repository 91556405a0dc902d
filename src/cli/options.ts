import type { Language } from '../text/types.js'
import { LANGUAGES } from '../text/types.js'
import { CommandError } from './output.js'

/** `--language`: a language of the pack. */
export function languageOf(value: string): Language {
  const language = LANGUAGES.find((each) => each === value.toLowerCase())
  if (language === undefined) throw new CommandError(`--language is ${value}: one of ${LANGUAGES.join(', ')}`)
  return language
}

/** `--at`: an ISO 8601 moment. */
export function momentOf(value: string): number {
  const at = Date.parse(value)
  if (Number.isNaN(at)) throw new CommandError(`--at is ${value}: an ISO 8601 time such as 2025-06-17T08:00Z`)
  return at
}

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 }

/** `--since`: a span such as 24h, 7d, 2w. In ms. */
export function spanOf(value: string): number {
  const [, count = '', unit = ''] = /^(\d{1,4})([mhdw])$/.exec(value) ?? []
  const unitMs = units[unit]
  if (unitMs === undefined || Number(count) === 0)
    throw new CommandError(`--since is ${value}: a span such as 24h, 7d or 2w`)
  return Number(count) * unitMs
}

/** `--limit`: from 1 to 100,000. */
export function countOf(value: string): number {
  const count = Number(value)
  if (!Number.isInteger(count) || count < 1 || count > 100_000)
    throw new CommandError(`--limit is ${value}: a number from 1 to 100000`)
  return count
}
