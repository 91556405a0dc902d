// A month of 60 feeds, asked by the scheduler that `run` uses, by two fixed pollers and by an oracle. No network, no clock,
// the same numbers at every run: `npm run bench:freshness [-- seed]`.
import { learnRhythm, nextPollAt, waitAfterFailure } from '../dist/feeds/next-poll.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const FEEDS = 60
const ITEMS_A_DAY = 3_000
const DAYS = 30
/** Items of a burst, on average; the next one follows after two minutes, on average. */
const BURST = 3
const BURST_GAP = 2 * MINUTE
/** The newsrooms' day, 07:00 to 23:00 in Almaty, as UTC. */
const OPENS = 2 * HOUR
const OPEN_FOR = 16 * HOUR
/** Items that a document shows. */
const SHOWN = 30
/** How often a server is shut for one to three hours, with Retry-After. */
const CLOSURES = 2

const START = Date.UTC(2025, 5, 1)
const END = START + DAYS * DAY
const seed = Number(process.argv[2] ?? 1)

/** Mulberry32: 0 to 1. */
function randomFrom(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const random = randomFrom(seed)
const exponential = (mean) => -mean * Math.log(1 - random())

function poisson(mean) {
  const limit = Math.exp(-Math.min(mean, 500))
  let count = 0
  for (let product = random(); product > limit; product *= random()) count++
  return count
}

/** A feed's publishing times, two days ahead of the month so that documents are full when it begins. */
function publish(perDay) {
  const times = []
  for (let day = START - 2 * DAY; day < END; day += DAY) {
    for (let bursts = poisson(perDay / BURST); bursts > 0; bursts--) {
      let at = day + OPENS + random() * OPEN_FOR
      do {
        times.push(Math.round(at))
        at += exponential(BURST_GAP)
      } while (random() > 1 / BURST)
    }
  }
  return times.filter((at) => at < END).sort((a, b) => a - b)
}

const weights = Array.from({ length: FEEDS }, (_, rank) => 1 / (rank + 1))
const total = weights.reduce((sum, weight) => sum + weight, 0)
const feeds = weights.map((weight, rank) => {
  const perDay = (ITEMS_A_DAY * weight) / total
  const closures = Array.from({ length: CLOSURES }, () => {
    const from = START + random() * (END - START - 4 * HOUR)
    return { from, until: from + HOUR + random() * 2 * HOUR }
  })
  return { perDay, items: publish(perDay), closures, maxAgeMs: rank % 3 === 0 ? 5 * MINUTE : undefined }
})

/** Asks one feed at the times that `next` gives, in whole minutes as the newsroom's clock ticks. */
function poll(feed, next) {
  const found = { delays: [], requests: 0, missed: 0, tooSoon: 0 }
  let seen = 0
  let shutUntil = 0
  for (let at = next.first; at < END; at = Math.max(at + MINUTE, Math.ceil(next.after / MINUTE) * MINUTE)) {
    found.requests++
    if (at < shutUntil) found.tooSoon++
    const closure = feed.closures.find(({ from, until }) => at >= from && at < until)
    if (closure !== undefined) {
      const retryAfterMs = Math.ceil((closure.until - at) / 1000) * 1000
      shutUntil = at + retryAfterMs
      next.refused(at, retryAfterMs)
      continue
    }
    let count = seen
    while (count < feed.items.length && feed.items[count] <= at) count++
    const fresh = feed.items.slice(Math.max(seen, count - SHOWN), count)
    found.missed += Math.max(0, count - SHOWN - seen) * (seen > 0 ? 1 : 0)
    for (const published of fresh) if (published >= START) found.delays.push((at - published) / MINUTE)
    seen = count
    next.answered(at, { fresh, shown: feed.items.slice(Math.max(0, count - SHOWN), count) })
  }
  return found
}

function adaptive(feed) {
  let rhythm
  let since
  let failures = 0
  const next = {
    first: START,
    after: START,
    answered(at, { fresh, shown }) {
      failures = 0
      const learned = learnRhythm(rhythm, { seenAt: at, since, shownAt: shown, newAt: fresh })
      since = at
      // Nothing new is a 304, which leaves the rhythm as it was.
      if (fresh.length > 0) rhythm = learned
      const { maxAgeMs } = feed
      next.after = nextPollAt(at, {
        rhythm: learned,
        everyMinutes: 30,
        shown: shown.length,
        maxAgeMs,
        random: random(),
      })
    },
    refused(at, retryAfterMs) {
      failures++
      const verdict = 'http-error'
      next.after = at + waitAfterFailure({ everyMinutes: 30, failures, verdict, retryAfterMs, random: random() })
    },
  }
  return next
}

function fixed(everyMs) {
  const next = {
    first: START + Math.floor((random() * everyMs) / MINUTE) * MINUTE,
    after: 0,
    answered: (at) => void (next.after = at + everyMs),
    refused: (at) => void (next.after = at + everyMs),
  }
  return next
}

/** Knows each feed's rate and the newsrooms' hours, and spends `requests` where they shorten the wait most. */
function oracleWaits(requests) {
  const rates = feeds.map(({ perDay }) => perDay / OPEN_FOR)
  const waits = (scale) => rates.map((rate) => Math.max(5 * MINUTE, scale / Math.sqrt(rate)))
  const spent = (scale) => waits(scale).reduce((sum, wait) => sum + (DAYS * OPEN_FOR) / wait, 0)
  let low = 0
  let high = DAY
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2
    if (spent(middle) > requests) low = middle
    else high = middle
  }
  return waits(high)
}

