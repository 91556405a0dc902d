import { expect, test } from 'vitest'
import { clientLanguage } from '../../../../src/bots/discord/hear/interaction-request.js'

test('the language of a Discord client is taken where it is one of ours', () => {
  expect(clientLanguage('en-GB')).toBe('en')
  expect(clientLanguage('zh-TW')).toBe('zh')
  expect(clientLanguage('ru')).toBe('ru')
  expect(clientLanguage('uk')).toBeUndefined()
})
