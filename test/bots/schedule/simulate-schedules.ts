/** A schedule by times of day; see next-due.ts. */
export interface TimesSchedule {
  readonly kind: 'times'
  readonly minutes: readonly number[]
  readonly weekdays?: readonly number[]
  readonly timezone: string
}

/** What is asked of the bot's own code. */
export interface UnderTest {
  readonly nextDueAt: (schedule: TimesSchedule, after: number) => number
  readonly dueByTimes: (
    subscription: { readonly schedule: TimesSchedule; readonly nextDueAt: number; readonly coveredUntil?: number },
    now: number,
  ) => {
    readonly due?: { readonly at: number; readonly from: number; readonly to: number }
    readonly skipped: readonly number[]
    readonly nextDueAt: number
  }
}

export interface Simulation {
  readonly zones: readonly string[]
  readonly schedulesAZone: number
  readonly from: number
  readonly to: number
  readonly random: () => number
}

export interface Found {
  /** Occurrences by the oracle. */
  readonly expected: number
  readonly sent: number
  /** Written down as missed. */
  readonly skipped: number
  readonly downtimes: number
  /** Neither sent nor written down; twice; at a time that is none. */
  readonly silent: number
  readonly doubled: number
  readonly wrong: number
  /** Sent although older than the grace, or skipped although the latest within it. */
  readonly graceless: number
  /** Time of which no digest tells. */
  readonly untold: number
  /** The first of what went wrong. */
  readonly example?: string
}

const MINUTE = 60_000
const DAY = 1_440
const HOUR = 60 * MINUTE
const GRACE_MS = 6 * HOUR

/** Zones with every kind of clock change of those years, and without. */
export const ZONES = [
  'Asia/Almaty', 'Asia/Qostanay', 'Asia/Tashkent', 'Asia/Bishkek', 'Asia/Dushanbe', 'Asia/Ashgabat', 'Asia/Shanghai',
  'Asia/Kolkata', 'Asia/Kathmandu', 'Asia/Tehran', 'Asia/Gaza', 'Asia/Beirut', 'Asia/Jerusalem', 'Africa/Cairo',
  'Africa/Casablanca', 'Africa/El_Aaiun', 'Africa/Lagos', 'Antarctica/Troll', 'Antarctica/Casey', 'Europe/Berlin',
  'Europe/London', 'Europe/Dublin', 'Europe/Moscow', 'Europe/Chisinau', 'Atlantic/Azores', 'America/New_York',
  'America/St_Johns', 'America/Havana', 'America/Santiago', 'America/Asuncion', 'America/Nuuk', 'America/Scoresbysund',
  'America/Mexico_City', 'America/Los_Angeles', 'Pacific/Easter', 'Pacific/Chatham', 'Pacific/Apia', 'Pacific/Kiritimati',
  'Australia/Lord_Howe', 'UTC',
] as const // prettier-ignore

/** A random number from 0 to 1 after the other, the same for a seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/**
 * Runs schedules over years with random downtimes and holds what is sent and skipped against an oracle that walks through
 * every minute: an occurrence is where a clock of the zone first shows its minute or, after a gap, a later one.
 */
export function simulateSchedules({ nextDueAt, dueByTimes }: UnderTest, simulation: Simulation): Found {
  const { zones, schedulesAZone, from, to, random } = simulation
  const total = { expected: 0, sent: 0, skipped: 0, downtimes: 0, silent: 0, doubled: 0, wrong: 0, graceless: 0, untold: 0 } // prettier-ignore
  let example: string | undefined
  for (const timezone of zones) {
    const walls = wallMinutes(timezone, from, to)
    for (let index = 0; index < schedulesAZone; index += 1) {
      const schedule = { ...randomSchedule(index, random), timezone }
      const expected = occurrences(schedule, walls, from)
      const downtimes = randomDowntimes(from, to, random)
      const run = runSchedule(schedule, { nextDueAt, dueByTimes }, { from, to, downtimes })
      const seen = new Map<number, number>()
      for (const at of [...run.sent, ...run.skipped]) seen.set(at, (seen.get(at) ?? 0) + 1)
      const isExpected = new Set(expected)
      const silent = expected.filter((at) => !seen.has(at) && at <= run.until)
      const wrong = [...seen.keys()].filter((at) => !isExpected.has(at))
      const doubled = [...seen].filter(([, times]) => times > 1)
      total.expected += expected.filter((at) => at <= run.until).length
      total.sent += run.sent.length
      total.skipped += run.skipped.length
      total.downtimes += downtimes.length
      total.silent += silent.length
      total.wrong += wrong.length
      total.doubled += doubled.length
      total.graceless += run.graceless
      total.untold += run.untold
      const at = silent[0] ?? wrong[0] ?? doubled[0]?.[0]
      if (at !== undefined) example ??= `${JSON.stringify(schedule)} at ${new Date(at).toISOString()}`
    }
  }
  return { ...total, ...(example !== undefined && { example }) }
}

