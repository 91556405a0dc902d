import { expect, test } from 'vitest'
import { TelegramCallError } from '../../../../src/bots/telegram/send/call.js'
import { sendMessage } from '../../../../src/bots/telegram/send/send.js'
import { readSendError } from '../../../../src/bots/telegram/send/send-errors.js'

function answered(code: number, description: string, details: { retryAfterMs?: number; migratedTo?: string } = {}) {
  return new TelegramCallError(`Telegram answered ${code}: ${description}`, { code, mayHaveArrived: false, ...details })
}

test.each([
  ['removed', 403, 'Forbidden: bot was kicked from the group chat'],
  ['removed', 403, 'Forbidden: bot was kicked from the supergroup chat'],
  ['removed', 403, 'Forbidden: bot was kicked from the channel chat'],
  ['removed', 403, 'Forbidden: bot is not a member of the channel chat'],
  ['removed', 403, 'Forbidden: bot was blocked by the user'],
  ['removed', 403, "Forbidden: bot can't initiate conversation with a user"],
  ['removed', 400, 'Bad Request: CHANNEL_PRIVATE'],
  ['removed', 403, 'Forbidden: some day a new reason'],
  ['deleted', 403, 'Forbidden: user is deactivated'],
  ['deleted', 403, 'Forbidden: the group chat was deleted'],
  ['deleted', 400, 'Bad Request: chat not found'],
  ['deleted', 400, 'Bad Request: group chat was deactivated'],
  ['deleted', 400, 'Bad Request: PEER_ID_INVALID'],
  ['closed', 400, 'Bad Request: TOPIC_CLOSED'],
  ['closed', 400, 'Bad Request: message thread not found'],
  ['closed', 400, 'Bad Request: TOPIC_DELETED'],
  ['forbidden', 400, 'Bad Request: have no rights to send a message'],
  ['forbidden', 400, 'Bad Request: not enough rights to send text messages to the chat'],
  ['forbidden', 400, 'Bad Request: need administrator rights in the channel chat'],
  ['forbidden', 400, 'Bad Request: CHAT_WRITE_FORBIDDEN'],
  ['forbidden', 400, 'Bad Request: CHAT_RESTRICTED'],
  ['forbidden', 400, 'Bad Request: CHAT_SEND_PLAIN_FORBIDDEN'],
])('the chat is %s: %i %s', (cause, code, description) => {
  const reason = `Telegram answered ${code}: ${description}`
  expect(readSendError(answered(code, description))).toEqual({ kind: 'gone', cause, reason })
})

test.each([
  "Bad Request: can't parse entities: Unsupported start tag",
  'Bad Request: message is too long',
  'Bad Request: BUTTON_URL_INVALID',
])('the message is refused, is not sent again, and the chat is well: %s', (description) => {
  expect(readSendError(answered(400, description))).toMatchObject({ kind: 'refused' })
})

test('what Telegram wants to have later is sent later', () => {
  const flood = answered(429, 'Too Many Requests: retry after 17', { retryAfterMs: 17_000 })
  expect(readSendError(flood)).toMatchObject({ kind: 'retry', afterMs: 17_000 })
  expect(readSendError(answered(502, 'Bad Gateway'))).toMatchObject({ kind: 'retry', afterMs: 5_000 })
  expect(readSendError(answered(401, 'Unauthorized'))).toMatchObject({ kind: 'retry', afterMs: 900_000 })
})

test('a group that became a supergroup is told of before the message goes there', async () => {
  const upgraded = 'Bad Request: group chat was upgraded to a supergroup chat'
  const events: unknown[] = []
  const call = async (_method: string, params: Readonly<Record<string, unknown>>) => {
    events.push(params['chat_id'])
    if (params['chat_id'] === -42) throw answered(400, upgraded, { migratedTo: '-100999' })
    return { message_id: 7 }
  }
  const onMoved = async (from: object, to: object) => void events.push([from, to])
  const from = { platform: 'telegram', chatId: '-42', threadId: '3' } as const
  expect(await sendMessage(call, from, { text: 'x' }, { onMoved })).toEqual({ kind: 'sent', messageId: '7' })
  expect(events).toEqual([-42, [from, { ...from, chatId: '-100999' }], -100_999])
})
