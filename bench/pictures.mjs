// Pictures of figures: how long they take, how large they are, and how long the thread that asks is held up.
//   npm run bench:pictures
import { performance, monitorEventLoopDelay } from 'node:perf_hooks'
import { loadRegion } from '../dist/regions/load-region.js'
import { chartOf } from '../dist/summaries/chart/chart.js'
import { startDrawing } from '../dist/summaries/chart/start-drawing.js'
import { prepareReader } from '../dist/summaries/terms/reader.js'

const reader = prepareReader(loadRegion('regions/central-asia'))
const records = Array.from({ length: 200 }, (_, index) => ({
  ...{ value: (30 + ((index * 7) % 60)) * 1e9, unit: 'USD', what: 'trade-turnover', between: ['china', 'kazakhstan'] },
  ...{ kind: index % 9 === 0 ? 'forecast' : 'actual', period: String(2015 + (index % 11)), quote: '' },
  ...{ source: `Paper ${index % 12}`, publishedAt: Date.UTC(2025, 5, 1 + (index % 28)), change: { kind: 'new' } },
}))
const history = { what: 'trade-turnover', name: '', entityIds: ['china', 'kazakhstan'], records }
const drawing = startDrawing()
const delay = monitorEventLoopDelay({ resolution: 1 })
const times = []
let bytes = 0
let firstCpu = { user: 0, system: 0 }
const cpu = process.cpuUsage()
delay.enable()
for (let round = 0; round < 21; round++) {
  const startedAt = performance.now()
  const png = await drawing.draw(chartOf(history, { reader, language: 'ru' }))
  times.push(performance.now() - startedAt)
  if (round === 0) firstCpu = process.cpuUsage(cpu)
  bytes = Math.max(bytes, png.byteLength)
}
delay.disable()
const { user, system } = process.cpuUsage(cpu)
const [first, ...rest] = times
rest.sort((a, b) => a - b)
const rows = [
  ['what', 'figure', 'target'],
  ['---', '---', '---'],
  ['first picture, with the start of its thread', `${Math.round(first)} ms`, '1,000 ms'],
  ['the same, CPU of all threads', `${Math.round((firstCpu.user + firstCpu.system) / 1000)} ms`, ''],
  ['each further one, median', `${Math.round(rest[rest.length >> 1])} ms`, '1,000 ms'],
  ['each further one, slowest of 20', `${Math.round(rest.at(-1))} ms`, '1,000 ms'],
  ['CPU of all 21, threads together', `${Math.round((user + system) / 1000 / 21)} ms a picture`, ''],
  ['longest stall of the thread that asks', `${Math.round(delay.max / 1e6)} ms`, '50 ms'],
  ['largest picture', `${Math.round(bytes / 1024)} KB`, '1,000 KB'],
]
for (const row of rows) console.log(`| ${row.join(' | ')} |`)
await drawing.stop()
