import { afterEach, expect, test } from 'vitest'
import { type Chart, chartOf } from '../../../src/summaries/chart/chart.js'
import { startDrawing, type Drawing, type DrawingOptions } from '../../../src/summaries/chart/start-drawing.js'
import { reader } from '../pack.js'

const built = new URL('../../../dist/summaries/chart/chart-worker.js', import.meta.url)
const odd = (code: string) => new URL(`data:text/javascript,${encodeURIComponent(code)}`)

const drawn = chartOf(
  {
    ...{ what: 'trade-turnover', name: 'trade', entityIds: ['china', 'kazakhstan'] },
    records: [2021, 2022, 2023, 2024].map((year) => ({
      ...{ value: (year - 2000) * 1e9, unit: 'USD', what: 'trade-turnover', between: ['china', 'kazakhstan'], kind: 'actual' },
      ...{ period: String(year), quote: '', source: 'Дала хабары', publishedAt: Date.UTC(2025, 5, 17), change: { kind: 'new' } },
    })), // prettier-ignore
  },
  { reader, language: 'ru' },
)
if (drawn === undefined) throw new Error('nothing to draw')
const chart = drawn

let drawing: Drawing | undefined
afterEach(() => drawing?.stop())
const start = (options: DrawingOptions) => (drawing = startDrawing({ workerUrl: built, ...options }))

/** Width and height of a PNG. */
function sizeOf(png: Uint8Array): [number, number] {
  const view = new DataView(png.buffer, png.byteOffset)
  return [view.getUint32(16), view.getUint32(20)]
}

test('a chart becomes a PNG with text in it, the same every time', async () => {
  const started = start({ timeLimitMs: 60_000 })
  const draw = (what: Chart) => started.draw(what)
  const [one, two] = await Promise.all([draw(chart), draw(chart)])
  expect([...one.slice(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47])
  expect(Buffer.compare(one, two)).toBe(0)
  const [width, height] = sizeOf(one)
  expect(width).toBeGreaterThan(1_000)
  expect(width).toBeLessThan(2_000)
  expect(height).toBeLessThan(1_500)
  // Without a font resvg leaves all text out: the picture would be the same whatever it says.
  const other = await draw({ ...chart, title: 'Эксперимент' })
  expect(Buffer.compare(one, other)).not.toBe(0)
}, 90_000)

test('a picture over its limit of bytes or time is refused, and the next one is drawn in a new thread', async () => {
  await expect(start({ maxBytes: 100, timeLimitMs: 60_000 }).draw(chart)).rejects.toThrow('more than 100')
  const silent = start({ timeLimitMs: 50, workerUrl: odd('import "node:worker_threads"; setInterval(() => {}, 1000)') })
  await expect(silent.draw(chart)).rejects.toThrow('more than 50 ms')
  await expect(silent.draw(chart)).rejects.toThrow('more than 50 ms')
}, 90_000)

test('a thread that dies fails the pictures that wait, and none hangs', async () => {
  const dying = start({ workerUrl: odd('throw new Error("no font")') })
  const [one, two] = await Promise.allSettled([dying.draw(chart), dying.draw(chart)])
  expect([one.status, two.status]).toEqual(['rejected', 'rejected'])
})

test('of too many at once the last are refused', async () => {
  const silent = start({ timeLimitMs: 100, workerUrl: odd('setInterval(() => {}, 1000)') })
  const all = await Promise.allSettled(Array.from({ length: 25 }, () => silent.draw(chart)))
  expect(all.filter((each) => each.status === 'rejected' && String(each.reason).includes('waiting already'))).toHaveLength(5) // prettier-ignore
})
