import { answer, digest, now } from '../bots/stand-ins.js'
import { understood } from '../bots/understood.js'

const item = {
  ...{ line: 'Kazakhstan-China trade, 2024: $43.8 bn', entityIds: ['kazakhstan'], tellers: digest.citations },
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
/** A newsroom that knows one item, one story and one history. */
export const rooms = {
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
