import fc from 'fast-check'
import { digestPages, presentDigest } from '../../../src/bots/present/present-digest.js'
import { presentAnswer } from '../../../src/bots/present/present-answer.js'
import { presentFigure } from '../../../src/bots/present/present-figure.js'
import type { Block, Control, Message, Run } from '../../../src/bots/contract/message.js'
import { viewIn } from '../../../src/bots/wording/view.js'
import type { Answer, Change, Citation, Digest, FigureHistory } from '../../../src/summaries/terms/shapes.js'
import { LANGUAGES } from '../../../src/text/types.js'
import { textBlocks } from '../../../src/bots/wording/blocks.js'
import { cleanText } from '../../../src/bots/wording/clean.js'
import { anyBlock, textOfBlock } from './any-block.js'
import { region } from './stand-ins.js'

// Texts that news, names and people could hold, and what a platform reads as mark-up or a mention.
const piece = fc.oneof(
  { weight: 8, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }) },
  { weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 4, arbitrary: fc.constantFrom('Тоқаев барды. ', '出口增长。', 'trade rose ', 'U.S. ', 'рост.Экспорт') },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      '@everyone',
      '@here',
      '<@1234>',
      '<@&1234>',
      '<#1234>',
      '</ask:1>',
      '**',
      '`',
      '```',
      '||',
      '[a](https://b.example)',
      'https://bank.example/login',
      'bank.example',
      '\n# ',
      '\n-# ',
      '\n- ',
      '\n> ',
      '\n1. ',
      '\\',
      ':a:',
      '<t:1:R>',
      '<b>',
      '</a>',
      '<blockquote>',
      '&amp;',
      '"',
      '@durov',
      '#tag',
    ),
  },
  fc
    .tuple(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }), fc.nat(900))
    .map(([unit, count]) => unit.repeat(count)),
)
const anyText = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''))
const address = fc.oneof(
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  anyText,
  fc.constantFrom('https://a.example/(b)', 'javascript:alert(1)', 'https://bank.example@evil.example/'),
  fc.nat(2_500).map((length) => `https://long.example/${'x'.repeat(length)}`),
)
const run: fc.Arbitrary<Run> = fc.record(
  { text: anyText, bold: fc.boolean(), italic: fc.boolean(), link: address },
  { requiredKeys: ['text'] },
)
const anyRuns = fc.array(run, { maxLength: 5 })
const word = fc.stringMatching(/^[a-z0-9-]{1,12}$/)
const action = fc.array(word, { minLength: 1, maxLength: 3 }).map(([verb = 'a', ...args]) => [verb, ...args] as const)
const choice = fc.record(
  { value: fc.oneof(word, anyText), label: anyText, description: anyText, isChosen: fc.boolean() },
  { requiredKeys: ['value', 'label'] },
)
const control: fc.Arbitrary<Control> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('button' as const), label: anyText, action, look: fc.constantFrom('plain' as const, 'primary' as const, 'danger' as const) }) }, // prettier-ignore
  fc.record({ kind: fc.constant('link' as const), label: anyText, url: address }),
  fc.record({
    kind: fc.constant('select' as const),
    label: anyText,
    action,
    choices: fc.array(choice, { maxLength: 30 }),
    least: fc.nat(30),
    most: fc.nat(30),
  }),
  fc.record({ kind: fc.constant('pick-chat' as const), label: anyText, action }),
  fc.record({ kind: fc.constant('pick-role' as const), label: anyText, action }),
  fc.record({ kind: fc.constant('share' as const), label: anyText, query: anyText }),
)
const anyControls: fc.Arbitrary<Block> = fc.record({
  kind: fc.constant('controls' as const),
  controls: fc.array(control, { maxLength: 12 }),
})
const bytes = fc.uint8Array({ maxLength: 8 })
const anyFile: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant('picture' as const), png: bytes, name: anyText, alt: anyText }),
  fc.record({ kind: fc.constant('file' as const), bytes, name: anyText, mediaType: fc.constant('text/plain') }),
)

/** Any blocks that show text and nothing else. */
export const anyTextBlocks = fc.array(anyBlock(anyText, anyRuns), { maxLength: 8 })

/** Any message at all, controls and files among its texts. */
export const anyMessage: fc.Arbitrary<Message> = fc.record(
  {
    blocks: fc.array(
      fc.oneof({ weight: 4, arbitrary: anyBlock(anyText, anyRuns) }, { weight: 2, arbitrary: anyControls }, anyFile),
      { maxLength: 12 },
    ),
    isPrivate: fc.boolean(),
  },
  { requiredKeys: ['blocks'] },
)

