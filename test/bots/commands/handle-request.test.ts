import fc from 'fast-check'
import { expect, test } from 'vitest'
import { handleRequest } from '../../../src/bots/commands/handle-request.js'
import type { SourcesReport } from '../../../src/bots/contract/newsroom-port.js'
import { parseCommand } from '../../../src/bots/commands/parse-command.js'
import type { Command, Request } from '../../../src/bots/contract/request.js'
import type { FigureHistory } from '../../../src/summaries/terms/shapes.js'
import {
  answer,
  chatStore,
  citation,
  memos,
  newsroom,
  catalogue,
  now,
  plain,
  region,
  traits,
} from '../stand-ins/stand-ins.js'
import type { CommandDeps } from '../../../src/bots/turn/turn.js'

const chat = { platform: 'telegram', chatId: '7' } as const

function desk(parts: Partial<CommandDeps> = {}) {
  const { store, kept, chosen } = chatStore()
  let ids = 0
  const deps: CommandDeps = {
    newsroom: newsroom(),
    chats: store,
    memos: memos(),
    catalogue: catalogue(),
    firstSight: async () => true,
    traits,
    region,
    now,
    newId: () => `s${(ids += 1)}`,
    ...parts,
  }
  const send = (command: Command | string, more: Partial<Request> = {}) => {
    const asked = typeof command === 'string' ? parseCommand(command) : command
    return handleRequest({ chat, userId: 'u', command: asked, mayManage: true, ...more }, deps)
  }
  return { send, kept, chosen, say: async (command: Command | string, more = {}) => plain(await send(command, more)) }
}

test('a subscription says what comes, when, where and how to stop it', async () => {
  const { say, kept } = desk()
  expect(await say('subscribe trade-energy 9')).toBe(
    [
      'Done. From now on this chat gets a digest of Trade and energy every day at 09:00 (Asia/Almaty, UTC+5), in English.',
      'The next one comes on 18 June 2025 at 09:00.',
      'If I am down at that time, it still comes within 6 h; after that it is skipped, and the next one carries its news.',
      'To stop it: /subscriptions remove s1',
    ].join('\n'),
  )
  expect(kept()).toEqual([
    {
      id: 's1',
      chat,
      status: 'active',
      language: 'en',
      length: 'normal',
      filter: { sectionIds: ['trade-energy'] },
      schedule: { kind: 'times', minutes: [540], timezone: 'Asia/Almaty' },
      createdBy: 'u',
      createdAt: now(),
      nextDueAt: Date.parse('2025-06-18T04:00Z'),
    },
  ])
})

test('a subscription in Russian, by the title of its section, is kept in Russian', async () => {
  const { say, kept } = desk()
  await say('subscribe Торговля и энергетика 14 русский', { clientLanguage: 'ru' })
  expect(kept()).toMatchObject([
    { filter: { sectionIds: ['trade-energy'] }, schedule: { minutes: [840] }, language: 'ru' },
  ])
})

test('the same subscription asked for twice is kept once', async () => {
  const { say, kept } = desk()
  await say('subscribe all 9')
  expect(await say('subscribe 9')).toMatch(/already gets just that/)
  expect(kept()).toHaveLength(1)
})

test('a chat has at most ten subscriptions', async () => {
  const { say, kept } = desk()
  for (let hour = 0; hour < 12; hour += 1) await say(`subscribe ${hour}`)
  expect(kept()).toHaveLength(10)
})

test('a wrong section, hour or language is named, with what is valid, and nothing is kept', async () => {
  const { say, kept } = desk()
  expect(await say('subscribe sports 9')).toBe(
    'There is no section “sports”. The sections are: all, trade-energy, outlook',
  )
  expect(await say('subscribe 25')).toBe('“25” is not a whole hour. Give 0 to 23, for example: /subscribe 9')
  expect(await say('subscribe 9:30')).toMatch(/^“9:30” is not a whole hour/)
  expect(await say('subscribe 9 xx')).toMatch(/^I do not write in “xx”. I know: en \(English\), ru \(Russian\)/)
  expect(await say('settings klingon')).toMatch(/^I do not write in “klingon”/)
  expect(await say('/digest sports')).toMatch(/^There is no section “sports”/)
  expect(await say('/digest 9999')).toMatch(/^“9999” is not a number of hours/)
  expect(kept()).toEqual([])
})

