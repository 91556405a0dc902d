// What benchmarks and proofs run of the bot: the shipped outbox, store and platforms over the real client libraries, with a
// digest that is there already.
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { NEWSROOM_PORTS } from '../dist/newsroom/newsroom-ports.js'
import { calledPort, openRemote } from '../dist/process/threads.js'

export const now = Date.now

/** The store in its own thread: { deliveries, add }. */
export async function openStore(databaseUrl) {
  const worker = new Worker(new URL('./store-thread.mjs', import.meta.url), { workerData: { databaseUrl } })
  await once(worker, 'message')
  const { deliveries } = NEWSROOM_PORTS
  const { ports } = openRemote(worker, { deliveries, setUp: calledPort({ add: 60_000 }) })
  return { deliveries: ports.deliveries, add: ports.setUp.add, end: () => worker.terminate() }
}

const names = { en: 'Central Asia', ru: 'Центральная Азия' }
export const region = {
  name: new Proxy(names, { get: (all, language) => all[language] ?? all.en }),
  timezone: 'Asia/Almaty',
  sections: [{ id: 'trade', title: names }],
  entities: [],
  measures: [],
}

/** A digest of some items; `mark` makes its words its own. */
export function digestOf({ from, to, language }, mark = '') {
  const items = Array.from({ length: 6 }, (_, index) => ({
    line: `${mark} Kazakhstan–China trade, 202${index}: $43.${index} bn, was $41 bn`,
    quote: `Товарооборот с Китаем достиг $43,${index} млрд за год, сообщили в министерстве.`,
    change: { kind: 'new' },
    storyId: `story-${mark}-${index}`,
    facts: [`${mark} ${index}`],
    voices: 2,
    why: { cues: [], entities: [], figures: [] },
    citations: [index + 1],
  }))
  const citations = items.map(({ quote }, index) => ({
    ...{ number: index + 1, articleId: `a${mark}${index}`, url: `https://steppe.example/${index}`, outlet: 'Steppe' },
    ...{ title: 'Trade grows', publishedAt: from, quote, language: 'ru', voice: 'independent' },
  }))
  const coverage = { articles: 12, outlets: 3, feedsRead: 4, feedsFailed: [] }
  const sections = [{ sectionId: 'trade', title: 'Trade', items }]
  return { from, to, language, sections, silent: [], coverage, citations }
}

export const newsroom = {
  digest: async (options) => digestOf(options),
  alerts: async () => [],
  corrections: async () => [],
}

export const subscription = (id, chat, more) => ({
  ...{ id, chat, status: 'active', language: 'en', length: 'normal', filter: {}, createdAt: 0 },
  ...more,
})
