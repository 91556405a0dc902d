import type { ReadWord } from './command-row.js'

/** Reads a word that is one of these, in any case. */
export function wordAmong(words: readonly string[]): ReadWord {
  return (word) => words.find((each) => each === word.toLowerCase())
}

/** "24", "24h" and "3d", as hours. */
export function readHours(word: string): number | undefined {
  const match = /^(\d{1,4})([hd])?$/i.exec(word)
  return match ? Number(match[1]) * (match[2]?.toLowerCase() === 'd' ? 24 : 1) : undefined
}

/** "9", "09:00", "9am", "-3"; "9:30", "9.30" and "0930" (9.5: no full hour, and answered as such). */
export function readHour(word: string): number | undefined {
  const match = /^(-?\d{1,4}?)(?:[:.]?(\d\d))?(am|pm)?$/i.exec(word)
  if (!match) return undefined
  const half = match[3]?.toLowerCase()
  const hour = Number(match[1])
  const day = half === undefined || hour < 1 || hour > 12 ? hour : (hour % 12) + (half === 'pm' ? 12 : 0)
  return day + Number(match[2] ?? 0) / 60
}
