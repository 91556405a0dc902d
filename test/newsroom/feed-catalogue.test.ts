import { afterAll, beforeAll, expect, test } from 'vitest'
import { feedCatalogue, type FeedCatalogueDeps } from '../../src/newsroom/feed-catalogue.js'
import { writeOpml } from '../../src/feeds/xml/opml.js'
import { KNOWN_TRAITS } from '../../src/app/known-platforms.js'
import { openNewsroom, type OpenNewsroom } from '../../src/newsroom/open-newsroom.js'
import { loadRegion } from '../../src/regions/load-region.js'

const NOW = Date.parse('2025-07-01T12:00:00Z')
let rooms: OpenNewsroom
beforeAll(async () => {
  rooms = await openNewsroom({ traits: KNOWN_TRAITS, databaseUrl: 'file::memory:', region: loadRegion('regions/central-asia'), now: () => NOW }) // prettier-ignore
})
afterAll(async () => rooms.close())

const found = (name: string) => ({ url: `https://${name}.example/rss`, title: name })

test('a chat adds twenty feeds and no more, by hand or by OPML; another chat has its own, an owner as many as there are', async () => {
  const catalogue = feedCatalogue(rooms, {} as FeedCatalogueDeps)
  const chat = 'telegram -5'
  for (let count = 1; count <= 18; count += 1)
    expect(await catalogue.add(found(`feed${count}`), chat)).toMatchObject({ kind: 'added' })
  const list = writeOpml([found('feed1'), found('feed19'), found('feed20'), found('feed21')])
  expect(await catalogue.importOpml(list, chat)).toEqual({ listed: 4, added: 2, known: 1, left: 1 })
  expect(await catalogue.add(found('feed22'), chat)).toEqual({ kind: 'full', most: 20 })
  expect(await catalogue.add(found('feed22'), 'telegram -6')).toMatchObject({ kind: 'added' })
  expect(await catalogue.add(found('feed23'))).toMatchObject({ kind: 'added' })
  expect(await catalogue.remove('https://feed22.example/rss', chat)).toMatchObject({ kind: 'of-others' })
  expect(await catalogue.remove('https://feed2.example/rss', chat)).toMatchObject({ kind: 'removed' })
  expect(await catalogue.add(found('feed24'), chat)).toMatchObject({ kind: 'added' })
})
