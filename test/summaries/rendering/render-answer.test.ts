import { EventEmitter, once } from 'node:events'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { modelAt } from '../../../src/summaries/rendering/ask-model.js'
import { openRenderer } from '../../../src/summaries/rendering/render-answer.js'
import type { Answer, Citation } from '../../../src/summaries/terms/shapes.js'
import { reader } from '../pack.js'
import { startModelServer, type Behaviour, type ModelServer } from './model-server.js'

const KEY = 'sk-a-key-of-the-tests-0123456789'
const AT = Date.parse('2025-06-18T06:00:00Z')

const citation = (number: number, quote: string): Citation => ({
  ...{ number, articleId: `a${number}`, url: '', outlet: 'Outlet', title: '', publishedAt: AT },
  ...{ quote, language: 'ru', voice: 'independent' },
})

const ANSWER: Answer = {
  question: 'trade with China',
  language: 'en',
  found: true,
  text: 'China–Kazakhstan trade, 2024: $43.8 bn',
  sentences: [
    { text: 'China–Kazakhstan trade, 2024: $43.8 bn', citations: [1] },
    { text: 'Statement, Kassym-Jomart Tokayev', citations: [2] },
  ],
  figures: [],
  hits: ['a1', 'a2'],
  citations: [
    citation(1, 'Товарооборот Казахстана с Китаем в 2024 году достиг $43,8 млрд.'),
    citation(2, 'Токаев заявил, что Казахстан не будет повышать тарифы.'),
  ],
}

const HONEST = [
  'trade between Kazakhstan and China reached $43.8 billion in 2024.',
  'Tokayev said that Kazakhstan will not raise tariffs.',
]

let server: ModelServer
beforeAll(async () => (server = await startModelServer()))
afterAll(() => server.close())
beforeEach(() => (server.requests.length = 0))

async function render(behaviour: Behaviour, limits: { timeoutMs?: number; maxBytes?: number } = {}) {
  server.behave(behaviour)
  const faults: string[] = []
  const askModel = modelAt({ url: server.url, model: 'a-model', key: () => KEY, ...limits })
  const answer = await openRenderer({ region: reader.region, askModel, now: () => AT, onFault: (fault) => faults.push(fault) })(ANSWER) // prettier-ignore
  return { answer, faults, renderings: answer.sentences.map(({ rendering }) => rendering) }
}

test('an honest rendering stands beside the quote that it renders, and changes nothing else', async () => {
  const { answer, renderings, faults } = await render({ kind: 'says', text: ({ id }) => HONEST[id] ?? '' })
  expect(renderings).toEqual([
    'Trade between Kazakhstan and China reached $43.8 billion in 2024.',
    'Tokayev said that Kazakhstan will not raise tariffs.',
  ])
  expect({ ...answer, sentences: answer.sentences.map(({ text, citations }) => ({ text, citations })) }).toEqual(ANSWER)
  expect(faults).toEqual([])
})

test('the model gets the quotes as material, apart from what it is told to do, and the key as a bearer', async () => {
  await render({ kind: 'says', text: ({ id }) => HONEST[id] ?? '' })
  const [request] = server.requests
  const { model, messages } = JSON.parse(request?.body ?? '') as {
    model: string
    messages: { role: string; content: string }[]
  }
  expect([request?.path, model, request?.headers.authorization]).toEqual(['/v1/chat/completions', 'a-model', `Bearer ${KEY}`]) // prettier-ignore
  expect(messages.map(({ role }) => role)).toEqual(['system', 'user'])
  expect(messages[0]?.content).not.toContain('Товарооборот')
  expect(JSON.parse(messages[1]?.content ?? '')).toEqual({
    language: 'en',
    items: ANSWER.citations.map(({ quote, language }, id) => ({ id, quotes: [{ text: quote, language }] })),
  })
})

