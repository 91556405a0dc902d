/** A part of the day in minutes since midnight. `fromMinute` after `toMinute` spans midnight. */
export interface Quiet {
  readonly fromMinute: number
  readonly toMinute: number
}

/** When a subscription is due. Minutes are of the day, 0-1439, on the clocks of an IANA `timezone`. */
export type Schedule =
  /** At each of `minutes` on each of `weekdays` (ISO, 1 is Monday; absent: all). */
  | {
      readonly kind: 'times'
      readonly minutes: readonly number[]
      readonly weekdays?: readonly number[]
      readonly timezone: string
    }
  | {
      readonly kind: 'as-it-happens'
      readonly timezone: string
      readonly atMostPerDay: number
      readonly quiet?: Quiet
    }
