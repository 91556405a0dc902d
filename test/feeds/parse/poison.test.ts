import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { ParserError } from '../../../src/feeds/parser-workers.js'
import { startParser } from '../../../src/feeds/parse-pool.js'
import { NotAFeedError } from '../../../src/feeds/parse/parsed-feed.js'
import { refreshFeeds } from '../../../src/feeds/refresh.js'
import { poisonCases, type PoisonCase } from './poison-cases.js'
import { feedOf, memoryStore } from '../stand-ins.js'

const built = new URL('../../../dist/feeds/parse-worker.js', import.meta.url)
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-poison-'))
afterAll(() => fs.rmSync(folder, { recursive: true }))

const cases = poisonCases()

test('there are more than 250 poisons, each with a name of its own', () => {
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length)
  expect(cases.length).toBeGreaterThan(250)
})

interface Outcome {
  readonly kept: number
  /** What was said where there is no feed. */
  readonly said: string
  readonly ms: number
}

async function outcomeOf(
  parse: ReturnType<typeof startParser>['parse'],
  { bytes, contentType }: PoisonCase,
): Promise<Outcome> {
  const document = new Uint8Array(bytes())
  const startedAt = performance.now()
  const outcome = await parse(document, contentType, 'https://daily.example/rss').then(
    ({ items }) => ({ titles: items.map(({ title }) => title ?? ''), said: '' }),
    (error: unknown) => {
      if (error instanceof NotAFeedError || error instanceof ParserError) return { titles: [], said: error.message }
      throw error
    },
  )
  const goods = new Set(outcome.titles.filter((title) => /^Good \d+$/.test(title)))
  return { kept: goods.size, said: outcome.said, ms: performance.now() - startedAt }
}

describe.skipIf(!fs.existsSync(built))('the built parser (skipped where dist is not built)', () => {
  test('lives through every poison, keeps what is whole and says what it met', { timeout: 120_000 }, async () => {
    const parser = startParser({ workerUrl: built })
    const delay = monitorEventLoopDelay({ resolution: 5 })
    const outcomes: { name: string; goods: number; outcome: Outcome }[] = []
    let longestDelayMs = 0
    for (const poison of cases) {
      const document = poison.bytes()
      delay.reset()
      delay.enable()
      const outcome = await outcomeOf(parser.parse, { ...poison, bytes: () => document })
      delay.disable()
      longestDelayMs = Math.max(longestDelayMs, delay.max / 1e6)
      outcomes.push({ name: poison.name, goods: poison.goods, outcome })
    }
    await parser.stop()
    const good = outcomes.reduce((sum, { goods }) => sum + goods, 0)
    const kept = outcomes.reduce((sum, { goods, outcome }) => sum + Math.min(goods, outcome.kept), 0)
    const slowest = outcomes.reduce((one, other) => (other.outcome.ms > one.outcome.ms ? other : one))
    console.log(
      `poison: ${String(cases.length)} cases, kept ${String(kept)} of ${String(good)} whole items, slowest ${slowest.outcome.ms.toFixed(0)} ms (${slowest.name}), ` +
        `longest stall of this thread ${longestDelayMs.toFixed(0)} ms, RSS ${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB`,
    )
    const lost = outcomes.filter(({ goods, outcome }) => outcome.kept < goods)
    expect(lost.map(({ name, outcome }) => `${name}: ${String(outcome.kept)} ${outcome.said}`)).toEqual([])
    expect(outcomes.filter(({ outcome }) => /broke down|needed more|not parsed/.test(outcome.said))).toEqual([])
    expect(kept / good).toBeGreaterThanOrEqual(0.95)
    // A bound for a crowded machine: what a quiet one shows is printed above.
    expect(longestDelayMs).toBeLessThan(500)
  })

  test('a document that needs more memory than it may have fails alone, with the reason', async () => {
    const parser = startParser({ workerUrl: built, memoryLimitMb: 32 })
    const large = `<rss><channel>${'<a><b>'.repeat(1_000_000)}`
    await expect(parser.parse(Buffer.from(large), undefined, undefined)).rejects.toMatchObject({
      message: 'the parser needed more than 32 MB',
    })
    const small = '<rss><channel><title>Daily</title></channel></rss>'
    expect((await parser.parse(Buffer.from(small), undefined, undefined)).feed).toEqual({ title: 'Daily' })
    await parser.stop()
  })
})

/** The built parser, but that a document which says so never ends. */
function hanging(): URL {
  const file = path.join(folder, 'worker.mjs')
  const listens = `parentPort.on('message', ({ bytes }) => { if (Buffer.from(bytes).includes('HANG')) for (;;); })`
  fs.writeFileSync(file, `import { parentPort } from 'node:worker_threads'\nimport '${built.href}'\n${listens}\n`)
  return pathToFileURL(file)
}

describe.skipIf(!fs.existsSync(built))('a feed that hangs the parser (skipped where dist is not built)', () => {
  const feedText = (title: string) =>
    `<rss version="2.0"><channel><title>${title}</title><item><title>News of ${title}</title></item></channel></rss>`

  test('backs off with the reason, and the other feeds wait less than a second for it', async () => {
    const parser = startParser({ workerUrl: hanging(), timeLimitMs: 3_000 })
    await parser.parse(Buffer.from(feedText('warm')), undefined, undefined)
    const names = ['a', 'b', 'poison', 'c', 'd', 'e', 'f', 'g', 'h', 'i']
    const store = memoryStore()
    const startedAt = performance.now()
    const doneAfter = new Map<string, number>()
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    await refreshFeeds(
      names.map((name) => feedOf(name)),
      {
        store,
        fetchFeed: async (url) => {
          const name = new URL(url).hostname.replace('.example', '')
          const bytes = Buffer.from(feedText(name === 'poison' ? 'HANG' : name))
          return { status: 'ok', bytes, contentType: undefined, etag: undefined, lastModified: undefined, url }
        },
        read: parser.read,
        now: () => 0,
        random: () => 1,
        onProgress: ({ feedId }) => doneAfter.set(feedId, performance.now() - startedAt),
      },
    )
    delay.disable()
    await parser.stop()
    const others = [...doneAfter].filter(([id]) => id !== 'poison').map(([, ms]) => ms)
    console.log(
      `poison: a feed hung ${(doneAfter.get('poison') ?? 0).toFixed(0)} ms, the last of the others came after ${Math.max(...others).toFixed(0)} ms, ` +
        `longest stall of this thread ${(delay.max / 1e6).toFixed(0)} ms`,
    )
    expect(store.articles.size).toBe(names.length - 1)
    expect(Math.max(...others)).toBeLessThan(3_000)
    expect(store.states.get('poison')).toMatchObject({
      verdict: 'timeout',
      detail: expect.stringMatching(/^https:..poison.example.rss: not parsed within 3 s\./) as string,
      failures: 1,
    })
    expect(store.states.get('poison')?.nextDueAt).toBeGreaterThan(30 * 60_000)
  })

  test('three of them at once leave a thread to the others', async () => {
    const parser = startParser({ workerUrl: hanging(), timeLimitMs: 2_500, patienceMs: 100 })
    const hung = Array.from({ length: 3 }, async () => parser.parse(Buffer.from('HANG'), undefined, undefined).catch(String)) // prettier-ignore
    const read = await parser.parse(Buffer.from(feedText('after')), undefined, undefined)
    expect(read.feed.title).toBe('after')
    expect(await Promise.all(hung)).toEqual(Array(3).fill('ParserError: not parsed within 2.5 s'))
    await parser.stop()
  })
})
