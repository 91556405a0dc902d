// How fast and how fairly a digest goes out to thousands of chats, on fakes that keep the platforms' limits in any sliding
// window: `npm run bench:fanout [-- TELEGRAM_CHATS DISCORD_CHANNELS]`. Beside it the libraries as they come.
import { fork } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { channelIds, discordLimited, DISCORD_LIMITS, DISCORD_TOKEN, loadFakes, printTable, telegramLimited, TELEGRAM_LIMITS, TELEGRAM_TOKEN } from './fakes.mjs' // prettier-ignore

const chats = { telegram: Number(process.argv[2] ?? 3_000), discord: Number(process.argv[3] ?? 5_000) }
/** The libraries alone are asked for less: their ways show soon. */
const PEER_CHATS = 600
const READER = 4_201
const ASK_EVERY_MS = 2_000

const { startFakeDiscord, startFakeTelegram, enforceLimits } = await loadFakes()
const at = () => performance.now()

async function telegramWorld(count) {
  const limits = enforceLimits(TELEGRAM_LIMITS, at)
  const arrivals = []
  const answers = []
  let askedAt
  let begunAt
  const judge = ({ method, params }) => {
    if (method !== 'sendMessage') return undefined
    const refused = limits.refuse(String(params.chat_id))
    if (refused) return telegramLimited(refused)
    // Answers pass before bulk and take their part of the limit: they stand in the same line.
    const arrivedAt = at()
    arrivals.push(arrivedAt)
    if (params.chat_id !== READER) begunAt ??= arrivedAt
    if (params.chat_id === READER && askedAt !== undefined) {
      answers.push(at() - askedAt)
      askedAt = undefined
    }
    return undefined
  }
  const fake = await startFakeTelegram({ token: TELEGRAM_TOKEN, judge, isQuiet: true })
  for (let index = 0; index < count; index += 1) fake.addChat(100_000 + index, 'private')
  const ask = () => {
    if (askedAt !== undefined) return
    askedAt = at()
    const from = { id: READER, is_bot: false, first_name: 'Aida', language_code: 'en' }
    const chat = { id: READER, type: 'private', first_name: 'Aida' }
    fake.push({ message: { message_id: 100 + answers.length, date: 1_750_147_200, from, chat, text: '/help', entities: [{ type: 'bot_command', offset: 0, length: 5 }] } }) // prettier-ignore
  }
  return { fake, limits, arrivals, begunAt: () => begunAt, answers, ask, options: { url: fake.url, token: TELEGRAM_TOKEN, chats: count } } // prettier-ignore
}

