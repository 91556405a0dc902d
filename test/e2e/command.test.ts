import { execFile } from 'node:child_process'
import fs from 'node:fs'
import http from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { holdDeliveryLock } from '../../src/store/lock.js'

// The built command as its user runs it. A process takes a second or two to start, so each test asks as much of one as it can.

const PROCESS_LIMIT_MS = 60_000
const TEST_LIMIT_MS = 120_000
const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-command-'))
const databasePath = path.join(folder, 'silkwire.db')
const cleanUps: (() => Promise<void>)[] = []

const articles = [
  {
    id: 'trade-en',
    source: 'Steppe Herald',
    url: 'https://herald.example/trade',
    date: '2025-01-20T08:00:00Z',
    title: 'Kazakhstan and China trade more',
    body: 'Trade turnover between Kazakhstan and China reached $43.8 billion in 2024, the trade ministry said.',
  },
  {
    id: 'trade-ru',
    source: 'Zhaik Daily',
    date: '2025-02-10T08:00:00Z',
    title: 'Товарооборот с Китаем вырос',
    body: 'Товарооборот Казахстана с Китаем в 2024 году составил 44,8 млрд долларов, сообщили в таможне.',
  },
  {
    id: 'migrants',
    source: 'Bozor News',
    date: '2025-02-20T08:00:00Z',
    title: 'Russia deports migrant workers',
    body: 'Russia deported 1,500 migrant workers from Uzbekistan in January 2025, officials in Tashkent said.',
    comments: ['Russia treats our workers badly.'],
  },
]
const rows = (...values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).join('\n')

function file(name: string, content: string): string {
  const at = path.join(folder, name)
  fs.writeFileSync(at, content)
  return at
}

interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs `silkwire ARGS` to its end. */
function silkwire(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const options = {
    env: { PATH: process.env['PATH'], HOME: folder, ENV_FILE: '', DATABASE_URL: `file:${databasePath}`, ...env },
    timeout: PROCESS_LIMIT_MS,
    maxBuffer: 1 << 26,
  }
  return new Promise((resolve) => {
    const child = execFile(process.execPath, ['dist/cli.js', ...args], options, (error, out, err) => {
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, out, err })
    })
    child.stdin?.end()
  })
}

const linesOf = (text: string) => text.split('\n').filter((line) => line !== '')
const jsonOf = (text: string) => JSON.parse(text) as Record<string, unknown>
const rowsOf = (text: string) => linesOf(text).map(jsonOf)

/** Where a time is not as the contracts have it: ISO 8601 UTC under every name that ends in At. */
function timesThatAreNotIso(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, each]) => {
    const isTime = /[a-z]At$/.test(key)
    return isTime && !ISO.test(String(each)) ? [`${key}: ${String(each)}`] : timesThatAreNotIso(each)
  })
}

interface Cited {
  readonly number: number
  readonly articleId: string
  readonly quote: string
}

function expectQuotesStand(citations: unknown): void {
  for (const { articleId, quote } of citations as readonly Cited[]) {
    const article = articles.find((each) => each.id === articleId)
    expect([article?.title, article?.body, ...(article?.comments ?? [])].join('\n')).toContain(quote)
  }
}

beforeAll(async () => {
  if (!fs.existsSync('dist/cli.js')) throw new Error('dist/cli.js is not there: npm run build first (npm test does)')
  const [first, ...others] = articles
  const bad = ['', 'no JSON at all', '', JSON.stringify({ id: 'empty' })].join('\n')
  const imported = await silkwire(['import', file('first.jsonl', `\uFEFF${rows(first)}\n${bad}\n${rows(...others)}\n`)])
  expect(imported.code).toBe(0)
  expect(linesOf(imported.out)).toEqual(['3 new, 0 updated, 0 known, 2 failed; 3 read'])
  expect(linesOf(imported.err)).toEqual([
    expect.stringMatching(/first\.jsonl:3: is no JSON: /),
    expect.stringMatching(/first\.jsonl:5: has neither title nor body$/),
  ])
}, TEST_LIMIT_MS)