test('who may not manage a chat is told so in private and changes nothing', async () => {
  const { send, kept, chosen } = desk()
  for (const command of ['subscribe 9', 'unsubscribe s1', 'settings ru']) {
    const message = await send(command, { mayManage: false })
    expect(message.isPrivate).toBe(true)
    expect(plain(message)).toMatch(/^Only people who manage this chat can do that/)
  }
  expect(kept()).toEqual([])
  expect(chosen.size).toBe(0)
  expect(plain(await send('settings', { mayManage: false }))).toMatch(/^Settings\nLanguage: English/)
})

test('subscriptions are listed, removed by id and can be had back', async () => {
  const { say, kept } = desk()
  expect(await say('subscriptions')).toMatch(/no subscriptions/)
  await say('subscribe outlook 9 ru')
  expect(await say('subscriptions')).toBe(
    'Subscriptions of this chat\n' +
      's1: Outlook, every day at 09:00 (Asia/Almaty, UTC+5), in Russian; next on 18 June 2025.\n' +
      'Or type: /subscriptions pause ID, resume, edit, preview, test, remove.',
  )
  expect(await say('subscriptions remove s9')).toBe('This chat has no subscription “s9”. It has: s1')
  expect(await say('subscriptions remove s1')).toBe(
    'Stopped: Outlook, every day at 09:00 (Asia/Almaty, UTC+5). Nothing more of it will come.',
  )
  expect(kept()).toEqual([])
})

test('settings change the language and say how to undo it', async () => {
  const { say } = desk()
  expect(await say('settings Russian')).toMatch(/^Теперь здесь мой язык: русский. Чтобы вернуть: \/settings en\n/)
  expect(await say('ask', { clientLanguage: 'en' })).toMatch(/^Спросите несколькими словами/)
})

test('forget says what will be deleted and deletes it once confirmed', async () => {
  const { say, kept, chosen } = desk()
  await say('settings en')
  await say('subscribe 9')
  expect(await say('forget')).toContain(
    'This deletes all that I keep about this chat: its language, 1 subscription and what waits to be sent. ' +
      'It cannot be undone.\nTo go on: /forget confirm',
  )
  expect(kept()).toHaveLength(1)
  expect(await say('forget confirm')).toMatch(/is deleted/)
  expect([kept().length, chosen.size]).toEqual([0, 0])
})

test('an empty question and one of control characters get an example', async () => {
  const { say } = desk()
  for (const question of ['', '   ', '\u0000\u0007\u001B', '?!…', '\u202E\u200B'])
    expect(await say({ name: 'ask', question })).toBe('Ask in a few words, for example: /ask trade with China')
})

test('a question of 10,000 characters is read up to the limit, and the answer says so', async () => {
  const asked: string[] = []
  const ask = async (question: string) => (asked.push(question), answer)
  const { say } = desk({ newsroom: newsroom({ ask }) })
  expect(await say({ name: 'ask', question: 'gas '.repeat(2_500) })).toMatch(/^Only the first 1,000 characters/)
  expect(asked.map(({ length }) => length)).toEqual([1_000])
})

test('an unanswerable question is answered with what the archive holds', async () => {
  const nothing = { ...answer, found: false, text: 'Nothing found. The archive holds 12 articles.', sentences: [] }
  const { say } = desk({ newsroom: newsroom({ ask: async () => nothing }) })
  expect(await say('who won the world cup')).toBe('Nothing found. The archive holds 12 articles.')
})

test('a newsroom that is late is excused, any other fault is ours, and both are reported', async () => {
  const faults: unknown[] = []
  const late = Object.assign(new Error('no answer within 8 s'), { name: 'TimeoutError' })
  const failing = (error: Error) =>
    desk({ newsroom: newsroom({ ask: () => Promise.reject(error) }), onFault: (fault) => faults.push(fault) })
  expect(await failing(late).say('gas')).toMatch(/^The newsroom is busy/)
  expect(await failing(new Error('out of disk')).say('gas')).toMatch(/^That did not work/)
  expect(faults).toHaveLength(2)
})

