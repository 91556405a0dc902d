import { DiscordAPIError } from 'discord.js'
import { expect, test } from 'vitest'
import { readSendError } from '../../../../src/bots/discord/send/send-errors.js'

function systemError(code: string): Error {
  return Object.assign(new Error(`connect ${code}`), { code })
}

test.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'])(
  'a message that never left (%s) may be sent again',
  (code) => {
    expect(readSendError(systemError(code))).toEqual({ kind: 'retry', afterMs: 5_000, reason: `Discord: ${code}` })
    const wrapped = new TypeError('fetch failed', { cause: systemError(code) })
    expect(readSendError(wrapped)).toMatchObject({ kind: 'retry' })
  },
)

test('a message that left without an answer is uncertain', () => {
  const late = new DOMException('This operation was aborted', 'AbortError')
  expect(readSendError(late)).toEqual({ kind: 'uncertain', reason: 'Discord: no answer in time' })
  expect(readSendError(systemError('UND_ERR_SOCKET'))).toMatchObject({ kind: 'uncertain' })
  expect(readSendError(systemError('ECONNRESET'))).toMatchObject({ kind: 'uncertain' })
  expect(readSendError('odd')).toEqual({ kind: 'uncertain', reason: 'Discord: unknown error' })
})

test('a token that Discord took back is nothing that ends a chat', () => {
  const error = new Error('Expected token to be set for this request, but none was present')
  expect(readSendError(error)).toMatchObject({ kind: 'retry', afterMs: 900_000 })
})

function answered(status: number, code: number, message: string): DiscordAPIError {
  return new DiscordAPIError({ code, message }, code, status, 'POST', 'https://discord.example/api', { body: {} })
}

test.each([
  [404, 10003, 'Unknown Channel', 'deleted'],
  [404, 10004, 'Unknown Guild', 'removed'],
  [404, 10013, 'Unknown User', 'deleted'],
  [403, 50001, 'Missing Access', 'forbidden'],
  [403, 50007, 'Cannot send messages to this user', 'removed'],
  [400, 50008, 'Cannot send messages in a non-text channel', 'forbidden'],
  [403, 50013, 'Missing Permissions', 'forbidden'],
  [400, 50083, 'Thread is archived', 'closed'],
  [403, 50278, 'Cannot send messages to this user due to having no mutual guilds', 'removed'],
  [400, 160005, 'Thread is locked', 'closed'],
  [400, 40058, 'Cannot message this thread until after the post author has sent an initial message.', 'forbidden'],
  [403, 59999, 'Some day a new reason', 'forbidden'],
])('%i with code %i (%s) says that the chat is %s', (status, code, message, cause) => {
  const reason = `Discord answered ${status} (${code}): ${message}`
  expect(readSendError(answered(status, code, message))).toEqual({ kind: 'gone', cause, reason })
})

test.each([
  [401, 0, 'Unauthorized'],
  [403, 40001, 'Unauthorized. Provide a valid token and try again'],
  [403, 20026, 'Your bot has been flagged by our anti-spam system for abusive behavior.'],
  [403, 40333, 'internal network error'],
])('%i with code %i is of the whole bot and ends no chat', (status, code, message) => {
  expect(readSendError(answered(status, code, message))).toMatchObject({ kind: 'retry', afterMs: 900_000 })
})

test("a firewall's page ends no chat", () => {
  const page = new DiscordAPIError({ error: 'error code: 1015' }, 'error code: 1015', 403, 'POST', 'https://x', {})
  expect(readSendError(page)).toMatchObject({ kind: 'retry', afterMs: 900_000 })
})

test.each([
  [400, 50035, 'Invalid Form Body'],
  [400, 50006, 'Cannot send an empty message'],
  [400, 200000, 'Message was blocked by automatic moderation'],
  [400, 240000, 'Message blocked by harmful links filter'],
  [413, 40005, 'Request entity too large'],
])('%i with code %i is of the message, which is not sent again, and the chat is well', (status, code, message) => {
  expect(readSendError(answered(status, code, message))).toMatchObject({ kind: 'refused' })
})

test.each([20016, 20028, 20029])('slow mode (%i) is waited out', (code) => {
  expect(readSendError(answered(429, code, 'slow'))).toMatchObject({ kind: 'retry', afterMs: 60_000 })
})