afterAll(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
  fs.rmSync(folder, { recursive: true, force: true })
})

describe('silkwire', { timeout: TEST_LIMIT_MS }, () => {
  test('says for every subcommand what it does', async () => {
    const commands = 'run sample ask digest figure story check import read compare language same parse feeds baseline regions deliveries person backup restore'.split(' ') // prettier-ignore
    const nested = ['feeds list', 'feeds check', 'feeds discover', 'feeds add', 'feeds remove', 'feeds import', 'feeds export', 'baseline list', 'baseline accept', 'baseline reject', 'baseline export', 'regions check'] // prettier-ignore
    const top = await silkwire(['--help'])
    expect(top.code).toBe(0)
    expect([...top.out.matchAll(/^ {2}([a-z]+)/gm)].map(([, name]) => name)).toEqual(expect.arrayContaining(commands))
    const waiting = [...commands, ...nested]
    const lane = async () => {
      for (let command = waiting.shift(); command !== undefined; command = waiting.shift()) {
        const { code, out } = await silkwire([...command.split(' '), '--help'])
        expect([command, code]).toEqual([command, 0])
        expect(out).toContain(`Usage: silkwire ${command}`)
      }
    }
    await Promise.all([lane(), lane()])
  })

  test('takes settings from .env where it is started, and those of the environment before them', async () => {
    const pack = path.resolve('regions/central-asia')
    const started = async (env: Readonly<Record<string, string>> = {}): Promise<string> => {
      const args = [path.resolve('dist/cli.js'), 'regions', 'check']
      const given = { PATH: process.env['PATH'], HOME: folder, REGION: pack, ...env }
      return promisify(execFile)(process.execPath, args, { cwd: folder, env: given }).then(
        ({ stdout }) => stdout,
        (error: unknown) => (error as { stderr: string }).stderr,
      )
    }
    expect(await started()).toContain('no faults')
    file('.env', '# how much is said\nREGION=nowhere\nLOG_LEVEL="loud"\n')
    file('other.env', 'LOG_LEVEL=hoarse\n')
    const asked = [{}, { LOG_LEVEL: 'shrill' }, { ENV_FILE: 'other.env' }, { ENV_FILE: 'none.env' }, { ENV_FILE: '' }]
    const found = await Promise.all(asked.map(started))
    fs.rmSync(path.join(folder, '.env'))
    expect(found).toEqual([
      expect.stringContaining('LOG_LEVEL is "loud"'),
      expect.stringContaining('LOG_LEVEL is "shrill"'),
      expect.stringContaining('LOG_LEVEL is "hoarse"'),
      'silkwire: ENV_FILE is "none.env": is not there\n',
      expect.stringContaining('no faults'),
    ])
  })

  test('feeds list is a line each with what happened, then how many there are of each verdict', async () => {
    const { code, out } = await silkwire(['feeds', 'list'])
    expect(code).toBe(0)
    const lines = linesOf(out)
    expect(lines[0]).toMatch(/^VERDICT +FEED +ARTICLES +READ \(UTC\) +LAST NEWS \(UTC\) +ADDRESS$/)
    expect(lines[1]).toMatch(/^never +[a-z0-9-]+ +0 +- +- +https?:\S+$/)
    expect(lines.at(-1)).toMatch(new RegExp(`^${String(lines.length - 2)} feeds: \\d+ never`))
  })

  test.each([
    ['an unknown command', ['tell'], /^error: unknown command 'tell'$/m],
    ['a file that is not there', ['import', 'nowhere.jsonl'], /^silkwire: no such file: nowhere\.jsonl\n$/],
    ['a batch that is not there', ['language', 'nowhere.jsonl'], /^silkwire: no such file: nowhere\.jsonl\n$/],
    ['no question', ['ask'], /^silkwire: ask needs a question: .+\n$/],
    ['a language of no pack', ['ask', 'trade', '--language', 'fr'], /--language is fr: one of en, ru, /],
    ['a moment that is none', ['ask', 'trade', '--at', 'soon'], /--at is soon: an ISO 8601 time/],
    ['a span that is none', ['digest', '--since', 'long'], /--since is long: a span such as/],
    ['an address that is none', ['feeds', 'add', 'not-an-address'], /^silkwire: "?not-an-address"?.+\n$/],
    ['a backup that is not there', ['restore', 'nowhere.db'], /^silkwire: nowhere\.db: there is no such file\n$/],
  ])('ends with exit code 1 and a line on stderr for %s', async (_what, args, message) => {
    const { code, out, err } = await silkwire(args)
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(message)
    expect(err).not.toMatch(/^\s+at /m)
  })
})