const line = fc.array(piece, { minLength: 1, maxLength: 2 }).map((pieces) => pieces.join(''))
const at = fc.integer({ min: Date.parse('2020-01-01'), max: Date.parse('2030-01-01') })
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.constantFrom({ kind: 'new' as const }, { kind: 'unrelated' as const }, { kind: 'same' as const, factId: 'f' }),
  fc.record({
    kind: fc.constantFrom('changed' as const, 'disputed' as const),
    factId: fc.constant('f'),
    from: fc.double({ min: 0, max: 1e15, noNaN: true }),
    to: fc.double({ min: 0, max: 1e15, noNaN: true }),
    unit: fc.constantFrom('USD' as const, 't' as const, 'percent' as const),
  }),
)
const citation = fc.record({
  articleId: word,
  url: address,
  outlet: line,
  title: anyText,
  publishedAt: at,
  quote: line,
  language: fc.constantFrom(...LANGUAGES, 'und' as const),
  voice: fc.constantFrom('state' as const, 'independent' as const, 'foreign' as const, 'unknown' as const),
})
const citations: fc.Arbitrary<readonly Citation[]> = fc
  .array(citation, { minLength: 1, maxLength: 5 })
  .map((all) => all.map((each, index) => ({ ...each, number: index + 1 })))

/** A digest of any news, as a reader of Russian or English gets it. */
const anyDigest: fc.Arbitrary<Digest> = citations.chain((all) => {
  const numbers = fc.uniqueArray(fc.integer({ min: 1, max: all.length }), { minLength: 1, maxLength: 4 })
  const item = fc.record({
    line,
    quote: line,
    change,
    storyId: word,
    voices: fc.nat(9),
    why: fc.constant({ cues: [], entities: [], figures: [] }),
    citations: numbers,
  })
  const section = fc.record({
    sectionId: fc.constantFrom('trade-energy', 'outlook'),
    title: line,
    items: fc.array(item, { maxLength: 4 }),
  })
  return fc.record({
    from: at,
    to: at,
    language: fc.constantFrom('en' as const, 'ru' as const),
    sections: fc.array(section, { maxLength: 3 }),
    silent: fc.array(line, { maxLength: 3 }),
    coverage: fc.record({
      articles: fc.nat(),
      outlets: fc.nat(),
      feedsRead: fc.nat(),
      feedsFailed: fc.array(line, { maxLength: 3 }),
    }),
    citations: fc.constant(all),
  })
})

const figure = fc.record({
  value: fc.double({ min: 0, max: 1e15, noNaN: true }),
  unit: fc.constantFrom('USD' as const, 'km' as const),
  what: line,
  between: fc.array(word, { maxLength: 2 }),
  kind: fc.constantFrom('actual' as const, 'forecast' as const),
  period: fc.constantFrom('2024', '2025-H1', '2025-06'),
  quote: line,
  publishedAt: at,
  change,
})

const anyAnswer: fc.Arbitrary<Answer> = citations.chain((all) => {
  const number = fc.integer({ min: 1, max: all.length })
  return fc.record({
    question: line,
    language: fc.constantFrom('en' as const, 'ru' as const),
    found: fc.boolean(),
    text: line,
    sentences: fc.array(fc.record({ text: line, citations: fc.uniqueArray(number, { maxLength: 3 }) }), {
      maxLength: 5,
    }),
    figures: fc.array(
      fc
        .tuple(figure, word, line, number)
        .map(([each, articleId, outlet, cited]) => ({ ...each, articleId, outlet, citation: cited })),
      { maxLength: 4 },
    ),
    hits: fc.constant([]),
    citations: fc.constant(all),
  })
})

const anyHistory: fc.Arbitrary<FigureHistory> = fc.record({
  what: word,
  name: line,
  entityIds: fc.constant([]),
  records: fc.array(
    fc.tuple(figure, line, address).map(([each, source, url]) => ({ ...each, source, url })),
    { maxLength: 20 },
  ),
})

const view = fc.constantFrom(viewIn('en', region), viewIn('ru', region))
const length = fc.constantFrom('short' as const, 'normal' as const, 'full' as const)

/** What the bot says of any news: digests, their pages, answers and figures. */
export const anyNews: fc.Arbitrary<Message> = fc.oneof(
  fc.tuple(anyDigest, view, length).map(([digest, reader, look]) => presentDigest(digest, reader, { length: look })),
  fc
    .tuple(anyDigest, view, fc.nat(9))
    .map(([digest, reader, page]) => digestPages(digest, reader)[page % digestPages(digest, reader).length] ?? { blocks: [] }), // prettier-ignore
  fc.tuple(anyAnswer, view).map(([answer, reader]) => presentAnswer(answer, reader)),
  fc.tuple(anyHistory, view).map(([history, reader]) => presentFigure(history, reader)),
)

/** All that a reader is to see of a message's texts, without their look; a quote is followed by its language. */
export function shownText({ blocks }: Message): string {
  return textBlocks(blocks)
    .map((block) => {
      const tag = block.kind === 'quote' && block.language !== undefined && block.language !== 'und' ? `(${block.language})` : '' // prettier-ignore
      return cleanText(textOfBlock(block)) + tag
    })
    .join('')
}
