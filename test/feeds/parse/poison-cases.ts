import { FIELDS, MARKUP, PROLOGS, TEXT, type Fragment } from './poison-fragments.js'

/** A document that would harm a careless reader. */
export interface PoisonCase {
  readonly name: string
  readonly bytes: () => Uint8Array
  /** How many whole items stand in it that a person could still read: titled "Good 1" and so on. 0: nothing to save. */
  readonly goods: number
  readonly contentType?: string
}

type Format = 'rss' | 'atom' | 'rdf'
const GOODS = 20
/** The item that the poison stands at. */
const MIDDLE = 10

interface Parts {
  readonly prolog?: string
  readonly channel?: string
  /** Between two items. */
  readonly between?: string
  /** In an item of its own, which is not counted. */
  readonly item?: string
}

/** A feed of twenty good items with the poison in its place. */
function feedWith(format: Format, { prolog = '', channel = '', between = '', item }: Parts): string {
  const rows = Array.from({ length: GOODS }, (_, index) => goodItem(format, index + 1))
  const tag = format === 'atom' ? 'entry' : 'item'
  if (item !== undefined) rows.splice(MIDDLE, 0, `<${tag}><title>Odd</title>${item}</${tag}>`)
  const body = rows.slice(0, MIDDLE).join('') + between + rows.slice(MIDDLE).join('')
  if (format === 'atom') {
    return `${prolog}<feed xmlns="http://www.w3.org/2005/Atom"><title>Daily</title>${channel}${body}</feed>`
  }
  if (format === 'rss') {
    return `${prolog}<rss version="2.0"><channel><title>Daily</title>${channel}${body}</channel></rss>`
  }
  return `${prolog}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel><title>Daily</title>${channel}</channel>${body}</rdf:RDF>`
}

function goodItem(format: Format, number: number): string {
  const [title, url] = [`Good ${String(number)}`, `https://daily.example/${String(number)}`]
  if (format === 'atom') {
    return `<entry><title>${title}</title><id>${url}</id><link href="${url}"/><summary>Freight grew.</summary><updated>2025-06-17T08:00:00Z</updated></entry>`
  }
  return `<item><title>${title}</title><link>${url}</link><guid>${url}</guid><description>Freight grew.</description></item>`
}

/** Every case, in a fixed order. */
export function poisonCases(): readonly PoisonCase[] {
  return [
    ...prologCases(),
    ...betweenCases(),
    ...textCases(),
    ...fieldCases(),
    ...cutCases(),
    ...jsonCases(),
    ...wholes(),
  ]
}

const ALL: readonly Format[] = ['rss', 'atom', 'rdf']

function salvageable(name: string, document: () => string): PoisonCase {
  return { name, bytes: () => Buffer.from(document()), goods: GOODS }
}

function prologCases(): readonly PoisonCase[] {
  return ALL.flatMap((format) =>
    PROLOGS.map(([name, text]) =>
      salvageable(`${format}: ${name} before the root`, () => feedWith(format, { prolog: text(), item: '<description>&l9;</description>' })),
    ),
  ) // prettier-ignore
}

function betweenCases(): readonly PoisonCase[] {
  return MARKUP.flatMap(([name, text]) => [
    salvageable(`rss: ${name} between items`, () => feedWith('rss', { between: text() })),
    salvageable(`atom: ${name} in the feed`, () => feedWith('atom', { channel: text() })),
    salvageable(`rdf: ${name} in an item`, () => feedWith('rdf', { item: text() })),
    salvageable(`rss: ${name} in a description`, () => feedWith('rss', { item: `<description>${text()}</description>` })),
  ]) // prettier-ignore
}

function textCases(): readonly PoisonCase[] {
  return TEXT.flatMap(([name, text]) => [
    salvageable(`rss: ${name} in a title`, () => feedWith('rss', { item: `<title>${text()}</title>` })),
    salvageable(`atom: ${name} in the content`, () => feedWith('atom', { item: `<content type="html">${text()}</content>` })),
    salvageable(`rdf: ${name} between items`, () => feedWith('rdf', { between: text() })),
  ]) // prettier-ignore
}

