import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { serveSample } from '../../src/cli/sample-server.js'

const now = Date.parse('2026-01-02T03:04:05Z')

async function served(feed: Buffer): Promise<Buffer> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-sample-'))
  fs.writeFileSync(path.join(folder, 'a.xml'), feed)
  const server = await serveSample(folder, () => now)
  try {
    return Buffer.from(await (await fetch(`${server.base}/a.xml`)).arrayBuffer())
  } finally {
    await server.stop()
    fs.rmSync(folder, { recursive: true })
  }
}

describe('serveSample', () => {
  test('sets dates before now in the form that the feed has them', async () => {
    const feed = Buffer.from('<pubDate>@@RFC822:-60m@@</pubDate><updated>@@ISO:-1440m@@</updated>')
    expect((await served(feed)).toString()).toBe(
      '<pubDate>Fri, 02 Jan 2026 02:04:05 GMT</pubDate><updated>2026-01-01T03:04:05.000Z</updated>',
    )
  })

  test('leaves the bytes of another charset as they are', async () => {
    const dated = await served(Buffer.from([0xcf, 0xf0, 0xe8, ...Buffer.from('@@ISO:-0m@@'), 0xff]))
    expect([...dated.subarray(0, 3)]).toEqual([0xcf, 0xf0, 0xe8])
    expect(dated.at(-1)).toBe(0xff)
  })

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