test('figure, story and compare say what they need when they get nothing', async () => {
  const { say } = desk()
  expect(await say('/figure')).toMatch(/^Name a measure/)
  expect(await say('/figure colour of money')).toMatch(/^No figures are known for “colour of money”/)
  expect(await say('/story')).toMatch(/^Name a story by words of its title/)
  expect(await say('/story s404')).toMatch(/^No story has “s404” in a title/)
  expect(await say('/compare')).toMatch(/^Add the address or the text/)
  expect(await say('/compare some text')).toMatch(/answers none of the template/)
})

test("a figure's history is a table with a source for each row", async () => {
  const history: FigureHistory = {
    what: 'trade-turnover',
    name: 'trade turnover: Kazakhstan, China',
    entityIds: ['kazakhstan', 'china'],
    records: [
      {
        value: 50e9,
        unit: 'USD',
        what: 'trade-turnover',
        between: [],
        kind: 'target',
        period: '2026',
        quote: '$50 bn',
        url: 'https://steppe.example/a2',
        source: 'Steppe Courier',
        publishedAt: now(),
        change: { kind: 'new' },
      },
    ],
  }
  const { say } = desk({ newsroom: newsroom({ figure: async () => history }) })
  expect(await say('figure trade Kazakhstan')).toBe(
    [
      'trade turnover: Kazakhstan, China',
      'Value | Period | Change | Source',
      '$50 bn (target) | 2026 | new | [1] Steppe Courier',
      'Sources',
      '[1] Steppe Courier, 17 June 2025: “$50 bn”',
    ].join('\n'),
  )
})

test("a figure's history keeps parties apart, those asked for first, and says which values are disputed", async () => {
  const told = (between: string[], value: number, source: string) => ({
    ...{ value, unit: 'USD' as const, what: 'trade-turnover', between, kind: 'actual' as const, period: '2024' },
    ...{ quote: `$${value / 1e9} billion`, source, publishedAt: now(), change: { kind: 'new' as const } },
  })
  const history: FigureHistory = {
    what: 'trade-turnover',
    name: 'trade turnover',
    entityIds: ['kazakhstan', 'china'],
    records: [
      told(['china'], 1e9, 'Steppe'),
      told(['china', 'kazakhstan'], 43.8e9, 'Steppe'),
      told(['china', 'kazakhstan'], 30.1e9, 'Pamir'),
      told(['china', 'kazakhstan'], 43.8e9, 'Tien Shan'),
      { ...told(['china', 'kazakhstan'], 60e9, 'Aral'), period: '2025' },
    ],
  }
  const { say } = desk({ newsroom: newsroom({ figure: async () => history }) })
  expect((await say('figure trade Kazakhstan China')).split('\n').slice(1, 9)).toEqual([
    'China, Kazakhstan',
    'Value | Period | Change | Source',
    '$43.8 bn | 2024 | disputed: $43.8 bn or $30.1 bn | [1] Steppe, [2] Tien Shan',
    '$30.1 bn | 2024 | disputed: $30.1 bn or $43.8 bn | [3] Pamir',
    '$60 bn | 2025 | new | [4] Aral',
    'China',
    'Value | Period | Change | Source',
    '$1 bn | 2024 | new | [5] Steppe',
  ])
})

test('feeds tell what is wrong and sources tell whose news there is', async () => {
  const feed = {
    feedId: 'f',
    outlet: 'Steppe',
    voice: 'state',
    url: 'https://steppe.example/rss',
    status: 'default',
  } as const
  const feeds = [
    { ...feed, verdict: 'ok', articles: 5 },
    { ...feed, feedId: 'g', outlet: 'Pamir', verdict: 'error', detail: 'answered 503', articles: 0 },
    { ...feed, feedId: 'h', verdict: 'never', articles: 0 },
  ] as const
  const sources = async (): Promise<SourcesReport> => ({ feeds, articles: 5, outlets: 1, newestAt: now() })
  const { say } = desk({ newsroom: newsroom({ sources }) })
  expect(await say('feeds')).toBe(
    'Feeds\nRead well: 1. Not read: 1. Not yet tried: 1.\nFeeds with faults\nPamir (g): answered 503\n' +
      'Or type: /feeds add ADDRESS, /feeds remove ADDRESS, /feeds export.',
  )
  expect(await say('sources')).toBe(
    'Sources\n5 articles from 1 outlet; the newest of 17 June 2025.\nSteppe (state): 5\nCould not be read: Pamir.',
  )
})

