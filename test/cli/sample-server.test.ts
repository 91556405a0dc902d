import { describe, expect, test } from 'vitest'
import { serveSample, withDates } from '../../src/cli/sample-server.js'

const now = Date.parse('2026-01-02T03:04:05Z')

describe('withDates', () => {
  test('sets dates before now in the form that the feed has them', () => {
    const feed = Buffer.from('<pubDate>@@RFC822:-60m@@</pubDate><updated>@@ISO:-1440m@@</updated>')
    expect(withDates(feed, now).toString()).toBe(
      '<pubDate>Fri, 02 Jan 2026 02:04:05 GMT</pubDate><updated>2026-01-01T03:04:05.000Z</updated>',
    )
  })

  test('leaves the bytes of another charset as they are', () => {
    const feed = Buffer.from([0xcf, 0xf0, 0xe8, ...Buffer.from('@@ISO:-0m@@'), 0xff])
    const dated = withDates(feed, now)
    expect([...dated.subarray(0, 3)]).toEqual([0xcf, 0xf0, 0xe8])
    expect(dated.at(-1)).toBe(0xff)
  })
})

describe('serveSample', () => {
  test('serves the sample’s feeds and nothing else', async () => {
    const server = await serveSample('sample/feeds', () => now)
    try {
      const feed = await fetch(`${server.base}/steppe-courier-en.xml`)
      expect(feed.status).toBe(200)
      expect(await feed.text()).not.toContain('@@')
      expect((await fetch(`${server.base}/../README.md`)).status).toBe(404)
      expect((await fetch(`${server.base}/steppe-courier-en.xml`, { method: 'POST' })).status).toBe(404)
    } finally {
      await server.stop()
    }
  })
})
