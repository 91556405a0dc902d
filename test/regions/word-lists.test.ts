import fs from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { isStopWord } from '../../src/text/words/stopwords.js'
import type { Language } from '../../src/text/types.js'
import { tokenize } from '../../src/text/words/words.js'
import type { Hit, Written } from './word-lists.js'
import { entries, frequentWords, hitsIn, isInflected, region, rootOf, WRITTEN } from './word-lists.js'

// Reviewed by hand: endings of the languages, hits that are right, and words of another meaning with the letters that are theirs.
const file = z.strictObject({
  endings: z.record(z.string(), z.string()),
  right: z.record(z.string(), z.record(z.string(), z.array(z.string()))),
  others: z.record(z.string(), z.record(z.string(), z.string())),
  chinese: z.array(z.string()),
})
const reviewed = file.parse(parse(fs.readFileSync(path.join(import.meta.dirname, 'word-lists.yaml'), 'utf8')))

const endingsOf = (written: Written) => new Set((reviewed.endings[written] ?? '').split(/\s+/u))
const isRight = (written: Written, { pattern, word }: Hit) => reviewed.right[written]?.[pattern]?.includes(word) === true
const show = (hits: readonly Hit[]) => [...new Set(hits.map(({ list, pattern, word }) => `${list}: ${pattern} ${word}`))]

// People, cities and places bear words as names: Qorasuv is not black.
const PROPER = new Set(['person', 'city', 'place'])

describe.each(WRITTEN)('an entry of a word list in %s', (written) => {
  const language = written.slice(0, 2) as Language
  const hits = hitsIn(written)

  test('meets no word of a name by its beginning or its stem, unless reviewed', () => {
    const strangers = region.entities.flatMap(({ kind, name, aliases }) => {
      const names = [...(written === language ? [name[language]] : []), ...(aliases[written] ?? [])]
      const found = names.filter((each) => !/[=*]/u.test(each)).flatMap(hits)
      return found.filter((hit) => (PROPER.has(kind) || !isInflected(hit, endingsOf(written))) && !isRight(written, hit))
    })
    expect(show(strangers)).toEqual([])
  })

  test('meets no word that carries no subject, unless reviewed', () => {
    const words = entries.filter((entry) => entry.language === written).map(({ pattern }) => rootOf(pattern))
    const stops = [...new Set(words.flatMap((word) => [word, word.slice(0, -1)]))].filter((word) => isStopWord(word, language))
    expect(show(stops.flatMap(hits).filter((hit) => !isRight(written, hit)))).toEqual([])
  })

  test('meets no word that is known to mean another thing', () => {
    const strangers = Object.entries(reviewed.others[written] ?? {}).flatMap(([word, root]) =>
      hits(word).filter(({ pattern }) => !rootOf(pattern).startsWith(tokenize(root)[0]?.folded ?? root)),
    )
    expect(show(strangers)).toEqual([])
  })
})

test('the words of another meaning are there for every language that is written with letters', () => {
  for (const written of WRITTEN.filter((each) => each !== 'uz-Cyrl'))
    expect(Object.keys(reviewed.others[written] ?? {}).length).toBeGreaterThan(2)
})

test('an entry in Chinese is no single character, which stands in other words, unless reviewed', () => {
  const single = entries.filter(({ language, pattern }) => language === 'zh' && pattern.length === 1)
  expect(single.map(({ key, pattern }) => `${key}: ${pattern}`).filter((each) => !reviewed.chinese.includes(each))).toEqual([])
})

const archive = path.resolve('../shared/news/archive.jsonl')
const MOST = 20_000

describe.skipIf(!fs.existsSync(archive))('among the most frequent words of real news (skipped where ../shared/news is not)', () => {
  const frequent = fs.existsSync(archive) ? frequentWords(archive, MOST) : new Map<string, readonly string[]>()

  test.each(['en', 'ru', 'ky', 'uz'] as const)('an entry in %s meets its own word with endings only, unless reviewed', (written) => {
    const words = frequent.get(written) ?? []
    expect(words.length).toBeGreaterThan(1_000)
    const found = words.flatMap(hitsIn(written))
    const strangers = found.filter((hit) => !isInflected(hit, endingsOf(written)) && !isRight(written, hit))
    expect(show(strangers)).toEqual([])
  })

  test.each(['en', 'ru', 'ky', 'uz'] as const)('an entry in %s meets no frequent word that carries no subject, unless reviewed', (written) => {
    const stops = (frequent.get(written) ?? []).filter((word) => isStopWord(tokenize(word)[0]?.folded ?? '', written))
    expect(stops.length).toBeGreaterThan(20)
    expect(show(stops.flatMap(hitsIn(written)).filter((hit) => !isRight(written, hit)))).toEqual([])
  })
})