test('sources tell who failed and who is silent, and since when', async () => {
  const feed = { feedId: 'f', outlet: 'Steppe', voice: 'state', url: 'https://steppe.example/rss', status: 'default' } as const // prettier-ignore
  const feeds = [
    { ...feed, verdict: 'ok', articles: 5 },
    { ...feed, feedId: 'i', outlet: 'Issyk', verdict: 'stale', articles: 2, lastNewAt: now() - 40 * 24 * 3_600_000 },
    { ...feed, feedId: 'j', outlet: 'Zhetysu', verdict: 'ok', articles: 0 },
    // What another feed of the same outlet brings is no silence, and no fault of the outlet.
    { ...feed, feedId: 'k', verdict: 'blocked', articles: 0 },
    { ...feed, feedId: 'l', verdict: 'quiet', articles: 1 },
    { ...feed, feedId: 'm', outlet: 'Altai', verdict: 'timeout', articles: 0 },
    { ...feed, feedId: 'n', outlet: 'Off', status: 'off', verdict: 'timeout', articles: 0 },
    { ...feed, feedId: 'o', outlet: 'New', verdict: 'never', articles: 0 },
  ] as const
  const sources = async (): Promise<SourcesReport> => ({ feeds, articles: 8, outlets: 2, newestAt: now() })
  const { say } = desk({ newsroom: newsroom({ sources }) })
  expect((await say('sources')).split('\n').slice(2)).toEqual([
    'Steppe (state): 6, Issyk (state): 2',
    'Could not be read: Altai.',
    'Nothing came from: Issyk (last news 8 May 2025), Zhetysu.',
  ])
})

test('help lists every command in the language of the client', async () => {
  const { say } = desk()
  const text = await say('help', { clientLanguage: 'ru' })
  for (const name of ['ask', 'digest', 'subscribe', 'forget']) expect(text).toContain(`/${name}`)
  expect(text).toContain('Центральная Азия')
})

test('whatever is written, the answer is a message with something in it', async () => {
  const { send } = desk()
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), fc.boolean(), async (text, mayManage) => {
      const message = await send(text, { mayManage })
      expect(message.blocks.length).toBeGreaterThan(0)
    }),
  )
})

test('"/story promises a word of the title": words open the one story that has them, or offer those that do', async () => {
  const titles = { s1: ['Railway to China opens', 'Открыта железная дорога'], s2: ['A railway for Uzbekistan'] }
  const recent = Object.entries(titles).map(([id, all]) => ({ id, title: all[0] ?? id, titles: all }))
  const story = async (id: string) => {
    if (!(id in titles)) return undefined
    const [title = id] = titles[id as keyof typeof titles]
    const shown = { id, articleIds: [], languages: [], voices: [], firstAt: now(), lastAt: now() }
    return { story: shown, title, why: [], status: 'quiet' as const, articles: [] }
  }
  const found = { storyId: 's2', line: '', citation: { ...citation, title: 'Cotton for Khujand' } }
  const results = async () => ({ items: [found], total: 1 })
  const { say, send } = desk({ newsroom: newsroom({ recentStories: async () => recent, story, results }) })
  expect(await say('/story china railway')).toMatch(/^Railway to China opens/)
  expect(await say('/story железная дорога')).toMatch(/^Railway to China opens/)
  expect(await say('/story s2')).toMatch(/^A railway for Uzbekistan/)
  expect(await say('/story khujand')).toMatch(/^A railway for Uzbekistan/)
  expect(await say('/story railway')).toBe('Several stories have “railway” in a title. Which one?')
  const offered = (await send('/story railway')).blocks.flatMap((block) =>
    block.kind === 'controls' ? block.controls : [],
  )
  expect(offered).toMatchObject([{ action: ['story', 's1'] }, { action: ['story', 's2'] }])
  expect(await say('/story zebra')).toMatch(/^No story has “zebra” in a title/)
})
