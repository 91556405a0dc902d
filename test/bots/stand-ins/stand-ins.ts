import { KNOWN_TRAITS } from '../../../src/app/known-platforms.js'
import { traitsIn } from '../../../src/bots/contract/platform-traits.js'
import type { ChatSettings, ChatStore, Subscription } from '../../../src/bots/contract/chats.js'
import { textBlocks } from '../../../src/bots/wording/blocks.js'
import type { Memos } from '../../../src/bots/contract/memos.js'
import type { Message } from '../../../src/bots/contract/message.js'
import type { FeedCatalogue, Newsroom } from '../../../src/bots/contract/newsroom-port.js'
import type { Chat } from '../../../src/bots/contract/request.js'
import type { StoryThreads } from '../../../src/bots/contract/story-threads.js'
import type { ShownRegion } from '../../../src/bots/wording/view.js'
import type { Measure, Names, Section, Entity } from '../../../src/regions/region.js'
import type { Answer, Citation, Digest } from '../../../src/summaries/terms/shapes.js'
import { LANGUAGES } from '../../../src/text/types.js'

/** What the platforms of this program are like. */
export const traits = traitsIn(KNOWN_TRAITS)

export const now = () => Date.parse('2025-06-17T08:00Z')

const named = (en: string, ru: string): Names => ({
  ...(Object.fromEntries(LANGUAGES.map((language) => [language, en])) as unknown as Names),
  ru,
})

const section = (id: string, en: string, ru: string) =>
  ({ id, title: named(en, ru), asks: named(`What of ${en}?`, `Что нового: ${ru}?`) }) as unknown as Section
const entity = (id: string, en: string, ru: string) =>
  ({ id, kind: 'country', name: named(en, ru), aliases: {} }) as unknown as Entity

export const region: ShownRegion = {
  name: named('Central Asia', 'Центральная Азия'),
  timezone: 'Asia/Almaty',
  sections: [
    section('trade-energy', 'Trade and energy', 'Торговля и энергетика'),
    section('outlook', 'Outlook', 'Прогноз'),
  ],
  entities: [entity('kazakhstan', 'Kazakhstan', 'Казахстан'), entity('china', 'China', 'Китай')],
  outlets: [{ id: 'steppe-courier', name: 'Steppe Courier', domains: [], voice: 'independent' }],
  measures: [{ id: 'trade-turnover', name: named('trade turnover', 'товарооборот') } as unknown as Measure],
}

export const citation: Citation = {
  number: 1,
  articleId: 'a1',
  url: 'https://steppe.example/a1',
  outlet: 'Steppe Courier',
  title: 'Trade grows',
  publishedAt: Date.parse('2025-06-16T10:00Z'),
  quote: 'Товарооборот с Китаем достиг $43,8 млрд.',
  language: 'ru',
  voice: 'independent',
}

export const digest: Digest = {
  from: Date.parse('2025-06-16T04:00Z'),
  to: Date.parse('2025-06-17T04:00Z'),
  language: 'en',
  sections: [
    {
      sectionId: 'trade-energy',
      title: 'Trade and energy',
      items: [
        {
          line: 'Kazakhstan-China trade, 2024: $43.8 bn',
          givesFigure: true,
          quote: citation.quote,
          change: { kind: 'changed', factId: 'f1', from: 41e9, to: 43.8e9, unit: 'USD' },
          storyId: 's1',
          voices: 2,
          why: { cues: [], entities: [], figures: [] },
          citations: [1],
        },
      ],
    },
    { sectionId: 'outlook', title: 'Outlook', items: [] },
  ],
  silent: ['Pamir Post'],
  coverage: { articles: 12, outlets: 3, feedsRead: 4, feedsFailed: ['pamir-post'] },
  citations: [citation],
}

export const answer: Answer = {
  question: 'trade with China',
  language: 'en',
  found: true,
  text: '',
  sentences: [{ text: 'Kazakhstan-China trade, 2024: $43.8 bn', citations: [1] }],
  figures: [
    {
      value: 43.8e9,
      unit: 'USD',
      what: 'trade-turnover',
      between: ['kazakhstan', 'china'],
      kind: 'actual',
      period: '2024',
      bound: 'about',
      quote: '$43,8 млрд',
      articleId: 'a1',
      outlet: 'Steppe Courier',
      publishedAt: citation.publishedAt,
      change: { kind: 'changed', factId: 'f1', from: 41e9, to: 43.8e9, unit: 'USD' },
      citation: 1,
    },
  ],
  hits: ['a1'],
  citations: [citation],
}

export const newsroom = (parts: Partial<Newsroom> = {}): Newsroom => ({
  ask: async (question) => ({ ...answer, question }),
  digest: async () => digest,
  figure: async () => undefined,
  figurePicture: async () => undefined,
  item: async () => undefined,
  recentStories: async () => [],
  results: async () => ({ items: [], total: 0 }),
  story: async () => undefined,
  alerts: async () => [],
  corrections: async () => [],
  compare: async () => ({ title: 'An article', findings: [], missing: [] }),
  sources: async () => ({ feeds: [], articles: 0, outlets: 0 }),
  ...parts,
})

