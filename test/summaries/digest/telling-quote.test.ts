import { expect, test } from 'vitest'
import type { Article } from '../../../src/feeds/article.js'
import { candidateOf } from '../../../src/summaries/digest/digest-stories.js'
import { tellingQuote } from '../../../src/summaries/digest/telling-quote.js'
import { newAct, toldKeys } from '../../../src/summaries/digest/what-is-told.js'
import { actsAmong } from '../../../src/summaries/facts/facts-told.js'
import type { Finding, Reading } from '../../../src/summaries/terms/shapes.js'
import { reader } from '../pack.js'

const told = (
  text: string,
  { quote, lead, title = 'The border opens' }: { quote: string; lead?: string; title?: string },
) => {
  const at = Date.parse('2025-06-30T08:00:00Z')
  const article = { id: 'a1', feedId: 'f', outletId: 'o', url: 'https://news.example/a1', title, text, language: 'en', publishedAt: at, fetchedAt: at, revision: 1, comments: [] } as unknown as Article // prettier-ignore
  const finding = { articleId: 'a1', sectionId: 'lead-event', quote, score: 1, figures: [], stances: [], entityIds: [], why: { entities: [], cues: [], figures: [] } } as unknown as Finding // prettier-ignore
  const reading = { articleId: 'a1', weight: 2, expectedWeight: 2, ...(lead !== undefined && { lead }) } as unknown as Reading // prettier-ignore
  return candidateOf(finding, article, reading)
}

const OWN = 'Queues had lasted for a week.'
const LEAD = 'The two governments opened the border on Monday.'
const TEXT = `${LEAD} ${OWN} “Nobody waits,” a driver said. “It is quick.`

test.each([
  ['the sentence that tells the news', { quote: OWN, lead: LEAD }, LEAD],
  ['no title again', { quote: OWN, lead: 'The border opens' }, OWN],
  ['no sentence out of somebody’s longer words', { quote: OWN, lead: '“It is quick.' }, OWN],
  ['no sentence that lost its beginning', { quote: OWN, lead: 'overnments opened the border on Monday.' }, OWN],
  ['the first whole sentence where the finding has but the title', { quote: 'The border opens' }, LEAD],
] as const)('an item quotes %s', (_, parts, quote) => {
  expect(tellingQuote(told(TEXT, parts))).toBe(quote)
})

test('what recalls or only says who told it gives way, and stands where there is nothing else', () => {
  const recall = 'Earlier, the border had been closed for a year.'
  expect(tellingQuote(told(`${recall} ${LEAD}`, { quote: recall, lead: recall }))).toBe(LEAD)
  expect(tellingQuote(told(recall, { quote: recall, lead: recall }))).toBe(recall)
})

test('where an article is a title alone, the title stands', () => {
  expect(tellingQuote(told('', { quote: 'The border opens' }))).toBe('The border opens')
})

test('an update names the act that is new and what stood before, in the reader’s language', () => {
  const keysOf = (title: string) => toldKeys([told('', { quote: title, title })], reader)
  const before = keysOf('Xi Jinping met Kassym-Jomart Tokayev in Astana')
  const now = keysOf('Kazakhstan and China signed an agreement in Astana')
  expect([actsAmong(before), actsAmong(now)]).toEqual([['met'], ['signed']])
  expect(newAct(now, before, { reader, language: 'ru' })).toEqual({ now: 'подписано', before: 'встреча прошла' })
  expect(newAct(before, before, { reader, language: 'ru' })).toBeUndefined()
})
