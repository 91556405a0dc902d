// What is around the bot of the proof: the fakes with their faults, the database with its subscriptions, and the time.
import { channelIds, DISCORD_TOKEN, TELEGRAM_TOKEN } from '../fakes.mjs'
import { subscription } from '../bot-side.mjs'
import { openStores } from '../../dist/newsroom/open-stores.js'
import { openDatabase } from '../../dist/store/open-database.js'
import { proofClock } from './clock.mjs'
import { postingFaults } from './faults.mjs'

const DAY = 86_400_000
const FIRST_DAY = Date.parse('2025-06-17T00:00Z')
/** Near the machine's own time, so that a kill meets as many messages on their way as it would. */
const SPEED = 2

const HURRY_MS = 2_000
const LOOK_MS = 25
const PROMPT_MS = 20
/** So many prompt answers in a row without a post: what is under way hangs. */
const IDLE_LOOKS = 3

/** Subscriptions of each platform. */
export const CHATS = 100

/** Opens all of it. `minutes`: of the day, at which a digest is due. */
export async function openWorld({ databasePath, random, fakes, minutes = [480], chats = CHATS }) {
  const clock = proofClock({ epoch: FIRST_DAY, startedAt: Date.now(), speed: SPEED })
  const faults = postingFaults(random)
  const channels = channelIds(chats)
  const arrived = { discord: [], telegram: [] }
  const discord = await fakes.startFakeDiscord({ token: DISCORD_TOKEN, channels, now: clock.now, judge: faults.discord, isQuiet: true }) // prettier-ignore
  const telegram = await fakes.startFakeTelegram({ token: TELEGRAM_TOKEN, judge: faults.telegram, isQuiet: true })
  const people = Array.from({ length: chats }, (_, index) => 100_000 + index)
  for (const id of people) telegram.addChat(id, 'private')
  const databaseUrl = `file:${databasePath}`
  await fill(databaseUrl, { channels, people, minutes })
  let again = ''
  let lastPosts = 0
  let seen = { discord: 0, telegram: 0 }
  const count = () => discord.messages.length + telegram.sent.length
  return {
    faults,
    setAgain: (line) => (again = line),
    again: () => again,
    beginDay: (day) => clock.leapTo(FIRST_DAY + day * DAY + 8 * 3_600_000 + 1_000),
    /**
     * Where a bot has nothing to do but wait by its clock, its time goes on at once: to the next that wakes, by two seconds at
     * least. Asks it now and then; ends with what is given back.
     */
    hurry(child) {
      let idle = 0
      let askedAt
      child.on('message', ({ kind, wakesAt }) => {
        if (kind !== 'pong') return
        const posts = count() + faults.counts.posts
        const isIdle = posts === lastPosts && performance.now() - askedAt < PROMPT_MS
        askedAt = undefined
        lastPosts = posts
        idle = isIdle ? idle + 1 : 0
        if (idle < IDLE_LOOKS || !child.connected || wakesAt === undefined) return
        clock.leapTo(Math.max(clock.now() + HURRY_MS, wakesAt))
        child.send({ kind: 'time', base: clock.base() })
      })
      const timer = setInterval(() => {
        if (askedAt !== undefined || !child.connected) return
        askedAt = performance.now()
        child.send({ kind: 'ping' })
      }, LOOK_MS)
      return () => clearInterval(timer)
    },
    leapTo(at) {
      if (at > clock.now()) clock.leapTo(at)
      return clock.base()
    },
    now: clock.now,
    options: () => ({ databaseUrl, base: clock.base(), discord: { url: discord.url, token: DISCORD_TOKEN }, telegram: { url: telegram.url, token: TELEGRAM_TOKEN } }), // prettier-ignore
    gateway: () => discord.gateway.counts,
    /** Calls back when the next message arrives; what it gives ends that. */
    onFirst(tell) {
      const before = count()
      const timer = setInterval(() => {
        if (count() === before) return
        clearInterval(timer)
        tell()
      }, 2)
      return () => clearInterval(timer)
    },
    /** What arrived since it was asked last. */
    arrived() {
      const since = seen
      seen = { discord: discord.messages.length, telegram: telegram.sent.length }
      arrived.discord = discord.messages.slice(since.discord).map(({ channelId, body }) => ({ chat: channelId, key: body.nonce, text: JSON.stringify(body.components ?? body) })) // prettier-ignore
      arrived.telegram = telegram.sent.slice(since.telegram).map(({ chatId, text }) => ({ chat: String(chatId), text }))
      return arrived
    },
    async stop() {
      await Promise.all([discord.stop(), telegram.stop()])
    },
  }
}

async function fill(databaseUrl, { channels, people, minutes }) {
  const database = await openDatabase(databaseUrl)
  const { chats } = openStores(database)
  const order = { schedule: { kind: 'times', minutes, timezone: 'UTC' }, nextDueAt: FIRST_DAY + minutes[0] * 60_000 }
  database.sqlite.pragma('synchronous = OFF')
  for (const [index, chatId] of channels.entries()) await chats.addSubscription(subscription(`d${index}`, { platform: 'discord', chatId }, order)) // prettier-ignore
  for (const [index, id] of people.entries()) await chats.addSubscription(subscription(`t${index}`, { platform: 'telegram', chatId: String(id) }, order)) // prettier-ignore
  await database.close()
}
