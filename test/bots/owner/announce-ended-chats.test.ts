import { beforeEach, expect, test } from 'vitest'
import { openEndedChats, type EndedChats } from '../../../src/bots/owner/announce-ended-chats.js'
import type { ChatLife, EndedChat } from '../../../src/bots/owner/chat-changes-seen.js'
import type { ChatChange, Platform, SendResult } from '../../../src/bots/contract/platform.js'
import type { Chat } from '../../../src/bots/contract/request.js'
import { now, region, traits } from '../stand-ins/stand-ins.js'

const chat: Chat = { platform: 'telegram', chatId: '-100' }
const KICKED: ChatChange = { kind: 'ended', chats: [chat], cause: 'removed', reason: 'kicked', isWhole: true }
const ENDED: EndedChat = { chat, cause: 'removed', reason: 'kicked', language: 'en', subscriptions: 2, persons: ['42'] }

let told: { to: string; text: string }[]
let answers: Record<string, SendResult>
let toldAt: number | undefined
let persons: readonly string[]
let isEnded: boolean
let moves: unknown[]
let lines: string[]

/** A store with one chat in it. */
function life(): ChatLife {
  return {
    end: async () => {
      if (isEnded) return []
      isEnded = true
      return [{ ...ENDED, persons }]
    },
    untold: async () => (isEnded && toldAt === undefined ? [{ ...ENDED, persons: [] }] : []),
    markTold: async (_, at) => void (toldAt = at),
    revive: async () => {
      const revived = isEnded ? 2 : 0
      isEnded = false
      return revived
    },
    move: async (...moved) => void moves.push(moved),
    personLeft: async (...left) => void moves.push(left),
    purge: async () => 0,
  }
}

function openDesk(owners: readonly string[] = ['telegram:1']): EndedChats {
  const telegram = {
    name: 'telegram',
    render: (message: unknown) => [{ text: JSON.stringify(message) }],
    send: async ({ chatId }: Chat, { text }: { text?: unknown }) => {
      told.push({ to: chatId, text: String(text) })
      return answers[chatId] ?? { kind: 'sent', messageId: '1' }
    },
  } as unknown as Platform
  const platforms = new Map([['telegram' as const, telegram]])
  return openEndedChats({ life: life(), platforms, traits, owners, region, now, log: (line) => lines.push(line) })
}

beforeEach(() => {
  told = []
  answers = {}
  toldAt = undefined
  persons = ['42']
  isEnded = false
  moves = []
  lines = []
})

const addressees = () => told.map(({ to }) => to)

test('who subscribed hears once that the chat ended, what is kept, and for how long', async () => {
  const desk = openDesk()
  await desk.onChat(KICKED)
  await desk.tell()
  expect(addressees()).toEqual(['42'])
  expect(told[0]?.text).toContain('Telegram -100')
  expect(told[0]?.text).toMatch(/2 subscriptions.*30 days/)
  await desk.onChat(KICKED)
  await desk.endChat(chat, 'again')
  expect(await desk.tell()).toBe(0)
  expect(addressees()).toEqual(['42'])
})

test('where the subscriber cannot be written to the owner hears of it', async () => {
  answers['42'] = { kind: 'gone', reason: 'blocked' }
  const desk = openDesk()
  await desk.endChat(chat, 'kicked')
  await desk.tell()
  expect(addressees()).toEqual(['42', '1'])
})

test('after a restart the subscriber is not known any more, and the owner hears of it', async () => {
  isEnded = true
  await openDesk().tell()
  expect(addressees()).toEqual(['1'])
})

test('what surely did not arrive is said again, what may have arrived is not', async () => {
  answers['42'] = { kind: 'retry', afterMs: 5_000, reason: '502' }
  answers['1'] = { kind: 'retry', afterMs: 5_000, reason: '502' }
  const desk = openDesk()
  await desk.onChat(KICKED)
  await desk.tell()
  expect(toldAt).toBeUndefined()
  answers['42'] = { kind: 'uncertain', reason: 'no answer' }
  await desk.tell()
  await desk.tell()
  expect(addressees()).toEqual(['42', '1', '42'])
})

test('who put the bot out of their own chat is not written to there', async () => {
  persons = ['-100']
  await openDesk([]).onChat(KICKED)
  await new Promise(setImmediate)
  expect(told).toEqual([])
  expect(toldAt).toBe(now())
  expect(lines).toEqual(['nobody could be told that a chat ended: telegram, kicked'])
})

test('chats that move, come back or lose a person are written down, and a store that fails ends nothing', async () => {
  const desk = openDesk()
  const to: Chat = { ...chat, chatId: '-100999' }
  await desk.onChat({ kind: 'moved', from: chat, to })
  await desk.onChat({ kind: 'person-left', chat, userId: '42' })
  expect(moves).toEqual([
    [chat, to],
    [chat, '42'],
  ])
  isEnded = true
  await desk.onChat({ kind: 'back', chats: [chat], isWhole: true })
  expect(lines).toEqual(['2 subscriptions go on: their chat is back'])
  const broken = openEndedChats({
    ...{ life: { ...life(), end: async () => Promise.reject(new Error('disk full')) }, platforms: new Map() },
    ...{ traits, owners: [], region, now, log: (line: string) => lines.push(line) },
  })
  await broken.onChat(KICKED)
  expect(lines.at(-1)).toBe('a change of a chat was not written: disk full')
})
