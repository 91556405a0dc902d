import { PassThrough } from 'node:stream'
import { consolePlatform } from '../../../src/bots/console/console.js'
import { platformCases, type OpenStage } from './platform-cases.js'

const own = { platform: 'console', chatId: 'console' }

// A terminal has one chat, no buttons, and nothing on the way that could be lost.
const openConsole: OpenStage = async (handle, events) => {
  const input = new PassThrough()
  const output = new PassThrough()
  const shown: string[] = []
  output.on('data', (chunk: Buffer) => shown.push(chunk.toString()))
  const platform = consolePlatform({ input, output, isTerminal: false })
  await platform.start(handle, events)
  return {
    ...{ platform, own, personId: 'console', restarts: false },
    shown: () => shown.map((text, index) => ({ id: String(index + 1), text, isPrivate: true, pings: 0 })),
    ask: (command) => void input.write(`${command}\n`),
    stop: async () => platform.stop(),
  }
}

platformCases('the console', openConsole)
