import fs from 'node:fs'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { texts } from '../../src/bots/wording/texts.js'
import type * as Main from '../../src/app/main.js'
import { expectValidRequests, HOUR_MS, openWorld, startBuilt, type World } from './built-world.js'
import { answered, shownIn, textOf } from './discord-bed.js'
import type { PostedMessage } from './fake-discord/state.js'
import {
  ANNOUNCEMENTS_ID,
  CHANNEL_ID,
  CLOSED_CHANNEL_ID,
  FORUM_ID,
  OWNER_ID,
  PUBLIC_THREAD,
  THREAD_ID,
} from './fake-discord/world.js'
import type { SentMessage } from './fake-telegram/methods.js'
import { ADMIN, BOT, CHANNEL, FORUM, messageUpdate, pressUpdate } from './fake-telegram/world.js'

// The built program: a subscription made in each kind of place as a person makes it, and what comes there.

const WAIT_MS = 45_000
const TEST_MS = 120_000
const cleanUps: (() => Promise<void> | void)[] = []

let world: World
let silkwire: Main.Silkwire
let clock: number
/** The full hour to come, where the digest of the sample's last day is due. */
let hour: number

beforeAll(() => {
  if (!fs.existsSync('dist/cli.js')) throw new Error('dist/cli.js is not there: npm run build first (npm test does)')
})
beforeEach(async () => {
  world = await openWorld(cleanUps)
  clock = Date.now()
  silkwire = await startBuilt(world, () => clock)
  cleanUps.push(async () => silkwire.stop())
  await silkwire.jobs.refresh()
  const zone = { timeZone: silkwire.region.timezone, hour: '2-digit', hourCycle: 'h23' } as const
  hour = Number(new Intl.DateTimeFormat('en', zone).format(clock + HOUR_MS))
}, TEST_MS)
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

async function deliver(): Promise<void> {
  clock += HOUR_MS
  expect(await silkwire.jobs.deliver()).toMatchObject({ gone: 0, uncertain: 0, failed: [] })
}

interface Button {
  readonly text: string
  readonly callback_data?: string
}
const buttonsOf = ({ markup }: SentMessage): readonly Button[] =>
  ((markup as { inline_keyboard?: readonly (readonly Button[])[] } | undefined)?.inline_keyboard ?? []).flat()

let presses = 0
/** Presses a button of a message as it stands now, and gives what its keyboard's message is after that. */
async function pressOn(messageId: number, label: string | RegExp): Promise<SentMessage> {
  const { telegram } = world
  const now = () => telegram.sent.find((message) => message.messageId === messageId)
  const message = now()
  const button = message && buttonsOf(message).find(({ text }) => text.match(label))
  if (!message || button?.callback_data === undefined)
    throw new Error(`no button ${String(label)} among ${message ? buttonsOf(message).map(({ text }) => text).join(', ') : 'nothing'}`) // prettier-ignore
  const before = JSON.stringify(message)
  const type = message.chatId === ADMIN.id ? 'private' : 'supergroup'
  const at = { messageId, chat: { id: message.chatId, type } }
  const seen = telegram.requests.length
  telegram.push(pressUpdate(`place ${(presses += 1)}`, button.callback_data, at, ADMIN))
  await telegram.waitFor(
    () => JSON.stringify(now()) !== before || telegram.requests.slice(seen).some(({ method }) => method === 'sendMessage'),
    WAIT_MS,
  ) // prettier-ignore
  return now() ?? message
}

const ru = texts('ru')

/** Two sections only: a group of Telegram takes 20 messages a minute. */
async function chooseSections(messageId: number): Promise<readonly string[]> {
  const titles = silkwire.region.sections
    .filter(({ id }) => ['lead-event', 'trade-energy'].includes(id))
    .map(({ title }) => title.ru)
  await pressOn(messageId, ru('menu.toWhat'))
  for (const title of titles) await pressOn(messageId, title)
  await pressOn(messageId, ru('menu.back'))
  return titles
}

/** Chooses the hour to come beside the menu's own, and subscribes. */
async function subscribeAt(messageId: number): Promise<void> {
  await pressOn(messageId, ru('menu.toWhen'))
  if (hour !== 9) await pressOn(messageId, new RegExp(`^${String(hour).padStart(2, '0')}:00$`))
  const saved = await pressOn(messageId, new RegExp(`^${ru('menu.subscribe')}`))
  expect(saved.text).toContain(`${String(hour).padStart(2, '0')}:00`)
}

test(
  'a channel of Telegram is subscribed from the private chat of its administrator, gets its digest, and is managed from there',
  async () => {
    const { telegram } = world
    telegram.appoint(CHANNEL.id, ADMIN.id)
    telegram.push({
      my_chat_member: {
        ...{ chat: CHANNEL, from: ADMIN, date: 1 },
        old_chat_member: { status: 'left', user: BOT },
        new_chat_member: { status: 'administrator', user: BOT },
      },
    })
    const [greeting] = await telegram.waitForSent(1, WAIT_MS)
    expect(greeting?.chatId).toBe(ADMIN.id)
    await pressOn(greeting?.messageId ?? 0, ru('greet.subscribe'))
    const [, menu] = await telegram.waitForSent(2, WAIT_MS)
    expect(menu?.text).toContain(`Chat ${CHANNEL.id}`)
    await subscribeAt(menu?.messageId ?? 0)
    await deliver()
    const posts = telegram.sent.filter(({ chatId }) => chatId === CHANNEL.id)
    expect(posts.map(({ text }) => text).join('\n')).toMatch(/^Обзор, /)

    const before = telegram.sent.length
    telegram.push(messageUpdate({ text: '/subscriptions', from: ADMIN }))
    const list = (await telegram.waitForSent(before + 1, WAIT_MS)).at(-1)
    expect(list?.text).toContain(`Chat ${CHANNEL.id}`)
    await pressOn(list?.messageId ?? 0, new RegExp(`Chat ${CHANNEL.id}`))
    await pressOn(list?.messageId ?? 0, ru('subscriptions.stop'))
    const stopped = telegram.sent.find(({ messageId }) => messageId === list?.messageId)
    expect(stopped?.text).toMatch(/^Отменено: /)
    expectValidRequests(world)
  },
  TEST_MS,
)

