import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openArticleEmbedder } from '../../../src/summaries/embedding/embed-articles.js'
import { openQuestionEmbedder } from '../../../src/summaries/embedding/embed-question.js'
import { embedderAt } from '../../../src/summaries/embedding/embed-texts.js'
import { quantised } from '../../../src/summaries/embedding/vectors.js'
import { startModelServer, type Behaviour, type ModelServer } from '../rendering/model-server.js'
import type { Embedded, EmbeddingStore } from '../../../src/summaries/terms/vector.js'

let server: ModelServer
beforeAll(async () => (server = await startModelServer()))
afterAll(() => server.close())
beforeEach(() => server.requests.splice(0))

const SHORT_MS = 300
const LONG_MS = 10_000
const KEY = 'sk-of-the-tests'
const embed = (maxBytes?: number) =>
  embedderAt({ url: server.url, model: 'm', key: () => KEY, ...(maxBytes === undefined ? {} : { maxBytes }) })
const eight = (first: number) => [first, 1, 0, 0, 0, 0, 0, 0]

describe('an endpoint for embeddings', () => {
  test('is asked once for all texts, with the model and the key, and its numbers become directions', async () => {
    server.behave({ kind: 'embeds', vector: (text) => eight(text === 'a' ? 2 : -2) })
    expect(await embed()(['a', 'b'], LONG_MS)).toEqual([Int8Array.of(127, 64, 0, 0, 0, 0, 0, 0), Int8Array.of(-127, 64, 0, 0, 0, 0, 0, 0)]) // prettier-ignore
    expect(server.requests).toHaveLength(1)
    const [{ path, headers, body }] = server.requests as [ModelServer['requests'][number]]
    expect([path, headers.authorization]).toEqual(['/v1/embeddings', `Bearer ${KEY}`])
    expect(JSON.parse(body)).toMatchObject({ model: 'm', input: ['a', 'b'] })
  })

  test('may answer out of order', async () => {
    const rows = [
      { index: 1, embedding: eight(0) },
      { index: 0, embedding: eight(1) },
    ]
    server.behave({ kind: 'body', body: JSON.stringify({ data: rows }) })
    const [first, second] = await embed()(['a', 'b'], LONG_MS)
    expect([first?.[0], second?.[0]]).toEqual([127, 0])
  })

  const lies: readonly (readonly [string, Behaviour])[] = [
    ['stalls', { kind: 'stalls' }],
    ['drips', { kind: 'drips' }],
    ['answers without an end', { kind: 'endless' }],
    ['hangs up', { kind: 'hangs-up' }],
    ['sends elsewhere', { kind: 'redirects', to: 'http://127.0.0.1:9/' }],
    ['answers 500', { kind: 'body', body: 'oops', status: 500 }],
    ['answers no JSON', { kind: 'body', body: '<html>' }],
    ['answers null', { kind: 'body', body: 'null' }],
    ['answers a chat', { kind: 'content', content: 'hello' }],
    ['answers words for numbers', { kind: 'body', body: JSON.stringify({ data: [{ embedding: Array(8).fill('1') }, { embedding: eight(1) }] }) }],
    ['answers too few', { kind: 'body', body: JSON.stringify({ data: [{ embedding: eight(1) }] }) }],
    ['answers one text twice', { kind: 'body', body: JSON.stringify({ data: [{ index: 0, embedding: eight(1) }, { index: 0, embedding: eight(1) }] }) }],
    ['answers of different lengths', { kind: 'embeds', vector: (text) => (text === 'a' ? eight(1) : [...eight(1), 1]) }],
    ['answers nothing but zeros', { kind: 'embeds', vector: () => Array<number>(8).fill(0) }],
    ['answers five numbers', { kind: 'embeds', vector: () => [1, 2, 3, 4, 5] }],
    ['answers a place that nobody asked for', { kind: 'body', body: JSON.stringify({ data: [{ index: 7, embedding: eight(1) }, { index: 0, embedding: eight(1) }] }) }],
  ] // prettier-ignore
  test.each(lies)('that %s is an error that shows neither key nor address', async (_how, behaviour) => {
    server.behave(behaviour)
    const failed = await embed(1_024 * 1_024)(['a', 'b'], SHORT_MS).then(() => undefined, (error: unknown) => error) // prettier-ignore
    expect(failed).toMatchObject({ name: 'ModelError' })
    expect((failed as Error).message).not.toMatch(/sk-of|127\.0/)
  })
})