function fieldCases(): readonly PoisonCase[] {
  return FIELDS.flatMap(([name, text]) => [
    salvageable(`rss: ${name}`, () => feedWith('rss', { item: text() })),
    salvageable(`atom: ${name}`, () => feedWith('atom', { item: text() })),
  ])
}

/** A feed that ends too soon, at each of many places; the items before the end are whole. */
function cutCases(): readonly PoisonCase[] {
  const tails = [
    '',
    '<',
    '<item',
    '<item><title>Ba',
    '<item><description><![CDATA[Ba',
    '<!-- Ba',
    '<item><title>Ba&am',
    '</',
    '<item a="',
    '<?x',
  ]
  return ALL.flatMap((format) =>
    tails.map((tail) => ({
      ...salvageable(`${format}: ends with ${tail === '' ? 'an item' : tail}`, () => {
        const whole = feedWith(format, {})
        return whole.slice(0, whole.indexOf(goodItem(format, MIDDLE + 1))) + tail
      }),
      goods: MIDDLE,
    })),
  ) // prettier-ignore
}

function jsonCases(): readonly PoisonCase[] {
  const items = Array.from({ length: GOODS }, (_, index) => ({
    id: String(index + 1),
    title: `Good ${String(index + 1)}`,
  }))
  const feed = (odd: string) =>
    `{"version":"https://jsonfeed.org/version/1.1","title":"Daily","items":[${items
      .map((item, index) => `${index === MIDDLE ? `${odd},` : ''}${JSON.stringify(item)}`)
      .join(',')}]}`
  const odd: readonly Fragment[] = [
    ['arrays nested 500,000 deep', () => `{"id":"odd","title":${'['.repeat(500_000)}${']'.repeat(500_000)}}`],
    ['objects nested 100,000 deep', () => `{"id":"odd","tags":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`],
    ['the name of a prototype', () => '{"id":"odd","title":"Odd","__proto__":{"title":"Evil"},"constructor":{"prototype":1}}'],
    ['numbers beyond measure', () => `{"id":1e999,"title":${'9'.repeat(100_000)}}`],
    ['100,000 keys', () => `{"id":"odd",${Array.from({ length: 100_000 }, (_, index) => `"k${String(index)}":1`).join(',')}}`],
    ['a title of 5 million letters', () => `{"id":"odd","title":"${'a'.repeat(5_000_000)}"}`],
    ['a text of <p', () => `{"id":"odd","content_html":"${'<p'.repeat(100_000)}"}`],
    ['nulls and numbers for items', () => 'null,1,"two",[],true'],
    ['half a pair', () => '{"id":"odd","title":"\\ud83d"}'],
    ['100,000 attachments', () => `{"id":"odd","attachments":[${'{"url":"a"},'.repeat(99_999)}{"url":"a"}]}`],
    ['100,000 tags', () => `{"id":"odd","tags":[${'"a",'.repeat(99_999)}"a"]}`],
    ['authors that are none', () => '{"id":"odd","authors":"me","author":[[]],"tags":{"a":1},"attachments":7}'],
  ] // prettier-ignore
  const cut = feed('{"id":"odd"}')
  return [
    ...odd.map(([name, text]) => salvageable(`json: ${name}`, () => feed(text()))),
    { ...salvageable('json: ends in an item', () => cut.slice(0, cut.indexOf('"Good 11"'))), goods: MIDDLE },
    nothing('json: only brackets', () => '{"items":' + '['.repeat(4_000_000)),
    nothing('json: 100,000 braces', () => '{'.repeat(100_000)),
    nothing('json: closing braces', () => '{' + '}'.repeat(3_000_000)),
    nothing('json: no version', () => '{"items":"none"}'),
    nothing('json: an empty object', () => '{}'),
  ]
}

function nothing(name: string, document: () => string | Uint8Array, contentType?: string): PoisonCase {
  return { name, bytes: () => Buffer.from(document()), goods: 0, ...(contentType === undefined ? {} : { contentType }) }
}

