// The bot's side of bench/fanout.mjs: one digest to all chats, readers' questions in between.
import { openDeliveries } from '../dist/bots/deliver/deliver-due.js'
import { discordPlatform } from '../dist/bots/discord/discord.js'
import { telegramPlatform } from '../dist/bots/telegram/telegram.js'
import { systemClock } from '../dist/bots/timing/clock.js'
import { newsroom, openStore, region, subscription } from './bot-side.mjs'
import { channelIds } from './fakes.mjs'

const { databaseUrl, discord, telegram } = JSON.parse(process.argv[2])
const { deliveries: store, add } = await openStore(databaseUrl)
const dueAt = Math.floor(Date.now() / 60_000) * 60_000
const schedule = { kind: 'times', minutes: [Math.floor(dueAt / 60_000) % 1_440], timezone: 'UTC' }
const order = { schedule, nextDueAt: dueAt }
const common = { now: Date.now, secret: 'secret', firstSight: async () => true, log: (line) => console.error(line) }
const platforms = new Map()
const answer = async () => ({ blocks: [{ kind: 'paragraph', runs: [{ text: 'An answer' }] }] })
if (telegram) {
  platforms.set('telegram', telegramPlatform({ ...common, token: telegram.token, apiUrl: telegram.url }))
  await add(Array.from({ length: telegram.chats }, (_, index) => subscription(`t${index}`, { platform: 'telegram', chatId: String(100_000 + index) }, order))) // prettier-ignore
}
if (discord) {
  platforms.set('discord', discordPlatform({ ...common, token: discord.token, apiUrl: discord.url }))
  await add(channelIds(discord.chats).map((chatId, index) => subscription(`d${index}`, { platform: 'discord', chatId }, order))) // prettier-ignore
}
for (const platform of platforms.values()) await platform.start(answer)
const deliveries = openDeliveries({ deliveries: store, newsroom, region, platforms, clock: systemClock })
await deliveries.start()
process.send('ready')
const cpu = process.cpuUsage()
const loop = performance.eventLoopUtilization()
const report = await deliveries.deliver()
const { user, system } = process.cpuUsage(cpu)
process.send({ report, cpuS: (user + system) / 1e6, busy: performance.eventLoopUtilization(loop).utilization })
await deliveries.stop(1_000)
for (const platform of platforms.values()) await platform.stop()
process.exit(0)
