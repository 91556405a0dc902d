import type { Article } from '../../feeds/article.js'
import { findArticleFigures, type WordedText } from '../../text/figures/figures-article.js'
import { matchTogether } from '../../text/patterns/patterns.js'
import { isMadeTitle } from '../../feeds/normalise.js'
import { placeInItems, WHOLE_ARTICLE } from '../../text/clean/items.js'
import { isWhole, newsSentences, newsTitle } from '../../text/clean/news-sentences.js'
import type { Repeats } from '../../text/clean/repeats.js'
import type { DetectedLanguage, FoundFigure } from '../../text/types.js'
import { tokenize } from '../../text/words/words.js'
import { nameOfficeHolders } from './offices.js'
import type { Reader } from '../terms/reader.js'
import type { ReadSentence } from '../terms/read-sentence.js'

// A feed may hand over a book: what stands behind this is neither read nor quoted.
const MAX_SENTENCES = 200
const MAX_SENTENCE = 3000

/**
 * An article's title and sentences, without what stands around the news, with names, words and figures marked in each. Items of a bulletin are read each by
 * itself: no period and no office of one reaches into another. `repeats` is what its outlet's articles have in common.
 */
export function readSentences(
  article: Pick<Article, 'title' | 'text' | 'publishedAt' | 'isUndated'>,
  language: DetectedLanguage,
  reader: Reader,
  repeats?: Repeats,
): ReadSentence[] {
  const asOf = readAsOf(article)
  return inParts(placed(article, language, repeats)).flatMap((part) => {
    const texts = part.map(({ text }) => withWords(text))
    const figures = findArticleFigures(texts, language, asOf)
    const sentences = part.map((standing, i) =>
      mark(texts[i] ?? withWords(standing.text), { ...standing, language, reader, figures: figures[i] ?? [] }),
    )
    const { at } = asOf
    return at === undefined ? sentences : nameOfficeHolders(sentences, { language, reader, at })
  })
}

type Placed = Omit<Standing, 'language' | 'reader'> & Required<Standing> & { readonly text: string }

function placed(
  { title, text }: Pick<Article, 'title' | 'text'>,
  language: DetectedLanguage,
  repeats?: Repeats,
): Placed[] {
  const spans = newsSentences(text, language, repeats, MAX_SENTENCES)
  const own = newsTitle(title, repeats)
  const head: Placed = {
    text: own,
    index: 0,
    start: Math.max(0, title.indexOf(own)),
    part: 0,
    place: 0,
    isWhole: isWhole(own),
    isQuotable: !isMadeTitle(title, text),
  }
  const counts = new Map<number, number>()
  const items = placeInItems(title, spans, text, language)
  return [
    head,
    ...spans.map((span, i): Placed => {
      const { part, isHeading } = items[i] ?? WHOLE_ARTICLE
      const place = isHeading ? 0 : (counts.get(part) ?? 0) + 1
      counts.set(part, place)
      return { text: span.text, index: i + 1, start: span.start, part, place, isWhole: span.isWhole, isQuotable: true }
    }),
  ]
}

/** Sentences by the item that they stand in, in the order of the text; all together where an article is no bulletin. */
export function inParts<Sentence extends { readonly part: number }>(sentences: readonly Sentence[]): Sentence[][] {
  const parts: Sentence[][] = []
  for (const sentence of sentences) {
    const last = parts.at(-1)
    if (last?.[0]?.part === sentence.part) last.push(sentence)
    else parts.push([sentence])
  }
  return parts
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

/** Where a sentence stands; what is left out is that of one alone. */
interface Standing {
  readonly index: number
  readonly start?: number
  readonly part?: number
  readonly place?: number
  readonly isWhole?: boolean
  readonly isQuotable?: boolean
}

interface SentenceContext extends Standing {
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
  { index, start = 0, part = 0, place = index, isQuotable = true, language, reader, figures, ...rest }: SentenceContext,
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
    part,
    place,
    isWhole: rest.isWhole ?? isWhole(whole),
    isQuotable,
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
