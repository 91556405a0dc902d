import { describe, expect, test } from 'vitest'
import { newsSentences } from '../../../src/text/clean/news-sentences.js'
import { startRepeats, type Told } from '../../../src/text/clean/repeats.js'

const SUBJECTS = 'bridge harvest railway census museum pipeline school airport market reservoir opera bakery'.split(' ')
const told = (number: number, given: Partial<Told> = {}): Told => {
  const subject = SUBJECTS[number % SUBJECTS.length] ?? ''
  return {
    id: String(number),
    outletId: 'courier',
    title: `New ${subject} opens`,
    text: `The ${subject} opened on day ${String(number)}.\nMore people came than were expected to the ${subject}.`,
    ...given,
  }
}
const seen = (articles: readonly Told[], options = {}) => {
  const repeats = startRepeats(options)
  for (const article of articles) repeats.see(article)
  return repeats.of('courier')
}
const withLine = (line: string, numbers: readonly number[]) =>
  SUBJECTS.map((_subject, number) =>
    told(number, numbers.includes(number) ? { text: `${told(number).text}\n${line}` } : {}),
  )

describe('furniture is what repeats over an outlet’s articles of different subjects', () => {
  test('a signature that no list knows, in most of the articles', () => {
    const line = 'Your window on the steppe since the first day.'
    const repeats = seen(withLine(line, [0, 1, 2, 3, 4, 5, 6, 7]))
    expect(repeats(line)).toBe(true)
    const [first] = withLine(line, [0])
    expect(newsSentences(first?.text ?? '', 'en', repeats).map(({ text }) => text)).not.toContain(line)
    expect(newsSentences(first?.text ?? '', 'en', repeats)).toHaveLength(2)
  })

  test('what introduces every text, and what ends every title', () => {
    const repeats = seen(
      SUBJECTS.map((_subject, number) =>
        told(number, {
          title: `${told(number).title} | Courier of the Steppe`,
          text: `Courier desk: ${told(number).text}`,
        }),
      ),
    )
    expect(repeats('Courier desk:', 'head')).toBe(true)
    expect(repeats(' | Courier of the Steppe', 'title')).toBe(true)
    expect(newsSentences('Courier desk: The dam holds.', 'en', repeats).map(({ text }) => text)).toEqual([
      'The dam holds.',
    ])
  })

  test('a short label on a line of its own needs few', () => {
    const many = Array.from({ length: 60 }, (_, number) => told(number, number % 12 === 0 ? { text: `${told(number).text}\nOur picks`, title: `${told(number).title} in ${String(number)}` , } : {})) // prettier-ignore
    const spread = many.map((article, number) =>
      number % 12 === 0 ? { ...article, title: `New ${SUBJECTS[(number / 12) % 12] ?? ''} opens` } : article,
    )
    expect(seen(spread)('Our picks')).toBe(true)
  })
})

describe('news is never cut', () => {
  test('the background of a story, which its titles share a subject with', () => {
    const line = 'The flood began after heavy snow in the north of the country.'
    const articles = SUBJECTS.map((_subject, number) =>
      told(
        number,
        number < 5
          ? { title: `Flood: day ${String(number)}`, text: `Water rose in village ${String(number)}.\n${line}` }
          : {},
      ),
    )
    expect(seen(articles)(line)).toBe(false)
  })

  test('an article that was sent again under other ids', () => {
    const again = Array.from({ length: 6 }, (_, number) => told(0, { id: `again-${String(number)}` }))
    const repeats = seen([...again, ...SUBJECTS.slice(1).map((_subject, number) => told(number + 1))])
    expect(newsSentences(told(0).text, 'en', repeats)).toHaveLength(2)
  })

  test('the same article corrected again and again counts once', () => {
    const line = 'The museum is open on all days.'
    const corrected = Array.from({ length: 9 }, () => told(4, { text: `${told(4).text}\n${line}` }))
    expect(seen([...withLine('', []), ...corrected])(line)).toBe(false)
  })

  test('a line with a number in it, but for one that stands in half of the articles', () => {
    const line = 'The rate of the central bank is 14.5 percent.'
    expect(seen(withLine(line, [0, 1, 2, 3]))(line)).toBe(false)
  })

  test('what stands in three articles, or in those of another outlet', () => {
    const line = 'Your window on the steppe since the first day.'
    expect(seen(withLine(line, [0, 1, 2]))(line)).toBe(false)
    expect(
      seen(withLine(line, [0, 1, 2, 3, 4, 5, 6]).map((article) => ({ ...article, outletId: 'other' })))(line),
    ).toBe(false)
  })
})

test('it remembers the last articles of the last outlets, and no more', () => {
  const line = 'Your window on the steppe since the first day.'
  const repeats = startRepeats({ window: 12, outlets: 2 })
  for (const article of withLine(line, [0, 1, 2, 3, 4, 5, 6])) repeats.see(article)
  expect(repeats.of('courier')(line)).toBe(true)
  for (const article of withLine('', [])) repeats.see({ ...article, id: `later-${article.id}` })
  expect(repeats.of('courier')(line)).toBe(false)
  for (const outletId of ['second', 'third']) repeats.see(told(0, { outletId }))
  expect([repeats.knows('courier'), repeats.knows('second'), repeats.knows('third')]).toEqual([false, true, true])
})
