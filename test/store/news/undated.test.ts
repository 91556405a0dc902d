import { expect, test } from 'vitest'
import { archive as archiveOf } from '../../../src/store/news/archive-store.js'
import { articleStore } from '../../../src/store/news/article-store-sql.js'
import { openInMemory } from '../open-in-memory.js'
import { DAY, finding, keyed, noon, reading } from '../samples.js'

test('what has no date is in no list of the new, but for a digest where its feed dates others', async () => {
  const database = await openInMemory()
  const archive = archiveOf(database)
  const rows = [
    keyed('dated'),
    keyed('undated', { isUndated: true }),
    keyed('never-dates', { isUndated: true, feedId: 'other' }),
    keyed('imported', { isUndated: true, feedId: 'import' }),
    keyed('imported-dated', { feedId: 'import', publishedAt: noon - 1 }),
  ]
  await articleStore(database).saveArticles(rows)
  for (const { article } of rows) {
    const saved = reading(article.id, { findings: [finding(article.id, 'trade-energy')], publishedAt: article.publishedAt }) // prettier-ignore
    await archive.saveReading({ ...saved, story: { ...saved.story, ...(article.isUndated === true ? { isUndated: true } : {}) } }) // prettier-ignore
  }
  const found = await archive.findingsBetween(noon - DAY, noon + DAY, 10)
  expect([...found].sort()).toEqual(['dated', 'imported-dated'])
  const news = await archive.newsBetween(noon - DAY, noon + DAY, 10)
  expect(news.map(({ articleId, isUndated = false }) => [articleId, isUndated]).sort()).toEqual([
    ['dated', false],
    ['imported-dated', false],
    ['undated', true],
  ])
  expect((await archive.signatures(noon - DAY, noon + DAY)).filter(({ isUndated }) => isUndated === true)).toHaveLength(
    3,
  )
  await database.close()
})
