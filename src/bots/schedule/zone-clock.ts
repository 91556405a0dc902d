const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A clock on the wall of an IANA zone. Wall times are its date and time, to the minute, as epoch ms read as if UTC. */
export interface ZoneClock {
  /** What it shows at an instant. */
  wallAt(at: number): number
  /** The first instant at which it shows `wall` or, where a gap swallows that, a later time. Of equal times the first. */
  firstShowing(wall: number): number
}

/** A stretch of time with one offset: wall = at + offset. */
interface Stretch {
  readonly from: number
  readonly to: number
  readonly offset: number
}

const clocks = new Map<string, ZoneClock>()
// Days that are kept of a zone: what is due soon, not the whole calendar.
const MOST_DAYS = 1_500

/** The clock of a zone; throws RangeError for one that is not known. The zone's rules are those of this Node's ICU. */
export function zoneClock(timezone: string): ZoneClock {
  const known = clocks.get(timezone)
  if (known) return known
  const clock = createClock(timezone)
  clocks.set(timezone, clock)
  return clock
}

function createClock(timezone: string): ZoneClock {
  const offsetAt = offsetReader(timezone)
  const days = new Map<number, readonly Stretch[]>()
  const stretchesOf = (day: number): readonly Stretch[] => {
    const known = days.get(day)
    if (known) return known
    if (days.size >= MOST_DAYS) days.clear()
    const stretches = findStretches(day * DAY, offsetAt)
    days.set(day, stretches)
    return stretches
  }
  return {
    wallAt(at) {
      const stretch = stretchesOf(Math.floor(at / DAY)).find(({ to }) => at < to)
      return Math.floor((at + (stretch?.offset ?? 0)) / MINUTE) * MINUTE
    },
    firstShowing(wall) {
      // Offsets run from -12 to +14 hours: no clock shows it earlier, and every clock has shown it by the end.
      for (let day = Math.floor((wall - 15 * HOUR) / DAY); ; day += 1) {
        for (const { from, to, offset } of stretchesOf(day)) {
          const at = Math.max(from, wall - offset)
          if (at < to) return at
        }
      }
    },
  }
}

/** The stretches of one day of UTC. Zones change their offset at a full minute, and at most once an hour. */
function findStretches(start: number, offsetAt: (at: number) => number): readonly Stretch[] {
  const stretches: Stretch[] = []
  let from = start
  let offset = offsetAt(start)
  for (let hour = start; hour < start + DAY; hour += HOUR) {
    const next = offsetAt(hour + HOUR)
    if (next === offset) continue
    let before = hour
    let since = hour + HOUR
    while (since - before > MINUTE) {
      const middle = before + Math.floor((since - before) / MINUTE / 2) * MINUTE
      if (offsetAt(middle) === offset) before = middle
      else since = middle
    }
    if (since < start + DAY) {
      stretches.push({ from, to: since, offset })
      from = since
    }
    offset = next
  }
  return [...stretches, { from, to: start + DAY, offset: offsetAt(start + DAY - MINUTE) }]
}

function offsetReader(timezone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  return (at) => {
    const [month = 0, day = 0, year = 0, hour = 0, minute = 0] = (format.format(at).match(/\d+/g) ?? []).map(Number)
    return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(at / MINUTE) * MINUTE
  }
}
