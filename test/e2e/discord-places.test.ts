import { afterAll, beforeAll, expect, test } from 'vitest'
import { answered, openBed, say, textOf } from './discord-bed.js'
import type { Bed } from './discord-bed.js'
import {
  ANNOUNCEMENTS_ID,
  CHANNEL_ID,
  CLOSED_CHANNEL_ID,
  CLOSED_FORUM_ID,
  DM_CHANNEL_ID,
  FORUM_ID,
  NEW_GUILD_ID,
  OWNER_ID,
  READER_ID,
  STRANGER_ID,
  SEND_MESSAGES,
  TEXT,
  THREAD_ID,
} from './fake-discord/world.js'

let bed: Bed
const greeted: string[] = []

beforeAll(async () => {
  bed = await openBed({
    greet: async (chat, language) => {
      greeted.push(`${chat.chatId} ${language ?? 'none'}`)
      return say('hello')
    },
  })
})
afterAll(async () => bed.stop())

const rightsIn = async (chatId: string, userId = OWNER_ID) =>
  bed.platform.rights?.({ platform: 'discord', chatId }, userId)

test.each([
  [CHANNEL_ID, { name: '#news-20', mayManage: true, missing: [], kind: 'channel' }],
  [ANNOUNCEMENTS_ID, { name: '#news-22', mayManage: true, missing: [], kind: 'announcements' }],
  [FORUM_ID, { name: '#news-23', mayManage: true, missing: [], kind: 'forum' }],
  [THREAD_ID, { name: '#news-24', mayManage: true, missing: [], kind: 'thread' }],
  [
    CLOSED_CHANNEL_ID,
    { name: '#news-25', mayManage: true, missing: ['Embed Links', 'Send Messages'], kind: 'channel' },
  ],
  [
    CLOSED_FORUM_ID,
    { name: '#news-26', mayManage: true, missing: ['Create Posts', 'Send Messages in Posts'], kind: 'forum' },
  ],
])('in channel %s is said what the bot lacks, in the words of Discord', async (chatId, rights) => {
  expect(await rightsIn(chatId)).toEqual(rights)
})

test('who does not manage the server, or is no member of it, may manage nothing; a direct chat is its own', async () => {
  expect(await rightsIn(CHANNEL_ID, READER_ID)).toMatchObject({ mayManage: false })
  expect(await rightsIn(CHANNEL_ID, STRANGER_ID)).toMatchObject({ mayManage: false })
  expect(await rightsIn(DM_CHANNEL_ID, READER_ID)).toEqual({ mayManage: true, missing: [], kind: 'private' })
  expect(await rightsIn(DM_CHANNEL_ID, OWNER_ID)).toMatchObject({ mayManage: false })
  expect(await rightsIn('1300000000000000999')).toBeUndefined()
})

test('a server that adds the bot is greeted once, in the first channel where the bot may write', async () => {
  const channels = [
    { id: '1300000000000000070', type: TEXT, denied: SEND_MESSAGES },
    { id: '1300000000000000071', type: TEXT },
    { id: '1300000000000000072', type: TEXT },
  ]
  const isGreeting = ({ path }: { readonly path: string }) => path === '/channels/1300000000000000071/messages'
  bed.fake.addToServer(NEW_GUILD_ID, channels, { preferred_locale: 'ru' })
  await bed.fake.waitFor(isGreeting)
  bed.fake.addToServer(NEW_GUILD_ID, channels, { preferred_locale: 'ru' })
  await answered(bed.fake, bed.fake.sendInteraction({ name: 'help' }))
  expect(greeted).toEqual(['1300000000000000071 ru'])
  expect(textOf(bed.fake.messages.at(-1))).toBe('hello')
  expect(bed.fake.requests.filter(isGreeting).length).toBe(1)
})

test('the system channel is greeted in before others', async () => {
  const guild = '1300000000000000012'
  const channels = [
    { id: '1300000000000000080', type: TEXT },
    { id: '1300000000000000081', type: TEXT },
  ]
  bed.fake.addToServer(guild, channels, { system_channel_id: '1300000000000000081' })
  await bed.fake.waitFor(({ path }) => path === '/channels/1300000000000000081/messages')
  expect(greeted.at(-1)).toBe('1300000000000000081 en')
})

test('the servers that were there at the start are not greeted', () => {
  expect(greeted.some((line) => line.startsWith(CHANNEL_ID))).toBe(false)
})
