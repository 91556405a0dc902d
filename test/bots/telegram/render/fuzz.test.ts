import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanText } from '../../../../src/bots/wording/clean.js'
import type { Message } from '../../../../src/bots/contract/message.js'
import { renderTelegram } from '../../../../src/bots/telegram/render/render.js'
import { checkTelegramRequest, noSpecReason } from '../../../e2e/fake-telegram/check-request.js'
import { answerMethod, type SentMessage, type State } from '../../../e2e/fake-telegram/methods.js'
import { READER } from '../../../e2e/fake-telegram/world.js'
import { signsOf, unfolded } from '../../stand-ins/any-block.js'
import { anyMessage, anyNews, shownText } from '../../stand-ins/any-message.js'
import { expectNone, fuzzing } from '../../stand-ins/fuzzing.js'
import type { Payload } from '../../../../src/bots/contract/payload.js'

const { limit, timeout, count } = fuzzing('Telegram')

const SECRET = 'a secret of the tests'
const ADDRESSED = { chat_id: READER.id }

// What our own dress adds, and may stand in the news too; and marks, which alone are no text.
const bare = (shown: string): string =>
  cleanText(shown).replace(/[\s·•—\p{M}\u2800\u3164\u115F\u1160\uFFA0\uFFFC\u200b]/gu, '')

/** A server that knows rich messages and one reader. */
function server(): State {
  return {
    chats: new Map([[READER.id, { type: 'private', isForum: false }]]),
    administrators: new Set(),
    sent: [],
    commands: new Map(),
    descriptions: new Map(),
    openQueries: new Set(),
    openPresses: new Set(),
    edits: [],
    hasDrafts: true,
    drafts: [],
    knownMessages: new Set(),
    hasRichMessages: true,
    topics: 0,
  }
}

/** The calls that send.ts makes of a payload: the plain one, and the rich one beside it. */
function callsOf({ files, rich, ...plain }: Payload): readonly (readonly [string, Payload])[] {
  if (files !== undefined) {
    const [{ mediaType, name }] = files as [{ mediaType: string; name: string }]
    const file = { name, size: 8 }
    const isPicture = mediaType.startsWith('image/')
    return [[isPicture ? 'sendPhoto' : 'sendDocument', { ...plain, ...ADDRESSED, [isPicture ? 'photo' : 'document']: file }]] // prettier-ignore
  }
  const { reply_markup: keyboard } = plain
  const richCall = { rich_message: { html: rich }, ...(keyboard !== undefined && { reply_markup: keyboard }) }
  return [
    ['sendMessage', { ...plain, ...ADDRESSED }],
    ...(rich === undefined ? [] : [['sendRichMessage', { ...richCall, ...ADDRESSED }] as const]),
  ]
}

// Names that Telegram would make a mention of by itself, and ping whose they are.
const pingsIn = (text: string): readonly string[] => text.match(/(?<![\p{L}\p{N}_])@[A-Za-z]\w+/gu) ?? []

function checkLink(label: string, address: string): void {
  const { protocol, hostname } = new URL(address)
  if (!/^https?:$/.test(protocol)) throw new Error(`a link to ${address}`)
  for (const [domain] of label.toLowerCase().matchAll(/(?:[\p{L}\p{N}][\p{L}\p{N}-]*\.)+\p{L}{2,}/gu))
    if (hostname !== domain && !hostname.endsWith(`.${domain}`)) throw new Error(`${label} leads to ${address}`)
}

/** A text without what our dress adds to a link whose text names another domain. */
function withoutOwnDomains({ text, entities }: SentMessage): string {
  const added = entities.filter(({ url, offset, length }) => url !== undefined && text.slice(offset, offset + length) === `↗ ${new URL(url).host}`) // prettier-ignore
  return added.reduceRight((rest, { offset, length }) => rest.slice(0, offset) + rest.slice(offset + length), text)
}

/** What the server shows of a message, all parts together. */
function checkMessage(message: Message): string {
  const state = server()
  const payloads = renderTelegram(message, SECRET)
  expect(payloads.length).toBeGreaterThan(0)
  for (const payload of payloads)
    for (const [method, params] of callsOf(payload)) {
      const json = JSON.parse(JSON.stringify(params)) as Payload
      const answer = answerMethod(method, json, state)
      expectNone('result' in answer ? [] : [answer])
      if (noSpecReason === undefined) expectNone(checkTelegramRequest(method, json))
      count('requests')
    }
  const shown = state.sent.filter(({ rich, file }) => rich === undefined && file === undefined)
  for (const { text, entities } of shown) {
    expectNone(text.match(/\p{Surrogate}/u))
    expectNone(pingsIn(text))
    for (const { url, offset, length } of entities)
      if (url !== undefined) checkLink(text.slice(offset, offset + length), url)
  }
  return shown.map(withoutOwnDomains).join('')
}

test('any message is one that Telegram takes, and pings nobody', { timeout }, () => {
  fc.assert(
    fc.property(anyMessage, (message) => void checkMessage(message)),
    limit,
  )
})

test(
  'any digest, answer and figure is one that Telegram takes, pings nobody and reads as it was written',
  { timeout },
  () => {
    fc.assert(
      fc.property(anyNews, (message) => {
        const said = bare(shownText(message))
        // A section that folds says its lines first; so its order is looked at unfolded.
        expect(signsOf(bare(checkMessage(message)))).toBe(signsOf(said))
        expect(bare(checkMessage({ ...message, blocks: unfolded(message.blocks) }))).toBe(said)
        count('messages')
      }),
      limit,
    )
  },
)

test('the checks of this file can fail', () => {
  expect(answerMethod('sendMessage', { ...ADDRESSED, text: '<b>', parse_mode: 'HTML' }, server())).toHaveProperty('status') // prettier-ignore
  expect(pingsIn('ask @durov')).toEqual(['@durov'])
  expect(pingsIn('info@inform.kz')).toEqual([])
})
