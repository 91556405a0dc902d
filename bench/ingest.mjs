// How fast feeds become articles, and what it costs: fetch → parse → identity → store, reading switched off.
//   npm run bench:ingest
// 500 feeds on 50 hosts (host = host:port) are served over loopback from another process; the bot is Silkwire as `run` starts it.
// Wall time depends on what else the machine does, so CPU time of the bot's whole process stands beside it.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { change, fillArchive } from './ingest/archive.mjs'
import { hostsOf, packWith, peakMb, restingMb, start } from './ingest/world.mjs'

const [HOSTS, FEEDS, ITEMS] = [50, 500, 30]
const WARM_ROUNDS = 10
const only = process.argv[2]
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-ingest-'))
const rows = []
const add = (what, target, figure) => {
  rows.push([what, target, figure])
  console.error(`${what}: ${figure}`)
}
const ms = (value) => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`
const perSecond = (count, milliseconds) => Math.round((count / milliseconds) * 1000).toLocaleString('en')
const dueNow = (file) => change(file, 'update feed_states set next_due_at = 0')
const middle = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]

const server = await start('server.mjs', [HOSTS, FEEDS, ITEMS])
const { urls } = server.ready
const startBot = (feeds, file) =>
  start('bot.mjs', [], {
    REGION: packWith(folder, feeds),
    DATABASE_URL: `file:${file}`,
    ALLOW_PRIVATE_HOSTS: hostsOf(urls),
  })

/** 500 feeds: all new three times over, then all unchanged, beside a bare loop. */
async function measureRounds() {
  const file = path.join(folder, 'rounds.db')
  const bot = await startBot(urls, file)
  const fresh = []
  for (let round = 0; round < 3; round++) {
    await server.ask({ kind: 'publish' })
    if (round > 0) dueNow(file)
    fresh.push(await bot.ask({ kind: 'round' }))
  }
  const items = FEEDS * ITEMS
  const whole = fresh.filter((round) => round.fresh === items).length
  if (whole < fresh.length) add('rounds that lost items', '0', fresh.map((round) => `${round.fresh} of ${items}, ${round.failures} failed`).join('; ')) // prettier-ignore
  add(`${FEEDS} feeds x ${ITEMS} new items, first round`, '>= 2,000 items/s', `${perSecond(items, fresh[0].wallMs)} items/s; ${perSecond(items, fresh[0].cpuMs)} a second of CPU`) // prettier-ignore
  add('the same, median of three rounds', '>= 2,000 items/s', `${perSecond(items, middle(fresh.map((round) => round.wallMs)))} items/s; ${perSecond(items, middle(fresh.map((round) => round.cpuMs)))} a second of CPU`) // prettier-ignore
  add("event loop of the bots' thread meanwhile", 'p99 <= 25 ms', `p99 ${ms(Math.max(...fresh.map(({ loop }) => loop.p99)))}, longest ${ms(Math.max(...fresh.map(({ loop }) => loop.max)))}`) // prettier-ignore
  add('memory of the process, at its most', '<= 350 MB', `${Math.round(peakMb(bot.pid))} MB`)

  const bare = await start('bare.mjs')
  await bare.ask({ kind: 'urls', urls })
  const ours = []
  const least = []
  for (let round = 0; round < WARM_ROUNDS + 15; round++) {
    least.push(await bare.ask({ kind: 'round' }))
    dueNow(file)
    ours.push(await bot.ask({ kind: 'round' }))
  }
  // The bot has read thousands of items by then: the bare loop is not to be measured before it is compiled.
  for (const rounds of [least, ours]) rounds.splice(0, WARM_ROUNDS)
  if (ours.some(({ unchanged }) => unchanged < FEEDS)) add('rounds that were not all unchanged', '0', ours.map(({ unchanged }) => unchanged).join(', ')) // prettier-ignore
  const [wall, cpu] = ['wallMs', 'cpuMs'].map((key) => middle(least.map((round) => round[key])) / middle(ours.map((round) => round[key]))) // prettier-ignore
  add(`${FEEDS} unchanged feeds, beside a bare fetch loop`, '>= .70 of it', `${wall.toFixed(2)} by wall time (${perSecond(FEEDS, middle(ours.map(({ wallMs }) => wallMs)))} of ${perSecond(FEEDS, middle(least.map(({ wallMs }) => wallMs)))} feeds/s), ${cpu.toFixed(2)} by CPU`) // prettier-ignore
  await bare.stop()
  await bot.stop()
}

/** The same 100 feeds into archives of two sizes, by turns. */
async function measureFlatness() {
  const some = urls.slice(0, 100)
  const sizes = [1_000, 100_000]
  const bots = []
  for (const size of sizes) {
    const file = path.join(folder, `archive-${size}.db`)
    await fillArchive(file, size)
    bots.push({ size, file, bot: await startBot(some, file), costs: [] })
  }
  for (let round = 0; round < 5; round++) {
    await server.ask({ kind: 'publish' })
    for (const { bot, file, costs } of bots) {
      if (round > 0) dueNow(file)
      costs.push(await bot.ask({ kind: 'round' }))
    }
  }
  const items = some.length * ITEMS
  const perItem = (costs, key) => (middle(costs.slice(1).map((round) => round[key])) / items) * 1000
  const shown = bots.map(({ size, costs }) => `${Math.round(perItem(costs, 'cpuMs'))} µs of CPU, ${Math.round(perItem(costs, 'wallMs'))} µs in all at ${size.toLocaleString('en')}`) // prettier-ignore
  add('cost of an item, by archived articles', 'flat', shown.join('; '))
  for (const { bot } of bots) await bot.stop()
}

/** `run` with 60 feeds and 100,000 articles: a round of all feeds with reading, then nothing to do. */
async function measureIdle() {
  const some = urls.slice(0, 60)
  const file = path.join(folder, 'idle.db')
  const made = path.join(folder, 'archive-100000.db')
  if (fs.existsSync(made)) fs.copyFileSync(made, file)
  else await fillArchive(file, 100_000)
  const { spawn } = await import('node:child_process')
  const env = { PATH: process.env.PATH, ENV_FILE: '', REGION: packWith(folder, some), DATABASE_URL: `file:${file}`, ALLOW_PRIVATE_HOSTS: hostsOf(urls) } // prettier-ignore
  for (const [what, target] of [
    ['idle with 60 feeds and 100,000 articles, after a first round that read 1,800 more', 'told'],
    ['the same, started anew', '<= 140 MB'],
  ]) {
    // prettier-ignore
    const child = spawn(process.execPath, ['dist/cli.js', 'run'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    const until = async (word) => {
      for (let waited = 0; !output.includes(word) && waited < 180_000; waited += 100) await pause(100)
    }
    await until('"msg":"ready"')
    if (target === 'told') await until('"msg":"refreshed"')
    await pause(20_000)
    add(what, target, `${Math.round(restingMb(child.pid))} MB`)
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await gone
  }
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))
try {
  if (only === undefined || only === 'rounds') await measureRounds()
  if (only === undefined || only === 'flat') await measureFlatness()
  if (only === undefined || only === 'idle') await measureIdle()
} finally {
  await server.stop()
  fs.rmSync(folder, { recursive: true, force: true })
}
console.log(`Node ${process.version}, ${os.cpus().length} cores, ${new Date().toISOString().slice(0, 10)}, load ${os.loadavg()[0].toFixed(1)}`) // prettier-ignore
for (const cells of [['what', 'target', 'measured'], ['---', '---', '---'], ...rows])
  console.log(`| ${cells.join(' | ')} |`)
