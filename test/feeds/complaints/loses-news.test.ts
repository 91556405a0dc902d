import { describe, expect, test } from 'vitest'
import { articlesOf } from '../../../src/feeds/normalise.js'
import { parseFeed } from '../../../src/feeds/parse/parse-feed.js'
import { feedOf } from '../stand-ins.js'

describe('"the summary is gone since they put a picture in the content"', () => {
  const said = 'The president signed the gas agreement with Beijing on Monday.'
  const textOf = async (document: string) => {
    const parsed = await parseFeed(document)
    const { items } = articlesOf(parsed, { feed: feedOf('a'), seenAt: Date.now(), detectLanguage: () => 'en' })
    return items[0]?.article.text
  }
  const rss = (content: string, description = said) =>
    textOf(
      `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>T</title><item><title>One</title>
      <description>${description}</description><content:encoded><![CDATA[${content}]]></content:encoded></item></channel></rss>`,
    )
  test.each([
    '<img src="https://a.example/1.jpg" alt=""/>',
    '<p>&nbsp;</p>',
    'Read more',
    '<p><a href="https://a.example/1">Читать далее →</a></p>',
    '<figure><img src="1.jpg"><figcaption>Photo: press</figcaption></figure>',
    `<img srcset="${'https://a.example/1.jpg 100w, '.repeat(200)}">`,
    '<iframe src="https://video.example/1"></iframe>',
  ])('content %.60s', async (content) => expect(await rss(content)).toBe(said))
  test('content that says it all stays the text', async () => {
    const whole = 'The president signed the gas agreement with Beijing on Monday, after two years of talks about its price and the pipeline.' // prettier-ignore
    expect(await rss(`<p>${whole}</p>`)).toBe(whole)
    expect(await rss('<p>He signed it.</p>', '')).toBe('He signed it.')
    expect(await rss('<p>He signed the agreement in Beijing.</p>', 'He signed.')).toBe('He signed the agreement in Beijing.') // prettier-ignore
  })
  test('in Atom and JSON too', async () => {
    const entry = `<entry><title>One</title><summary>${said}</summary><content type="html">&lt;img src="1.jpg"&gt;</content></entry>`
    expect(await textOf(`<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>${entry}</feed>`)).toBe(said)
    const item = { id: '1', title: 'One', content_html: '<img src="1.jpg">', summary: said }
    expect(await textOf(JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', items: [item] }))).toBe(said)
  })
})