const keyOf = ({ platform, chatId, threadId = '' }: Chat) => `${platform} ${chatId} ${threadId}`

/** A store of chats in memory; `kept` and `chosen` are there to be looked at. */
export function chatStore() {
  const chosen = new Map<string, ChatSettings>()
  let kept: readonly Subscription[] = []
  const change = ({ chat, id }: Pick<Subscription, 'chat' | 'id'>, parts: Partial<Subscription>) => {
    const isMeant = (one: Subscription) => one.id === id && keyOf(one.chat) === keyOf(chat)
    const found = kept.some(isMeant)
    kept = kept.map((one) => (isMeant(one) ? { ...one, ...parts } : one))
    return found
  }
  const store: ChatStore = {
    settings: async (chat) => chosen.get(keyOf(chat)) ?? {},
    saveSettings: async (chat, settings) => void chosen.set(keyOf(chat), settings),
    subscriptions: async (chat) => kept.filter((one) => keyOf(one.chat) === keyOf(chat)),
    subscription: async (platform, id) => kept.find((one) => one.id === id && one.chat.platform === platform),
    subscriptionsBy: async (platform, userId) =>
      kept.filter(({ chat, createdBy }) => chat.platform === platform && createdBy === userId),
    addSubscription: async (subscription) => void (kept = [...kept, subscription]),
    updateSubscription: async (subscription) => change(subscription, subscription),
    pauseSubscription: async (chat, id, reason) => change({ chat, id }, { status: 'paused', reason }),
    resumeSubscription: async (chat, id, nextDueAt) => change({ chat, id }, { status: 'active', nextDueAt }),
    removeSubscription: async (chat, id) => {
      const before = kept.length
      kept = kept.filter((one) => one.id !== id || keyOf(one.chat) !== keyOf(chat))
      return kept.length < before
    },
    forgetPerson: async (platform, userId) => {
      kept = kept.map(({ createdBy, ...one }) =>
        createdBy === undefined || (createdBy === userId && one.chat.platform === platform)
          ? one
          : { ...one, createdBy },
      )
    },
    forget: async (chat) => {
      chosen.delete(keyOf(chat))
      kept = kept.filter((one) => keyOf(one.chat) !== keyOf(chat))
    },
  }
  return { store, kept: () => kept, chosen }
}

/** Feeds beside the pack's, of which there are none. */
export const catalogue = (parts: Partial<FeedCatalogue> = {}): FeedCatalogue => ({
  discover: async () => ({ found: [] }),
  add: async ({ url }) => ({ kind: 'added', feedId: 'added', url }),
  remove: async () => ({ kind: 'unknown' }),
  importOpml: async () => ({ listed: 0, added: 0, known: 0, left: 0 }),
  exportOpml: async () => '<opml version="2.0"/>',
  article: async () => ({ detail: 'it has no article' }),
  ...parts,
})

/** What buttons remember, in memory. */
export function memos(): Memos {
  const kept = new Map<string, { chat: string; value: unknown }>()
  return {
    keep: async (chat, value) => {
      const memo = JSON.stringify(value)
      const same = [...kept].find(([, other]) => other.chat === keyOf(chat) && JSON.stringify(other.value) === memo)
      const key = same?.[0] ?? `memo${String(kept.size + 1).padStart(6, '0')}`
      kept.set(key, { chat: keyOf(chat), value: JSON.parse(memo) })
      return key
    },
    recall: async (chat, key) => (kept.get(key)?.chat === keyOf(chat) ? kept.get(key)?.value : undefined),
    secret: async () => 'a secret of the tests',
  }
}

/** Which post tells which story, in memory. */
export function storyThreads(): StoryThreads {
  const kept = new Map<string, { threadId?: string; nonce?: string }>()
  return {
    find: async (forum, key) => kept.get(`${keyOf(forum)} ${key}`),
    begin: async (forum, key) => void kept.set(`${keyOf(forum)} ${key}`, {}),
    keep: async (forum, key, { threadId, nonce }) => void kept.set(`${keyOf(forum)} ${key}`, { threadId, nonce }),
    keyOf: async (_, threadId) =>
      [...kept]
        .find(([, made]) => made.threadId === threadId)?.[0]
        .split(' ')
        .at(-1),
  }
}

/** All text of a message, a line a block. */
export function plain(message: Message): string {
  return textBlocks(message.blocks)
    .map((block) => {
      if (block.kind === 'heading') return block.text
      if (block.kind === 'list') return block.items.map((item) => item.map(({ text }) => text).join('')).join('\n')
      if (block.kind === 'table') return [block.head, ...block.rows].map((row) => row.join(' | ')).join('\n')
      return block.runs.map(({ text }) => text).join('')
    })
    .join('\n')
}
