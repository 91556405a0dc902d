import { VERBS as PRESSED } from '../../src/bots/commands/press.js'
import type { PlatformName } from '../../src/bots/contract/request.js'
import { texts } from '../../src/bots/wording/texts.js'
import { LANGUAGES } from '../../src/text/types.js'
import { answer, digest, now } from '../bots/stand-ins/stand-ins.js'
import { understood } from '../bots/stand-ins/understood.js'

const item = {
  ...{ line: 'Kazakhstan-China trade, 2024: $43.8 bn', entityIds: ['kazakhstan'], sources: digest.citations },
  why: { cues: ['товарооборот'], entities: ['China'], figures: ['$43.8 bn'] },
  silent: ['state'] as const,
}
const story = {
  story: {
    id: 's1',
    articleIds: ['a1'],
    languages: ['ru'],
    voices: [{ outletId: 'steppe-courier', voice: 'independent' }],
    firstAt: now(),
    lastAt: now(),
  },
  ...{ title: 'Trade grows', why: ['China'], articles: [] },
} as const
const history = {
  ...{ what: 'trade-turnover', name: 'trade turnover', entityIds: [] },
  records: [
    {
      value: 50e9,
      unit: 'USD',
      what: 'trade-turnover',
      between: [],
      kind: 'actual',
      period: '2024',
      quote: '$50 bn',
      source: 'Steppe',
      publishedAt: now(),
      change: { kind: 'new' },
    },
  ],
} as const
// Of more pages than one.
const long = 'Товарооборот с Китаем достиг $43,8 млрд. '.repeat(6)
const [trade, ...others] = digest.sections
const longDigest = {
  ...digest,
  citations: digest.citations.map((citation) => ({ ...citation, quote: long })),
  sections: [
    {
      ...{ sectionId: 'trade-energy', title: 'Trade and energy', ...trade },
      items: Array.from({ length: 14 }, () => trade?.items ?? []).flatMap((items) =>
        items.map((each) => ({ ...each, quote: long })),
      ),
    },
    ...others,
  ],
}

/** A newsroom that knows one digest, one item, one story and one history. */
export const rooms = {
  digest: async () => longDigest,
  ask: async (question: string) => ({ ...answer, question, understood, goesOn: true }),
  figurePicture: async () => ({ png: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==', 'base64'), alt: 'Trade. 2023: $1 bn' }), // prettier-ignore
  item: async ({ storyId, sectionId }: { storyId: string; sectionId: string }) => ({ ...item, storyId, sectionId }),
  story: async () => story,
  figure: async () => history,
}
/** A shelf that finds one feed at any address. */
export const finding = {
  discover: async () => ({
    found: [{ url: 'https://steppe.example/rss', title: 'Steppe', items: 3, newest: ['Gas'], isKnown: false }],
  }),
  remove: async (url: string) => ({ kind: 'removed' as const, url }),
}
/** What is kept about whoever asks. */
export const persons = {
  export: async (platform: PlatformName, userId: string) => ({
    ...{ platform, userId, chats: [], settings: [], subscriptions: [] },
    ...{ deliveries: [], memos: [], feeds: [], notices: [] },
  }),
}
/** Every verb of a control. */
export const VERBS = Object.keys(PRESSED)

/** What the bot says where it cannot do what a button that it just showed stands for. */
export const EXCUSES = (['wrong.button', 'wrong.failed', 'wrong.busy', 'wrong.often', 'item.gone'] as const).flatMap(
  (key) => LANGUAGES.map((language) => texts(language)(key)),
)