test(
  'in a group with topics an answer and a digest come to the topic where they were asked, and on request each section has its own',
  async () => {
    const { telegram } = world
    telegram.push(messageUpdate({ text: `/subscribe trade-energy ${hour} ru`, from: ADMIN, chat: FORUM, topic: 77 }))
    const [done] = await telegram.waitForSent(1, WAIT_MS)
    expect(done?.threadId).toBe(77)
    expect(done?.text).toContain(`${String(hour).padStart(2, '0')}:00`)

    telegram.push(messageUpdate({ text: '/subscribe', from: ADMIN, chat: FORUM }))
    const second = (await telegram.waitForSent(2, WAIT_MS)).at(-1)
    expect(second?.threadId).toBeUndefined()
    const titles = await chooseSections(second?.messageId ?? 0)
    await pressOn(second?.messageId ?? 0, ru('menu.toMore'))
    await pressOn(second?.messageId ?? 0, ru('menu.topics'))
    await pressOn(second?.messageId ?? 0, ru('menu.back'))
    await subscribeAt(second?.messageId ?? 0)
    await deliver()

    const made = telegram.requests.filter(({ method }) => method === 'createForumTopic')
    expect(made.length).toBe(2)
    for (const { params } of made) expect(titles).toContain(params['name'])
    const posts = telegram.sent.filter(({ messageId }) => messageId !== done?.messageId && messageId !== second?.messageId) // prettier-ignore
    expect(new Set(posts.map(({ chatId }) => chatId))).toEqual(new Set([FORUM.id]))
    const threads = new Set(posts.map(({ threadId }) => threadId))
    expect(threads.has(77)).toBe(true)
    expect(threads.has(undefined)).toBe(false)
    expect(threads.size).toBe(made.length + 1)
    expectValidRequests(world)
  },
  TEST_MS,
)

test(
  'on Discord a forum, an announcement channel and a thread are picked in the menu, and each gets its digest as that place has it',
  async () => {
    const { discord } = world
    const en = texts('en')
    const doer = { userId: OWNER_ID, mayManage: true }
    const open = async (): Promise<PostedMessage> => {
      const asked = discord.sendInteraction({ ...doer, name: 'subscribe', channelId: CHANNEL_ID })
      await answered(discord, asked)
      return shownIn(asked)
    }
    const press = async (message: PostedMessage, label: string, values: readonly string[] = []) => {
      const pressed = discord.press({ ...doer, message, label, values })
      await answered(discord, pressed)
      return pressed
    }
    const subscribeIn = async (channelId: string, extra?: string): Promise<string> => {
      const menu = await open()
      await press(menu, en('menu.pickWhere'), [channelId])
      if (extra !== undefined) {
        await press(menu, en('menu.toMore'))
        await press(menu, extra)
        await press(menu, en('menu.back'))
      }
      await press(menu, en('menu.toWhen'))
      await press(menu, en('menu.pickTimes'), [String(hour * 60)])
      await press(menu, en('menu.subscribe'))
      return textOf(menu)
    }
    expect(await subscribeIn(FORUM_ID)).toMatch(/Done\. To #news-23 comes/)
    expect(await subscribeIn(ANNOUNCEMENTS_ID, en('menu.crosspost'))).toMatch(/Done\. To #news-22 comes/)
    expect(await subscribeIn(THREAD_ID)).toMatch(/Done\. To #news-24 comes/)

    const closed = await open()
    const refused = await press(closed, en('menu.pickWhere'), [CLOSED_CHANNEL_ID])
    expect(refused.followUps.map((message) => textOf(message)).join('\n')).toMatch(/I lack: Embed Links, Send Messages/)

    await deliver()
    const posts = [...discord.channels.values()].filter(({ type, parentId }) => type === PUBLIC_THREAD && parentId === FORUM_ID) // prettier-ignore
    expect(posts.length).toBeGreaterThan(1)
    const tags = new Map(discord.channels.get(FORUM_ID)?.availableTags.map(({ id, name }) => [id, name]))
    const titles = silkwire.region.sections.map(({ title }) => title.en)
    for (const { appliedTags } of posts) {
      expect(appliedTags.length).toBeGreaterThan(0)
      // A tag's name has 20 characters at most.
      const [first] = appliedTags.map((id) => tags.get(id))
      if (typeof first !== 'string') throw new Error('a post has a tag that its forum lacks')
      expect(titles.some((title) => title.startsWith(first.replace(/…$/, '')))).toBe(true)
    }
    const in_ = (channelId: string) => discord.messages.filter((message) => message.channelId === channelId)
    expect(in_(ANNOUNCEMENTS_ID).length).toBeGreaterThan(0)
    expect(in_(ANNOUNCEMENTS_ID).every(({ isCrossposted }) => isCrossposted)).toBe(true)
    expect(textOf(in_(THREAD_ID)[0])).toContain('Digest, ')
    expect(in_(THREAD_ID).some(({ isCrossposted }) => isCrossposted)).toBe(false)
    for (const { body } of discord.messages) expect(body['allowed_mentions']).toEqual({ parse: [] })
    expectValidRequests(world)
  },
  TEST_MS,
)
