// The bot that is killed: the shipped outbox, store, lock and platforms over discord.js and telegraf. It is loaded ahead,
// and begins when it is told to.
import { setImmediate } from 'node:timers'
import { withinTime } from '../../dist/bots/timing/time-limit.js'
import { texts } from '../../dist/bots/wording/texts.js'
import { openDeliveries } from '../../dist/bots/deliver/deliver-due.js'
import { discordPlatform } from '../../dist/bots/discord/discord.js'
import { telegramPlatform } from '../../dist/bots/telegram/telegram.js'
import { openSendJournal } from '../../dist/process/send-journal-file.js'
import { LONGEST_STOP_MS, stopSending } from '../../dist/app/platforms.js'
import { KEPT, openStores } from '../../dist/newsroom/open-stores.js'
import { holdDeliveryLock } from '../../dist/store/lock.js'
import { databasePathOf, openDatabase } from '../../dist/store/open-database.js'
import { sweep } from '../../dist/store/retention.js'
import { digestOf, region } from '../bot-side.mjs'
import { proofClock } from './clock.mjs'

const DAY = 86_400_000
let clock
let told = () => undefined

process.on('message', (message) => {
  if (message.kind === 'begin') void begin(message)
  // After all that is ready to run: who answers at once has nothing to do but wait.
  if (message.kind === 'ping') setImmediate(() => process.send({ kind: 'pong', wakesAt: clock.wakesAt() }))
  if (message.kind === 'time') {
    clock.set(message.base)
    if (message.isAsked) told()
  }
})
process.on('disconnect', () => process.exit(0))

async function begin({ databaseUrl, discord, telegram, base, isSoak }) {
  clock = proofClock(base)
  const { now } = clock
  const lock = holdDeliveryLock(databasePathOf(databaseUrl))
  const database = await openDatabase(databaseUrl, { now })
  const { deliveries: store, states } = openStores(database)
  const log = (line) => process.env.PROOF_LOG && console.error(line)
  const firstSight = (platform, id) => store.firstSight(platform, id, now())
  const common = { now, clock, secret: 'secret', firstSight, states, log }
  const storyThreads = { find: async () => undefined, begin: async () => undefined, keep: async () => undefined }
  const sendJournal = openSendJournal(`${databasePathOf(databaseUrl)}.leavings`)
  const built = [
    discordPlatform({ ...common, storyThreads, token: discord.token, apiUrl: discord.url }),
    telegramPlatform({ ...common, sendJournal, token: telegram.token, apiUrl: telegram.url }),
  ]
  const platforms = new Map()
  const answer = async () => ({ blocks: [{ kind: 'paragraph', runs: [{ text: 'An answer' }] }] })
  for (const platform of built) {
    await platform.start(answer)
    platforms.set(platform.name, platform)
  }
  // One text a day, of two messages on Telegram.
  const digest = async (options) => {
    const mark = String(Math.floor(options.to / 60_000))
    const [one, ...more] = Array.from({ length: 3 }, (_, index) => digestOf(options, `${mark}-${index}`))
    const sections = one.sections.map((section) => ({
      ...section,
      items: [one, ...more].flatMap((each) => each.sections[0].items),
    }))
    return { ...one, sections }
  }
  const newsroom = { digest, alerts: async () => [], corrections: async () => [] }
  const deliveries = openDeliveries({ deliveries: store, newsroom, region, platforms, clock, sendJournal })
  process.once('SIGTERM', async () => {
    // A stop has five seconds of the machine's time.
    clock.set({ epoch: now(), startedAt: Date.now(), speed: 1 })
    const stopping = async () => {
      await stopSending(deliveries, [...platforms.values()])
      lock.release()
      await database.close()
    }
    await withinTime(stopping(), LONGEST_STOP_MS)
    process.exit(0)
  })
  await deliveries.start()
  process.send({ kind: 'ready', again: texts('en')('delivery.again') })
  await (isSoak ? soak : round)({ deliveries, database, now })
}

/** Until all that is due was sent: where nothing is under way but waits, the lane lets time leap. */
async function round({ deliveries, database, now }) {
  for (;;) {
    const { failed } = await deliveries.deliver()
    for (const line of failed) process.env.PROOF_LOG && console.error(line)
    const nextAt = nextOpen(database)
    if (nextAt === undefined) return process.send({ kind: 'done' })
    if (nextAt > now()) await leap(nextAt)
    else await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

async function leap(to, isAllSent = false) {
  const isTold = new Promise((resolve) => (told = resolve))
  process.send({ kind: 'quiet', wakeAt: to, isAllSent })
  await isTold
}

/** When the next open row may be tried; undefined: none is open and none is due. */
function nextOpen({ sqlite }) {
  const { open } = sqlite
    .prepare(`select min(case state when 'queued' then not_before_at else 0 end) as open from deliveries where state in ('queued', 'sending')`)
    .get() // prettier-ignore
  return open ?? undefined
}

/** Digests every hour for some days; says each day what the process holds. */
async function soak({ deliveries, database, now }) {
  for (;;) {
    const { failed } = await deliveries.deliver()
    for (const line of failed) process.env.PROOF_LOG && console.error(line)
    const open = nextOpen(database)
    const { due } = database.sqlite.prepare('select min(next_due_at) as due from subscriptions').get()
    const day = Math.floor(now() / DAY)
    const next = open ?? due
    if (Math.floor(next / DAY) > day) {
      await sweep(database, { ...KEPT, articleDays: 7, deliveryDays: 2 }, { at: now() })
      globalThis.gc?.()
      process.send({ kind: 'day', holds: extent() })
    }
    if (next > now()) await leap(next, open === undefined)
    else await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

function extent() {
  const { heapUsed, rss } = process.memoryUsage()
  const resources = process.getActiveResourcesInfo()
  const count = (name) => resources.filter((each) => each.includes(name)).length
  return {
    heapUsed,
    rss,
    handles: resources.length - count('Timeout'),
    timers: count('Timeout'),
    waits: clock.waiting(),
  }
}
