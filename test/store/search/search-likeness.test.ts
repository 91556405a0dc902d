import fc from 'fast-check'
import { expect, test } from 'vitest'
import { articleStore } from '../../../src/store/news/article-store-sql.js'
import { archiveForEach } from '../open-in-memory.js'
import { keyed, reading } from '../samples.js'

const store = archiveForEach()

async function publish(texts: Readonly<Record<string, string>>): Promise<void> {
  await articleStore(store.database).saveArticles(Object.keys(texts).map((id) => keyed(id)))
  for (const [id, text] of Object.entries(texts))
    await store.archive.saveReading(reading(id, { document: { title: [], body: text.split(' '), marks: [] } }))
}

test('an article is like the best where it says what they have in common, more so the rarer that is', async () => {
  await publish({
    first: 'grain harvest the silo north',
    second: 'grain harvest the port south',
    alike: 'the silo of the harvest took grain',
    partly: 'the harvest was late this year again',
    common: 'the talks of the two went on',
    apart: 'nothing of this kind',
  })
  const likeness = await store.archive.likeness(['first', 'second'], ['alike', 'partly', 'common', 'apart', 'first'])
  const of = (id: string) => likeness.get(id) ?? NaN
  expect(of('first')).toBeGreaterThan(of('alike'))
  expect(of('alike')).toBeGreaterThan(of('partly'))
  expect(of('partly')).toBeGreaterThan(of('common'))
  expect(of('common')).toBeGreaterThan(of('apart'))
  expect(of('apart')).toBe(0)
})

test('what one of the best says alone makes no article like them', async () => {
  await publish({ first: 'grain silo', second: 'grain port', lonely: 'silo silo silo' })
  expect(await store.archive.likeness(['first', 'second'], ['lonely'])).toEqual(new Map([['lonely', 0]]))
  expect(await store.archive.likeness(['first'], ['first', 'lonely'])).toEqual(new Map([['first', 0], ['lonely', 0]])) // prettier-ignore
})

test('marks are no words of an article', async () => {
  await publish({ first: 'grain', second: 'port', other: 'road' })
  for (const id of ['first', 'second', 'other'])
    await store.archive.saveReading(reading(id, { document: { title: [], body: [id], marks: ['e_kz', 'w_grain'] } }))
  expect((await store.archive.likeness(['first', 'second'], ['other'])).get('other')).toBe(0)
})

test('articles that nobody knows or that were forgotten are left out', async () => {
  await publish({ first: 'grain port', second: 'grain port', other: 'grain' })
  expect([...(await store.archive.likeness(['first', 'second', 'nobody'], ['other', 'nobody'])).keys()]).toEqual([
    'other',
  ])
  expect(await store.archive.likeness([], [])).toEqual(new Map())
  expect(await store.archive.likeness(['nobody'], ['nobody'])).toEqual(new Map())
})

test('of whatever words, likeness is finite and not negative, and does not depend on the order asked in', async () => {
  const text = fc.array(fc.constantFrom('grain', 'port', 'silo', 'the', 'road', 'gas'), { maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 2, maxLength: 6 }), async (texts) => {
      await publish(Object.fromEntries(texts.map((words, index) => [`a${index}`, words.join(' ')])))
      const ids = texts.map((_words, index) => `a${index}`)
      const likeness = await store.archive.likeness(ids.slice(0, 3), ids)
      for (const score of likeness.values()) {
        expect(Number.isFinite(score)).toBe(true)
        expect(score).toBeGreaterThanOrEqual(0)
      }
      const backwards = await store.archive.likeness(ids.slice(0, 3).reverse(), [...ids].reverse())
      for (const [id, score] of likeness) expect(backwards.get(id)).toBeCloseTo(score, 9)
    }),
    { numRuns: 40 },
  )
})
