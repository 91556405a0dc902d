import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Message } from '../../src/bots/contract/message.js'
import type { Platform } from '../../src/bots/contract/platform.js'
import type { Request } from '../../src/bots/contract/request.js'
import { telegramPlatform } from '../../src/bots/telegram/telegram.js'
import { checkTelegramRequest, noSpecReason } from './fake-telegram/check-request.js'
import { startFakeTelegram, type FakeTelegram } from './fake-telegram/fake-telegram.js'
import { messageUpdate } from './fake-telegram/world.js'

const WAIT_MS = 10_000
const token = '7000000001:AAtestTokenOfNobody_-9'
let [fake, platform] = [{} as FakeTelegram, {} as Platform]
let at = 0
const asked: Request[] = []

beforeEach(async () => {
  at = Date.parse('2025-06-17T08:00Z')
  asked.length = 0
  fake = await startFakeTelegram({ token })
  const options = { token, apiUrl: fake.url, secret: 'a secret of the tests', now: () => at }
  platform = telegramPlatform({ ...options, firstSight: async () => true })
  await platform.start(async (request) => {
    asked.push(request)
    return answerTo(request)
  })
})
afterEach(async () => {
  if (noSpecReason === undefined)
    expect(fake.requests.flatMap(({ method, params }) => checkTelegramRequest(method, params))).toEqual([])
  await platform.stop()
  await fake.stop()
})

/** As many parts as the question has words. */
function answerTo({ command }: Request): Message {
  const words = 'question' in command ? String(command['question']).split(' ') : [command.name]
  return { blocks: words.map((word) => ({ kind: 'paragraph', runs: [{ text: `${word} `.repeat(500) }] })) }
}

const shown = () => fake.sent.map(({ text }) => text.split(' ')[0])
const edited = ({ message }: ReturnType<typeof messageUpdate>, text: string) => ({
  edited_message: { ...message, edit_date: message.date + 5, text },
})

async function ask(text: string) {
  const update = messageUpdate({ text })
  const before = fake.sent.length
  fake.push(update)
  await fake.waitForSent(before + 1, WAIT_MS)
  return update
}

const heard = async (update: Readonly<Record<string, unknown>>) => {
  const id = fake.push(update)
  await fake.waitForHeard(id, WAIT_MS)
}

test('a question that is edited within two minutes has its answer edited, and no second one', async () => {
  const question = await ask('gas')
  expect(shown()).toEqual(['gas'])
  at += 60_000
  await heard(edited(question, 'oil'))
  await fake.waitFor(({ method }) => method === 'editMessageText', WAIT_MS)
  expect(shown()).toEqual(['oil'])
  // The same words again, as for a preview that was loaded: nothing is asked.
  await heard(edited(question, 'oil'))
  at += 61_000
  await heard(edited(question, 'cotton'))
  await ask('last')
  expect(asked.map(({ command }) => ('question' in command ? command['question'] : command.name))).toEqual(['gas', 'oil', 'last']) // prettier-ignore
  expect(shown()).toEqual(['oil', 'last'])
})

test('an answer of fewer parts takes the others away, one of more adds them', async () => {
  const question = await ask('gas oil coal wool')
  await fake.waitForSent(3, WAIT_MS)
  await heard(edited(question, 'gas'))
  fake.push(messageUpdate({ text: 'last' }))
  await fake.waitFor(
    ({ method, params }) => method === 'sendMessage' && String(params['text']).startsWith('last'),
    WAIT_MS,
  )
  expect(shown()).toEqual(['gas', 'last'])
})

test('a command that changes something is not done again when it is edited', async () => {
  const subscribing = await ask('/subscribe all 9')
  await heard(edited(subscribing, '/subscribe all 10'))
  await ask('last')
  expect(asked.map(({ command }) => command.name)).toEqual(['subscribe', 'ask'])
})