test('a question without its embedding is searched by its words, and a broken endpoint rests for a minute', async () => {
  let now = 0
  const faults: string[] = []
  const ask = openQuestionEmbedder({
    embed: embed(),
    model: 'm',
    now: () => now,
    onFault: (fault) => faults.push(fault),
  })
  server.behave({ kind: 'body', body: 'oops', status: 500 })
  for (let time = 0; time < 5; time += 1) expect(await ask('trade')).toBeUndefined()
  expect([server.requests.length, faults.length]).toEqual([3, 3])
  now = 61_000
  server.behave({ kind: 'embeds', vector: () => eight(1) })
  expect(await ask('trade')).toEqual({ model: 'm', numbers: quantised(eight(1)) })
})

interface HeldStore extends EmbeddingStore {
  readonly kept: Embedded[]
}

function storeOf(count: number, takes = true): HeldStore {
  const kept: Embedded[] = []
  const all = Array.from({ length: count }, (_, at) => ({ articleId: `a${at}`, revision: 1, text: `text ${at}` }))
  return {
    kept,
    unembedded: async (_model, limit) => all.filter(({ articleId }) => kept.every((each) => each.articleId !== articleId)).slice(0, limit), // prettier-ignore
    saveEmbeddings: async (_model, embedded) => {
      if (takes) kept.push(...embedded)
      return takes
    },
  }
}

describe('articles in the background', () => {
  test('are embedded in small batches until none is left', async () => {
    server.behave({ kind: 'embeds', vector: () => eight(1) })
    const store = storeOf(40)
    const run = openArticleEmbedder({ store, embed: embed(), model: 'm', now: () => 0 })
    expect(await run()).toEqual({ embedded: 40 })
    expect([store.kept.length, server.requests.length]).toEqual([40, 3])
  })

  test('wait longer after each fault, and go on after it', async () => {
    let now = 0
    const store = storeOf(1)
    const run = openArticleEmbedder({ store, embed: embed(), model: 'm', now: () => now })
    server.behave({ kind: 'body', body: '', status: 503 })
    expect(await run()).toEqual({ embedded: 0, fault: 'it answered 503' })
    expect(await run()).toEqual({ embedded: 0 })
    now = 60_000
    expect(await run()).toMatchObject({ fault: 'it answered 503' })
    now = 120_000
    expect(await run()).toEqual({ embedded: 0 })
    now = 180_000
    server.behave({ kind: 'embeds', vector: () => eight(1) })
    expect(await run()).toEqual({ embedded: 1 })
    expect(server.requests).toHaveLength(3)
  })

  test('of which one is not taken are embedded without it, and it is not asked for again', async () => {
    const store = storeOf(3)
    const inner = embed()
    server.behave({ kind: 'embeds', vector: () => eight(1) })
    const picky = async (texts: readonly string[], timeoutMs: number) => {
      const refused = embedderAt({ url: server.url, model: 'm' })
      if (!texts.includes('text 1')) return inner(texts, timeoutMs)
      server.behave({ kind: 'body', body: 'too long', status: 400 })
      return refused(texts, timeoutMs).finally(() => { server.behave({ kind: 'embeds', vector: () => eight(1) }) }) // prettier-ignore
    }
    const run = openArticleEmbedder({ store, embed: picky, model: 'm', now: () => 0 })
    expect(await run()).toEqual({ embedded: 3 })
    expect(store.kept.map(({ numbers }) => numbers.length)).toEqual([8, 0, 8])
  })

  test('that the endpoint refuses all of stay to be embedded', async () => {
    server.behave({ kind: 'body', body: 'no such model', status: 400 })
    const store = storeOf(3)
    const run = openArticleEmbedder({ store, embed: embed(), model: 'm', now: () => 0 })
    expect(await run()).toEqual({ embedded: 0, fault: 'it answered 400' })
    expect(store.kept).toEqual([])
  })

  test('whose length is another than before are told of', async () => {
    server.behave({ kind: 'embeds', vector: () => eight(1) })
    const run = openArticleEmbedder({ store: storeOf(3, false), embed: embed(), model: 'm', now: () => 0 })
    expect(await run()).toMatchObject({ embedded: 0, fault: expect.stringContaining('another length') as string })
  })

  test('stop between two batches', async () => {
    server.behave({ kind: 'embeds', vector: () => eight(1) })
    const store = storeOf(40)
    const run = openArticleEmbedder({ store, embed: embed(), model: 'm', now: () => 0 })
    expect(await run(() => store.kept.length >= 16)).toEqual({ embedded: 16 })
  })
})
