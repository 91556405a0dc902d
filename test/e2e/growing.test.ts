import { afterEach, expect, test } from 'vitest'
import { handleRequest } from '../../src/bots/commands/handle-request.js'
import type { Handle } from '../../src/bots/contract/platform.js'
import { telegramPlatform } from '../../src/bots/telegram/telegram.js'
import { readConfig } from '../../src/process/config.js'
import { withModel } from '../../src/newsroom/with-model.js'
import { chatStore, memos, newsroom, now, catalogue, traits } from '../bots/stand-ins/stand-ins.js'
import { reader } from '../summaries/pack.js'
import { startModelServer } from '../summaries/rendering/model-server.js'
import { answered, openBed, textOf } from './discord-bed.js'
import { specAbsence, validateDiscordRequest } from './fake-discord/validate.js'
import { BOT_ID } from './fake-discord/world.js'
import { checkTelegramRequest, noSpecReason } from './fake-telegram/check-request.js'
import { startFakeTelegram } from './fake-telegram/fake-telegram.js'
import { GROUP, messageUpdate } from './fake-telegram/world.js'
import type { CommandDeps } from '../../src/bots/turn/turn.js'

const { region } = reader
const RENDERING = 'Trade with China reached $43.8 billion.'
const GROWING = 'A language model is still putting the quotes into English…'
const WAIT_MS = 10_000

const cleanUps: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

/** The core with a model that says nothing before `speak` is called. */
async function openCore(said = 'trade with China reached $43.8 billion.') {
  const server = await startModelServer()
  cleanUps.push(() => server.close())
  let speak: () => void = () => undefined
  const asked = new Promise<void>((resolve) => (speak = resolve))
  server.behave({ kind: 'streams', text: () => said, before: async () => asked })
  const config = readConfig({ LLM_URL: server.url, LLM_MODEL: 'm' })
  const rendered = withModel(newsroom(), config, { region, now })
  const commands: CommandDeps = {
    ...{ ...rendered, chats: chatStore().store, memos: memos(), catalogue: catalogue(), region, now },
    ...{ firstSight: async () => true, newId: () => 's1', traits },
  }
  const handle: Handle = async (request, onGrown) => handleRequest(request, commands, onGrown)
  return { handle, speak: () => { speak() } } // prettier-ignore
}

async function openTelegram(handle: Handle, makeOlder = false) {
  const token = '7000000001:AAtestTokenOfNobody_-9'
  const fake = await startFakeTelegram({ token })
  if (makeOlder) fake.forgetDrafts()
  const logs: string[] = []
  const platform = telegramPlatform({
    ...{ secret: 'a secret of the tests', token, apiUrl: fake.url, now },
    log: (line) => logs.push(line),
    firstSight: async () => true,
  })
  cleanUps.push(async () => {
    await platform.stop()
    await fake.stop()
    const wrong = fake.requests.flatMap(({ method, params }) => (noSpecReason === undefined ? checkTelegramRequest(method, params) : [])) // prettier-ignore
    expect(wrong).toEqual([])
  })
  await platform.start(handle)
  return { fake, logs }
}

test('Telegram: a private chat sees the answer as a draft while the model still speaks, and gets it whole in one message', async () => {
  const { handle, speak } = await openCore()
  const { fake, logs } = await openTelegram(handle)
  fake.push(messageUpdate({ text: 'trade with China' }))
  await fake.waitFor(({ method }) => method === 'sendMessageDraft', WAIT_MS)
  expect(fake.sent).toEqual([])
  expect(fake.drafts[0]?.text).toContain('Kazakhstan-China trade, 2024: $43.8 bn')
  expect(fake.drafts[0]?.text).toContain(GROWING)
  speak()
  const [answer] = await fake.waitForSent(1, WAIT_MS)
  expect(answer?.text).toContain(RENDERING)
  expect(answer?.text).not.toContain(GROWING)
  expect([fake.sent.length, logs]).toEqual([1, []])
  expect(new Set(fake.drafts.map(({ draftId }) => draftId)).size).toBe(1)
})

