import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { consolePlatform } from '../../../src/bots/console/console.js'
import type { Request } from '../../../src/bots/contract/request.js'

function terminal(isTerminal = false) {
  const input = new PassThrough()
  const output = new PassThrough()
  const shown: string[] = []
  output.on('data', (chunk: Buffer) => shown.push(chunk.toString()))
  const requests: Request[] = []
  const console = consolePlatform({ input, output, isTerminal })
  const handle = async (request: Request) => {
    requests.push(request)
    return { blocks: [{ kind: 'paragraph' as const, runs: [{ text: `heard ${request.command.name}` }] }] }
  }
  return { input, console, handle, requests, shown: () => shown.join('') }
}

test('each line is answered in turn and the end of input ends it', async () => {
  const { input, console, handle, requests, shown } = terminal()
  expect(await console.start(handle)).toEqual({ account: 'console' })
  input.end('trade with China\n\ndigest\n')
  await console.ended
  expect(requests.map(({ command }) => command)).toEqual([
    { name: 'ask', question: 'trade with China' },
    { name: 'digest' },
  ])
  expect(requests[0]).toMatchObject({ mayManage: true, chat: { platform: 'console', chatId: 'console' } })
  expect(shown()).toBe('\nheard ask\n\n\nheard digest\n\n')
})

test('exit ends it and what follows is not handled', async () => {
  const { input, console, handle, requests } = terminal()
  await console.start(handle)
  input.write('help\nexit\ndigest\n')
  await console.ended
  expect(requests.map(({ command }) => command.name)).toEqual(['help'])
})

test('a fault of the handler is one line and ends the conversation', async () => {
  const { input, console, shown } = terminal()
  await console.start(() => Promise.reject(new Error('the newsroom has stopped')))
  input.write('help\n')
  await console.ended
  expect(shown()).toBe('the newsroom has stopped\n')
})

test('a terminal shows a prompt', async () => {
  const { input, console, handle, shown } = terminal(true)
  await console.start(handle)
  input.end('help\n')
  await console.ended
  expect(shown()).toContain('> ')
  expect(shown()).toContain('heard help')
})

test('a delivery is printed, and after stop it waits', async () => {
  const { console, handle, shown } = terminal()
  await console.start(handle)
  const [payload = {}] = console.render({ blocks: [{ kind: 'paragraph', runs: [{ text: 'news' }] }] })
  const chat = { platform: 'console', chatId: 'console' } as const
  expect(await console.send(chat, payload, 'n')).toEqual({ kind: 'sent', messageId: '1' })
  expect(shown()).toBe('\nnews\n\n')
  await console.stop()
  expect(await console.send(chat, payload, 'n')).toMatchObject({ kind: 'retry' })
})
