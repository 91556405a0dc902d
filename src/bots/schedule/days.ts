/** The last midnight at or before `at` on the clocks of an IANA zone, epoch ms. */
export function midnightBefore(at: number, timezone: string): number {
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const part = (type: string) => Number(clock.formatToParts(at).find((each) => each.type === type)?.value ?? 0)
  const since = ((part('hour') * 60 + part('minute')) * 60 + part('second')) * 1000 + (at % 1000)
  return at - since
}
