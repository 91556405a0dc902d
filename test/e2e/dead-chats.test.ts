import { afterEach, describe, expect, test } from 'vitest'
import { openEndedChats, type EndedChats } from '../../src/bots/owner/announce-ended-chats.js'
import type { DeliveryStore, Subscription } from '../../src/bots/contract/chats.js'
import { openDeliveries } from '../../src/bots/deliver/deliver-due.js'
import { paragraph } from '../../src/bots/wording/blocks.js'
import type { Message } from '../../src/bots/contract/message.js'
import type { Platform } from '../../src/bots/contract/platform.js'
import type { Chat } from '../../src/bots/contract/request.js'
import { telegramPlatform } from '../../src/bots/telegram/telegram.js'
import { chatLife } from '../store/stores.js'
import { desk, subscription } from '../bots/stand-ins/desk.js'
import { traitsIn } from '../../src/bots/contract/platform-traits.js'
import { region } from '../bots/stand-ins/stand-ins.js'
import { openBed, SECRET } from './discord-bed.js'
import { CHANNEL_ID } from './fake-discord/world.js'
import { startFakeTelegram, type Fault } from './fake-telegram/fake-telegram.js'
import { pressUpdate } from './fake-telegram/world.js'
import { sealAction } from '../../src/bots/contract/actions.js'
import type { EndCause } from '../../src/bots/contract/payload.js'

// Every way into a chat that is dead or moves, against the fakes: how many calls fail there.

const WAIT_MS = 20_000
const TOKEN = '7000000001:AAtestTokenOfDeadChats_-9'
const cleanUps: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

const OLD = -1_001
const NEW = -1_002
const inGroup = (threadId?: string): Chat => ({ platform: 'telegram', chatId: String(OLD), ...(threadId !== undefined && { threadId }) }) // prettier-ignore

interface TelegramWorld {
  readonly platform: Platform
  readonly fake: Awaited<ReturnType<typeof startFakeTelegram>>
  /** Calls into the group that failed. */
  readonly failed: () => number
}

/** Telegram whose group answers every call so. */
async function openTelegram(
  fault: Fault,
  onChat: EndedChats['onChat'] = async () => undefined,
  answer: Message = { blocks: [] },
): Promise<TelegramWorld> {
  let failures = 0
  const fake = await startFakeTelegram({
    token: TOKEN,
    judge: ({ params }) => {
      if (String(params['chat_id']) !== String(OLD)) return undefined
      failures += 1
      return fault
    },
  })
  fake.addChat(NEW, 'supergroup')
  const platform = telegramPlatform({
    ...{ token: TOKEN, apiUrl: fake.url, secret: SECRET, now: Date.now, firstSight: async () => true },
  })
  await platform.start(async () => answer, { onChat })
  cleanUps.push(async () => platform.stop().then(async () => fake.stop()))
  return { platform, fake, failed: () => failures }
}

const refusal = (status: number, description: string, parameters?: object): Fault => ({ status, description, ...(parameters && { parameters }) }) as Fault // prettier-ignore

/** Three digests of three parts, as a chat may get at one minute; with the desk that ends and moves chats, as main.ts has it. */
async function openWorld(chats: readonly Chat[], platform: () => Platform) {
  const late: { desk?: EndedChats } = {}
  const threeParts: Platform = Object.assign(Object.create(null) as Platform, {
    name: chats[0]?.platform,
    traits: traitsIn({})(''),
    render: () => ['one', 'two', 'three'].map((text) => ({ ...platform().render({ blocks: [paragraph(text)] })[0] })),
    send: async (...given: Parameters<Platform['send']>) => platform().send(...given),
  })
  const subscriptions = chats.map((chat, index) => subscription(`s${index}`, { chat }))
  const world = await desk(subscriptions, [threeParts])
  const life = chatLife(world.database)
  const endedChats = openEndedChats({ life, platforms: new Map(), traits: traitsIn({}), owners: [], region, now: world.clock.now, log: () => undefined }) // prettier-ignore
  late.desk = endedChats
  const endChat: DeliveryStore['endChat'] = async (chat, reason, _at, cause) => endedChats.endChat(chat, reason, cause)
  const deliveries = openDeliveries({ ...world.deps, deliveries: Object.assign(Object.create(world.deps.deliveries) as DeliveryStore, { endChat }) }) // prettier-ignore
  const kept = async (): Promise<readonly { id: string; status: Subscription['status']; chat_id: string }[]> =>
    world.database.db.selectFrom('subscriptions').select(['id', 'status', 'chat_id']).orderBy('id').execute()
  /** Three days of digests. */
  const threeDays = async (): Promise<void> => {
    for (let day = 0; day < 3; day += 1) {
      await deliveries.deliver()
      await world.clock.pass(24 * 3_600_000)
    }
  }
  return { ...world, endedChats, kept, threeDays }
}

