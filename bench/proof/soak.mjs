// Ten virtual days of one process under the same faults: digests every few hours, retention every night. Started with { seed,
// days, everyHours, start }; says what the process held each day, and what came of the digests.
import { fork } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { loadFakes } from '../fakes.mjs'
import { randomFrom } from './clock.mjs'
import { createTally } from './tally.mjs'
import { CHATS, openWorld } from './world.mjs'

const { seed, days, everyHours, start, until } = JSON.parse(process.argv[2])
process.on('disconnect', () => process.exit(1))
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-soak-'))
const databasePath = path.join(folder, 'silkwire.db')
const minutes = Array.from({ length: 24 / everyHours }, (_, index) => index * everyHours * 60)
const chats = Math.ceil(CHATS / 5)
const world = await openWorld({ databasePath, random: randomFrom(seed), fakes: await loadFakes({ isBuilt: true }), minutes, chats }) // prettier-ignore
const tally = createTally(databasePath)
const holds = []

const child = fork(start, [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: ['--expose-gc'] })
const isDrivenOn = world.hurry(child)
await new Promise((resolve, reject) => {
  child.once('exit', (code) => reject(new Error(`the soaked bot ended by itself: ${code}`)))
  child.on('message', ({ kind, wakeAt, isAllSent, again, holds: held }) => {
    if (kind === 'ready') world.setAgain(again)
    if (kind === 'quiet') {
      if (isAllSent) tally.count(world.arrived(), { again: world.again(), chats })
      child.send({ kind: 'time', isAsked: true, base: world.leapTo(wakeAt) })
    }
    if (kind !== 'day') return
    holds.push(held)
    if (process.connected) process.send({ kind: 'progress', day: holds.length })
    if (holds.length === days || (holds.length > 3 && Date.now() >= until)) resolve()
  })
  child.send({ kind: 'begin', isSoak: true, ...world.options() })
})
isDrivenOn()
child.kill('SIGKILL')
process.send({ kind: 'end', holds, faults: world.faults.counts, tally: tally.sums(), chats })
await world.stop()
fs.rmSync(folder, { recursive: true, force: true })
process.exit(0)