describe('a batch prints one line a row, in order', { timeout: TEST_LIMIT_MS }, () => {
  const bad = '{"id":"bad",'

  test('read', async () => {
    const given = file('read.jsonl', [rows(articles[0]), bad, rows({ id: 7 }, articles[2])].join('\n'))
    const { code, out } = await silkwire(['read', given])
    expect(code).toBe(0)
    const [trade, broken, empty, migrants] = rowsOf(out)
    expect(Object.keys(trade ?? {})).toEqual([
      'id',
      'language',
      'sections',
      'lead',
      'weight',
      'entities',
      'figures',
      'claims',
      'stances',
      'story',
    ])
    expect(trade).toMatchObject({
      id: 'trade-en',
      language: 'en',
      sections: { 'trade-energy': expect.arrayContaining([articles[0]?.body]) as unknown },
      entities: expect.arrayContaining(['kazakhstan', 'china']) as unknown,
      figures: [
        {
          quote: '$43.8 billion',
          value: 43.8e9,
          unit: 'USD',
          what: 'trade-turnover',
          kind: 'actual',
          period: '2024',
          bound: null,
        },
      ],
    })
    expect(broken).toEqual({ id: 'line 2', error: expect.stringMatching(/^is no JSON: /) as unknown })
    expect(empty).toEqual({ id: 7, error: 'has neither title nor body' })
    expect(migrants).toMatchObject({ id: 'migrants' })
    expect(rowsOf(out)).toHaveLength(4)
  })

  test('compare, language, same and parse', async () => {
    const baseline = {
      what: 'trade-turnover',
      between: ['china', 'kazakhstan'],
      value: 41e9,
      unit: 'USD',
      period: '2023',
      says: 'Trade of China and Kazakhstan was $41 billion in 2023.',
    }
    const compare = file('compare.jsonl', [rows({ id: 1, baseline, statement: { lang: 'en', text: articles[0]?.body } }), bad, rows({ id: 3 })].join('\n')) // prettier-ignore
    const language = file('language.jsonl', [rows({ id: 'a', text: 'Қазақстан мен Қытай арасындағы сауда өсті' }), bad, rows({ id: 'c' }, { id: 'd', text: '12:30' })].join('\n')) // prettier-ignore
    const same = file('same.jsonl', [rows({ id: 'x', a: articles[0], b: articles[0] }), bad, rows({ id: 'y', a: articles[0], b: articles[2] }, { id: 'z', a: articles[0] })].join('\n')) // prettier-ignore
    const feed = file('feed.xml', '<rss version="2.0"><channel><title>Herald</title><item><title>Steppe</title><link>https://herald.example/1</link><pubDate>Mon, 20 Jan 2025 08:00:00 GMT</pubDate></item></channel></rss>') // prettier-ignore
    const page = file('page.html', '<!doctype html><title>No feed</title><p>Not found</p>')
    const [compared, told, paired, parsed] = await Promise.all([
      silkwire(['compare', compare]),
      silkwire(['language', language]),
      silkwire(['same', same]),
      silkwire(['parse', page, feed, 'nowhere.xml']),
    ])
    const error = expect.any(String) as unknown
    expect([compared, told, paired, parsed].map(({ code }) => code)).toEqual([0, 0, 0, 0])
    expect(rowsOf(compared.out)).toEqual([
      { id: 1, change: 'changed' },
      { id: 'line 2', error },
      { id: 3, error },
    ])
    expect(rowsOf(told.out)).toEqual([
      { id: 'a', lang: 'kk' },
      { id: 'line 2', error },
      { id: 'c', error: 'has no text' },
      { id: 'd', lang: 'und' },
    ])
    expect(rowsOf(paired.out)).toEqual([
      { id: 'x', same: true },
      { id: 'line 2', error },
      { id: 'y', same: false },
      { id: 'z', error: 'b is no article' },
    ])
    const [noFeed, herald, nowhere] = rowsOf(parsed.out)
    expect([noFeed, nowhere]).toEqual([
      { file: page, error },
      { file: 'nowhere.xml', error: 'no such file' },
    ])
    expect(herald).toMatchObject({
      file: feed,
      format: expect.stringMatching(/rss/i) as unknown,
      feed: { title: 'Herald' },
      items: [{ title: 'Steppe', url: 'https://herald.example/1', publishedAt: '2025-01-20T08:00:00.000Z' }],
    })
    expect(rowsOf(parsed.out)).toHaveLength(3)
  })
})

