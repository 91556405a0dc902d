// One lane of the proof: a bot that is ended again and again while it sends, its database, and both fakes, which fail as
// real servers do. Started with { lane, seed, lives, signal, start, until }; says what it counted.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { loadFakes } from '../fakes.mjs'
import { randomFrom } from './clock.mjs'
import { createTally } from './tally.mjs'
import { CHATS, openWorld } from './world.mjs'

const LIVES_A_DAY = 6
const STUCK_MS = 90_000

const options = JSON.parse(process.argv[2])
const { seed, lives, signal, start, until } = options
process.on('disconnect', () => process.exit(1))
const random = randomFrom(seed)
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-proof-'))
const databasePath = path.join(folder, 'silkwire.db')
const world = await openWorld({ databasePath, random, fakes: await loadFakes({ isBuilt: true }) })
const tally = createTally(databasePath)
const counts = { ended: 0, atStart: 0, whileSending: 0, rowsInTheMiddle: 0, slowest: 0, unclean: 0, sessions: 0 }
const recoveries = []

let spare = startBot()
let left = lives
for (let day = 0; left > 0 && Date.now() < until; day += 1) {
  world.beginDay(day)
  const today = Math.min(left, LIVES_A_DAY)
  for (let life = 0; life < today; life += 1) await live({ isLast: false })
  left -= today
  await live({ isLast: true })
  tally.count(world.arrived(), { again: world.again(), chats: CHATS })
  if (process.connected) process.send({ kind: 'progress', ended: counts.ended, day })
}
spare.child.kill('SIGKILL')
const { identified, resumed } = world.gateway()
process.send({ kind: 'end', counts: { ...counts, identified, resumed }, faults: world.faults.counts, tally: tally.sums(), recoveries, chats: CHATS }) // prettier-ignore
await world.stop()
fs.rmSync(folder, { recursive: true, force: true })
process.exit(0)

function startBot() {
  const child = fork(start, [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  return { child, exited: once(child, 'exit') }
}

/** One life of the bot, the last of a day until all is sent. */
async function live({ isLast }) {
  const bot = spare
  spare = startBot()
  const beganAt = performance.now()
  const isReady = new Promise((resolve) =>
    bot.child.on('message', ({ kind, again }) => kind === 'ready' && resolve(again)),
  )
  const isDone = new Promise((resolve) => bot.child.on('message', ({ kind }) => kind === 'done' && resolve(true)))
  bot.child.on('message', ({ kind, wakeAt }) => {
    if (kind === 'quiet' && bot.child.connected)
      bot.child.send({ kind: 'time', isAsked: true, base: world.leapTo(wakeAt) })
  })
  bot.child.send({ kind: 'begin', ...world.options() })
  const isDrivenOn = world.hurry(bot.child)
  let isOver
  const isSending = new Promise((resolve) => {
    isOver = world.onFirst(() => resolve(recoveries.push(performance.now() - beganAt)))
  })
  const ended = bot.exited.then(([code, how]) => {
    throw new Error(`the bot ended by itself: ${code} ${how}`)
  })
  ended.catch(() => undefined)
  const isAtStart = !isLast && random() < 0.15
  if (isAtStart) await Promise.race([pause(50 + random() * 350), ended])
  else {
    world.setAgain(await Promise.race([isReady, ended, stuck('no start')]))
    // Most are ended while they send.
    if (!isLast && random() < 0.8) await Promise.race([isSending, pause(8_000), isDone, ended])
    const most = random() < 0.85 ? 700 : 4_000
    await Promise.race([isLast ? stuck('not done') : pause(random() * most), isDone, ended])
  }
  isOver()
  isDrivenOn()
  await end(bot, { signal: isLast ? 'SIGTERM' : signal, isAtStart, isLast })
}

async function end({ child, exited }, { signal: how, isAtStart, isLast }) {
  const askedAt = performance.now()
  child.kill(how)
  const [code] = await exited
  if (!isLast) {
    counts.ended += 1
    if (isAtStart) counts.atStart += 1
    const rows = tally.sending()
    counts.rowsInTheMiddle += rows
    if (rows > 0) counts.whileSending += 1
  }
  if (how !== 'SIGTERM' || isAtStart) return
  counts.slowest = Math.max(counts.slowest, performance.now() - askedAt)
  if (code !== 0) counts.unclean += 1
}

async function pause(ms) {
  await new Promise((resolve) => setTimeout(resolve, ms))
}

async function stuck(what) {
  await new Promise((resolve) => setTimeout(resolve, STUCK_MS).unref())
  throw new Error(`${what} after ${STUCK_MS / 1_000} s: ${JSON.stringify(tally.open())}`)
}
