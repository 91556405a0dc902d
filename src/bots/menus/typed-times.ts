const SEPARATORS = /[,;，；、\n]+/
/** "9", "0930", "09:30", "9.30", "9h30", "9点30分", "9pm"; what stands around it is read by nobody. */
const ONE_TIME =
  /^(?:(\d{1,2})(?:\s?[:.hч点點時时]\s?(\d\d)\s?[分mм]?|\s?[hч点點時时])?|(\d{1,2})(\d\d)|(\d{1,2})\s(\d\d))(?:\s?([ap])\.?m\.?)?$/iu

/** One time of the day in minutes from midnight, as people write it: with a colon, a dot, a space or nothing before the minutes. Undefined: it cannot be one time. */
export function readTime(written: string): number | undefined {
  const match = ONE_TIME.exec(evened(written))
  if (!match) return undefined
  const [, hourMarked, minuteMarked, hourJoined, minuteJoined, hourApart, minuteApart, half] = match
  const hour = hourOf(Number(hourMarked ?? hourJoined ?? hourApart), half)
  const minute = Number(minuteMarked ?? minuteJoined ?? minuteApart ?? 0)
  return hour === undefined || hour > 23 || minute > 59 ? undefined : hour * 60 + minute
}

/** On a clock of twelve hours there is no 0 and no 13. */
function hourOf(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour
  if (hour < 1 || hour > 12) return undefined
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
}

/**
 * Times of the day as people write a list of them, in minutes: "9, 18:30", "0930", "7 30". `wrong`: what cannot be read as one time, or can be
 * read as several ("9 15" is 09:15, or 09:00 and 15:00).
 */
export function readTimes(written: string): { readonly times: readonly number[] } | { readonly wrong: string } {
  const times: number[] = []
  for (const part of evened(written)
    .split(SEPARATORS)
    .map((each) => each.trim())) {
    if (part === '') continue
    const read = readPart(part)
    if (read === undefined) return { wrong: part }
    times.push(...read)
  }
  return { times }
}

/** What stands between two commas: one time, or several with spaces between. */
function readPart(part: string): readonly number[] | undefined {
  const one = readTime(part)
  const several = timesOf(part.replace(/\s(?=[ap]\.?m)/gi, '').split(' '))
  const inPairs = timesOf(pairsOf(part.split(' ')))
  const readings = [one === undefined ? undefined : [one], several, inPairs].filter((each) => each !== undefined)
  const different = new Set(readings.map((each) => each.join(' ')))
  return different.size === 1 ? readings[0] : undefined
}

function timesOf(words: readonly string[]): readonly number[] | undefined {
  const times = words.map((word) => readTime(word))
  return words.length > 0 && times.every((time) => time !== undefined) ? times : undefined
}

/** "7 30 18 45" as "7 30" and "18 45"; nothing where it is no row of hours and minutes. */
function pairsOf(words: readonly string[]): readonly string[] {
  const isPairs =
    words.length % 2 === 0 && words.every((word, at) => (at % 2 === 0 ? /^\d{1,2}$/ : /^\d\d$/).test(word))
  return isPairs ? words.flatMap((word, at) => (at % 2 === 0 ? [`${word} ${words[at + 1] ?? ''}`] : [])) : []
}

function evened(written: string): string {
  return written
    .normalize('NFKC')
    .replace(/[^\S\n]+/g, ' ')
    .trim()
}
