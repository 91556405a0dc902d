import { expect, test } from 'vitest'
import type { Message } from '../../../src/bots/contract/message.js'
import type { Newsroom } from '../../../src/bots/contract/newsroom-port.js'
import type { Alert } from '../../../src/summaries/digest/alerts.js'
import type { Digest, DigestItem } from '../../../src/summaries/terms/shapes.js'
import { arrives, desk, dueAt, platform, subscription } from '../stand-ins/desk.js'
import { articleStore } from '../../../src/store/news/article-store-sql.js'
import { keyed } from '../../store/samples.js'
import { citation, digest, newsroom } from '../stand-ins/stand-ins.js'
import type { Schedule } from '../../../src/bots/contract/schedule.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const item = (storyId: string, line: string, facts: readonly string[] = [line]): DigestItem => ({
  ...{
    line,
    givesFigure: true,
    storyId,
    facts,
    quote: citation.quote,
    change: { kind: 'new' },
    voices: 1,
    citations: [1],
  },
  why: { cues: [], entities: [], figures: [] },
})

const withItems = (...items: readonly DigestItem[]): Digest => ({
  ...digest,
  sections: [{ sectionId: 'trade-energy', title: 'Trade', items }],
})

/** A newsroom whose digests are as told, and what it was asked. */
function telling(digests: (call: number) => Digest, more: Partial<Newsroom> = {}) {
  const asked: Parameters<Newsroom['digest']>[0][] = []
  return {
    asked,
    newsroom: newsroom({ digest: async (options) => (asked.push(options), digests(asked.length)), ...more }),
  }
}

test('a due digest of the day before is sent once, in its language, and due again the next day', async () => {
  const { asked, newsroom } = telling(() => digest)
  const { stand, sent } = platform('telegram', arrives)
  const order = subscription('s1', { language: 'ru', length: 'short', filter: { sectionIds: ['outlook'] } })
  const { round, rows, due } = await desk([order], [stand], { newsroom })
  expect(await round()).toMatchObject({ posted: 1, queued: 1, skipped: 0, failed: [] })
  expect(await round()).toMatchObject({ posted: 0, queued: 0 })
  expect(asked).toEqual([
    {
      from: dueAt - DAY,
      to: dueAt,
      language: 'ru',
      filter: { sectionIds: ['outlook'] },
      length: 'short',
      lateByMs: DAY,
      told: [],
    },
  ])
  expect(sent).toHaveLength(1)
  expect(sent[0]?.text).toContain('Обзор, 17 июня 2025')
  expect(sent[0]?.nonce).toMatch(/^[\w-]{1,25}$/)
  expect(await rows()).toMatchObject([{ state: 'sent', attempts: 1, messageId: 'm1', occurrenceAt: dueAt }])
  expect((await due('s1')).next_due_at).toBe(dueAt + DAY)
})

test('nothing is sent before its time', async () => {
  const { stand, sent } = platform('telegram', arrives)
  const { round } = await desk([subscription('s1', { nextDueAt: dueAt + MINUTE + 1 })], [stand])
  await round()
  expect(sent).toEqual([])
})

test('what many ask for is composed and rendered once', async () => {
  const { asked, newsroom } = telling(() => digest)
  const { stand, sent } = platform('telegram', arrives)
  let renders = 0
  const render: typeof stand.render = stand.render.bind(stand)
  Object.assign(stand, { render: (message: Message) => ((renders += 1), render(message)) })
  const many = Array.from({ length: 500 }, (_, index) =>
    subscription(`s${index}`, { language: index % 2 ? 'ru' : 'en' }),
  )
  const { round } = await desk(many, [stand], { newsroom })
  await round()
  expect([asked.length, renders, sent.length]).toEqual([2, 2, 500])
})

test('a throw in one subscription never stops the others, and it stays due', async () => {
  const { stand, sent } = platform('telegram', arrives)
  const failing: Newsroom['digest'] = async ({ language }) => {
    if (language === 'ru') throw new Error('digest gave no answer in 15000 ms')
    return digest
  }
  const { round, due } = await desk([subscription('s1', { language: 'ru' }), subscription('s2')], [stand], {
    newsroom: newsroom({ digest: failing }),
  })
  expect(await round()).toMatchObject({ posted: 1, failed: ['subscription s1: digest gave no answer in 15000 ms'] })
  expect(sent.map(({ chatId }) => chatId)).toEqual(['chat-s2'])
  expect((await due('s1')).next_due_at).toBe(dueAt)
})

