// The bot's side of bench/acknowledge.mjs: Silkwire as `run` starts it, on both fakes, with a digest due in every chat.
import { openStores } from '../dist/newsroom/open-stores.js'
import { openDatabase } from '../dist/store/open-database.js'
import { readConfig } from '../dist/process/config.js'
import { openLog } from '../dist/process/logs.js'
import { startSilkwire } from '../dist/app/main.js'
import { subscription } from './bot-side.mjs'
import { channelIds } from './fakes.mjs'

const [telegramChats, discordChats] = process.argv.slice(2).map(Number)
const dueAt = Math.floor(Date.now() / 60_000) * 60_000
const schedule = { kind: 'times', minutes: [Math.floor(dueAt / 60_000) % 1_440], timezone: 'UTC' }
const chats = [
  ...Array.from({ length: telegramChats }, (_, index) => ({ platform: 'telegram', chatId: String(100_000 + index) })),
  ...channelIds(discordChats).map((chatId) => ({ platform: 'discord', chatId })),
]
const database = await openDatabase(process.env.DATABASE_URL)
database.sqlite.pragma('synchronous = OFF')
const store = openStores(database).chats
for (const [index, chat] of chats.entries()) await store.addSubscription(subscription(`s${index}`, chat, { schedule, nextDueAt: dueAt })) // prettier-ignore
await database.close()

const log = openLog('error', { secrets: [], toStderr: true })
const silkwire = await startSilkwire({ config: readConfig(process.env), log, isScheduled: false })

/** A round of feeds, whose reading goes on behind it, and a digest to every chat. */
async function work() {
  const cpuBefore = process.cpuUsage()
  const loop = performance.eventLoopUtilization()
  const refreshing = silkwire.jobs.refresh()
  const report = await silkwire.jobs.deliver()
  const { fresh } = await refreshing
  const { user, system } = process.cpuUsage(cpuBefore)
  return { report, fresh, cpuS: (user + system) / 1e6, busy: performance.eventLoopUtilization(loop).utilization }
}

process.on('message', async ({ kind }) => {
  if (kind === 'work') process.send({ kind, ...(await work()) })
  if (kind === 'stop') {
    await silkwire.stop()
    process.exit()
  }
})
// The benchmark is no more.
process.once('disconnect', () => process.exit())
process.send({ kind: 'ready' })
