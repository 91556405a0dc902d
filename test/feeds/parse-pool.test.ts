import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { startParser } from '../../src/feeds/parse-pool.js'

const built = new URL('../../dist/feeds/parse-worker.js', import.meta.url)
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-parser-'))
afterAll(() => fs.rmSync(folder, { recursive: true }))

/** A stand-in for the parser's thread, which does what a document tells it. */
function odd(): URL {
  const file = path.join(folder, 'worker.mjs')
  fs.writeFileSync(
    file,
    `import { parentPort } from 'node:worker_threads'
    parentPort.on('message', ({ id, bytes }) => {
      const text = Buffer.from(bytes).toString()
      if (text === 'hang') for (;;);
      if (text === 'crash') process.exit(3)
      if (text === 'throw') throw new Error('out of order')
      parentPort.postMessage({ id, parsed: { format: 'rss', feed: { title: text }, items: [] } })
    })
    parentPort.postMessage('ready')`,
  )
  return pathToFileURL(file)
}

test('a document that hangs or crashes the parser fails alone, and the next ones are read', async () => {
  const parser = startParser({ timeLimitMs: 2_000, workerUrl: odd() })
  const outcomes = await Promise.all(
    ['one', 'hang', 'two', 'crash', 'three', 'throw', 'four'].map(async (text) =>
      parser.parse(Buffer.from(text), undefined, undefined).then(
        ({ feed }) => feed.title,
        (error: unknown) => String(error),
      ),
    ),
  )
  await parser.stop()
  expect(outcomes).toEqual([
    'one',
    'ParserError: not parsed within 2 s',
    'two',
    'ParserError: the parser broke down (exit code 3)',
    'three',
    'ParserError: the parser broke down (out of order)',
    'four',
  ])
})

test('while a document hangs the parser the next ones are read by another thread, ready before they lose patience', async () => {
  const parser = startParser({ timeLimitMs: 5_000, workerUrl: odd() })
  await parser.parse(Buffer.from('warm'), undefined, undefined)
  const startedAt = performance.now()
  const hung = parser.parse(Buffer.from('hang'), undefined, undefined).catch(String)
  const others = Array.from({ length: 20 }, async (_, n) => parser.parse(Buffer.from(String(n)), undefined, undefined))
  expect((await Promise.all(others)).map(({ feed }) => feed.title)).toEqual(others.map((_, n) => String(n)))
  expect(performance.now() - startedAt).toBeLessThan(4_000)
  expect(await hung).toBe('ParserError: not parsed within 5 s')
  await parser.stop()
})

test('a parser that cannot start fails the documents, one after the other', async () => {
  const parser = startParser({ workerUrl: new URL('./nowhere.js', import.meta.url) })
  const outcomes = ['one', 'two'].map(async (text) =>
    parser.parse(Buffer.from(text), undefined, undefined).catch((error: unknown) => String(error)),
  )
  for (const outcome of await Promise.all(outcomes)) expect(outcome).toMatch(/^ParserError: the parser broke down/)
  await parser.stop()
})

test('a thread without work ends, and the next document starts another', async () => {
  const ended = new Promise((resolve) => process.once('worker', (worker) => worker.once('exit', resolve)))
  const parser = startParser({ restMs: 1, workerUrl: odd() })
  expect((await parser.parse(Buffer.from('one'), undefined, undefined)).feed.title).toBe('one')
  await ended
  expect((await parser.parse(Buffer.from('two'), undefined, undefined)).feed.title).toBe('two')
  await parser.stop()
})

test('a parser that is stopped refuses what it has not read', async () => {
  const parser = startParser({ workerUrl: odd() })
  const waiting = parser.parse(Buffer.from('one'), undefined, undefined).catch(String)
  await parser.stop()
  expect(await waiting).toBe('ParserError: the parser was stopped')
  await expect(parser.parse(Buffer.from('two'), undefined, undefined)).rejects.toThrow('the parser is stopped')
})

test.skipIf(!fs.existsSync(built))(
  'the built worker decodes and parses (skipped where dist is not built)',
  async () => {
    const parser = startParser({ workerUrl: built })
    const xml = '<rss version="2.0"><channel><title>Daily</title></channel></rss>'
    expect((await parser.parse(Buffer.from(xml), 'text/xml', 'https://a.example/')).feed).toEqual({ title: 'Daily' })
    await expect(parser.parse(Buffer.from('<html></html>'), undefined, undefined)).rejects.toMatchObject({
      verdict: 'html',
    })
    await parser.stop()
  },
)
