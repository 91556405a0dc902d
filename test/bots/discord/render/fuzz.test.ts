import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanText } from '../../../../src/bots/wording/clean.js'
import { renderDiscord } from '../../../../src/bots/discord/render/render.js'
import { requestOf } from '../../../../src/bots/discord/send/request-body.js'
import type { Message } from '../../../../src/bots/contract/message.js'
import { bodyOf, listOf, textOf } from '../../../e2e/fake-discord/body.js'
import { shownTexts, withChildren } from '../../../e2e/fake-discord/component-faults.js'
import { messageFaults } from '../../../e2e/fake-discord/limits.js'
import { validateDiscordRequest } from '../../../e2e/fake-discord/validate.js'
import { textOfBlock } from '../../stand-ins/any-block.js'
import { anyMessage, anyNews, anyTextBlocks, shownText } from '../../stand-ins/any-message.js'
import { expectNone, fuzzing } from '../../stand-ins/fuzzing.js'
import { readMarkdown, shownLinks } from './read-markdown.js'
import type { Payload } from '../../../../src/bots/contract/payload.js'

const { limit, numRuns, timeout, count } = fuzzing('Discord')

const SECRET = 'a secret of the tests'

// What our own mark-up adds, and may stand in the news too.
const bare = (shown: string): string => cleanText(shown).replace(/[\s·↗—\u200b]/g, '')

function bodyAsSent(payload: Payload): { body: Payload; files: readonly string[] } {
  const { body, files = [] } = requestOf(payload, { nonce: 'n', enforce_nonce: true })
  return { body, files: files.map(({ name }) => name) }
}

function faultsOf(payload: Payload): readonly string[] {
  const { body, files } = bodyAsSent(payload)
  const json = JSON.parse(JSON.stringify(body)) as Payload
  const path = '/channels/1300000000000000020/messages'
  return [...messageFaults(json, files), ...validateDiscordRequest({ method: 'POST', path, body: json })]
}

/** Mentions that would ping, were they not held back: unescaped ones are refused even so. */
function pingsIn(text: string): readonly string[] {
  const withoutLinks = text.replace(/\]\((?:https?:\/\/[^\s()<>\\]+)\)/g, ']')
  return withoutLinks.match(/(?<!\\)(?:\\\\)*(?:<[@#/:at]|@)/g) ?? []
}

function checkTexts(payload: Payload): void {
  for (const text of shownTexts(payload)) {
    expectNone(text.match(/\p{Surrogate}/u))
    // An escape that was parted from what it escapes.
    expectNone(text.match(/(?<!\\)(?:\\\\)*\\$/))
    expectNone(pingsIn(text))
    for (const { label, address } of shownLinks(text)) checkLink(label, address)
  }
  for (const { type, label, url } of withChildren(listOf(payload['components'])))
    if (type === 2 && url !== undefined) checkLink(textOf(label), textOf(url))
}

function checkLink(label: string, address: string): void {
  const { protocol, hostname } = new URL(address)
  if (!/^https?:$/.test(protocol)) throw new Error(`a link to ${address}`)
  for (const [domain] of label.toLowerCase().matchAll(/(?:[\p{L}\p{N}][\p{L}\p{N}-]*\.)+\p{L}{2,}/gu))
    if (hostname !== domain && !hostname.endsWith(`.${domain}`) && !domain.includes('…'))
      throw new Error(`${label} leads to ${address}`)
}

function checkMessage(message: Message): readonly Payload[] {
  const payloads = renderDiscord(message, SECRET)
  expect(payloads.length).toBeGreaterThan(0)
  for (const payload of payloads) {
    expectNone(faultsOf(payload))
    if (JSON.stringify(payload['allowed_mentions']) !== '{"parse":[]}') throw new Error('a mention would be read')
    checkTexts(payload)
    count('requests')
  }
  return payloads
}

const readBack = (parts: readonly Payload[]): string =>
  bare(parts.flatMap(shownTexts).map((text) => readMarkdown(text).text).join('')) // prettier-ignore

test('any message is one that Discord takes and pings nobody', { timeout }, () => {
  fc.assert(
    fc.property(anyMessage, (message) => void checkMessage(message)),
    limit,
  )
})

test(
  'any digest, answer and figure is one that Discord takes pings nobody and reads as it was written',
  { timeout },
  () => {
    fc.assert(
      fc.property(anyNews, (message) => {
        const payloads = checkMessage(message)
        expect(readBack(payloads)).toBe(bare(shownText(message)))
        count('messages')
      }),
      limit,
    )
  },
)

test('of any blocks nothing is lost', { timeout }, () => {
  fc.assert(
    fc.property(anyTextBlocks, (blocks) => {
      const payloads = renderDiscord({ blocks }, SECRET)
      const wanted = bare(blocks.map((block) => cleanText(textOfBlock(block))).join(''))
      expect(readBack(payloads)).toBe(wanted)
    }),
    limit,
  )
})

const CHARACTERS = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

test('a long text is never cut inside a character as readers see it', { timeout }, () => {
  const long = fc
    .tuple(
      fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), { minLength: 1 }),
      fc.integer({ min: 100, max: 400 }),
    ) // prettier-ignore
    .map(([parts, times]) => cleanText(parts.join('').replace(/\s/g, '').repeat(times)))
  fc.assert(
    fc.property(long, (text) => {
      const parts = renderDiscord({ blocks: [{ kind: 'paragraph', runs: [{ text }] }] }, SECRET)
      const read = parts.flatMap(shownTexts).map((part) => readMarkdown(part).text)
      let at = 0
      for (const part of read.slice(0, -1)) {
        at += part.length
        const around = CHARACTERS.segment(text.replace(/\s/g, '')).containing(at)
        expect(around === undefined || around.index === at || part.length > 1_000).toBe(true)
      }
    }),
    { ...limit, numRuns: Math.min(numRuns, 2_000) },
  )
})

test('the checks of this file can fail', () => {
  expect(faultsOf({ content: 'x'.repeat(2_001), allowed_mentions: { parse: [] } })).not.toEqual([])
  expect(faultsOf({ content: 'x' })).not.toEqual([])
  expect(pingsIn('hello @everyone')).toEqual(['@'])
  expect(pingsIn('hello \\@everyone')).toEqual([])
  expect(() => checkLink('bank.example', 'https://evil.example/')).toThrow()
  expect(bodyOf(bodyAsSent({ files: [{ name: 'a', mediaType: 'b', base64: 'AA==' }] }).body)).not.toHaveProperty('files') // prettier-ignore
})
