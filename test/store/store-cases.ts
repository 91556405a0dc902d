import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ArticleStore } from '../../src/feeds/article-store.js'
import type { Feed } from '../../src/regions/region.js'
import { archive as archiveOf } from '../../src/store/news/archive-store.js'
import { articleStore } from '../../src/store/news/article-store-sql.js'
import type { FeedList } from '../../src/store/news/feed-list.js'
import type { Archive } from '../../src/summaries/archive.js'
import type { LearnedFact } from '../../src/summaries/facts/facts-port.js'
import { article, DAY, figure, finding, keyed, noon, reading } from './samples.js'
import type { Database } from '../../src/store/base/database.js'

/** What any database behind the store must do. */
export function storeCases(open: () => Promise<Database>): void {
  let database: Database
  let articles: ArticleStore & FeedList
  let archive: Archive
  beforeEach(async () => {
    database = await open()
    articles = articleStore(database)
    archive = archiveOf(database)
  })
  afterEach(async () => database.close())

  async function publish(id: string, parts: Parameters<typeof reading>[1] & { outletId?: string } = {}): Promise<void> {
    const { outletId = 'steppe-daily', publishedAt = noon } = parts
    await articles.saveArticles([keyed(id, { outletId, publishedAt, language: parts.language ?? 'en' })])
    await archive.saveReading(reading(id, parts))
  }

  describe('articles', () => {
    test('an article comes back as it was saved', async () => {
      const full = article('a', { author: 'A. Writer', updatedAt: noon + 5, comments: ['Good.', 'Плохо.'], text: '' })
      await articles.saveArticles([{ article: full, keys: [], contentHash: 'h' }, keyed('b')])
      expect(await archive.articles(['b', 'nobody', 'a'])).toEqual([article('b'), full])
    })

    test('an article is known by each of its keys, those of later saves too', async () => {
      await articles.saveArticles([{ article: article('a'), keys: ['guid:f:1', 'url:x'], contentHash: 'h1' }])
      await articles.saveArticles([{ article: article('a'), keys: ['text:o:9', 'url:x'], contentHash: 'h1' }])
      const known = await articles.knownArticles(['url:x', 'text:o:9', 'url:other'])
      const { feedId, title, url } = article('a')
      const a = { id: 'a', revision: 1, contentHash: 'h1', publishedAt: noon, feedId, title, url }
      expect([...known]).toEqual(
        expect.arrayContaining([
          ['url:x', a],
          ['text:o:9', a],
        ]),
      )
      expect(known.size).toBe(2)
    })

    test('a known article gets further keys; one that another has stays with it', async () => {
      await articles.saveArticles([keyed('a'), { article: article('b'), keys: ['url:b'], contentHash: 'h' }])
      await articles.addKeys([
        { key: 'guid:f:2', articleId: 'a' },
        { key: 'url:b', articleId: 'a' },
      ])
      const known = await articles.knownArticles(['guid:f:2', 'url:b'])
      expect([known.get('guid:f:2')?.id, known.get('url:b')?.id]).toEqual(['a', 'b'])
    })

    test('thousands of keys are looked up at once', async () => {
      await articles.saveArticles([keyed('a')])
      const keys = Array.from({ length: 40_000 }, (_, index) => `url:${index}`)
      const known = await articles.knownArticles([...keys, 'url:https://steppe-daily.example/a'])
      expect([...known.keys()]).toEqual(['url:https://steppe-daily.example/a'])
    })

    test('a correction replaces the article, keeps the old text and makes the article unread', async () => {
      await publish('a', { findings: [finding('a', 'trade-energy')], figures: [figure('exports', 5)] })
      await articles.saveArticles([keyed('a', { text: 'Corrected.', revision: 2 })])
      expect(await archive.articles(['a'])).toEqual([article('a', { text: 'Corrected.', revision: 2 })])
      const history = await database.db.selectFrom('article_revisions').select(['revision', 'text']).execute()
      expect(history).toEqual([{ revision: 1, text: 'Text of a.' }])
      expect(await archive.unreadIds(10)).toEqual(['a'])
      expect(await archive.readings(['a'])).toEqual([])
      expect(await archive.findingsBetween(0, noon + 1, 10)).toEqual([])
      expect(await archive.figures({ limit: 10 })).toEqual([])
    })

    test('a correction that came with an old revision number is not lost', async () => {
      await articles.saveArticles([keyed('a'), keyed('a', { text: 'Other.' })])
      expect(await archive.articles(['a'])).toEqual([article('a', { text: 'Other.', revision: 2 })])
    })

    test('the same article once more changes nothing', async () => {
      await publish('a', { findings: [finding('a', 'lead-event')] })
      await articles.saveArticles([keyed('a')])
      expect(await archive.unreadIds(10)).toEqual([])
      expect(await archive.readings(['a'])).toHaveLength(1)
    })

    test('new comments make an article unread without a new revision', async () => {
      await publish('a')
      await articles.saveArticles([keyed('a', { comments: ['Well.'] })])
      expect(await archive.unreadIds(10)).toEqual(['a'])
      expect(await archive.articles(['a'])).toEqual([article('a', { comments: ['Well.'] })])
    })

    test('of a batch with a fault nothing is saved', async () => {
      const broken = keyed('b', { publishedAt: Number.NaN })
      await expect(articles.saveArticles([keyed('a'), broken])).rejects.toThrow()
      expect(await archive.articles(['a', 'b'])).toEqual([])
    })
  })

  describe('feeds', () => {
    test('the state of a feed is remembered, and what is gone from it is forgotten', async () => {
      const failed = { feedId: 'f', nextDueAt: 9, verdict: 'timeout', detail: 'no answer in 10 s', failures: 2 }
      const rhythm = { items: [1, 0.5], hours: [2, 3], until: 6 }
      const moved = { from: 'http://a.example/rss', to: 'https://b.example/rss', sightings: 2, firstSeenAt: 3 }
      const full = { ...failed, rhythm, pace: { ttlMinutes: 60, skipHours: [0, 1], skipDays: [6] }, shown: 30, moved }
      await articles.saveFeedStates([full])
      expect(await articles.feedStates()).toEqual([full])
      await articles.saveFeedStates([{ ...failed, etag: '"x"', lastModified: 'Tue', lastFetchedAt: 7, lastOkAt: 6 }])
      await articles.saveFeedStates([failed])
      expect(await articles.feedStates()).toEqual([failed])
    })

    test('articles are counted by feed', async () => {
      await articles.saveArticles([keyed('a'), keyed('b'), keyed('c', { feedId: 'other' })])
      expect([...(await articles.feedCounts())]).toEqual([
        ['other', 1],
        ['steppe-daily-en', 2],
      ])
    })

    test('a feed is added once and removed by its url', async () => {
      const feed: Feed = { id: 'f', outletId: 'o', url: 'https://o.example/rss', status: 'default', everyMinutes: 60 }
      expect(await articles.addFeed(feed)).toBe(true)
      expect(await articles.addFeed({ ...feed, id: 'f2' })).toBe(false)
      expect(await articles.addedFeeds()).toEqual([feed])
      expect(await articles.removeFeed(feed.url)).toBe(true)
      expect(await articles.removeFeed(feed.url)).toBe(false)
    })

    test('an unknown outlet is remembered under its newest name', async () => {
      await articles.saveOutlet({ id: 'o', name: 'o.example' })
      await articles.saveOutlet({ id: 'o', name: 'The O' })
      expect(await articles.knownOutlets()).toEqual([{ id: 'o', name: 'The O' }])
    })
  })

  describe('readings', () => {
    test('unread articles come oldest first', async () => {
      await articles.saveArticles([keyed('new'), keyed('old', { publishedAt: noon - DAY }), keyed('newer')])
      expect(await archive.unreadIds(2)).toEqual(['old', 'new'])
    })

    test('a reading comes back whole, and a later one replaces it', async () => {
      await publish('a', { figures: [figure('exports', 1), figure('imports', 2)] })
      const later = reading('a', { findings: [finding('a', 'lead-event')], figures: [figure('exports', 3)] })
      await archive.saveReading(later)
      expect(await archive.readings(['a', 'nobody'])).toEqual([later.reading])
      expect((await archive.figures({ limit: 9 })).map(({ value }) => value)).toEqual([3])
    })

    test('the reading of a text that was corrected meanwhile is not kept', async () => {
      await articles.saveArticles([keyed('a')])
      await articles.saveArticles([keyed('a', { text: 'Corrected.', revision: 2 })])
      await archive.saveReading({ ...reading('a'), revision: 1 })
      expect(await archive.readings(['a'])).toEqual([])
      expect(await archive.unreadIds(9)).toEqual(['a'])
      await archive.saveReading({ ...reading('a'), revision: 2 })
      expect(await archive.unreadIds(9)).toEqual([])
    })

    test('a reading without an article is refused by name', async () => {
      await expect(archive.saveReading(reading('ghost'))).rejects.toThrow('ghost')
    })

    test('articles with findings come newest first, each once, the end of the time left out', async () => {
      const twice = [finding('a', 'lead-event'), finding('a', 'trade-energy')]
      await publish('a', { publishedAt: noon - DAY, findings: twice })
      await publish('b', { publishedAt: noon - 1, findings: [finding('b', 'lead-event')] })
      await publish('c', { publishedAt: noon, findings: [finding('c', 'lead-event')] })
      await publish('none', { publishedAt: noon - 2 })
      expect(await archive.findingsBetween(noon - DAY, noon, 10)).toEqual(['b', 'a'])
      expect(await archive.findingsBetween(noon - DAY, noon, 1)).toEqual(['b'])
    })

    test('news of a time comes by publication with what weighs it, the end of the time left out', async () => {
      const changed = { kind: 'changed', factId: 'f', from: 1, to: 2, unit: 'USD' } as const
      const twice = [
        finding('a', 'lead-event'),
        { ...finding('a', 'trade-energy'), figures: [{ ...figure('exports', 2), change: changed }] },
      ]
      await publish('a', { publishedAt: noon - DAY, findings: twice })
      await publish('b', { publishedAt: noon - 1, findings: [finding('b', 'lead-event')] })
      await publish('c', { publishedAt: noon, findings: [finding('c', 'lead-event')] })
      await publish('none', { publishedAt: noon - 2 })
      const rows = await archive.newsBetween(noon - DAY, noon, 10)
      expect(rows.map(({ articleId, sectionId, change }) => [articleId, sectionId, change])).toEqual([
        ['a', 'lead-event', undefined],
        ['a', 'trade-energy', 'figure-changed'],
        ['b', 'lead-event', undefined],
      ])
      const { id: storyId } = (await archive.stories([rows[2]?.storyId ?? '']))[0] ?? { id: 'none' }
      const { outletId = '' } = (await archive.articles(['b']))[0] ?? {}
      expect(rows[2]).toEqual({ articleId: 'b', sectionId: 'lead-event', publishedAt: noon - 1, storyId, outletId, score: finding('b', 'lead-event').score }) // prettier-ignore
      expect((await archive.newsBetween(noon - DAY, noon, 1)).map(({ articleId }) => articleId)).toEqual(['b'])
    })

    test('figures are found by measure and date, newest first', async () => {
      await publish('a', { publishedAt: noon - DAY, figures: [figure('exports', 1, { period: '2024' })] })
      await publish('b', { figures: [figure('exports', 2), figure('imports', 3)] })
      expect(await archive.figures({ what: 'exports', limit: 9 })).toEqual([
        { ...figure('exports', 2), articleId: 'b', publishedAt: noon },
        { ...figure('exports', 1, { period: '2024' }), articleId: 'a', publishedAt: noon - DAY },
      ])
      const earlier = await archive.figures({ before: noon - 1, limit: 9 })
      expect(earlier.map(({ articleId }) => articleId)).toEqual(['a'])
      expect(await archive.figures({ limit: 1 })).toHaveLength(1)
    })

    test('the newest articles of an outlet come oldest first, as many as are asked for', async () => {
      await articles.saveArticles([
        keyed('a'),
        keyed('b', { publishedAt: noon - DAY }),
        keyed('c', { outletId: 'other' }),
      ])
      const ids = async (limit: number) => (await archive.latestOf('steppe-daily', limit)).map(({ id }) => id)
      expect([await ids(1), await ids(9)]).toEqual([['a'], ['b', 'a']])
      expect(await archive.latestOf('nobody', 9)).toEqual([])
    })

    test('articles and outlets are counted in a time and up to a time', async () => {
      expect(await archive.extent()).toEqual({ articles: 0, outletIds: [] })
      await articles.saveArticles([keyed('a'), keyed('b', { outletId: 'other', publishedAt: noon - DAY }), keyed('c')])
      expect(await archive.countBetween(noon, noon + 1)).toEqual({ articles: 2, outletIds: ['steppe-daily'] })
      expect(await archive.extent()).toEqual({
        articles: 3,
        outletIds: ['other', 'steppe-daily'],
        newestAt: noon,
      })
      expect(await archive.extent(noon - 1)).toEqual({ articles: 1, outletIds: ['other'], newestAt: noon - DAY })
      expect(await archive.extent(noon - 2 * DAY)).toEqual({ articles: 0, outletIds: [] })
    })
  })

  describe('stories', () => {
    test('a story has its articles oldest first, each language and outlet once', async () => {
      await publish('late', { storyId: 's', language: 'ru', outletId: 'x' })
      await publish('early', { storyId: 's', publishedAt: noon - DAY, language: 'kk', outletId: 'y' })
      await publish('latest', { storyId: 's', publishedAt: noon + DAY, language: 'ru', outletId: 'y' })
      await publish('apart', {})
      expect(await archive.stories(['s', 'nobody'])).toEqual([
        {
          id: 's',
          articleIds: ['early', 'late', 'latest'],
          languages: ['kk', 'ru'],
          voices: [
            { outletId: 'y', voice: 'unknown' },
            { outletId: 'x', voice: 'unknown' },
          ],
          firstAt: noon - DAY,
          lastAt: noon + DAY,
        },
      ])
      expect([...(await archive.storiesOf(['late', 'apart', 'nobody']))].sort()).toEqual([
        ['apart', 'story-of-apart'],
        ['late', 's'],
      ])
    })

    test('an article that moves to another story leaves the first', async () => {
      await publish('a', { storyId: 's' })
      await archive.saveReading(reading('a', { storyId: 't' }))
      expect((await archive.stories(['s', 't'])).map(({ id }) => id)).toEqual(['t'])
    })

    test('signatures are given for a time, its end left out', async () => {
      await publish('a', { publishedAt: noon - DAY })
      await publish('b', {})
      expect(await archive.signatures(noon - DAY, noon)).toEqual([
        { articleId: 'a', storyId: 'story-of-a', publishedAt: noon - DAY, features: { e_kz: 1.5 } },
      ])
    })
  })

  describe('learned facts', () => {
    test('a fact is kept, and its status changes', async () => {
      const fact: LearnedFact = {
        ...{ id: 'l1', what: 'exports', between: ['kz', 'cn'], value: 5e9, unit: 'USD', period: '2025' },
        ...{ says: '$5 billion', articleIds: ['a', 'b'], status: 'proposed', asOf: noon },
      }
      await archive.saveLearnedFact(fact)
      await archive.saveLearnedFact({ ...fact, status: 'accepted' })
      expect(await archive.learnedFacts()).toEqual([{ ...fact, status: 'accepted' }])
    })
  })
}
