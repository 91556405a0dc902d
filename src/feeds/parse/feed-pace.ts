import type { Fields } from './repair-feed.js'

/** How a feed asks to be polled. */
export interface FeedPace {
  /** For how long it may be kept before it is asked again. */
  readonly ttlMinutes?: number
  /** Hours of the day, UTC, 0 to 23, in which it is not to be asked. */
  readonly skipHours?: readonly number[]
  /** Days of the week, UTC, 0 for Sunday, on which it is not to be asked. */
  readonly skipDays?: readonly number[]
}

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

/** The `ttl`, `skipHours` and `skipDays` of a channel; what cannot be read is left out. Undefined where it has none. */
export function paceOf(feed: Fields): FeedPace | undefined {
  const words = (name: string): readonly string[] =>
    (feed.get(name) ?? []).flatMap(({ value }) => value.replace(/<[^>]{0,200}>/g, ' ').match(/[\p{L}\p{N}.-]+/gu) ?? [])
  const ttlMinutes = Number(words('ttl')[0])
  // Some count the hours from 1 to 24.
  const skipHours = words('skipHours').map(Number).filter((hour) => Number.isInteger(hour) && hour >= 0 && hour <= 24).map((hour) => hour % 24) // prettier-ignore
  const skipDays = words('skipDays').map((day) => DAYS.indexOf(day.toLowerCase())).filter((day) => day !== -1) // prettier-ignore
  const pace: FeedPace = {
    ...(ttlMinutes > 0 && Number.isFinite(ttlMinutes) ? { ttlMinutes } : {}),
    ...(skipHours.length === 0 ? {} : { skipHours: [...new Set(skipHours)] }),
    ...(skipDays.length === 0 ? {} : { skipDays: [...new Set(skipDays)] }),
  }
  return Object.keys(pace).length === 0 ? undefined : pace
}