test('Telegram: a group sees no draft, and an older server is asked for one once', async () => {
  const { handle, speak } = await openCore()
  const { fake, logs } = await openTelegram(handle, true)
  fake.push(messageUpdate({ text: 'trade with China' }))
  await fake.waitFor(({ method }) => method === 'sendMessageDraft', WAIT_MS)
  speak()
  expect((await fake.waitForSent(1, WAIT_MS))[0]?.text).toContain(RENDERING)
  fake.push(messageUpdate({ text: 'trade with China' }))
  await fake.waitForSent(2, WAIT_MS)
  fake.push(messageUpdate({ text: '/ask trade with China', chat: GROUP }))
  expect((await fake.waitForSent(3, WAIT_MS))[2]?.text).toContain(RENDERING)
  expect(fake.requests.filter(({ method }) => method === 'sendMessageDraft')).toHaveLength(1)
  expect(logs).toEqual(['telegram: an answer in chat 4201 is not shown while it grows: Telegram answered 404: Not Found: method not found']) // prettier-ignore
})

async function openDiscord(handle: Handle) {
  const bed = await openBed()
  cleanUps.push(async () => {
    await bed.stop()
    if (specAbsence === undefined) expect(bed.fake.requests.flatMap(validateDiscordRequest)).toEqual([])
  })
  bed.answer(handle)
  return bed
}

test('Discord: the answer of a command stands there while the model still speaks, and is made whole', async () => {
  const { handle, speak } = await openCore()
  const { fake, lines } = await openDiscord(handle)
  const interaction = fake.sendInteraction({ name: 'ask', options: { question: 'trade with China' } })
  await answered(fake, interaction)
  expect(textOf(interaction.original)).toContain(GROWING)
  expect(textOf(interaction.original)).toContain('Kazakhstan-China trade, 2024: $43.8 bn')
  speak()
  await fake.waitFor(({ method, body }) => method === 'PATCH' && JSON.stringify(body).includes(RENDERING))
  expect(textOf(interaction.original)).not.toContain(GROWING)
  expect([interaction.followUps, lines]).toEqual([[], []])
})

test('Discord: the answer to a mention is one message, posted once and edited', async () => {
  const { handle, speak } = await openCore()
  const { fake, lines } = await openDiscord(handle)
  const before = fake.messages.length
  fake.sendMessage({ content: `<@${BOT_ID}> trade with China`, pingsBot: true })
  await fake.waitFor(({ method, path, status }) => method === 'POST' && path.endsWith('/messages') && status === 200)
  expect(textOf(fake.messages.at(-1))).toContain(GROWING)
  speak()
  await fake.waitFor(
    ({ method, status, body }) => method === 'PATCH' && status === 200 && JSON.stringify(body).includes(RENDERING),
  )
  expect(textOf(fake.messages.at(-1))).toContain(RENDERING)
  expect(textOf(fake.messages.at(-1))).not.toContain(GROWING)
  expect([fake.messages.length - before, lines]).toEqual([1, []])
})

test('a lie is at no time shown, and what cannot be shown meanwhile is shown at the end', async () => {
  const { handle, speak } = await openCore('trade with China reached $48.3 billion.')
  const { fake, lines } = await openDiscord(handle)
  fake.addFault({ when: ({ method }) => method === 'PATCH', times: 1, answer: { status: 403, body: { code: 50_001, message: 'Missing Access' } } }) // prettier-ignore
  const interaction = fake.sendInteraction({ name: 'ask', options: { question: 'trade with China' } })
  await fake.waitFor(({ method, status }) => method === 'PATCH' && status === 403)
  speak()
  await answered(fake, interaction)
  expect(textOf(interaction.original)).toContain('Kazakhstan-China trade, 2024: $43.8 bn')
  expect(JSON.stringify(fake.requests.map(({ body }) => body ?? ''))).not.toContain('48.3')
  expect(lines).toEqual(['discord: an answer is not shown while it grows: Missing Access'])
})
