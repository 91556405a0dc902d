import { afterAll, beforeAll, expect, test } from 'vitest'
import { presentAnswer } from '../../src/bots/present/present-answer.js'
import { viewIn } from '../../src/bots/wording/view.js'
import { readConfig } from '../../src/process/config.js'
import { withModel } from '../../src/newsroom/with-model.js'
import { answer, citation, newsroom, now, plain } from '../bots/stand-ins/stand-ins.js'
import { reader } from '../summaries/pack.js'
import { startModelServer, type ModelServer } from '../summaries/rendering/model-server.js'

let server: ModelServer
beforeAll(async () => (server = await startModelServer()))
afterAll(() => server.close())

const { region } = reader
const view = viewIn('en', region)

async function shown(said: string) {
  server.behave({ kind: 'says', text: () => said })
  const config = readConfig({ LLM_URL: server.url, LLM_MODEL: 'm', LLM_KEY: 'sk-of-the-tests' })
  const faults: string[] = []
  const { newsroom: rooms } = withModel(newsroom(), config, { region, now, onFault: (fault) => faults.push(fault) })
  return { text: plain(presentAnswer(await rooms.ask('trade with China', { language: 'en' }), view)), faults }
}

test('a rendering is shown under its quote, as a model’s and no quote', async () => {
  const { text } = await shown('trade with China reached $43.8 billion.')
  expect(text).toMatch(/A language model’s rendering, not a quote: Trade with China reached \$43\.8 billion\./)
  expect(text).toContain(citation.quote)
})

test('what the quote does not say is not shown, and the answer is as without a model', async () => {
  const { text } = await shown('trade with China reached $48.3 billion.')
  expect(text).toBe(plain(presentAnswer(answer, view)))
})

test('without a model the newsroom is the same', () => {
  const rooms = newsroom()
  expect(withModel(rooms, readConfig({}), { region, now })).toEqual({ newsroom: rooms })
})
