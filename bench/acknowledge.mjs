// How soon a person's command, press or typing is acknowledged while a digest goes to 10,000 chats and 500 feeds bring 15,000
// items: `npm run bench:acknowledge [-- TELEGRAM_CHATS DISCORD_CHANNELS]`. The fakes keep the platforms' limits.
import { fork } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { channelIds, discordLimited, DISCORD_LIMITS, DISCORD_TOKEN, loadFakes, printTable, telegramLimited, TELEGRAM_LIMITS, TELEGRAM_TOKEN } from './fakes.mjs' // prettier-ignore
import { hostsOf, packWith, start } from './ingest/world.mjs'

const chats = { telegram: Number(process.argv[2] ?? 4_000), discord: Number(process.argv[3] ?? 6_000) }
const EVERY_MS = 200
const AWAITED_MS = 3_000
const [HOSTS, FEEDS, ITEMS] = [50, 500, 30]
const PEOPLE = 200

const { startFakeDiscord, startFakeTelegram, enforceLimits, controlsOf } = await loadFakes()
const at = () => performance.now()
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-acknowledge-'))

const telegramLimits = enforceLimits(TELEGRAM_LIMITS, at)
/** When each press was made, by its id; and how long each waited. */
const pressed = new Map()
const waits = { telegram: [], discord: [] }
const telegram = await startFakeTelegram({
  token: TELEGRAM_TOKEN,
  isQuiet: true,
  judge({ method, params }) {
    const pressedAt = method === 'answerCallbackQuery' ? pressed.get(params.callback_query_id) : undefined
    if (pressedAt !== undefined && pressed.delete(params.callback_query_id)) waits.telegram.push(at() - pressedAt)
    const refused = /^(send|edit)/.test(method) && method !== 'sendChatAction' && telegramLimits.refuse(String(params.chat_id)) // prettier-ignore
    return refused ? telegramLimited(refused) : undefined
  },
})
for (let index = 0; index < chats.telegram; index += 1) telegram.addChat(100_000 + index, 'private')
for (let index = 0; index < PEOPLE; index += 1) telegram.addChat(900_000 + index, 'private')

const discordLimits = enforceLimits(DISCORD_LIMITS, at)
const channels = channelIds(chats.discord)
const discord = await startFakeDiscord({
  ...{ token: DISCORD_TOKEN, channels, now: Date.now, isQuiet: true },
  judge({ method, path: where }) {
    if (/^\/(interactions|webhooks)\//.test(where)) return undefined
    const channel = /^\/channels\/(\d+)\/messages$/.exec(where)?.[1]
    const refused = discordLimits.refuse(method === 'POST' && channel ? channel : String(at()))
    return refused ? discordLimited(refused) : undefined
  },
})

const server = await start('server.mjs', [HOSTS, FEEDS, ITEMS])
const bot = await startBot()
await server.ask({ kind: 'publish' })

// A message with buttons on each platform, before the load.
telegram.push({ message: { message_id: 1, date: 1_750_147_200, from: person(0), chat: { id: 900_000, type: 'private' }, text: '/help', entities: [{ type: 'bot_command', offset: 0, length: 5 }] } }) // prettier-ignore
await until(() => telegram.sent.length > 0)
const [help] = telegram.sent
const telegramButtons = help.markup.inline_keyboard.flat().flatMap(({ callback_data }) => callback_data ?? [])
const shown = discord.sendInteraction({ name: 'help', userId: userId(0), channelId: channels[0], mayManage: true })
await until(() => typeof shown.original === 'object')
const discordButtons = controlsOf(shown.original).map(({ custom_id }) => custom_id)

const asked = []
let turn = 0
const asking = setInterval(ask, EVERY_MS)
const { report, fresh, cpuS, busy } = await bot.ask({ kind: 'work' })
clearInterval(asking)
await new Promise((resolve) => setTimeout(resolve, AWAITED_MS))
for (const { acknowledgedAfterMs } of asked) waits.discord.push(acknowledgedAfterMs ?? Infinity)
waits.telegram.push(...[...pressed].map(() => Infinity))
await bot.stop()
await server.stop()
await Promise.all([telegram.stop(), discord.stop()])
fs.rmSync(folder, { recursive: true, force: true })

const quantile = (values, q) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(q * values.length))] // prettier-ignore
const ms = (value) => (value === Infinity ? 'never' : `${value.toFixed(0)} ms`)
const late = (values) => values.filter((wait) => wait > AWAITED_MS).length
printTable([
  ['platform', 'asked', 'p50', 'p99', 'longest', 'over 3 s'],
  ...Object.entries(waits).map(([name, values]) => [name, values.length, ms(quantile(values, 0.5)), ms(quantile(values, 0.99)), ms(Math.max(...values)), late(values)]), // prettier-ignore
])
console.log('target: p99 <= 150 ms on each platform, none over 3 s')
console.log(`meanwhile: ${JSON.stringify(report)} to ${chats.telegram} + ${chats.discord} chats, ${fresh} new items; the bot's process took ${cpuS.toFixed(0)} s of CPU, its bots' thread was busy ${(100 * busy).toFixed(0)} %`) // prettier-ignore
const isMet = Object.values(waits).every((values) => values.length > 0 && late(values) === 0 && quantile(values, 0.99) <= 150) // prettier-ignore
console.log(isMet ? 'all targets met' : 'NOT all targets met')
process.exit(0)