describe('the archive', { timeout: TEST_LIMIT_MS }, () => {
  test('answers, cites, and as of a moment knows nothing later', async () => {
    const [now, before] = await Promise.all([
      silkwire(['ask', 'trade with China', '--json']),
      silkwire(['ask', 'trade with China', '--json', '--at', '2025-02-01T00:00Z']),
    ])
    expect([now.code, before.code]).toEqual([0, 0])
    const answer = jsonOf(now.out)
    expect(Object.keys(answer).sort()).toEqual(
      [
        'citations',
        'figures',
        'found',
        'hits',
        'language',
        'notes',
        'question',
        'sentences',
        'text',
        'understood',
      ].sort(),
    )
    expect(answer).toMatchObject({ question: 'trade with China', language: 'en', found: true })
    expect(new Set(answer['hits'] as string[])).toEqual(new Set(['trade-en', 'trade-ru']))
    expectQuotesStand(answer['citations'])
    const numbers = (answer['citations'] as Cited[]).map(({ number }) => number)
    for (const { citations } of answer['sentences'] as { citations: number[] }[]) {
      expect(citations.length).toBeGreaterThan(0)
      expect(numbers).toEqual(expect.arrayContaining(citations))
    }
    expect(timesThatAreNotIso(answer)).toEqual([])
    const earlier = jsonOf(before.out)
    expect(earlier['hits']).toEqual(['trade-en'])
    expect(new Set((earlier['citations'] as Cited[]).map(({ articleId }) => articleId))).toEqual(new Set(['trade-en']))
  })

  test('answers a batch, and whatever is asked with a helpful line', async () => {
    const long = 'silk '.repeat(2_000)
    const control = '\u0001\u0007\u001b[2J\u202e'
    const questions = file('questions.jsonl', [rows({ id: 1, q: 'торговля с Китаем', lang: 'ru' }), '[]', rows({ id: 3 }, { id: 4, q: 'who won the world cup' }, { id: 5, q: long }, { id: 6, q: `\u0000${control}` })].join('\n')) // prettier-ignore
    const ran = await Promise.all([
      silkwire(['ask', '--questions', questions]),
      silkwire(['ask', long]),
      silkwire(['ask', control]),
    ])
    expect(ran.map(({ code, err }) => [code, err])).toEqual([
      [0, ''],
      [0, ''],
      [0, ''],
    ])
    const [batch, shownLong, shownControl] = ran.map(({ out }) => out)
    const answers = rowsOf(batch ?? '')
    expect(answers.map(({ id }) => id)).toEqual([1, 'line 2', 3, 4, 5, 6])
    expect(Object.keys(answers[0] ?? {}).sort()).toEqual(['citations', 'found', 'hits', 'id', 'sentences', 'text'])
    expect(answers[0]).toMatchObject({ found: true })
    expectQuotesStand(answers[0]?.['citations'])
    expect(answers[1]).toEqual({ id: 'line 2', error: 'is no JSON object' })
    expect(answers[2]).toEqual({ id: 3, error: 'has no q' })
    for (const refused of answers.slice(3)) {
      expect(refused).toMatchObject({ found: false, sentences: [], citations: [] })
      expect(refused['text']).toMatch(/\S/)
      expect(String(refused['text']).length).toBeLessThan(1_000)
    }
    expect(shownLong?.length).toBeLessThan(3_000)
    expect(linesOf(shownLong ?? '').length).toBeGreaterThan(0)
    // What a terminal would act on is not said back to it.
    expect(shownControl).not.toMatch(/[^\P{C}\n]/u)
    expect(linesOf(shownControl ?? '').length).toBeGreaterThan(0)
  })

  test('has a review of a month, with the figures that moved or are disputed', async () => {
    const { code, out } = await silkwire(['digest', '--json', '--month', '--at', '2025-02-15T00:00Z'])
    expect(code).toBe(0)
    const review = jsonOf(out) as {
      from: string
      figures: { kind: string; line: string; points: { source: string }[] }[]
    }
    expect(review.from).toBe('2025-01-16T00:00:00.000Z')
    expect(review.figures.map(({ kind, line }) => [kind, line])).toEqual([
      ['disputed', 'China–Kazakhstan trade, 2024: $43.8 bn (Steppe Herald) / $44.8 bn (Zhaik Daily)'],
    ])
    expect(await silkwire(['digest', '--week', '--month'])).toMatchObject({ code: 1, out: '' })
  })

  test('draws a figure as a PNG, and says so where nothing can be drawn', async () => {
    const at = path.join(folder, 'trade.png')
    const drawn = await silkwire(['figure', 'trade', 'kazakhstan', 'china', '--png', at])
    expect(drawn).toEqual({ code: 0, out: '', err: '' })
    expect([...fs.readFileSync(at).subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47])
    const none = await silkwire(['figure', 'nuclear-cost', 'turkmenistan', '--png', at])
    expect(none.code).toBe(1)
    expect(none.err).toMatch(/nothing is known of "nuclear-cost turkmenistan"/)
  })

  test('has a digest whose every item is cited, and the stories behind it', async () => {
    const { code, out } = await silkwire(['digest', '--json', '--since', '12w', '--at', '2025-03-01T00:00Z'])
    expect(code).toBe(0)
    const digest = jsonOf(out) as {
      from: string
      to: string
      sections: { sectionId: string; items: { quote: string; storyId: string; citations: number[] }[] }[]
      citations: Cited[]
    }
    expect([digest.from, digest.to]).toEqual(['2024-12-07T00:00:00.000Z', '2025-03-01T00:00:00.000Z'])
    expect(digest.sections.map(({ sectionId }) => sectionId)).toEqual(['lead-event', 'outside-crises', 'trade-energy', 'alliances-narrative', 'rivalry-sovereignty', 'remittances-outlook', 'reader-reaction']) // prettier-ignore
    const items = digest.sections.flatMap((section) => section.items)
    expect(items.length).toBeGreaterThanOrEqual(2)
    for (const { quote, citations } of items) {
      const cited = digest.citations.filter(({ number }) => citations.includes(number))
      expect(cited).toHaveLength(citations.length)
      expect(cited[0]?.quote).toBe(quote)
    }
    expectQuotesStand(digest.citations)
    expect(timesThatAreNotIso(digest)).toEqual([])

    const storyId = items[0]?.storyId ?? ''
    const [story, none] = await Promise.all([
      silkwire(['story', storyId, '--json']),
      silkwire(['story', 'no-such-story']),
    ])
    expect(story.code).toBe(0)
    expect(jsonOf(story.out)).toMatchObject({ story: { id: storyId } })
    expect(timesThatAreNotIso(jsonOf(story.out))).toEqual([])
    expect([none.code, none.out, none.err]).toEqual([1, '', 'silkwire: no such story: no-such-story\n'])
  })

  test('tells the history of a measure, what is known, and what an article adds', async () => {
    const [figure, unknown, baseline, check] = await Promise.all([
      silkwire(['figure', 'trade-turnover', 'kazakhstan', 'china', '--json']),
      silkwire(['figure', 'happiness']),
      silkwire(['baseline', 'list', '--json']),
      silkwire(['check', file('article.txt', `${articles[0]?.title ?? ''}\n${articles[0]?.body ?? ''}`), '--json']),
    ])
    expect([figure.code, unknown.code, baseline.code, check.code]).toEqual([0, 1, 0, 0])
    const history = jsonOf(figure.out)
    expect(history).toMatchObject({ what: 'trade-turnover', entityIds: ['kazakhstan', 'china'] })
    const told = (history['records'] as { articleId?: string; value: number }[]).filter((each) => each.articleId !== undefined) // prettier-ignore
    expect(told.map(({ articleId, value }) => `${String(articleId)} ${value / 1e9}`).sort()).toEqual(['trade-en 43.8', 'trade-ru 44.8']) // prettier-ignore
    expect(timesThatAreNotIso(history)).toEqual([])
    expect(unknown.err).toMatch(/^silkwire: figure: "happiness" names no measure: one of trade-turnover, .+\n$/)
    const { known, proposed } = jsonOf(baseline.out)
    expect((known as { says: string }[]).every(({ says }) => says !== '')).toBe(true)
    expect(Array.isArray(proposed)).toBe(true)
    const report = jsonOf(check.out)
    expect(report['title']).toBe(articles[0]?.title)
    expect((report['findings'] as object[])[0]).toMatchObject({ sectionId: 'trade-energy', quote: articles[0]?.body })
    expect(report['missing']).toContain('remittances-outlook')
  })

  test('goes back to a backup, but not while the bot delivers', async () => {
    const saved = path.join(folder, 'saved.db')
    const copy = { DATABASE_URL: `file:${path.join(folder, 'copy.db')}` }
    const countOf = async () => jsonOf((await silkwire(['feeds', 'list', '--json'], copy)).out)['articles']
    expect(await silkwire(['backup', saved])).toMatchObject({ code: 0, out: `saved ${saved}\n`, err: '' })
    const more = file('more.jsonl', rows({ id: 'more', title: 'China and Kazakhstan trade', body: 'Trade with China grew in Almaty.' })) // prettier-ignore
    const first = await silkwire(['restore', saved], copy)
    expect(first).toMatchObject({ code: 0, err: '' })
    expect(first.out).not.toContain('the old one')
    expect((await silkwire(['import', more], copy)).out).toBe('1 new, 0 updated, 0 known, 0 failed; 1 read\n')
    expect(await countOf()).toBe(4)

    const lock = holdDeliveryLock(path.join(folder, 'copy.db'))
    const refused = await silkwire(['restore', saved], copy)
    lock.release()
    expect([refused.code, refused.out]).toEqual([1, ''])
    expect(linesOf(refused.err)).toEqual([expect.stringMatching(/^silkwire: .*copy\.db: another process delivers from it/)]) // prettier-ignore
    expect(await silkwire(['restore', saved], copy)).toMatchObject({ code: 0 })
    expect(await countOf()).toBe(3)
    expect(fs.existsSync(path.join(folder, 'copy.db.before-restore'))).toBe(true)
  })
})

