import { consolePlatform } from '../../bots/console/console.js'
import { withinTime } from '../../bots/timing/time-limit.js'
import { clearSecrets, readConfig, secretsIn } from '../../process/config.js'
import { logCrashes } from '../../process/crash.js'
import { openLog } from '../../process/logs.js'
import { startSilkwire, type Silkwire } from '../../app/main.js'
import { pagesAt } from '../../app/web.js'
import { databasePathOf } from '../../store/open-database.js'
import { firstStart } from './first-start.js'
import { hasNetPlatform, HOW_TO_SET } from '../../app/known-platforms.js'
import { LONGEST_STOP_MS } from '../../app/platforms.js'
import { print } from '../output.js'

/** `silkwire run`: the bot on the live feeds of the pack, until SIGTERM, Ctrl-C or the end of the console. `onStarted`: all is up. */
export async function run(onStarted: () => void): Promise<void> {
  const secrets = secretsIn(process.env)
  const config = readConfig(process.env)
  clearSecrets(process.env)
  const hasPlatform = hasNetPlatform(config)
  // At a terminal that is the chat, lines of the log would stand between question and answer: only what is wrong does.
  const isChat = !hasPlatform && process.stdin.isTTY && process.env['LOG_LEVEL'] === undefined
  const log = openLog(isChat ? 'warn' : config.logLevel, { secrets })
  logCrashes(log)
  if (!hasPlatform) HOW_TO_SET.forEach(print)
  const terminal = hasPlatform
    ? undefined
    : consolePlatform({ input: process.stdin, output: process.stdout, isTerminal: process.stdin.isTTY })
  const first = firstStart(databasePathOf(config.databaseUrl), process.stderr)
  const platforms = terminal === undefined ? [] : [terminal]
  const silkwire = await startSilkwire({ config, log, platforms, ...(first && { onProgress: first.onProgress }) })
  onStarted()
  if (first !== undefined) welcome(first, silkwire, pagesAt(config))
  const signalled = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => { resolve() }) // prettier-ignore
  })
  const broken = silkwire.ended.then((reason) => ({ reason }))
  // Without a person at the keyboard an ended input is no wish to stop.
  const left = terminal !== undefined && process.stdin.isTTY ? terminal.ended : signalled
  const ended = await Promise.race([signalled, broken, left])
  const isStopped = await withinTime(silkwire.stop().then(() => true), LONGEST_STOP_MS, false) // prettier-ignore
  if (!isStopped) log.warn('the stop took too long: the next start takes up what it left')
  if (ended) {
    log.fatal(`${ended.reason}: ending so that a supervisor can start anew`)
    process.exitCode = 1
  }
  // A fetch that hangs must not hold a stop: what is stored is whole at any moment.
  process.exit()
}

function welcome(first: NonNullable<ReturnType<typeof firstStart>>, { region, jobs }: Silkwire, pages?: string): void {
  const feeds = region.feeds.filter(({ status }) => status === 'default').length
  for (const line of first.lines({ feeds, region: region.name.en, pages })) process.stderr.write(`${line}\n`)
  // The round that the start began.
  jobs.refresh().then(
    ({ read }) => { first.done(read) },
    () => undefined,
  ) // prettier-ignore
}
