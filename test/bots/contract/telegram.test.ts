import { expect } from 'vitest'
import { telegramPlatform } from '../../../src/bots/telegram/telegram.js'
import { systemClock, type Clock } from '../../../src/bots/timing/clock.js'
import { checkTelegramRequest, noSpecReason } from '../../e2e/fake-telegram/check-request.js'
import { startFakeTelegram } from '../../e2e/fake-telegram/fake-telegram.js'
import { GROUP, READER, messageUpdate, pressUpdate } from '../../e2e/fake-telegram/world.js'
import { now } from '../stand-ins/stand-ins.js'
import { platformCases, type Ending, type OpenStage } from './platform-cases.js'

const TOKEN = '7000000001:AAtestTokenOfNobody_-9'
const own = { platform: 'telegram', chatId: String(READER.id) }
const many = { platform: 'telegram', chatId: String(GROUP.id) }
const MOVED_TO = -1_001_000_000_077

const ENDINGS = {
  refused: { status: 400, description: 'Bad Request: message is too long' },
  gone: { status: 403, description: 'Forbidden: bot was kicked from the supergroup chat' },
  limited: { status: 429, description: 'Too Many Requests: retry after 3', parameters: { retry_after: 3 } },
  unanswered: 'cut',
} as const satisfies Record<Ending, unknown>

/** The pace of a chat is waited out in no time; time limits are real. */
function paceless(): Clock {
  let skippedMs = 0
  const wait: Clock['wait'] = async (ms, signal) => {
    if (ms >= 5_000) return systemClock.wait(ms, signal)
    skippedMs += ms
    return systemClock.wait(0, signal)
  }
  return { now: () => Date.now() + skippedMs, wait }
}

interface Pressable {
  readonly inline_keyboard?: readonly (readonly { readonly text: string; readonly callback_data?: string }[])[]
}

const openTelegram: OpenStage = async (handle, events) => {
  const fake = await startFakeTelegram({ token: TOKEN })
  const seen = new Set<string>()
  const platform = telegramPlatform({
    ...{ token: TOKEN, apiUrl: fake.url, secret: 'a secret of the tests', now, clock: paceless() },
    firstSight: async (_, id) => !seen.has(id) && seen.add(id).has(id),
  })
  await platform.start(handle, events)
  const placeOf = (chatId: string) => (chatId === own.chatId ? { id: READER.id, type: 'private' } : GROUP)
  const inChat = (chatId: string) => fake.sent.filter((message) => message.chatId === Number(chatId))
  let presses = 0
  const pressed = (data: string, chatId: string) =>
    fake.push(pressUpdate(`p${(presses += 1)}`, data, { messageId: inChat(chatId).at(-1)?.messageId ?? 0, chat: placeOf(chatId) })) // prettier-ignore
  return {
    ...{ platform, own, many, personId: own.chatId, most: 4_096, restarts: true },
    shown: ({ chatId }) =>
      inChat(chatId).map(({ messageId, text, entities }) => ({
        ...{ id: String(messageId), text, isPrivate: false },
        // Telegram makes links of names by itself.
        pings:
          entities.filter(({ type }) => type.includes('mention')).length + (text.match(/(?<!\w)@\w{5,}/g) ?? []).length,
      })),
    ask: (command, { chatId }) => void fake.push(messageUpdate({ text: `/${command}`, chat: placeOf(chatId) })),
    press: (label, { chatId }) => {
      const { inline_keyboard: rows = [] } = (inChat(chatId).at(-1)?.markup ?? {}) as Pressable
      pressed(rows.flat().find(({ text }) => text === label)?.callback_data ?? '', chatId)
    },
    forge: (id, { chatId }) => void pressed(id, chatId),
    // What is refused for what it says is tried once more as plain text.
    end: (how) => fake.faults.add('sendMessage', how === 'refused' ? 2 : 1, ENDINGS[how]),
    move: (chat) => {
      fake.addChat(MOVED_TO, 'supergroup')
      const parameters = { migrate_to_chat_id: MOVED_TO }
      fake.faults.add('sendMessage', 1, { status: 400, description: 'Bad Request: group chat was upgraded to a supergroup chat', parameters }) // prettier-ignore
      return { ...chat, chatId: String(MOVED_TO) }
    },
    stop: async () => {
      await platform.stop()
      await fake.stop()
      const wrong = fake.requests.flatMap(({ method, params }) => checkTelegramRequest(method, params))
      if (noSpecReason === undefined) expect(wrong).toEqual([])
    },
  }
}

platformCases('Telegram', openTelegram)
