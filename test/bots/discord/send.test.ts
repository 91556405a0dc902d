import { expect, test } from 'vitest'
import { clientLanguage } from '../../../src/bots/discord/answer.js'
import { readSendError } from '../../../src/bots/discord/send.js'

function systemError(code: string): Error {
  return Object.assign(new Error(`connect ${code}`), { code })
}

test.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'])(
  'a message that never left (%s) may be sent again',
  (code) => {
    expect(readSendError(systemError(code))).toEqual({ kind: 'retry', afterMs: 5_000, reason: `Discord: ${code}` })
    const wrapped = new TypeError('fetch failed', { cause: systemError(code) })
    expect(readSendError(wrapped)).toMatchObject({ kind: 'retry' })
  },
)

test('a message that left without an answer is uncertain', () => {
  const late = new DOMException('This operation was aborted', 'AbortError')
  expect(readSendError(late)).toEqual({ kind: 'uncertain', reason: 'Discord: no answer in time' })
  expect(readSendError(systemError('UND_ERR_SOCKET'))).toMatchObject({ kind: 'uncertain' })
  expect(readSendError(systemError('ECONNRESET'))).toMatchObject({ kind: 'uncertain' })
  expect(readSendError('odd')).toEqual({ kind: 'uncertain', reason: 'Discord: unknown error' })
})

test('a token that Discord took back is nothing that ends a chat', () => {
  const error = new Error('Expected token to be set for this request, but none was present')
  expect(readSendError(error)).toMatchObject({ kind: 'retry', afterMs: 900_000 })
})

test('the language of a Discord client is taken where it is one of ours', () => {
  expect(clientLanguage('en-GB')).toBe('en')
  expect(clientLanguage('zh-TW')).toBe('zh')
  expect(clientLanguage('ru')).toBe('ru')
  expect(clientLanguage('uk')).toBeUndefined()
})