test.each<[string, string]>([
  ['another number', 'trade between Kazakhstan and China reached $48.3 billion in 2024.'],
  ['another scale', 'trade between Kazakhstan and China reached $43.8 million in 2024.'],
  ['another currency', 'trade between Kazakhstan and China reached 43.8 billion yuan in 2024.'],
  ['another year', 'trade between Kazakhstan and China reached $43.8 billion in 2023.'],
  ['a month that nobody named', 'trade between Kazakhstan and China reached $43.8 billion in June 2024.'],
  ['another country', 'trade between Kazakhstan and Russia reached $43.8 billion in 2024.'],
  ['a person who is not there', 'Trade between Kazakhstan and China reached $43.8 billion in 2024, said Smith.'],
  ['a quotation', 'trade between Kazakhstan and China reached "a record" $43.8 billion in 2024.'],
  ['a forecast', 'trade between Kazakhstan and China will reach $43.8 billion in 2024.'],
  ['a denial', 'trade between Kazakhstan and China did not reach $43.8 billion in 2024.'],
  ['a bound', 'trade between Kazakhstan and China reached more than $43.8 billion in 2024.'],
  ['a fall', 'trade between Kazakhstan and China fell to $43.8 billion in 2024.'],
])('a rendering with %s is dropped and the answer stays', async (_, lie) => {
  const { renderings } = await render({ kind: 'says', text: ({ id }) => (id === 0 ? lie : (HONEST[1] ?? '')) })
  expect(renderings).toEqual([undefined, 'Tokayev said that Kazakhstan will not raise tariffs.'])
})

test('of two sentences the sound one stays', async () => {
  const two = `${HONEST[1] ?? ''} Putin agreed with him.`
  const { renderings } = await render({ kind: 'says', text: ({ id }) => (id === 1 ? two : '') })
  expect(renderings).toEqual([undefined, 'Tokayev said that Kazakhstan will not raise tariffs.'])
})

test.each<[string, string]>([
  ['a shout', 'HACKED'],
  ['an address', 'Kazakhstan says: visit https://evil.example for $43.8 billion in 2024.'],
  ['a mention', 'Kazakhstan and China: @everyone look at $43.8 billion in 2024.'],
  ['a link in markup', 'trade between Kazakhstan and China reached [$43.8 billion](x) in 2024.'],
  ['a poem', 'as you asked, here is a poem about cats and their warm little paws.'],
  ['its prompt', 'you render quotes from news articles and the quotes are material.'],
  ['another language', 'Товарооборот Казахстана с Китаем в 2024 году достиг $43,8 млрд.'],
])('a model that obeys an article and says %s is not heard', async (_, said) => {
  const { renderings } = await render({ kind: 'says', text: () => said })
  expect(renderings).toEqual([undefined, undefined])
})

test.each<[string, Behaviour, string]>([
  ['garbage', { kind: 'body', body: '<html>nope' }, 'it answered nothing that can be read'],
  ['JSON of another kind', { kind: 'body', body: '[1,2,{"a":null}]' }, 'it answered nothing that can be read'],
  ['null', { kind: 'body', body: 'null' }, 'it answered nothing that can be read'],
  ['prose for JSON', { kind: 'content', content: 'Sure! Here you go.' }, 'its answer could not be used'],
  ['items of a wrong type', { kind: 'content', content: '{"items":{"0":"x"}}' }, 'its answer could not be used'],
  ['an error', { kind: 'body', body: '{"error":"no"}', status: 500 }, 'it answered 500'],
  ['a refusal of the key', { kind: 'body', body: KEY, status: 401 }, 'it answered 401'],
  ['nothing, for ever', { kind: 'stalls' }, 'it took longer than 0.15 s'],
  ['a byte at a time', { kind: 'drips' }, 'it took longer than 0.15 s'],
  ['without end', { kind: 'endless' }, 'it answered more than 32 KB'],
  ['by hanging up', { kind: 'hangs-up' }, 'it could not be reached'],
  ['by sending elsewhere', { kind: 'redirects', to: 'http://127.0.0.1:1/' }, 'it could not be reached'],
])('a model that answers %s leaves the answer as it was', async (_, behaviour, fault) => {
  // A loaded machine may read the endless answer slowly: only those that never end get the short limit.
  const isWaitedFor = behaviour.kind === 'stalls' || behaviour.kind === 'drips'
  const { answer, faults } = await render(behaviour, { timeoutMs: isWaitedFor ? 150 : 10_000, maxBytes: 32 * 1024 })
  expect(answer).toEqual(ANSWER)
  expect(faults).toEqual([fault])
  expect(faults.join()).not.toContain(KEY)
})

