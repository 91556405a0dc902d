import { expect, test } from 'vitest'
import type { DueSubscription } from '../../../src/bots/contract/chats.js'
import { dueByTimes } from '../../../src/bots/schedule/occurrences.js'
import { nextDueAt } from '../../../src/bots/schedule/next-due.js'
import { randomFrom, simulateSchedules, ZONES } from './simulate-schedules.js'

const under = {
  nextDueAt,
  dueByTimes: (subscription: object, now: number) => dueByTimes(subscription as DueSubscription, now),
}

test('over a spring of clock changes and downtimes every occurrence is sent or written down as missed, once', () => {
  const found = simulateSchedules(under, {
    zones: ZONES,
    schedulesAZone: 7,
    from: Date.parse('2024-01-20T00:00Z'),
    to: Date.parse('2024-04-20T00:00Z'),
    random: randomFrom(1),
  })
  expect(found).toMatchObject({ silent: 0, doubled: 0, wrong: 0, graceless: 0, untold: 0 })
  expect(found.example).toBeUndefined()
  expect(found.sent).toBeGreaterThan(100_000)
  expect(found.skipped).toBeGreaterThan(1_000)
  expect(found.sent + found.skipped).toBe(found.expected)
})

test('the oracle sees what a schedule leaves out, doubles and makes up', () => {
  const simulate = (broken: Partial<typeof under>) =>
    simulateSchedules(
      { ...under, ...broken },
      {
        zones: ['Europe/Berlin'],
        schedulesAZone: 3,
        from: Date.parse('2024-03-01T00:00Z'),
        to: Date.parse('2024-04-15T00:00Z'),
        random: randomFrom(2),
      },
    )
  const silent = simulate({ dueByTimes: (one, now) => ({ ...under.dueByTimes(one, now), skipped: [] }) })
  expect(silent.silent).toBeGreaterThan(0)
  const hour = 3_600_000
  const late = simulate({ nextDueAt: (schedule, after) => nextDueAt(schedule, after) + hour })
  expect(late.wrong).toBeGreaterThan(0)
})
