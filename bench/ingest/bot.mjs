// Silkwire as `run` starts it - three threads, no platform, its clock off, reading off - driven by messages.
//   fork('bot.mjs') with REGION and DATABASE_URL; message {kind: 'round'}: one round of what is due.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { readConfig } from '../../dist/process/config.js'
import { openLog } from '../../dist/process/logs.js'
import { startSilkwire } from '../../dist/app/main.js'

const config = readConfig(process.env)
const log = openLog('error', { secrets: [], toStderr: true })
const silkwire = await startSilkwire({ config, log, isScheduled: false, isReading: false })
const delay = monitorEventLoopDelay({ resolution: 1 })

async function round() {
  delay.reset()
  delay.enable()
  const cpuBefore = process.cpuUsage()
  const startedAt = performance.now()
  const report = await silkwire.jobs.refresh()
  const wallMs = performance.now() - startedAt
  const cpu = process.cpuUsage(cpuBefore)
  delay.disable()
  const { checked, fresh, unchanged, failures } = report
  const loop = { p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 }
  return { wallMs, cpuMs: (cpu.user + cpu.system) / 1000, loop, checked, fresh, unchanged, failures: failures.length }
}

process.on('message', async ({ kind }) => {
  if (kind === 'round') process.send({ kind, ...(await round()) })
  if (kind === 'stop') {
    await silkwire.stop()
    process.exit()
  }
})
process.send({ kind: 'ready' })