describe('digests to a group of Telegram that is dead', () => {
  test.each([
    ['removed', refusal(403, 'Forbidden: bot was kicked from the supergroup chat')],
    ['removed', refusal(403, 'Forbidden: bot was blocked by the user')],
    ['deleted', refusal(403, 'Forbidden: user is deactivated')],
    ['deleted', refusal(400, 'Bad Request: chat not found')],
    ['deleted', refusal(403, 'Forbidden: the group chat was deleted')],
    ['forbidden', refusal(400, 'Bad Request: not enough rights to send text messages to the chat')],
    ['forbidden', refusal(400, 'Bad Request: CHAT_WRITE_FORBIDDEN')],
  ] satisfies [EndCause, Fault][])('%s: one call fails, all its subscriptions rest', async (cause, fault) => {
    const { platform, failed } = await openTelegram(fault)
    const { kept, threeDays, database } = await openWorld([inGroup(), inGroup(), inGroup()], () => platform)
    await threeDays()
    expect(failed()).toBe(1)
    expect((await kept()).map(({ status }) => status)).toEqual(['gone', 'gone', 'gone'])
    expect(await database.db.selectFrom('ended_chats').select('cause').execute()).toEqual([{ cause }])
  })

  test('put out of a group with topics, one call fails; a topic that is closed ends alone', async () => {
    const kicked = await openTelegram(refusal(403, 'Forbidden: bot was kicked from the supergroup chat'))
    const all = await openWorld([inGroup(), inGroup('5'), inGroup('6')], () => kicked.platform)
    await all.threeDays()
    expect(kicked.failed()).toBe(1)
    expect((await all.kept()).map(({ status }) => status)).toEqual(['gone', 'gone', 'gone'])

    const closed = await openTelegram(refusal(400, 'Bad Request: TOPIC_CLOSED'))
    const one = await openWorld([inGroup('5'), inGroup('5')], () => closed.platform)
    await one.threeDays()
    expect(closed.failed()).toBe(1)
  })

  test('a group that became a supergroup: one call fails, all that waits follows, and what is kept has the new id', async () => {
    const upgraded = refusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', { migrate_to_chat_id: NEW }) // prettier-ignore
    const late: { onChat?: EndedChats['onChat'] } = {}
    const { platform, failed, fake } = await openTelegram(upgraded, async (change) => late.onChat?.(change))
    const { kept, chats, endedChats, threeDays } = await openWorld([inGroup(), inGroup()], () => platform)
    late.onChat = endedChats.onChat
    await chats.saveSettings(inGroup(), { language: 'kk' })
    await threeDays()
    expect(failed()).toBe(1)
    expect(fake.sent.map(({ chatId }) => chatId)).toEqual(Array.from({ length: 18 }, () => NEW))
    expect(await kept()).toEqual(['s0', 's1'].map((id) => ({ id, status: 'active', chat_id: String(NEW) })))
    expect(await chats.settings({ platform: 'telegram', chatId: String(NEW) })).toEqual({ language: 'kk' })
    expect(await chats.settings(inGroup())).toEqual({})
  }, 60_000)
})

test('a press in a group of Telegram that is dead: the right to manage and the answer fail, and nothing more', async () => {
  const long = Array.from({ length: 40 }, (_, index) => paragraph(`${index} ${'word '.repeat(60)}`))
  const fault = refusal(403, 'Forbidden: bot was kicked from the supergroup chat')
  const { fake, failed } = await openTelegram(fault, undefined, { blocks: long, replaces: true })
  fake.push(pressUpdate('p1', sealAction(['close'], SECRET), { messageId: 3, chat: { id: OLD, type: 'supergroup' } }))
  await fake.waitFor(({ method }) => method === 'editMessageText', WAIT_MS)
  fake.push(pressUpdate('p2', 'x', { messageId: 3, chat: { id: 4_201, type: 'private' } }))
  await fake.waitFor(({ params }) => params['callback_query_id'] === 'p2', WAIT_MS)
  expect(failed()).toBe(2)
})

describe('digests to a channel of Discord that is dead', () => {
  test.each([
    ['removed', 404, 10_004, 'Unknown Guild', 1],
    ['deleted', 404, 10_003, 'Unknown Channel', 1],
    ['forbidden', 403, 50_001, 'Missing Access', 1],
    ['forbidden', 403, 50_013, 'Missing Permissions', 1],
    // Its own look whether the thread can be opened again fails, too.
    ['closed', 400, 50_083, 'Thread is archived', 2],
    ['closed', 400, 160_005, 'Thread is locked', 1],
  ] satisfies [EndCause, number, number, string, number][])(
    '%s (%i, %i): so many calls fail, all its subscriptions rest',
    async (cause, status, code, message, calls) => {
      const bed = await openBed()
      cleanUps.push(async () => bed.stop())
      const isThere = ({ path }: { readonly path: string }) => path.startsWith(`/channels/${CHANNEL_ID}`)
      bed.fake.addFault({ when: isThere, times: 100, answer: { status, body: { code, message } } })
      const chat: Chat = { platform: 'discord', chatId: CHANNEL_ID }
      const { kept, threeDays, database } = await openWorld([chat, chat, chat], () => bed.platform)
      const before = bed.fake.requests.length
      await threeDays()
      const failed = bed.fake.requests.slice(before).filter((request) => isThere(request) && (request.status ?? 0) >= 400) // prettier-ignore
      expect(failed).toHaveLength(calls)
      expect((await kept()).map((row) => row.status)).toEqual(['gone', 'gone', 'gone'])
      expect(await database.db.selectFrom('ended_chats').select('cause').execute()).toEqual([{ cause }])
    },
  )
})
