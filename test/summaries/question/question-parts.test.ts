import { expect, test } from 'vitest'
import { partsOf } from '../../../src/summaries/question/question-parts.js'
import { questionOf, understand } from '../../../src/summaries/question/question.js'
import type { Language } from '../../../src/text/types.js'
import { reader } from '../pack.js'

const AT = Date.parse('2025-07-08T09:00:00Z')

function parts(language: Language, text: string) {
  const context = { reader, language, at: AT }
  return partsOf(text, understand(text, context), context).map(({ understood, side }) => {
    const { kind, entityIds } = questionOf(understood, '')
    return { kind, names: [...entityIds].sort(), ...(side !== undefined && { side }) }
  })
}

test.each<[Language, string]>([
  ['en', 'How long is the Rogun dam and when will it be ready?'],
  ['ru', 'Какова длина Рогунской плотины и когда она будет готова?'],
])('%s: each of two questions in one keeps the names of the first', (language, text) => {
  const [first, second] = parts(language, text)
  expect(first?.names).toEqual(['rogun'])
  expect(second).toEqual({ kind: 'when', names: ['rogun'] })
})

test.each<[Language, string]>([
  ['en', 'The public debt of Kazakhstan and how many percent of GDP is it?'],
  ['ru', 'Какой у Казахстана государственный долг и сколько это процентов ВВП?'],
])('%s: a subject and a question about it are two', (language, text) => {
  const found = parts(language, text)
  expect(found.map(({ names }) => names)).toEqual([['kazakhstan'], ['kazakhstan']])
  expect(found[1]?.kind).toBe('figure')
})

test.each<[Language, string]>([
  ['en', 'trade and investment between Kazakhstan and China'],
  ['ru', 'торговля и инвестиции Казахстана и Китая'],
  ['en', 'When did Kazakhstan and Uzbekistan sign the agreement?'],
])('%s: a question with "and" in it stays one: %s', (language, text) => {
  expect(parts(language, text)).toHaveLength(1)
})
