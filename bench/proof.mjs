// Every digest once, whatever breaks: `npm run proof` (kills, SIGTERMs, ten virtual days, at most an hour) or
// `npm run proof -- --short` (a few minutes). Waits run on a clock of the proof's own, kills are real; both fakes leave 10 %
// of the posts done and unanswered, answer 5 % with 502 and cut 2 %. Ends with 1 where a target is missed.
import { fork } from 'node:child_process'
import os from 'node:os'
import { parseArgs } from 'node:util'
import { buildFakes, printTable } from './fakes.mjs'
import { bundleBot } from './proof/bundle.mjs'
import { runPeer } from './proof/peers.mjs'
import { measuresOf } from './proof/measures.mjs'

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    kills: { type: 'string' },
    terms: { type: 'string' },
    days: { type: 'string' },
    minutes: { type: 'string', default: '55' },
    seed: { type: 'string', default: '1' },
  },
})
const form = values.short ? { kills: 50, terms: 12, days: 3, everyHours: 6 } : { kills: 1_000, terms: 500, days: 10, everyHours: 1 } // prettier-ignore
for (const name of ['kills', 'terms', 'days']) if (values[name] !== undefined) form[name] = Number(values[name])
const seed = Number(values.seed)

const startedAt = performance.now()
buildFakes()
const start = await bundleBot()
// What is not done by then is not begun, and the table says what was.
const until = Date.now() + Number(values.minutes) * 60_000
const progress = {}
const telling = setInterval(() => console.error(JSON.stringify(progress)), 30_000)
const lane = (script, name, options) => runLane(new URL(script, import.meta.url), { name, options: { ...options, start, until }, progress }) // prettier-ignore
/** So many lives on so many lanes. */
const lanes = (count, { lives, name, signal, seed: first }) =>
  Promise.all(
    Array.from({ length: count }, (_, index) => {
      const share = Math.floor(lives / count) + (index < lives % count ? 1 : 0)
      return lane('./proof/lane.mjs', `${name} ${index}`, { seed: first + index, lives: share, signal })
    }),
  )
// Stops are timed: nothing crowds them.
const stopped = await lanes(2, { lives: form.terms, name: 'terms', signal: 'SIGTERM', seed: seed * 100 + 50 })
// Whoever was killed waits for most of the time, as the peers do: more lanes than cores.
const [killed, soaked, peers] = await Promise.all([
  lanes(3, { lives: form.kills, name: 'kills', signal: 'SIGKILL', seed: seed * 100 }),
  form.days > 0 && lane('./proof/soak.mjs', 'soak', { seed: seed * 100 + 99, days: form.days, everyHours: form.everyHours }), // prettier-ignore
  Promise.all(['discord', 'telegram'].map((platform) => runPeer(platform, { kills: values.short ? 3 : 10, seed }))),
])
clearInterval(telling)
const { rows, lines, missed } = measuresOf({ killed, stopped, soaked, peers })
printTable(rows)
for (const line of lines) console.log(line)
const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1)
console.log(
  `planned: ${form.kills} kills, ${form.terms} SIGTERMs, ${form.days} days; ${minutes} minutes, load ${os.loadavg()[0].toFixed(1)} at the end, seed ${seed}`,
)
console.log(missed.length === 0 ? 'all targets met' : `MISSED: ${missed.join('; ')}`)
process.exit(missed.length === 0 ? 0 : 1)

/** Runs a script that tells how far it is and, at its end, what it counted. */
async function runLane(script, { name, options, progress: all }) {
  const child = fork(script, [JSON.stringify(options)])
  return new Promise((resolve, reject) => {
    child.on('message', ({ kind, ...said }) => {
      if (kind === 'progress') all[name] = Object.values(said)[0]
      if (kind === 'end') resolve(said)
    })
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)))
  })
}
