import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { sealAction } from '../../../../src/bots/contract/actions.js'
import type { Message } from '../../../../src/bots/contract/message.js'
import { hearPress, type IncomingPress } from '../../../../src/bots/telegram/hear/button-press.js'
import { createMethodRefusals } from '../../../../src/bots/telegram/send/send.js'
import { systemClock } from '../../../../src/bots/timing/clock.js'

const secret = 'a'.repeat(64)

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A press in a group, whose answer takes `answerMs`. */
function pressed(answer: Message, answerMs: number) {
  const calls: { method: string; params: Readonly<Record<string, unknown>>; at: number }[] = []
  const startedAt = Date.now()
  const press: IncomingPress = {
    id: 'p1',
    from: { id: 7 },
    data: sealAction(['close'], secret),
    message: { message_id: 3, chat: { id: -5, type: 'group' } },
  }
  const heard = hearPress(press, {
    handle: async () => new Promise<Message>((resolve) => setTimeout(() => resolve(answer), answerMs)),
    call: async (method, params) => {
      calls.push({ method, params, at: Date.now() - startedAt })
      return method === 'getChatMember' ? { status: 'member' } : { message_id: 9 }
    },
    account: { id: 1, username: 'bot' },
    now: Date.now,
    secret,
    richChats: createMethodRefusals(),
    drafts: createMethodRefusals(),
    clock: systemClock,
    readFile: async () => '',
    log: () => undefined,
    stopping: new AbortController().signal,
    askForChat: async () => undefined,
  })
  const made = (method: string) => calls.filter((call) => call.method === method)
  return { heard, made }
}

const line: Message = { blocks: [{ kind: 'paragraph', runs: [{ text: 'Only for you.' }] }], isPrivate: true }

test('a press whose turn does not come is acknowledged within 80 ms of its arrival, once', async () => {
  const { made } = pressed(line, 0)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(made('answerCallbackQuery')).toEqual([
    { method: 'answerCallbackQuery', params: { callback_query_id: 'p1' }, at: 80 },
  ])
})

test('an answer that is ready by then is the acknowledgement; a later one is a message', async () => {
  const quick = pressed(line, 20)
  void quick.heard.answer()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(quick.made('answerCallbackQuery')).toMatchObject([{ params: { text: 'Only for you.', show_alert: true }, at: 20 }]) // prettier-ignore
  expect(quick.made('sendMessage')).toEqual([])

  const slow = pressed(line, 500)
  void slow.heard.answer()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(slow.made('answerCallbackQuery')).toMatchObject([{ params: { callback_query_id: 'p1' }, at: 80 }])
  expect(slow.made('sendMessage')).toMatchObject([{ params: { text: 'Only for you.' }, at: 500 }])
})

test('an answer whose turn came after the acknowledgement is shown as a message', async () => {
  const { heard, made } = pressed(line, 20)
  await vi.advanceTimersByTimeAsync(300)
  void heard.answer()
  await vi.advanceTimersByTimeAsync(300)
  expect(made('answerCallbackQuery')).toHaveLength(1)
  expect(made('sendMessage')).toHaveLength(1)
})
