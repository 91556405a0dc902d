import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { FetchOptions } from '../../src/feeds/net/fetch-feed.js'
import { refreshFeeds } from '../../src/feeds/refresh.js'
import { articleStore } from '../../src/store/news/article-store-sql.js'
import { openDatabase } from '../../src/store/open-database.js'
import { feedOf, readWith } from './stand-ins.js'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-restart-'))
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }))

test('a restart causes no extra poll: what is due, the etag and the rhythm are as they were', async () => {
  const start = Date.parse('2025-06-17T08:00Z')
  let at = start
  const asked: { url: string; options: FetchOptions; at: number }[] = []
  const feeds = ['a', 'b', 'c'].map((id) => feedOf(id))
  /** Opens the database as a new process would, runs one round and closes it. */
  const run = async () => {
    const database = await openDatabase(`file:${path.join(folder, 'silkwire.db')}`)
    const store = articleStore(database)
    const { checked } = await refreshFeeds(feeds, {
      store,
      now: () => at,
      random: () => 0,
      read: readWith(async () => ({
        format: 'rss',
        feed: {},
        pace: { ttlMinutes: 40 },
        items: [{ guid: '1', title: 'One', publishedAt: '2025-06-17T07:30:00Z', categories: [], enclosures: [] }],
      })),
      fetchFeed: async (url, options) => {
        asked.push({ url, options, at })
        if (options.etag !== undefined) return { status: 'unchanged' }
        return { status: 'ok', bytes: new Uint8Array(), contentType: undefined, etag: '"v1"', lastModified: 'Tue', url }
      },
    })
    const states = await store.feedStates()
    await database.close()
    return { checked, states }
  }
  const first = await run()
  expect(first.checked).toBe(3)
  const dueAt = first.states[0]?.nextDueAt ?? 0
  expect(dueAt).toBeGreaterThanOrEqual(start + 40 * 60_000)
  for (const moment of [start + 1, start + 30 * 60_000, dueAt - 1]) {
    at = moment
    expect(await run()).toEqual({ checked: 0, states: first.states })
  }
  at = dueAt
  const second = await run()
  expect(second.checked).toBe(3)
  expect(asked.slice(3).map(({ options }) => [options.etag, options.lastModified])).toEqual(new Array(3).fill(['"v1"', 'Tue'])) // prettier-ignore
  expect(second.states[0]).toMatchObject({ etag: '"v1"', pace: { ttlMinutes: 40 }, shown: 1 })
  expect(second.states[0]?.nextDueAt).toBeGreaterThanOrEqual(dueAt + 40 * 60_000)
})