function oracle(wait) {
  const next = {
    first: START + OPENS,
    after: 0,
    answered(at) {
      const opening = Math.floor(at / DAY) * DAY + OPENS
      const due = at + wait
      const closing = opening + OPEN_FOR
      next.after = at < closing ? Math.min(due, closing + MINUTE) : opening + DAY + wait / 2
    },
    refused: (at, retryAfterMs) => void (next.after = at + retryAfterMs),
  }
  return next
}

function measure(name, nextOf) {
  const results = feeds.map((feed, rank) => poll(feed, nextOf(feed, rank)))
  const delays = results.flatMap((result) => result.delays).sort((a, b) => a - b)
  const sum = (key) => results.reduce((count, result) => count + result[key], 0)
  const at = (share) => delays[Math.floor(delays.length * share)] ?? 0
  const [requests, missed, tooSoon] = ['requests', 'missed', 'tooSoon'].map(sum)
  return { name, median: at(0.5), p95: at(0.95), requests, missed, tooSoon, seen: delays.length }
}

const everyTen = measure('fixed, 10 minutes', () => fixed(10 * MINUTE))
const everyTwentyFive = measure('fixed, 25 minutes', () => fixed(25 * MINUTE))
const ours = measure('Silkwire', adaptive)
const waits = oracleWaits(ours.requests)
const ideal = measure('oracle, as many', (_, rank) => oracle(waits[rank]))

const published = feeds.reduce((sum, { items }) => sum + items.filter((at) => at >= START).length, 0)
console.log(
  `${FEEDS} feeds, Zipf s = 1, ${ITEMS_A_DAY} items a day in bursts of ${BURST} over ${OPEN_FOR / HOUR} hours, ${DAYS} days, seed ${seed}: ${published} items`,
)
const columns = ['poller', 'median min', 'p95 min', 'requests', '% of 10 min', 'in Retry-After', 'missed items']
const rows = [ours, everyTen, everyTwentyFive, ideal].map((row) =>
  [
    row.name,
    row.median.toFixed(1),
    row.p95.toFixed(1),
    String(row.requests),
    ((100 * row.requests) / everyTen.requests).toFixed(1),
    String(row.tooSoon),
    String(row.missed),
  ].map((cell, column) => (column === 0 ? cell.padEnd(18) : cell.padStart(columns[column].length))),
)
console.log(columns.map((column, index) => (index === 0 ? column.padEnd(18) : column)).join('  '))
for (const row of rows) console.log(row.join('  '))

const targets = [
  ['median <= 7 min', ours.median <= 7],
  ['p95 <= 22 min', ours.p95 <= 22],
  ['requests <= 40 %', ours.requests <= 0.4 * everyTen.requests],
  ['no poll inside a Retry-After', ours.tooSoon === 0],
]
for (const [target, isMet] of targets) console.log(`${isMet ? 'met ' : 'MISSED'} ${target}`)
if (targets.some(([, isMet]) => !isMet)) process.exitCode = 1
