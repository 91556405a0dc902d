import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { inspect } from 'node:util'
import { Telegram } from 'telegraf'
import { afterEach, expect, test } from 'vitest'
import { createAgent } from '../../../../src/bots/telegram/send/agent.js'
import { telegramCaller } from '../../../../src/bots/telegram/send/call.js'
import { readSendError } from '../../../../src/bots/telegram/send/send-errors.js'

const TOKEN = '7000000001:AAtestTokenOfNobody_-9'
const servers: Server[] = []
const sockets = new Set<Socket>()

afterEach(() => {
  for (const socket of sockets) socket.destroy()
  for (const server of servers.splice(0)) server.close()
})

/** A server that takes every line and says `words`, or nothing. */
async function openServer(words = ''): Promise<number> {
  return serve((socket) => {
    if (words !== '') socket.once('data', () => socket.end(words))
  })
}

async function serve(take: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined))
    take(socket)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

async function failedCall(
  apiRoot: string,
  { timeoutMs = 5_000, signal, text = '' }: { timeoutMs?: number; signal?: AbortSignal; text?: string } = {},
) {
  const call = telegramCaller(new Telegram(TOKEN, { apiRoot, agent: createAgent(apiRoot, 50) }))
  const options = { timeoutMs, ...(signal && { signal }) }
  return call('sendMessage', { text }, options).catch((error: unknown) => error)
}

test('a call ends at its time limit, and may have arrived', async () => {
  const error = await failedCall(`http://127.0.0.1:${await openServer()}/`, { timeoutMs: 50 })
  expect(readSendError(error)).toEqual({ kind: 'uncertain', reason: 'Telegram: no answer in time' })
})

test('a line that does not open never took the call', async () => {
  const error = await failedCall(`https://127.0.0.1:${await openServer()}/`)
  expect(readSendError(error)).toEqual({ kind: 'retry', afterMs: 5_000, reason: 'Telegram: ETIMEDOUT' })
})

test('a line that ends before it is secured never took the call', async () => {
  const port = await serve((socket) => socket.once('data', () => socket.end()))
  const error = await failedCall(`https://127.0.0.1:${port}/`)
  expect(readSendError(error)).toMatchObject({ kind: 'retry' })
})

test('a line that is closed in order after the request was read may have taken it; a reset one is told apart', async () => {
  const ended = await serve((socket) => socket.once('data', () => socket.destroy()))
  const reset = await serve((socket) => socket.once('data', () => socket.resetAndDestroy()))
  expect(readSendError(await failedCall(`http://127.0.0.1:${ended}/`))).toEqual({ kind: 'uncertain', reason: 'Telegram: ECONNRESET' }) // prettier-ignore
  expect(readSendError(await failedCall(`http://127.0.0.1:${reset}/`))).toEqual({ kind: 'uncertain', reason: 'Telegram: ECONNRESET', isReset: true }) // prettier-ignore
})

test('a server that closes with the rest of the request unread resets the line', async () => {
  const port = await serve((socket) => socket.once('data', () => socket.destroy()))
  const error = await failedCall(`http://127.0.0.1:${port}/`, { text: 'a'.repeat(4_000_000), timeoutMs: 20_000 })
  const result = readSendError(error)
  // Where this machine could not even write the rest, it is surer still.
  expect(result).toMatchObject(result.kind === 'retry' ? {} : { isReset: true })
})

test('a stopped bot does not call', async () => {
  const error = await failedCall('http://127.0.0.1:9/', { signal: AbortSignal.abort() })
  expect(readSendError(error)).toEqual({ kind: 'retry', afterMs: 5_000, reason: 'Telegram: the bot is stopping' })
})

test('an answer that is no JSON leaves it open whether the message was posted, and its error has no token', async () => {
  const port = await openServer('HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\noops')
  const error = await failedCall(`http://127.0.0.1:${port}/`)
  expect(readSendError(error)).toMatchObject({ kind: 'uncertain' })
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(TOKEN)
  expect(String(error)).toContain('[token]')
})
