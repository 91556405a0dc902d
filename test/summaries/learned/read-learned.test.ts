import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { joinRows, type LabelledRow } from '../../../src/summaries/learned/labelled-rows.js'
import { learnedSections, prepareTraining } from '../../../src/summaries/learned/prepare.js'
import { trainReading } from '../../../src/summaries/learned/train.js'
import { SHAPE } from '../../../src/summaries/learned/train-types.js'
import { readArticle } from '../../../src/summaries/read-article.js'
import { prepareReader } from '../../../src/summaries/terms/reader.js'
import { writeTensors } from '../../../src/text/model/tensors.js'
import { hashWord, openWordVectors } from '../../../src/text/model/word-vectors.js'
import { article, listReader } from '../pack.js'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-learned-'))
afterAll(() => fs.rmSync(folder, { recursive: true }))

// Three meanings, told by a few words of their own; the rest of a text says nothing.
const WORDS = { signed: 0, agreement: 0, visited: 0, migrants: 1, deported: 1, wages: 1, match: 2, goal: 2, league: 2 }
const rows = Object.entries(WORDS)
  .map(([word, at]) => ({ key: hashWord(word), vector: [0, 1, 2].map((place) => (place === at ? 100 : 0)) }))
  .sort((a, b) => a.key - b.key)
const words = writeTensors(
  { kind: 'words', dimensions: 3, means: {}, scale: 0.01, rarityScale: 0.1, made: 'by hand' },
  {
    keys: Uint32Array.from(rows, ({ key }) => key),
    rarity: Uint8Array.from(rows, () => 20),
    vectors: Int8Array.from(rows.flatMap(({ vector }) => vector)),
  },
)

const visit = (state: string) => `The president of China visited ${state} and signed an agreement.`
const raid = (place: string) => `Police in ${place} deported migrants and kept their wages.`
const game = (place: string) => `The match in ${place} ended with one goal in the league.`
const labels: LabelledRow[] = ['Kazakhstan', 'Uzbekistan', 'Kyrgyzstan', 'Tajikistan'].flatMap((state, at) =>
  [0, 1, 2].flatMap((outlet): LabelledRow[] => [
    { id: `v${at}${outlet}`, source: `outlet ${outlet}`, title: `${state} hears of it`, body: `${game(state)} ${visit(state)}`, sections: { 'lead-event': [visit(state)] }, importance: 2, lead: visit(state) }, // prettier-ignore
    { id: `m${at}${outlet}`, source: `outlet ${outlet}`, title: 'Raids', body: `${raid('Moscow')} It was day ${at}.`, sections: { 'remittances-outlook': [raid('Moscow')] }, importance: 1, lead: raid('Moscow') }, // prettier-ignore
    { id: `s${at}${outlet}`, source: `outlet ${outlet}`, title: 'Football', body: `${game(state)} It was day ${at}.`, sections: {}, importance: 0, lead: game(state) }, // prettier-ignore
    { id: `u${at}${outlet}`, source: `wire ${outlet}`, title: 'Football', body: `${game('London')} It was day ${at}.` },
  ]),
)
const toArticle = (row: LabelledRow) =>
  article({ id: row.id, outletId: row.source ?? '', title: row.title ?? '', text: row.body ?? '' })
const train = () => {
  const labelled = labels.map((row) => ({ row, article: toArticle(row) }))
  const articles = prepareTraining(labelled, { reader: listReader, vectors: openWordVectors(words) })
  const shape = { ...SHAPE, landmarks: 40, leastArticles: 2, leastOutlets: 2, words: rows.length }
  return trainReading(articles, { sections: learnedSections(listReader), shape, made: 'a test' })
}
const { bytes, outOfFold } = train()
fs.writeFileSync(path.join(folder, 'words.bin'), words)
fs.writeFileSync(path.join(folder, 'reading.bin'), bytes)
const weights = {
  vectors: path.join(folder, 'words.bin'),
  reading: path.join(folder, 'reading.bin'),
  stories: path.join(folder, 'stories.bin'),
  claims: path.join(folder, 'claims.json'),
}
const reader = prepareReader({ ...listReader.region, weights })
const read = (title: string, text: string, by = reader) =>
  readArticle(article({ id: 'a', title, text }), { reader: by, known: [] }).reading

