import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { archive as archiveOf } from '../../../src/store/news/archive-store.js'
import { articleStore } from '../../../src/store/news/article-store-sql.js'
import { answerQuestion } from '../../../src/summaries/answer.js'
import type { Archive } from '../../../src/summaries/archive.js'
import { readArticle } from '../../../src/summaries/read-article.js'
import { searchDocument } from '../../../src/summaries/reading/search-words.js'
import { openInMemory } from '../../store/open-in-memory.js'
import { article, reader } from '../pack.js'
import type { Database } from '../../../src/store/base/database.js'

const now = Date.parse('2025-06-19T06:00:00Z')
let database: Database
let archive: Archive
beforeAll(async () => {
  database = await openInMemory()
  archive = archiveOf(database)
  const told = article({
    id: 'a',
    title: 'Trade',
    text: 'Trade between Kazakhstan and China reached $43.8 billion in 2024.',
  })
  await articleStore(database).saveArticles([{ article: told, keys: [], contentHash: 'a' }])
  const { reading, passages } = readArticle(told, { reader, known: [] })
  const story = { articleId: 'a', storyId: 'a', publishedAt: told.publishedAt, features: {} }
  await archive.saveReading({ reading, story, passages, document: searchDocument(told, reading, passages) })
})
afterAll(async () => database.close())

const ask = (question: string) => answerQuestion(question, { archive, reader, language: 'en', now })

test.each([
  ['nothing', ''],
  ['blanks', ' \n\t '],
  ['stop words only', 'what is the of and to in'],
  ['stop words only', 'и в на что это'],
  ['punctuation only', '?!… ,,, ((( —'],
  ['operators of full-text search', 'AND OR NOT NEAR( * ^ "" title:'],
  ['SQL', "'; drop table articles; --"],
  ['right-to-left overrides', '\u202e\u2066\u200f'],
  ['a language that is none of ours', 'Υπάρχει εμπόριο με την Αφρική;'],
  ['a script without words', '🙂🙂🙂'],
])('%s gets a helpful line and no answer', async (_what, question) => {
  const answer = await ask(question)
  expect(answer.found).toBe(false)
  expect(answer.text.length).toBeGreaterThan(10)
  expect([answer.sentences, answer.citations]).toEqual([[], []])
})

test.each(['trade with China', 'x', 'қ', '贸易', 'a ', '"', 'AND '])(
  'ten thousand characters of %s are a question like another',
  async (piece) => {
    const answer = await ask(piece.repeat(10_000 / piece.length))
    expect(answer.question.length).toBeLessThanOrEqual(1000)
    expect(answer.text.length).toBeGreaterThan(10)
  },
)

test('a question in a text direction of its own finds what it asks for', async () => {
  expect((await ask('\u202etrade\u202c between Kazakhstan and China')).hits).toEqual(['a'])
})

test('any text is answered: with quotes that stand in the archive, or with a line that helps', async () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom(
      'trade',
      'Китай',
      '中国',
      'and',
      '"',
      "'",
      '*',
      'NEAR/2',
      '-',
      '(',
      '\0',
      '\u202e',
      '2024',
      '$43.8 billion',
      '?',
    ),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
      const answer = await ask(pieces.join(' '))
      expect(answer.text.trim()).not.toBe('')
      expect(answer.citations.every(({ articleId }) => articleId === 'a')).toBe(true)
      if (!answer.found) expect(answer.sentences).toEqual([])
    }),
    { numRuns: 150 },
  )
})
