import { z } from 'zod'
import { countryNames } from './countries.js'
import type { PatternEntry, PatternLanguage, PatternMatch, PatternSet } from './patterns.js'
import { compileTogether, matchPatterns } from './patterns.js'
import { readData } from '../read-data.js'
import type { DetectedLanguage, Language, Token } from '../types.js'
import { LANGUAGES } from '../types.js'

type Lists = Readonly<Record<string, Partial<Record<Language, readonly string[]>>>>
type Named = Pick<PatternEntry, 'key' | 'pattern'>

const lists = z.record(z.string(), z.partialRecord(z.enum(LANGUAGES), z.array(z.string())))
let compiled: PatternSet | undefined

/**
 * What a text speaks of in words that other languages have too: `w_CONCEPT` of the dictionary in lexicon.yaml, `k_COUNTRY` (ISO 3166-1) for countries and
 * their peoples. Nothing for a text in none of our languages.
 */
export function findConcepts(text: string, tokens: readonly Token[], language: DetectedLanguage): PatternMatch[] {
  compiled ??= compileDictionary()
  return language === 'und' ? [] : matchPatterns(compiled, tokens, language, { text })
}

function compileDictionary(): PatternSet {
  const [concepts, peoples] = [readLists('lexicon.yaml'), readLists('peoples.yaml')]
  return compileTogether({
    dictionary: function* (written) {
      for (const { key, pattern } of countryNames(written)) yield { key: `k_${key}`, pattern }
      yield* spelt('k_', peoples, written)
      yield* spelt('w_', concepts, written)
    },
  }).dictionary
}

// Uzbek is read in both of its scripts.
function* spelt(prefix: string, source: Lists, written: PatternLanguage): Generator<Named> {
  const language = LANGUAGES.find((each) => each === written) ?? (written === 'uz-Cyrl' ? 'uz' : undefined)
  if (language === undefined) return
  for (const [id, byLanguage] of Object.entries(source))
    for (const pattern of byLanguage[language] ?? [])
      yield { key: prefix + id, pattern: written === language ? pattern : cyrillicUzbek(pattern) }
}

const UZBEK: readonly (readonly [string, string])[] = [
  ['oʻ', 'ў'], ['gʻ', 'ғ'], ['sh', 'ш'], ['ch', 'ч'], ['yo', 'ё'], ['yu', 'ю'], ['ya', 'я'], ['ye', 'е'], ['ts', 'ц'], ['ʼ', 'ъ'],
  ['a', 'а'], ['b', 'б'], ['d', 'д'], ['e', 'е'], ['f', 'ф'], ['g', 'г'], ['h', 'ҳ'], ['i', 'и'], ['j', 'ж'], ['k', 'к'], ['l', 'л'], ['m', 'м'],
  ['n', 'н'], ['o', 'о'], ['p', 'п'], ['q', 'қ'], ['r', 'р'], ['s', 'с'], ['t', 'т'], ['u', 'у'], ['v', 'в'], ['x', 'х'], ['y', 'й'], ['z', 'з'],
] // prettier-ignore

function cyrillicUzbek(latin: string): string {
  const begun = latin.replace(/(?<!\p{L})e/gu, 'э').replace(/(?<!\p{L})E/gu, 'Э')
  return UZBEK.reduce(
    (written, [from, to]) =>
      written
        .replaceAll(from, to)
        .replaceAll(capitalised(from), capitalised(to))
        .replaceAll(from.toUpperCase(), to.toUpperCase()),
    begun,
  )
}

const capitalised = (letters: string) => letters.charAt(0).toUpperCase() + letters.slice(1)

const readLists = (name: string): Lists => lists.parse(readData(new URL(`./${name}`, import.meta.url)))