describe('a pack with weights', () => {
  test('reads a state and an outlet that it never met', () => {
    const { findings, weight, lead } = read(
      'Turkmenistan hears of it',
      `${game('Turkmenistan')} ${visit('Turkmenistan')}`,
    )
    expect(findings[0]).toMatchObject({ sectionId: 'lead-event', quote: visit('Turkmenistan') })
    expect(weight).toBe(2)
    expect(lead).toBe(visit('Turkmenistan'))
  })

  test('says which features weighed most, and which words', () => {
    const [finding] = read('Turkmenistan hears of it', visit('Turkmenistan')).findings
    expect(finding?.why.weighed).toEqual(expect.arrayContaining(['concept:visit', 'concept:agreement']))
    expect(finding?.why.cues).toEqual(expect.arrayContaining(['signed']))
  })

  test('gives no section that needs a tie to what has none, whatever its words', () => {
    const { findings } = read('Paris hears of it', 'The president of France visited Spain and signed an agreement.')
    expect(findings).toEqual([])
  })

  test('leaves sport alone', () => {
    expect(read('Football', game('Astana'))).toMatchObject({ findings: [], weight: 0 })
  })

  test('is the same to the byte when it is trained again', () => {
    expect(train().bytes).toEqual(bytes)
  })

  test('is measured on articles of outlets that its models had not seen', () => {
    expect(outOfFold).toHaveLength(labels.length)
    expect(outOfFold[0]?.sections.map(({ id }) => id)).toEqual(['lead-event'])
  })
})

describe('weights that cannot be used', () => {
  const broken = (name: string, damaged: { vectors?: Uint8Array; reading?: Uint8Array }) => {
    const own = fs.mkdtempSync(path.join(folder, name))
    const files = {
      vectors: path.join(own, 'words.bin'),
      reading: path.join(own, 'reading.bin'),
      stories: path.join(own, 'stories.bin'),
      claims: path.join(own, 'claims.json'),
    }
    fs.writeFileSync(files.vectors, damaged.vectors ?? words)
    fs.writeFileSync(files.reading, damaged.reading ?? bytes)
    const damagedReader = prepareReader({ ...listReader.region, weights: files })
    return () => read('Turkmenistan hears of it', visit('Turkmenistan'), damagedReader)
  }

  test('are named with what is wrong: a file cut short', () => {
    expect(broken('cut-', { reading: bytes.subarray(0, bytes.length - 4000) })).toThrow(
      /model\/reading\.bin.*ends within/su,
    )
    expect(broken('none-', { vectors: new Uint8Array(3) })).toThrow(/model\/words\.bin.*too short/su)
  })

  test('are named with what is wrong: a file of something else, a header that is no header', () => {
    expect(broken('other-', { reading: words })).toThrow(/model\/reading\.bin.*is weights of words/su)
    const scrambled = bytes.slice()
    scrambled.fill(1, 8, 20)
    expect(broken('header-', { reading: scrambled })).toThrow(/model\/reading\.bin.*header/su)
  })

  test('are named with what is wrong: word vectors of another making', () => {
    const other = writeTensors(
      { kind: 'words', dimensions: 3, means: {}, scale: 0.01, rarityScale: 0.1, made: 'by hand' },
      { keys: Uint32Array.of(7), rarity: Uint8Array.of(20), vectors: Int8Array.of(1, 2, 3) },
    )
    expect(broken('mixed-', { vectors: other })).toThrow(/model\/reading\.bin.*other word vectors/su)
  })
})

test('a pack without weights reads by its lists, and says neither weight nor lead', () => {
  const reading = read(
    'Xi visits Kazakhstan',
    'Xi Jinping arrived in Astana on a state visit to Kazakhstan.',
    listReader,
  )
  expect(reading.findings.map(({ sectionId }) => sectionId)).toContain('lead-event')
  expect(Object.keys(reading)).not.toContain('weight')
  expect(Object.keys(reading)).not.toContain('lead')
})

test('label rows of several files are joined by id, and rows with nothing to read are left out', () => {
  const lines = [
    '{"id":"a","title":"T","body":""}',
    '',
    '{"id":"a","sections":{"x":["T"]}}',
    '{"id":"b","sections":{}}',
  ]
  expect(joinRows(lines)).toEqual([{ id: 'a', title: 'T', body: '', sections: { x: ['T'] } }])
})
