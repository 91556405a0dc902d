import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Newsroom } from '../../src/bots/contract/newsroom-port.js'
import { readConfig } from '../../src/process/config.js'
import { articleEmbedder, withEmbedding } from '../../src/newsroom/with-embedding.js'
import { answer, newsroom, now } from '../bots/stand-ins/stand-ins.js'
import { startModelServer, type ModelServer } from '../summaries/rendering/model-server.js'

let server: ModelServer
beforeAll(async () => (server = await startModelServer()))
afterAll(() => server.close())

test('a question is asked with its embedding, or without where the endpoint fails', async () => {
  const asked: Parameters<Newsroom['ask']>[1][] = []
  const held = { ...newsroom(), ask: async (...[, options]: Parameters<Newsroom['ask']>) => (asked.push(options), answer) } // prettier-ignore
  const config = readConfig({ LLM_URL: server.url, EMBED_MODEL: 'm', LLM_KEY: 'sk-of-the-tests' })
  const faults: string[] = []
  const rooms = withEmbedding(held, config, { now, onFault: (fault) => faults.push(fault) })
  server.behave({ kind: 'embeds', vector: () => [1, 0, 0, 0, 0, 0, 0, 0] })
  await rooms.ask('trade with China', { language: 'en' })
  server.behave({ kind: 'body', body: 'sk-of-the-tests', status: 500 })
  await rooms.ask('trade with China', { language: 'en' })
  expect(asked).toEqual([
    { language: 'en', near: { model: 'm', numbers: Int8Array.of(127, 0, 0, 0, 0, 0, 0, 0) } },
    { language: 'en' },
  ])
  expect(faults).toEqual(['it answered 500'])
})

test('without a model nothing is embedded', () => {
  const rooms = newsroom()
  expect(withEmbedding(rooms, readConfig({}), { now })).toBe(rooms)
  const store = { unembedded: async () => [], saveEmbeddings: async () => true }
  expect(articleEmbedder(readConfig({}), store, now)).toBeUndefined()
})
