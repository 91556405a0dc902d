const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/**
 * The first time after `after` (epoch ms) at which a clock in an IANA `timezone` shows `hour`:00. On a day whose spring
 * gap swallows that hour it is the first minute after the gap; in autumn only the first of two equal hours counts.
 * Throws RangeError for an unknown zone and for an hour that is not one of 0-23.
 */
export function nextDueAt(hour: number, timezone: string, after: number): number {
  if (!Number.isInteger(hour) || hour < 0 || hour > 23) throw new RangeError(`hour is ${hour}, one of 0 to 23`)
  const clock = wallClock(timezone)
  const today = Math.floor(clock(after) / DAY) * DAY
  for (let days = -1; ; days += 1) {
    const dueAt = firstShowing(today + days * DAY + hour * HOUR, clock)
    if (dueAt > after) return dueAt
  }
}

/** When clocks first show `wall` (their date and time read as if UTC) or, in a gap, first show a later time. */
function firstShowing(wall: number, clock: (at: number) => number): number {
  // Offsets run from -12 to +14 hours: before `from` no clock can show it, at `to` every clock has.
  const from = wall - 15 * HOUR
  const to = wall + 13 * HOUR
  const offsets = new Set<number>()
  for (let at = from; at <= to; at += HOUR / 2) offsets.add(clock(at) - at)
  const showing = [...offsets].map((offset) => wall - offset).filter((at) => clock(at) === wall)
  if (showing.length > 0) return Math.min(...showing)

  let before = from
  let since = to
  while (since - before > MINUTE) {
    const middle = before + Math.floor((since - before) / MINUTE / 2) * MINUTE
    if (clock(middle) >= wall) since = middle
    else before = middle
  }
  return since
}

/** What a clock in the zone shows at an instant, to the minute, as epoch ms of that date and time read as if UTC. */
function wallClock(timezone: string): (at: number) => number {
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
    const shown = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
    const part = (type: Intl.DateTimeFormatPartTypes) => shown.get(type) ?? 0
    return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'))
  }
}