async function discordWorld(count) {
  const limits = enforceLimits(DISCORD_LIMITS, at)
  const arrivals = []
  const judge = ({ method, path: where }) => {
    if (/^\/(interactions|webhooks)\//.test(where)) return undefined
    const channel = /^\/channels\/(\d+)\/messages$/.exec(where)?.[1]
    const refused = limits.refuse(method === 'POST' && channel ? channel : at().toString())
    if (refused) return discordLimited(refused)
    if (channel) arrivals.push(at())
    return undefined
  }
  const channels = channelIds(count)
  const fake = await startFakeDiscord({ token: DISCORD_TOKEN, channels, now: Date.now, judge, isQuiet: true })
  return { fake, limits, arrivals, options: { url: fake.url, token: DISCORD_TOKEN, chats: count } }
}

/** Runs a child against the worlds until it has sent all; gives what it says at its end. */
async function run(script, options, onTick) {
  const child = fork(new URL(script, import.meta.url), [JSON.stringify(options)])
  let timer
  const said = await new Promise((resolve, reject) => {
    child.on('message', (message) => {
      if (message === 'ready') timer = onTick && setInterval(onTick, ASK_EVERY_MS)
      else resolve(message)
    })
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code}`)))
  })
  clearInterval(timer)
  return said
}

/** Pace and fairness of arrivals under a limit a second; both begin with the first delivery. */
function figuresOf(all, limit, begunAt) {
  const arrivals = all.filter((arrival) => arrival >= begunAt)
  const [first] = arrivals
  const seconds = (arrivals.at(-1) - first) / 1_000
  const rate = (arrivals.length - 1) / seconds
  const waits = arrivals.map((arrival, index) => (arrival - first) / ((index * 1_000) / limit))
  // A chat's wait beside that of the same place in an ideal line; the first second is a burst.
  const unfair = Math.max(...waits.slice(limit))
  return { rate, share: rate / limit, unfair, seconds }
}

const quantile = (values, q) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(q * values.length))] // prettier-ignore

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-fanout-'))
const telegram = await telegramWorld(chats.telegram)
const discord = await discordWorld(chats.discord)
const databaseUrl = `file:${path.join(folder, 'silkwire.db')}`
const ours = await run('./fanout-child.mjs', { databaseUrl, telegram: telegram.options, discord: discord.options }, telegram.ask) // prettier-ignore
const sent = { telegram: telegram.arrivals.length - telegram.answers.length, discord: discord.arrivals.length }
const figures = {
  telegram: figuresOf(telegram.arrivals, 30, telegram.begunAt()),
  discord: figuresOf(discord.arrivals, 50, 0),
}
const refused = { telegram: telegram.limits.refused(), discord: discord.limits.refused() }
await Promise.all([telegram.fake.stop(), discord.fake.stop()])

const peers = []
for (const [name, open, limit] of [
  ['telegram', telegramWorld, 30],
  ['discord', discordWorld, 50],
]) {
  const world = await open(PEER_CHATS)
  const startedAt = at()
  const { failed } = await run('./fanout-default.mjs', { [name]: world.options })
  const seconds = (at() - startedAt) / 1_000
  peers.push({ name, limit, sent: world.arrivals.length, refused: world.limits.refused(), failed, seconds })
  await world.fake.stop()
}
fs.rmSync(folder, { recursive: true, force: true })

const percent = (share) => `${(100 * share).toFixed(1)} %`
printTable([
  ['who', 'platform', 'chats', 'arrived', 'a second', 'of the limit', 'own 429s', 'worst wait / ideal', 'lost'],
  ...['telegram', 'discord'].map((name) => {
    const { rate, share, unfair } = figures[name]
    return ['Silkwire', name, chats[name], sent[name], rate.toFixed(2), percent(share), refused[name], unfair.toFixed(3), chats[name] - sent[name]] // prettier-ignore
  }),
  ...peers.map(({ name, limit, sent: arrived, refused: limited, failed, seconds }) => {
    const library = name === 'telegram' ? 'telegraf as it comes' : 'discord.js as it comes'
    return [library, name, PEER_CHATS, arrived, (arrived / seconds).toFixed(2), percent(arrived / seconds / limit), limited, '-', failed] // prettier-ignore
  }),
])
console.log(`targets: Telegram >= 98 % of 30/s, Discord >= 49/s, 0 own 429s, worst wait <= 1.1 x the ideal, 0 lost`)
console.log(
  `${telegram.answers.length} questions answered meanwhile: p50 ${quantile(telegram.answers, 0.5).toFixed(0)} ms, p99 ${quantile(telegram.answers, 0.99).toFixed(0)} ms from asked to answered`,
)
console.log(`the bot's thread: ${ours.cpuS.toFixed(1)} s of CPU with its store, busy ${percent(ours.busy)}; ${JSON.stringify(ours.report)}`) // prettier-ignore
const isMet = figures.telegram.share >= 0.98 && figures.discord.rate >= 49 && refused.telegram + refused.discord === 0 && Math.max(figures.telegram.unfair, figures.discord.unfair) <= 1.1 && sent.telegram === chats.telegram && sent.discord === chats.discord // prettier-ignore
console.log(isMet ? 'all targets met' : 'NOT all targets met')
process.exit(0)