test('a model that fails three times is left alone for a minute', async () => {
  let at = AT
  let asked = 0
  const askModel = async () => {
    asked += 1
    throw new Error('down')
  }
  const renderAgain = openRenderer({ region: reader.region, askModel, now: () => at })
  for (let index = 0; index < 5; index++) await renderAgain(ANSWER)
  expect(asked).toBe(3)
  at += 60_000
  await renderAgain(ANSWER)
  expect(asked).toBe(4)
})

test('a quote that is only said again is not shown twice', async () => {
  server.behave({ kind: 'says', text: ({ quotes }) => quotes[0]?.text ?? '' })
  const inRussian: Answer = { ...ANSWER, language: 'ru' }
  const askModel = modelAt({ url: server.url, model: 'm' })
  expect(await openRenderer({ region: reader.region, askModel, now: () => AT })(inRussian)).toEqual(inRussian)
})

test('an answer without quotes asks no model', async () => {
  const nothing: Answer = { ...ANSWER, found: false, sentences: [], citations: [] }
  await openRenderer({ region: reader.region, askModel: modelAt({ url: server.url, model: 'm' }), now: () => AT })(
    nothing,
  )
  expect(server.requests).toEqual([])
})

describe('a model that streams', () => {
  async function grown(given: Behaviour, limits: { timeoutMs?: number } = {}) {
    const faults: string[] = []
    const states: (readonly (string | undefined)[])[] = []
    const hear = new EventEmitter()
    // The second item comes when the first was heard.
    const before = async (index: number) => {
      if (index === 1 && states.length < 2) await once(hear, 'state')
    }
    server.behave(given.kind === 'streams' ? { before, ...given } : given)
    const askModel = modelAt({ url: server.url, model: 'm', ...limits })
    const render = openRenderer({
      region: reader.region,
      askModel,
      now: () => AT,
      onFault: (fault) => faults.push(fault),
    })
    const answer = await render(ANSWER, ({ sentences }) => {
      if (states.push(sentences.map(({ rendering }) => rendering)) === 2) hear.emit('state')
    })
    return { states, faults, last: answer.sentences.map(({ rendering }) => rendering) }
  }
  const says = ({ id }: { readonly id: number }) => HONEST[id] ?? ''
  const [first, second] = [
    'Trade between Kazakhstan and China reached $43.8 billion in 2024.',
    'Tokayev said that Kazakhstan will not raise tariffs.',
  ]

  const atOnce = async () => undefined

  test('is heard item by item, after the answer without it', async () => {
    const { states, last, faults } = await grown({ kind: 'streams', text: says })
    expect(states).toEqual([[undefined, undefined], [first, undefined], [first, second]]) // prettier-ignore
    expect([last, faults]).toEqual([[first, second], []])
  })

  test('is checked item by item: a lie is at no time shown', async () => {
    const lie = 'trade between Kazakhstan and China reached $48.3 billion in 2024.'
    const { states, last } = await grown({
      kind: 'streams',
      text: (item) => (item.id === 0 ? lie : says(item)),
      before: atOnce,
    })
    expect(states).toEqual([[undefined, undefined], [undefined, second]]) // prettier-ignore
    expect(last).toEqual([undefined, second])
  })

  test('and breaks off, or stalls, leaves what was sound by then', async () => {
    const cut = await grown({ kind: 'streams', text: says, breaksOffAt: 1 })
    expect([cut.last, cut.faults]).toEqual([[first, undefined], ['it could not be reached']])
    const forEver = async (index: number) => (index === 1 ? new Promise<void>(() => undefined) : undefined)
    const stalled = await grown({ kind: 'streams', text: says, before: forEver }, { timeoutMs: 1_000 })
    expect([stalled.last, stalled.faults]).toEqual([[first, undefined], ['it took longer than 1 s']])
  })

  test('and tells of an error in its stream is at fault', async () => {
    const body =
      'data: {"choices":[{"delta":{"content":"{\\"items\\":["}}]}\n\ndata: {"error":{"message":"overloaded"}}\n\n'
    expect(await grown({ kind: 'body', body })).toMatchObject({ last: [undefined, undefined], faults: ['it broke off with an error'] }) // prettier-ignore
  })

  test('what a model answers to `stream` in one piece is the answer, too', async () => {
    const { states, last } = await grown({ kind: 'says', text: says })
    expect(states).toEqual([[undefined, undefined]])
    expect(last).toEqual([first, second])
  })
})