test('after three days down the latest digest is sent once and tells of all of them; the others are written down as missed', async () => {
  const { asked, newsroom } = telling(() => digest)
  const { stand, sent } = platform('telegram', arrives)
  const { round, clock, rows, due } = await desk([subscription('s1')], [stand], { newsroom })
  await round()
  await clock.pass(3 * DAY + 5 * HOUR)
  expect(await round()).toMatchObject({ posted: 1, skipped: 2 })
  expect(sent).toHaveLength(2)
  expect(asked.at(-1)).toMatchObject({ from: dueAt, to: dueAt + 3 * DAY })
  expect((await rows()).map(({ occurrenceAt, state }) => [(occurrenceAt - dueAt) / DAY, state])).toEqual([
    [0, 'sent'],
    [1, 'skipped'],
    [2, 'skipped'],
    [3, 'sent'],
  ])
  expect((await due('s1')).next_due_at).toBe(dueAt + 4 * DAY)
})

test('a digest that was missed for more than six hours is skipped, and the next one tells its news', async () => {
  const { asked, newsroom } = telling(() => digest)
  const { stand, sent } = platform('telegram', arrives)
  const { round, clock, rows } = await desk([subscription('s1')], [stand], { newsroom })
  await round()
  await clock.pass(DAY + 7 * HOUR)
  expect(await round()).toMatchObject({ posted: 0, skipped: 1 })
  expect(await rows()).toMatchObject([{ state: 'sent' }, { state: 'skipped', reason: 'missed while nothing ran' }])
  await clock.pass(17 * HOUR)
  expect(await round()).toMatchObject({ posted: 1, skipped: 0 })
  expect(asked.at(-1)).toMatchObject({ from: dueAt, to: dueAt + 2 * DAY })
  expect(sent).toHaveLength(2)
})

test('a subscription whose platform is not there stays due, and a platform that comes back sends what waits', async () => {
  const { stand, sent } = platform('telegram', arrives)
  const platforms = new Map<'telegram', typeof stand>()
  const { round, due } = await desk([subscription('s1')], [], { platforms })
  await round()
  expect((await due('s1')).next_due_at).toBe(dueAt)
  platforms.set('telegram', stand)
  await round()
  expect(sent).toHaveLength(1)
})

test('no item comes twice unless it says something new', async () => {
  const days = [
    withItems(item('story', 'Exports: $5 bn'), item('other', 'Gas: 3 bcm')),
    withItems(item('story', 'Exports: $5 bn'), item('other', 'Gas: 4 bcm'), item('third', 'Loan: $1 bn')),
  ]
  const { asked, newsroom } = telling((call) => days[call - 1] ?? digest)
  const { stand, sent } = platform('telegram', arrives)
  const { round, clock } = await desk([subscription('s1')], [stand], { newsroom })
  await round()
  expect(sent[0]?.text).toContain('Exports: $5 bn')
  await clock.pass(DAY)
  await round()
  expect(sent[1]?.text).not.toContain('Exports: $5 bn')
  expect(sent[1]?.text).toContain('Gas: 4 bcm')
  expect(sent[1]?.text).toContain('Loan: $1 bn')
  // Composing knows it too, and puts other stories in their place.
  expect(asked[1]?.told).toEqual([
    { storyId: 'other', facts: ['Gas: 3 bcm'] },
    { storyId: 'story', facts: ['Exports: $5 bn'] },
  ])
})

test('a correction of a cited quote opens the next digest of who got it, once', async () => {
  const empty = { ...digest, sections: [] }
  const correction = { ...citation, outlet: 'Steppe Courier' }
  const { newsroom } = telling((call) => (call === 1 ? withItems(item('story', 'Exports: $5 bn')) : empty), {
    corrections: async (quotes) => quotes.map(({ articleId, quote }) => ({ ...correction, articleId, quote })),
  })
  const { stand, sent } = platform('telegram', arrives)
  const { round, clock, database } = await desk([subscription('s1'), subscription('s2', { language: 'ru' })], [stand], { newsroom }) // prettier-ignore
  await round()
  const articles = articleStore(database)
  await articles.saveArticles([keyed('a1', { text: citation.quote })])
  await articles.saveArticles([keyed('a1', { text: 'Other.', revision: 2, fetchedAt: clock.now() + HOUR })])
  await clock.pass(DAY)
  await round()
  const texts = sent.filter(({ chatId }) => chatId === 'chat-s1').map(({ text }) => text.split('\n'))
  expect(texts[0]?.join()).not.toContain('Corrected')
  expect(texts[1]?.slice(1, 4)).toEqual([
    'Corrected since I reported it',
    'Steppe Courier no longer says this: Trade grows',
    citation.quote,
  ])
  await clock.pass(DAY)
  await round()
  expect(sent.at(-1)?.text).not.toContain('Corrected')
})

