import { readConfig } from '../config.js'
import { openLog } from '../logs.js'
import { startSilkwire } from '../main.js'
import { print } from './output.js'

/** `silkwire run`: the bot on the live feeds of the pack, until SIGTERM, Ctrl-C or the end of the console. */
export async function run(): Promise<void> {
  const config = readConfig(process.env)
  const hasPlatform = config.discordToken !== undefined || config.telegramToken !== undefined
  const secrets = [config.discordToken, config.telegramToken].filter((token) => token !== undefined)
  // With no token the terminal is the chat: logs go where they do not disturb it.
  const log = openLog(config.logLevel, { secrets, toStderr: false })
  if (!hasPlatform) {
    print('Discord: set DISCORD_TOKEN to the bot token of an application made at https://discord.com/developers/applications')
    print('Telegram: set TELEGRAM_TOKEN to the token that @BotFather gives you')
  }
  const terminal = { input: process.stdin, output: process.stdout, isTerminal: process.stdin.isTTY }
  const silkwire = await startSilkwire({ config, log, ...(hasPlatform ? {} : { console: terminal }) })
  const signalled = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => { resolve() }) // prettier-ignore
  })
  const newsroomGone = silkwire.ended.then(() => 'newsroom' as const)
  const ended = await Promise.race([signalled, newsroomGone])
  await silkwire.stop()
  if (ended === 'newsroom') {
    log.fatal('the newsroom stopped: ending so that a supervisor can start anew')
    process.exitCode = 1
  }
}