/** Documents with nothing to save. */
function wholes(): readonly PoisonCase[] {
  const noise = (length: number) =>
    Uint8Array.from({ length }, (_, index) => (index * 2_654_435_761 + (index >> 3)) >>> 13)
  const feed = feedWith('rss', {})
  const wide = (order: 'le' | 'be') => {
    const bytes = Buffer.from(`\ufeff${feed}`, 'utf16le')
    return order === 'le' ? bytes : bytes.swap16()
  }
  return [
    nothing('nothing at all', () => ''),
    nothing('one null', () => '\u0000'),
    nothing('a byte order mark alone', () => '\ufeff'),
    nothing('half a byte order mark', () => Buffer.from([0xef, 0xbb])),
    nothing('9 MB of white space', () => ' '.repeat(9_000_000)),
    nothing('9 MB of nulls', () => Buffer.alloc(9_000_000)),
    nothing('9 MB of noise', () => noise(9_000_000)),
    nothing('9 MB of <', () => '<'.repeat(9_000_000)),
    nothing('3 million open tags', () => '<a>'.repeat(3_000_000)),
    nothing('9 MB of &', () => `<rss><channel><title>${'&'.repeat(9_000_000)}`),
    nothing('a picture', () => Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), noise(50_000)])),
    nothing('a packed file', () => Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0]), noise(50_000)])),
    nothing('a page of an error', () => '<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head></html>'),
    nothing('a page of open titles', () => `<html>${'<title'.repeat(200_000)}`),
    nothing('a page that looks like a feed', () => `<html><body>${'<item><title>Bad</title></item>'.repeat(1_000)}</body></html>`),
    nothing('words', () => 'Too many connections'),
    nothing('9 MB in one line of words', () => 'word '.repeat(1_800_000)),
    nothing('a list of feeds', () => '<opml version="2.0"><body><outline text="a"/></body></opml>'),
    nothing('a map of a site', () => '<urlset><url><loc>https://daily.example/</loc></url></urlset>'),
    nothing('a picture in XML', () => '<svg xmlns="http://www.w3.org/2000/svg"><title>Bad</title></svg>'),
    nothing('a feed without items', () => '<rss version="2.0"><channel><title>Daily</title></channel></rss>'),
    nothing('a feed without a channel', () => '<rss version="2.0"/>'),
    nothing('a feed within comments', () => `<!--${feed}-->`),
    nothing('a feed within CDATA', () => `<![CDATA[${feed}]]>`),
    nothing('feeds within feeds', () => '<rss><channel>'.repeat(200_000)),
    nothing('300,000 items of nothing', () => `<rss><channel>${'<item><title/></item>'.repeat(300_000)}`),
    nothing('items within 300,000 elements', () => `<rss><channel>${'<a>'.repeat(300_000)}${'<item><b>'.repeat(100_000)}`),
    nothing('150,000 items', () => `<rss><channel>${'<item><title>Many</title></item>'.repeat(150_000)}`),
    nothing('an absurd charset of the header', () => '<rss', `text/xml; charset=${'x'.repeat(30_000)}`),
    nothing('a charset of spaces', () => '<rss', `text/xml; charset${' '.repeat(30_000)}`),
    ...(['le', 'be'] as const).map((order) => ({ name: `utf-16${order}`, bytes: () => wide(order), goods: GOODS })),
    { name: 'utf-16le cut in a letter', bytes: () => wide('le').subarray(0, -41), goods: GOODS },
    { name: 'the wrong charset of the header', bytes: () => Buffer.from(feed), goods: GOODS, contentType: 'text/xml; charset=utf-16be' },
    { name: 'a charset of 30,000 letters', bytes: () => Buffer.from(feed), goods: GOODS, contentType: `text/xml; charset=${'x'.repeat(30_000)}` },
    { name: 'bytes that are no UTF-8', bytes: () => Buffer.concat([Buffer.from(feed.slice(0, 40)), Buffer.from([0xff, 0xc0, 0x80, 0xed, 0xa0, 0x80]), Buffer.from(feed.slice(40))]), goods: GOODS },
  ] // prettier-ignore
}