/** Looks until it is so, for a minute. */
async function until(isSo) {
  for (let left = 1_200; left > 0 && !isSo(); left -= 1) await new Promise((resolve) => setTimeout(resolve, 50))
  if (!isSo()) throw new Error('the bot did not answer within a minute')
}

function person(index) {
  return { id: 900_000 + index, is_bot: false, first_name: 'Aida', language_code: index % 2 === 0 ? 'en' : 'ru' }
}

function userId(index) {
  return String(1_320_000_000_000_000_000n + BigInt(index))
}

/** One person on each platform asks for something, each time another. */
function ask() {
  turn += 1
  const index = turn % PEOPLE
  const doer = { userId: userId(index), channelId: channels[index % channels.length], mayManage: true, locale: 'en-US' }
  const kinds = [
    () => discord.sendInteraction({ ...doer, name: 'ask', options: { question: 'trade with China' } }),
    () => discord.press({ ...doer, message: { ...shown.original }, customId: discordButtons[turn % discordButtons.length] }), // prettier-ignore
    () => discord.type({ ...doer, name: 'story', options: { id: '' }, focused: 'id' }),
    () => discord.sendInteraction({ ...doer, name: 'digest' }),
    () => discord.sendInteraction({ ...doer, name: 'settings' }),
    () => discord.type({ ...doer, name: 'digest', options: { section: 't' }, focused: 'section' }),
  ]
  asked.push(kinds[turn % kinds.length]())
  const id = `press-${turn}`
  const chat = { id: 900_000 + index, type: 'private' }
  pressed.set(id, at())
  telegram.push({ callback_query: { id, from: person(index), chat_instance: '1', data: telegramButtons[turn % telegramButtons.length], message: { message_id: 1, date: 1_750_147_300, chat } } }) // prettier-ignore
}

/** Ready when both platforms are connected and every chat has its subscription. */
function startBot() {
  const { urls } = server.ready
  const child = fork(new URL('acknowledge-bot.mjs', import.meta.url), [chats.telegram, chats.discord].map(String), {
    env: {
      PATH: process.env.PATH,
      REGION: packWith(folder, urls),
      DATABASE_URL: `file:${folder}/silkwire.db`,
      ALLOW_PRIVATE_HOSTS: hostsOf(urls),
      DISCORD_TOKEN,
      DISCORD_API_URL: discord.url,
      TELEGRAM_TOKEN,
      TELEGRAM_API_URL: telegram.url,
    },
  })
  const next = () =>
    new Promise((resolve, reject) => {
      child.once('message', resolve)
      child.once('exit', (code) => reject(new Error(`the bot ended with ${code}`)))
    })
  const ask = (message) => {
    const answer = next()
    child.send(message)
    return answer
  }
  const stop = async () => {
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.send({ kind: 'stop' })
    await gone
  }
  return next().then(() => ({ ask, stop }))
}
