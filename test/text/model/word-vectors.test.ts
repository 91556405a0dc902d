import { describe, expect, test } from 'vitest'
import { writeTensors } from '../../../src/text/model/tensors.js'
import type { WordVectors } from '../../../src/text/model/word-vectors.js'
import {
  addWords,
  emptySum,
  hashWord,
  openWordVectors,
  rowsOf,
  writeMean,
} from '../../../src/text/model/word-vectors.js'
import { tokenize } from '../../../src/text/words/words.js'

/** Vectors of two dimensions: the first is trade, the second migration. */
function vectorsOf(words: Readonly<Record<string, readonly [number, number]>>, means = {}): WordVectors {
  const rows = Object.entries(words)
    .map(([word, vector]) => ({ key: hashWord(word), vector }))
    .sort((a, b) => a.key - b.key)
  const header = { kind: 'words', dimensions: 2, means, scale: 0.01, rarityScale: 0.1, made: 'by hand' }
  return openWordVectors(
    writeTensors(header, {
      keys: Uint32Array.from(rows, ({ key }) => key),
      rarity: Uint8Array.from(rows, () => 10),
      vectors: Int8Array.from(rows.flatMap(({ vector }) => vector)),
    }),
  )
}

function meanOf(text: string, vectors: WordVectors, language: 'en' | 'zh' | 'ru'): number[] {
  const sum = emptySum(2)
  addWords(sum, rowsOf(tokenize(text), vectors), vectors)
  const into = new Float32Array(2)
  writeMean(sum, vectors, { language, into, from: 0 })
  return [...into].map((value) => Number(value.toFixed(3)))
}

describe('word vectors', () => {
  const vectors = vectorsOf(
    { trade: [100, 0], migrants: [0, 100], 贸易: [100, 0], 'мигрант-': [0, 100] },
    { ru: [0, 0.25] },
  )

  test('make a text the mean of its known words', () => {
    expect(meanOf('Trade and migrants', vectors, 'en')).toEqual([0.5, 0.5])
  })

  test('know Chinese by pairs of characters that stand together', () => {
    expect(meanOf('贸易额', vectors, 'zh')).toEqual([1, 0])
    expect(meanOf('贸 易', vectors, 'zh')).toEqual([0, 0])
  })

  test('take a form that nobody wrote yet by its beginning, less what its language adds to all', () => {
    expect(meanOf('Мигрантлардын', vectors, 'ru')).toEqual([0, 0.75])
    expect(vectors.rowOf('мигра')).toBe(-1)
  })

  test('say nothing of a text without a known word', () => {
    expect(meanOf('2024, 17 %', vectors, 'en')).toEqual([0, 0])
  })
})