/** What clocks of the zone show at each minute, as minutes since 1970 read as if UTC. By Intl's own words for the offset. */
function wallMinutes(timezone: string, from: number, to: number): Int32Array {
  const words = new Intl.DateTimeFormat('en', { timeZone: timezone, timeZoneName: 'longOffset', hour: 'numeric' })
  const offsetAt = (at: number): number => {
    const name = words.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? ''
    const [, sign = '+', hours = '0', minutes = '0'] = /GMT(?:([+-])(\d+):(\d+))?/.exec(name) ?? []
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
  }
  const count = (to - from) / MINUTE
  const walls = new Int32Array(count)
  let offset = 0
  for (let index = 0; index < count; index += 1) {
    // Zones change their offset at a full quarter of an hour.
    if (index % 15 === 0) offset = offsetAt(from + index * MINUTE)
    walls[index] = from / MINUTE + index + offset
  }
  return walls
}

function occurrences({ minutes, weekdays }: TimesSchedule, walls: Int32Array, from: number): readonly number[] {
  const isDue = new Uint8Array(7 * DAY)
  for (let weekday = 1; weekday <= 7; weekday += 1)
    if (weekdays === undefined || weekdays.includes(weekday))
      for (const minute of minutes) isDue[(weekday - 1) * DAY + minute] = 1
  const found: number[] = []
  let shown = (walls[0] ?? 0) - 1
  for (const [index, wall] of walls.entries()) {
    if (wall <= shown) continue
    let isNow = false
    // 1970-01-01 was a Thursday, the fourth day.
    for (let minute = shown + 1; minute <= wall; minute += 1)
      if (isDue[(minute + 3 * DAY) % (7 * DAY)] === 1) isNow = true
    if (isNow) found.push(from + index * MINUTE)
    shown = wall
  }
  return found
}

function randomSchedule(index: number, random: () => number): Omit<TimesSchedule, 'timezone'> {
  const pick = (most: number): number => Math.floor(random() * most)
  const some = (count: number, of: () => number): number[] => [...new Set(Array.from({ length: count }, of))]
  const kinds: (() => number[])[] = [
    () => [pick(1_440)],
    () => some(2 + pick(5), () => pick(1_440)),
    // Where clocks change.
    () => some(3, () => pick(240)),
    () => [0],
    () => [1_439],
    () => Array.from({ length: 24 }, (_, hour) => hour * 60),
    () => Array.from({ length: 96 }, (_, quarter) => quarter * 15),
  ]
  const minutes = (kinds[index % kinds.length] ?? (() => [540]))()
  const weekdays = some(1 + pick(5), () => 1 + pick(7))
  return { kind: 'times', minutes, ...(random() < 0.4 && { weekdays }) }
}

interface Downtime {
  readonly from: number
  readonly to: number
}

/** Some twenty a year, of a minute to some days. */
function randomDowntimes(from: number, to: number, random: () => number): readonly Downtime[] {
  const downtimes: Downtime[] = []
  for (let at = from; ;) {
    const start = at + Math.ceil(-Math.log(1 - random()) * 18 * 24 * 60) * MINUTE
    const end = start + Math.ceil(10 ** (random() * 4)) * MINUTE
    if (end >= to) return downtimes
    downtimes.push({ from: start, to: end })
    at = end
  }
}

interface Span extends Downtime {
  readonly downtimes: readonly Downtime[]
}

/** What the bot does: each minute in which it runs it looks for what is due. */
function runSchedule(schedule: TimesSchedule, { nextDueAt, dueByTimes }: UnderTest, { from, to, downtimes }: Span) {
  const sent: number[] = []
  const skipped: number[] = []
  let graceless = 0
  let untold = 0
  let coveredUntil: number | undefined
  let dueAt = nextDueAt(schedule, from - 1)
  const ends = [...downtimes]
  for (;;) {
    while (ends[0] !== undefined && ends[0].to <= dueAt) ends.shift()
    const down = ends[0]
    const now = down !== undefined && down.from <= dueAt ? down.to : dueAt
    if (now >= to) return { sent, skipped, graceless, untold, until: dueAt - 1 }
    const subscription = { schedule, nextDueAt: dueAt, ...(coveredUntil !== undefined && { coveredUntil }) }
    const { due, skipped: missed, nextDueAt: next } = dueByTimes(subscription, now)
    skipped.push(...missed)
    const latest = due?.at ?? missed.at(-1) ?? dueAt
    if (due === undefined ? now - latest <= GRACE_MS : now - due.at > GRACE_MS) graceless += 1
    if (due !== undefined) {
      sent.push(due.at)
      // A week at most is looked back on.
      if (coveredUntil !== undefined && due.from > coveredUntil && due.to - due.from < 7 * 24 * HOUR) untold += 1
      coveredUntil = due.to
    }
    dueAt = next
  }
}
