import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSampleNews, type SampleNews } from '../../src/cli/sample.js'
import { parseFeed } from '../../src/feeds/parse/parse-feed.js'
import { loadRegion } from '../../src/regions/load-region.js'

const DAY_MS = 24 * 3_600_000
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-sample-'))
let news: SampleNews
let served: Awaited<ReturnType<typeof servedFeeds>>
beforeAll(async () => {
  news = await openSampleNews({ root: '.', folder })
  // Once: on a crowded machine a connection that is used again may be closed by then.
  served = await servedFeeds()
})
afterAll(async () => {
  await news.stop()
  fs.rmSync(folder, { recursive: true })
})

/** Each feed that the pack lists with its items, as they are served. */
async function servedFeeds() {
  const { feeds } = loadRegion(news.region)
  return Promise.all(
    feeds.map(async ({ id, url, language }) => {
      const answer = await fetch(url)
      expect([id, answer.status]).toEqual([id, 200])
      const { items } = await parseFeed(await answer.text(), { url })
      return { id, language, items }
    }),
  )
}

describe('the sample’s news', () => {
  test('every file is served and listed in the pack', () => {
    const { feeds } = loadRegion(news.region)
    const files = ['sample/feeds', 'sample/days'].flatMap((each) => fs.readdirSync(each))
    const listed = feeds.map(({ url }) => path.basename(new URL(url).pathname))
    expect(listed.toSorted()).toEqual(files.filter((name) => /\.(xml|json)$/.test(name)).toSorted())
    expect(served.every(({ items }) => items.length > 0)).toBe(true)
  })

  test('the two days have sixty articles each, in all eight languages, one of them undated', () => {
    const now = Date.now()
    const days = served.filter(({ id }) => id.includes('-days-'))
    expect(new Set(days.map(({ language }) => language))).toEqual(
      new Set(['en', 'ru', 'zh', 'kk', 'ky', 'uz', 'tg', 'tk']),
    )
    const published = days.flatMap(({ items }) => items.map((item) => item.publishedAt))
    const daysAgo = published.map((at) => (at === undefined ? 'undated' : Math.floor((now - Date.parse(at)) / DAY_MS)))
    expect([0, 1, 'undated'].map((day) => daysAgo.filter((each) => each === day).length)).toEqual([59, 60, 1])
    expect(published.length).toBe(120)
  })

  test('the other news is older than the two days', () => {
    const earlier = served.filter(({ id }) => !id.includes('-days-'))
    const newest = Math.max(...earlier.flatMap(({ items }) => items.map(({ publishedAt }) => Date.parse(publishedAt ?? ''))).filter((at) => !Number.isNaN(at))) // prettier-ignore
    expect(newest).toBeLessThan(Date.now() - 3 * DAY_MS)
  })
})
