import { describe, expect, test } from 'vitest'
import { parseFeed } from '../../../src/feeds/parse/parse-feed.js'
import { NotAFeedError } from '../../../src/feeds/parse/parsed-feed.js'

describe('"my bridge posts its errors as news"', () => {
  const rss = (...items: readonly (readonly [string, string])[]) =>
    `<rss version="2.0"><channel><title>T</title>${items.map(([title, text]) => `<item><title>${title}</title><description>${text}</description></item>`).join('')}</channel></rss>`
  const failure = ['Bridge returned error 500! (19443)', '&lt;p&gt;Error message: 500&lt;/p&gt;'] as const
  test('a feed of nothing else is one that failed, with its words', async () => {
    const read = parseFeed(rss(failure))
    await expect(read).rejects.toThrow(NotAFeedError)
    await expect(read).rejects.toMatchObject({ verdict: 'bridge', what: expect.stringContaining('Error message: 500') as string }) // prettier-ignore
  })
  test('beside news it is left out, and news of bridges stays', async () => {
    const { items } = await parseFeed(
      rss(failure, ['Bridge collapse reported: 500 cars stand', 'It was closed for days.'], ['Error in the budget, minister says', 'Query string']), // prettier-ignore
    )
    expect(items.map(({ title }) => title)).toEqual(['Bridge collapse reported: 500 cars stand', 'Error in the budget, minister says']) // prettier-ignore
  })
})

test('"one raw line break and the JSON feed is gone"', async () => {
  const raw = '{"version": "https://jsonfeed.org/version/1.1",\n "items": [{"id": "1", "title": "Two\nlines\tand \\"quotes\\"", "content_text": "a\r\nb"}]}' // prettier-ignore
  expect((await parseFeed(raw)).items[0]).toMatchObject({ title: 'Two\nlines\tand "quotes"', text: 'a\r\nb' })
})
