// Two years x 40 zones x 20 schedules x random downtimes against an oracle that walks through every minute:
// `npm run bench:schedules [-- SEED]`.
import { dueByTimes } from '../dist/bots/schedule/occurrences.js'
import { nextDueAt } from '../dist/bots/schedule/next-due.js'
import { loadFakes, printTable } from './fakes.mjs'

const seed = Number(process.argv[2] ?? 1)
const { simulateSchedules, randomFrom, ZONES } = await loadFakes()
const startedAt = performance.now()
const found = simulateSchedules(
  { nextDueAt, dueByTimes },
  {
    ...{ zones: ZONES, schedulesAZone: 20, random: randomFrom(seed) },
    // With a leap day, Almaty's new offset, and the last clock changes of several zones.
    ...{ from: Date.parse('2023-07-01T00:00Z'), to: Date.parse('2025-07-01T00:00Z') },
  },
)
const { example, ...counts } = found
printTable([
  Object.keys(counts),
  Object.values(counts),
  Object.keys(counts).map((key) => (['silent', 'doubled', 'wrong', 'graceless', 'untold'].includes(key) ? 'target 0' : '')), // prettier-ignore
])
console.log(`${ZONES.length} zones x 20 schedules x 2 years in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s, tz ${process.versions.tz}`) // prettier-ignore
if (example !== undefined) console.log(`for example ${example}`)
