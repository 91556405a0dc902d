// discord.js and telegraf as they come, under the same faults and a few kills.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { channelIds, DISCORD_TOKEN, loadFakes, TELEGRAM_TOKEN } from '../fakes.mjs'
import { randomFrom } from './clock.mjs'
import { postingFaults } from './faults.mjs'

const CHATS = 200
/** A call of telegraf's that is never answered waits for ever. */
const PATIENCE_MS = 50_000

/** Gives { platform, loads, faults, kills, lost, doubled, failed }. */
export async function runPeer(platform, { kills, seed }) {
  const fakes = await loadFakes({ isBuilt: true })
  const random = randomFrom(seed)
  const faults = postingFaults(random)
  const isDiscord = platform === 'discord'
  const chats = isDiscord ? channelIds(CHATS) : Array.from({ length: CHATS }, (_, index) => String(100_000 + index))
  const fake = isDiscord
    ? await fakes.startFakeDiscord({ token: DISCORD_TOKEN, channels: chats, now: Date.now, judge: faults.discord, isQuiet: true }) // prettier-ignore
    : await fakes.startFakeTelegram({ token: TELEGRAM_TOKEN, judge: faults.telegram, isQuiet: true })
  if (!isDiscord) for (const id of chats) fake.addChat(Number(id), 'private')
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-peer-'))
  const options = { platform, url: fake.url, token: isDiscord ? DISCORD_TOKEN : TELEGRAM_TOKEN, chats, noted: path.join(folder, 'noted') } // prettier-ignore
  let ended = { failed: undefined }
  for (let life = 0; life <= kills; life += 1)
    ended = await live(options, life < kills ? 60 + random() * 400 : PATIENCE_MS)
  const arrived = isDiscord ? fake.messages.map(({ channelId }) => channelId) : fake.sent.map(({ chatId }) => String(chatId)) // prettier-ignore
  const times = chats.map((id) => arrived.filter((chat) => chat === id).length)
  await fake.stop()
  fs.rmSync(folder, { recursive: true, force: true })
  return {
    ...{ platform, loads: CHATS, faults: faults.counts, kills, failed: ended.failed },
    lost: times.filter((count) => count === 0).length,
    doubled: times.filter((count) => count > 1).length,
    most: Math.max(...times),
  }
}

async function live(options, ms) {
  const child = fork(new URL('./peer-bot.mjs', import.meta.url), [JSON.stringify(options)])
  const exited = once(child, 'exit')
  const done = new Promise((resolve) => child.on('message', (message) => message.kind === 'done' && resolve(message)))
  await new Promise((resolve) => child.once('message', resolve))
  let timer
  const late = new Promise((resolve) => (timer = setTimeout(() => resolve({ failed: 'some calls never ended' }), ms)))
  const said = await Promise.race([done, late])
  clearTimeout(timer)
  child.kill('SIGKILL')
  await exited
  return said
}
