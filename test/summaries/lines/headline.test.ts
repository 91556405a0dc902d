import { expect, test } from 'vitest'
import { headlineOf } from '../../../src/summaries/lines/headline.js'
import { article, reader } from '../pack.js'

const [outlet] = reader.region.outlets
const of = (title: string, text = 'Something else is told here.') =>
  headlineOf(article({ id: 'a', title, text, outletId: outlet?.id ?? '' }), reader.region)

test.each([
  [`Two ministers meet - ${outlet?.name ?? ''}`, 'Two ministers meet'],
  [`${outlet?.name ?? ''}: Two ministers meet`, 'Two ministers meet'],
  [`Two ministers meet - ${outlet?.name ?? ''} (abbr)`, 'Two ministers meet'],
  ['(TASS) - Two ministers meet', 'Two ministers meet'],
  ['Two ministers meet -', 'Two ministers meet'],
  ['Trade: two ministers meet', 'Trade: two ministers meet'],
  ['China - Central Asia', 'China - Central Asia'],
])('%s', (title, shown) => {
  expect(of(title)).toMatchObject({ text: shown, made: 'title', articleId: 'a' })
})

test('a long title is cut between words, at 90 letters with its sign', () => {
  const text = of(`${'ministers '.repeat(20)}meet`)?.text ?? ''
  expect(text.length).toBeLessThanOrEqual(90)
  expect(text).toMatch(/^ministers .*ministers…$/)
})

test('a title that was made of the first words is none', () => {
  expect(of('Two ministers meet', 'Two ministers meet in the capital today.')).toBeUndefined()
})
