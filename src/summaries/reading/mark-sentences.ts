import type { Article } from '../../feeds/article.js'
import { findArticleFigures, type WordedText } from '../../text/figures/figures-article.js'
import { matchTogether } from '../../text/patterns/patterns.js'
import { splitSentences } from '../../text/words/sentences.js'
import type { DetectedLanguage, FoundFigure } from '../../text/types.js'
import { tokenize } from '../../text/words/words.js'
import { nameOfficeHolders } from './offices.js'
import type { Reader } from '../terms/reader.js'
import type { ReadSentence } from '../terms/read-sentence.js'

// A feed may hand over a book: what stands behind this is neither read nor quoted.
const MAX_SENTENCES = 200
const MAX_SENTENCE = 3000

/** Splits an article into its title and sentences and marks names, words and figures in each. */
export function readSentences(
  article: Pick<Article, 'title' | 'text' | 'publishedAt' | 'isUndated'>,
  language: DetectedLanguage,
  reader: Reader,
): ReadSentence[] {
  const spans = splitSentences(article.text, language).slice(0, MAX_SENTENCES)
  const texts = [article.title, ...spans.map((span) => span.text)].map(withWords)
  const asOf = readAsOf(article)
  const figures = findArticleFigures(texts, language, asOf)
  const sentences = texts.map((text, index) =>
    mark(text, { index, start: spans[index - 1]?.start ?? 0, language, reader, figures: figures[index] ?? [] }),
  )
  const { at } = asOf
  return at === undefined ? sentences : nameOfficeHolders(sentences, { language, reader, at })
}

// Without a day of its own, "last year" is nobody's year.
const readAsOf = ({ publishedAt, isUndated }: Pick<Article, 'publishedAt' | 'isUndated'>): { readonly at?: number } =>
  isUndated === true ? {} : { at: publishedAt }

// A long sentence is quoted whole, but read to here.
function withWords(whole: string): WordedText & { readonly whole: string } {
  const text = readable(whole)
  return { whole, text, words: tokenize(text) }
}

const readable = (text: string) => (text.length > MAX_SENTENCE ? text.slice(0, MAX_SENTENCE) : text)

interface SentenceContext {
  readonly index: number
  readonly start?: number
  readonly language: DetectedLanguage
  readonly reader: Reader
  readonly figures: readonly FoundFigure[]
}

/** One sentence with its names and words; its figures are found with those of the whole text. */
export function markSentence(text: string, context: SentenceContext): ReadSentence {
  return mark(withWords(text), context)
}

function mark(
  { whole, text, words: tokens }: ReturnType<typeof withWords>,
  { index, start = 0, language, reader, figures }: SentenceContext,
): ReadSentence {
  const found = matchTogether(listsOf(reader), tokens, language, text)
  const [named = [], words = [], countries = [], offices = [], asked = []] = found
  // "US dollars" and "Russian rubles" name no country; "17,000 Tajik migrants" do.
  const sums = figures.filter(({ unit }) => /^[A-Z]{3}$/u.test(unit))
  const entities = named.filter(
    (match) => !sums.some((figure) => match.start >= figure.start && match.end <= figure.end),
  )
  return {
    text: whole,
    index,
    start,
    entities,
    entityIds: [...new Set(entities.map((match) => match.key))],
    words,
    asked,
    countries,
    offices,
    figures,
    tokens,
  }
}

const listsOf = ({ entities, words, countries, offices, asks }: Reader) => [
  { set: entities, overlapping: false },
  { set: words, overlapping: true },
  { set: countries, overlapping: false },
  { set: offices, overlapping: false },
  { set: asks, overlapping: true },
]

/** Distinct patterns that a sentence has under a key ("cue:trade-energy"). */
export function wordsUnder(sentence: Pick<ReadSentence, 'words'>, key: string): string[] {
  const found = sentence.words.filter((match) => match.key === key)
  // Two patterns at one place are one cue: "trade" and "trade turnover".
  const places = new Map<number, string>()
  for (const match of found) {
    const known = places.get(match.firstToken)
    if (known === undefined || known.length < match.pattern.length) places.set(match.firstToken, match.pattern)
  }
  return [...new Set(places.values())]
}
