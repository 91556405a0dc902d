import { isStopWord } from '../../text/words/stopwords.js'
import type { DetectedLanguage, Token } from '../../text/types.js'
import type { PlacedFacet } from './question-facets.js'
import { marksOfQuestion } from '../reading/search-marks.js'
import { searchWords } from '../reading/search-words.js'
import type { Clue } from '../terms/facet.js'

interface ClueContext {
  readonly tokens: readonly Token[]
  /** What the question may be written in, likeliest first. */
  readonly languages: readonly DetectedLanguage[]
  readonly facets: readonly PlacedFacet[]
}

interface Place {
  readonly start: number
  readonly end: number
}

/**
 * What search is asked for each word of a question that says something: its stem, the entity or subject that it is of, and its marks in articles of other
 * languages. Chinese goes by pairs of characters and dictionary words.
 */
export function findClues(asked: string, { tokens, languages, facets }: ClueContext): Clue[] {
  const [language = 'und'] = languages
  const marks = marksOfQuestion(asked, tokens, languages)
  const clueAt = (place: Place, words: readonly string[]): Clue => {
    const here = facets.filter((facet) => meets(facet, place))
    const marked = marks.filter((mark) => meets(mark, place)).map(({ mark }) => mark)
    return {
      terms: [...new Set([...words, ...here.flatMap(facetMarks), ...marked])],
      of: here.map(({ term }) => term),
    }
  }
  const spelt = tokens
    .filter(({ text, folded }) => !HAN.test(text) && !isStopWord(folded, language))
    .map((token) => clueAt(token, searchWords(token.text, language)))
  return [...spelt, ...chineseClues(asked, clueAt)].filter(({ terms }) => terms.length > 0)
}

type ClueAt = (place: Place, words: readonly string[]) => Clue

function* chineseClues(asked: string, clueAt: ClueAt): Generator<Clue> {
  for (const run of asked.matchAll(/\p{Script=Han}+/gu))
    for (const word of new Set(searchWords(run[0], 'zh'))) {
      if (isStopWord(word, 'zh')) continue
      const start = run.index + run[0].indexOf(word)
      yield clueAt({ start, end: start + word.length }, [word])
    }
}

function facetMarks(facet: PlacedFacet): string[] {
  if (facet.kind === 'entity') return [facet.term]
  return facet.kind === 'subject' ? facet.conceptIds.map((id) => `c_${id}`) : []
}

const meets = (a: Place, b: Place) => a.start < b.end && b.start < a.end

const HAN = /\p{Script=Han}/u