const asItHappens = (more: Partial<Extract<Schedule, { kind: 'as-it-happens' }>> = {}): Schedule => ({
  ...{ kind: 'as-it-happens', timezone: 'UTC', atMostPerDay: 3 },
  ...more,
})

test('news as it happens comes once it is there, each item once, at most so many times a day, the rest the next day', async () => {
  let items: readonly DigestItem[] = []
  const { newsroom } = telling(() => withItems(...items))
  const { stand, sent } = platform('telegram', arrives)
  const order = subscription('s1', { schedule: asItHappens(), createdAt: dueAt - HOUR })
  const { round, clock } = await desk([order], [stand], { newsroom })
  await round()
  expect(sent).toEqual([])
  for (let count = 1; count <= 6; count += 1) {
    items = [...items, item(`story-${count}`, `News ${count}`)]
    await clock.pass(5 * MINUTE)
    await round()
    await round()
  }
  expect(sent.map(({ text }) => text.match(/News \d/g))).toEqual([['News 1'], ['News 2'], ['News 3']])
  await clock.pass(DAY)
  await round()
  expect(sent.at(-1)?.text.match(/News \d/g)).toEqual(['News 4', 'News 5', 'News 6'])
})

test('in quiet hours nothing comes, and after them what happened meanwhile', async () => {
  const { newsroom } = telling(() => withItems(item('story', 'News 1')))
  const { stand, sent } = platform('telegram', arrives)
  const quiet = { fromMinute: 4 * 60, toMinute: 6 * 60 }
  const orders = [
    subscription('s1', { schedule: asItHappens({ quiet }), createdAt: dueAt - HOUR }),
    subscription('s2', { schedule: asItHappens(), createdAt: dueAt - HOUR }),
  ]
  const { round, clock, chats } = await desk(orders, [stand], { newsroom })
  await chats.saveSettings(subscription('s2').chat, { quiet })
  for (let minutes = 0; minutes < 118; minutes += 5) {
    await round()
    await clock.pass(5 * MINUTE)
  }
  expect(sent).toEqual([])
  await round()
  expect(sent.map(({ chatId }) => chatId)).toEqual(['chat-s1', 'chat-s2'])
})

const alert = (storyId: string, more: Partial<Alert> = {}): Alert => ({
  ...{ kind: 'figure', storyId, facts: [storyId], line: `Line of ${storyId}`, quote: citation.quote, voices: 1 },
  citations: [{ ...citation, publishedAt: dueAt }],
  ...more,
})

test('an alert comes at once, each thing once, at most so many a day, and asks once for all who follow the same', async () => {
  let alerts: readonly Alert[] = [alert('old', { citations: [{ ...citation, publishedAt: dueAt - DAY }] })]
  const asked: unknown[] = []
  const { stand, sent } = platform('telegram', arrives)
  const follow = { figures: [{ measure: 'exports' }], stories: true, atMostPerDay: 2 }
  const orders = ['s1', 's2'].map((id) =>
    subscription(id, { nextDueAt: dueAt + DAY, createdAt: dueAt - HOUR, alerts: follow }),
  )
  const { round, clock } = await desk(orders, [stand], {
    newsroom: newsroom({ alerts: async (request) => (asked.push(request), alerts) }),
  })
  await round()
  expect(sent).toEqual([])
  expect(asked).toMatchObject([{ figures: [{ measure: 'exports' }], stories: true, language: 'en', filter: {} }])
  for (const storyId of ['a', 'b', 'c']) {
    const broke = { kind: 'story', voices: 4, withinMs: 40 * MINUTE, headline: { text: `Headline of ${storyId}`, language: 'en', url: citation.url, articleId: 'a1', made: 'title' } } as const // prettier-ignore
    alerts = [...alerts, alert(storyId, storyId === 'b' ? broke : {})]
    await clock.pass(MINUTE)
    await round()
    await round()
  }
  const texts = sent.filter(({ chatId }) => chatId === 'chat-s1').map(({ text }) => text)
  expect(texts).toHaveLength(2)
  expect(texts[0]).toContain('Figure changed · Line of a')
  expect(texts[1]).toContain('4 outlets in 40 min · Headline of b')
  expect(texts[1]).not.toContain('Line of b')
  await clock.pass(DAY)
  await round()
  expect(sent.at(-1)?.text).toContain('Line of c')
})