describe('feeds and packs', { timeout: TEST_LIMIT_MS }, () => {
  test('a feed is added, listed and exported; what is none is refused in one line', async () => {
    const env = { DATABASE_URL: `file:${path.join(folder, 'feeds.db')}` }
    const server = http.createServer((request, response) => {
      const isFeed = request.url === '/feed.xml'
      response.writeHead(200, { 'content-type': isFeed ? 'text/xml' : 'text/html' })
      response.end(isFeed ? '<rss version="2.0"><channel><title>Oasis Wire</title></channel></rss>' : '<p>No feed here')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    cleanUps.push(() => new Promise<void>((resolve) => server.close(() => resolve())))
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    const host = `127.0.0.1:${address.port}`
    const url = `http://${host}/feed.xml`
    const allowed = { ...env, ALLOW_PRIVATE_HOSTS: host }

    const added = await silkwire(['feeds', 'add', url], allowed)
    expect([added.code, added.err]).toEqual([0, ''])
    expect(added.out).toContain(url)
    const [blocked, page, again] = await Promise.all([
      silkwire(['feeds', 'add', url], env),
      silkwire(['feeds', 'add', `http://${host}/page`], allowed),
      silkwire(['feeds', 'add', url], allowed),
    ])
    for (const { code, out, err } of [blocked, page, again]) {
      expect([code, out]).toEqual([1, ''])
      expect(linesOf(err)).toHaveLength(1)
      expect(err).toContain('127.0.0.1')
    }
    expect(again.err).toContain('is a feed already')

    const opml = file('feeds.opml', '<opml version="2.0"><body><outline text="Taw"><outline type="rss" text="Taw Jarchysy" xmlUrl="https://taw.example/rss"/><outline type="rss" text="None" xmlUrl="ftp://taw.example"/></outline></body></opml>') // prettier-ignore
    expect((await silkwire(['feeds', 'import', opml], env)).out).toBe(
      '1 listed, 1 added, 1 left out: no address to read\n',
    )
    const exported = path.join(folder, 'exported.opml')
    const [report] = await Promise.all([
      silkwire(['feeds', 'list', '--json'], env),
      silkwire(['feeds', 'export', exported], env),
    ])
    const feeds = jsonOf(report.out)['feeds'] as { url: string; verdict: string }[]
    const own = feeds.filter((feed) => [url, 'https://taw.example/rss'].includes(feed.url))
    expect(own.map(({ verdict }) => verdict)).toEqual(['never', 'never'])
    const text = fs.readFileSync(exported, 'utf8')
    for (const each of [url, 'https://taw.example/rss']) expect(text).toContain(`xmlUrl="${each}"`)
  })

  test('every fault of a pack is named with its file and path', async () => {
    const pack = path.join(folder, 'faulty')
    fs.cpSync('regions/central-asia', pack, { recursive: true })
    file(
      'faulty/feeds.yaml',
      'outlets:\n  - { id: herald, name: Herald, domains: [herald.example], voice: loud, colour: red }\nfeeds:\n  - { id: herald-en, outlet: nobody, url: "https://herald.example/rss", status: default, everyMinutes: 0 }\n',
    )
    const [good, bad] = await Promise.all([silkwire(['regions', 'check']), silkwire(['regions', 'check', pack])])
    expect([good.code, good.err]).toEqual([0, ''])
    expect(good.out).toMatch(/^central-asia: no faults \(/)
    expect([bad.code, bad.out]).toEqual([1, ''])
    expect(linesOf(bad.err).length).toBeGreaterThanOrEqual(3)
    for (const line of linesOf(bad.err)) expect(line).toMatch(/^feeds\.yaml: \S/)
    expect(bad.err).toMatch(/outlets.*colour/)
    expect(bad.err).toMatch(/everyMinutes/)
  })
})
