// A day's digest and the reviews on an archive of 100,000 articles, a thousand a day: how long each takes, and how long it holds up the thread.
//   npm run bench:digest-speed   (BENCH_SIZE, at least 60,000; BENCH_KEEP=FOLDER keeps the archive)
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setImmediate } from 'node:timers'
import { setImmediate as breath } from 'node:timers/promises'
import { performance } from 'node:perf_hooks'
import { loadRegion } from '../dist/regions/load-region.js'
import { composeDigest } from '../dist/summaries/digest.js'
import { toldInDaysBefore } from '../dist/summaries/digest/told-before.js'
import { prepareReader } from '../dist/summaries/terms/reader.js'
import { madeArchive } from './made-archive.mjs'
import { newsMaker } from './made-news.mjs'

const DAY = 86_400_000
const A_DAY = 1_000
const FIRST = Date.parse('2025-01-01T00:00:00Z')
const size = Math.max(60_000, Number(process.env.BENCH_SIZE ?? 100_000))
const keep = process.env.BENCH_KEEP
// The same maker's archives stand beside it with other days.
const folder = keep === undefined ? fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-digest-speed-')) : path.join(keep, 'a-thousand-a-day') // prettier-ignore
fs.mkdirSync(folder, { recursive: true })

const reader = prepareReader(loadRegion('regions/central-asia'))
const maker = thousandADay(newsMaker(reader, { size, seed: 1 }))
const { archive, database } = await madeArchive(folder, { size, seed: 1, maker })
const feeds = { feedsRead: 60, feedsFailed: [] }
const days = size / A_DAY

/** The same news, each with the time of its place among a thousand a day. */
function thousandADay(maker) {
  const articleAt = (number) => {
    const made = maker.articleAt(number)
    const publishedAt = FIRST + Math.floor((number / A_DAY) * DAY)
    const story = made.story && { story: { ...made.story, publishedAt } }
    return { ...made, article: { ...made.article, publishedAt, fetchedAt: publishedAt }, ...story }
  }
  return { ...maker, articleAt }
}

async function measure(name, target, digest, rounds = 20) {
  // A bot has read articles before: the words of the languages are compiled.
  await digest(rounds)
  const [times, cpu] = [[], process.cpuUsage()]
  const stalls = watchStalls()
  for (let round = 0; round < rounds; round++) {
    const startedAt = performance.now()
    await digest(round)
    times.push(performance.now() - startedAt)
    await breath()
  }
  const longest = stalls.end()
  const { user, system } = process.cpuUsage(cpu)
  times.sort((a, b) => a - b)
  const ms = (value) => `${Math.round(value)} ms`
  return [name, ms(times[rounds >> 1]), ms(times.at(-1)), target, ms((user + system) / 1000 / rounds), ms(longest)]
}

/** The longest time in which nothing else could run on this thread. */
function watchStalls() {
  let [longest, last, isOn] = [0, performance.now(), true]
  const look = () => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
    if (isOn) setImmediate(look)
  }
  setImmediate(look)
  return {
    end() {
      isOn = false
      look()
      return longest
    },
  }
}

// Days all over the archive, so that nothing is warm for one of them alone.
const dayOf = (round) => FIRST + (10 + ((round * 37) % (days - 40))) * DAY
const spanOf = (round, span, rest = {}) => ({ from: dayOf(round), to: dayOf(round) + span * DAY, language: ['en', 'ru', 'zh'][round % 3], ...rest }) // prettier-ignore
const compose = (request) => composeDigest(request, { archive, reader, feeds })
const rows = [
  ['what', 'median', 'slowest', 'target', 'CPU each', 'longest stall'],
  ['---', '---', '---', '---', '---', '---'],
  await measure('a day, normal', '300 ms', (round) => compose(spanOf(round, 1))),
  await measure('a day, full', '300 ms', (round) => compose(spanOf(round, 1, { length: 'full' }))),
  await measure('a day, one country', '300 ms', (round) => compose(spanOf(round, 1, { filter: { entityIds: ['tajikistan'] } }))), // prettier-ignore
  await measure('what the seven days before told', '', (round) => toldInDaysBefore(spanOf(round, 1), { archive, reader }), 5), // prettier-ignore
  await measure('a week', '', (round) => compose(spanOf(round, 7)), 5),
  await measure('a month', '', (round) => compose(spanOf(round, 30)), 5),
]
console.log(`${size.toLocaleString('en')} articles, ${A_DAY.toLocaleString('en')} a day`)
for (const row of rows) console.log(`| ${row.join(' | ')} |`)
await database.close()
if (keep === undefined) fs.rmSync(folder, { recursive: true })
