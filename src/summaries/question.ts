import { detectLanguage } from '../text/language.js'
import type { PatternMatch } from '../text/patterns.js'
import { matchPatterns } from '../text/patterns.js'
import { asksForNumber, isStopWord } from '../text/stopwords.js'
import type { DetectedLanguage, Language } from '../text/types.js'
import { tokenize } from '../text/words.js'
import type { SearchTerm } from './archive.js'
import { termsOf } from './question-terms.js'
import type { Reader } from './reader.js'
import { searchWords } from './search-words.js'

/** One thing that an answer must speak of: a name, a subject of the pack, a word, or a year. */
export type Facet =
  | { readonly kind: 'entity'; readonly term: string; readonly id: string }
  | {
      readonly kind: 'subject'
      readonly term: string
      readonly conceptIds: readonly string[]
      readonly measureIds: readonly string[]
      readonly words: readonly string[]
    }
  | {
      readonly kind: 'word'
      readonly term: string
      readonly words: readonly string[]
      /** Written as a name that the pack does not know: an answer must speak of it. */
      readonly isName: boolean
    }
  | { readonly kind: 'year'; readonly term: string; readonly year: string }

/** A question as it was understood. */
export interface Question {
  readonly text: string
  readonly language: DetectedLanguage
  readonly facets: readonly Facet[]
  readonly entityIds: readonly string[]
  readonly conceptIds: readonly string[]
  readonly measureIds: readonly string[]
  readonly isOffTopic: boolean
  readonly wantsFigure: boolean
  readonly terms: readonly SearchTerm[]
}

const MAX_QUESTION = 1000

/** Names, subjects, words and years of a question in any of the languages. Never throws; a text without words has no facets. */
export function understand(text: string, reader: Reader, readerLanguage?: Language): Question {
  const asked = text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
    .slice(0, MAX_QUESTION)
  const language = detectLanguage(asked, readerLanguage)
  const tokens = tokenize(asked)
  const entities = matchPatterns(reader.entities, tokens, language)
  const others = language === 'und' ? [] : matchPatterns(reader.entities, tokens, 'und')
  const named = [...entities, ...others.filter((match) => !entities.some((own) => overlaps(own, match)))]
  const words = matchPatterns(reader.words, tokens, language, { overlapping: true })
  const facets = [...entityFacets(named), ...wordFacets(asked, { language, named, words })]
  const keysOf = (prefix: string) => [...new Set(words.flatMap(({ key }) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : [])))] // prettier-ignore
  const measureIds = keysOf('measure:')
  return {
    text: asked,
    language,
    facets,
    entityIds: [...new Set(named.map((match) => match.key))],
    conceptIds: keysOf('concept:'),
    measureIds,
    isOffTopic: words.some((match) => match.key === 'off-topic'),
    wantsFigure: measureIds.length > 0 || tokens.some((token) => asksForNumber(token.folded, language)),
    terms: termsOf(facets),
  }
}

interface Place {
  readonly start: number
  readonly end: number
}

const overlaps = (a: Place, b: Place) => a.start < b.end && b.start < a.end

function entityFacets(named: readonly PatternMatch[]): Facet[] {
  return [...new Set(named.map((match) => match.key))].map((id) => ({ kind: 'entity', term: `e_${id}`, id }))
}

interface Understood {
  readonly language: DetectedLanguage
  readonly named: readonly PatternMatch[]
  readonly words: readonly PatternMatch[]
}

function wordFacets(asked: string, { language, named, words }: Understood): Facet[] {
  // What a name covers is blanked out, so that "Central Asia" leaves no facet "asia".
  let rest = asked
  for (const match of named)
    rest = rest.slice(0, match.start) + ' '.repeat(match.end - match.start) + rest.slice(match.end)
  const facets = new Map<string, Facet>()
  for (const piece of pieces(rest, language)) {
    const year = /^(?:19|20)\d\d$/.exec(piece.text)?.[0]
    if (year !== undefined) {
      facets.set(year, { kind: 'year', term: year, year })
      continue
    }
    const stems = searchWords(piece.text, language)
    const [term] = stems
    if (term === undefined || /^\d{1,3}$/.test(term)) continue
    const under = (prefix: string) => [...new Set(words.flatMap((match) => (match.key.startsWith(prefix) && overlaps(match, piece) ? [match.key.slice(prefix.length)] : [])))] // prettier-ignore
    const [conceptIds, measureIds] = [under('concept:'), under('measure:')]
    const isSubject = conceptIds.length > 0 || measureIds.length > 0
    const key = isSubject ? [...conceptIds, ...measureIds].sort().join() : term
    facets.set(
      key,
      isSubject
        ? { kind: 'subject', term, conceptIds, measureIds, words: stems }
        : { kind: 'word', term, words: stems, isName: isName(piece.text, piece.start) },
    )
  }
  return [...facets.values()]
}

// A capital inside a question marks a name; the first word has one anyway.
const isName = (word: string, start: number) => start > 0 && /^\p{Lu}/u.test(word)

interface Piece {
  readonly text: string
  readonly start: number
  readonly end: number
}

// Words that say something, with their place; a run of Han characters is parted by what search calls words.
function pieces(text: string, language: DetectedLanguage): Piece[] {
  const found = tokenize(text)
    .filter((token) => !han.test(token.text) && token.text.length > 1 && !isStopWord(token.folded, language))
    .map(({ text: word, start, end }): Piece => ({ text: word, start, end }))
  for (const run of text.matchAll(/\p{Script=Han}+/gu))
    for (const word of searchWords(run[0], 'zh')) {
      const at = run[0].indexOf(word)
      if (at < 0 || word.length < 2 || isStopWord(word, 'zh')) continue
      found.push({ text: word, start: run.index + at, end: run.index + at + word.length })
    }
  return found
}

const han = /\p{Script=Han}/u
