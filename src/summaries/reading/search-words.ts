import type { Article } from '../../feeds/article.js'
import { chinesePairs, chineseWords } from '../../text/words/chinese.js'
import { foldText } from '../../text/words/fold.js'
import { rememberWordsOf } from '../../text/remember.js'
import { stem } from '../../text/words/stem.js'
import type { DetectedLanguage, Language, Token } from '../../text/types.js'
import { tokenize } from '../../text/words/words.js'
import type { SearchDocument } from '../terms/search-port.js'
import { marksOf } from './search-marks.js'
import type { Reading } from '../terms/shapes.js'
import type { Passage } from '../terms/passage.js'

const MAX_BODY = 20_000

/**
 * The words of an article as search keeps them: folded stems of its language, Chinese words, and marks that every language shares. Names and subjects count
 * as often as passages speak of them.
 */
export function searchDocument(article: Article, reading: Reading, passages: readonly Passage[] = []): SearchDocument {
  const { id, language } = article
  const text = article.text.slice(0, MAX_BODY)
  // A title that was made of the text's first words says nothing of its own.
  const title = text.startsWith(article.title.replace(/…$/u, '').trim()) ? '' : article.title
  const [titleTokens, tokens] = [tokenize(title), tokenize(text)]
  const inTitle = marksOf(title, titleTokens, language)
  const known = [
    ...reading.entityIds.map((entity) => `e_${entity}`),
    ...reading.conceptIds.map((concept) => `c_${concept}`),
  ]
  const inPassages = passages.flatMap(marksOfPassage).filter((mark) => known.includes(mark))
  const unsaid = known.filter((mark) => !inPassages.includes(mark))
  return {
    articleId: id,
    title: searchWords(title, language, titleTokens),
    body: searchWords(text, language, tokens),
    marks: fewOfEach([
      ...unsaid,
      ...inPassages,
      ...new Set(reading.findings.map((finding) => `s_${finding.sectionId}`)),
      ...inTitle,
      ...marksOf(text, tokens, language),
    ]),
    titleMarks: [...new Set([...inTitle, ...passages.filter(({ index }) => index === 0).flatMap(marksOfPassage)])],
  }
}

const marksOfPassage = ({ entityIds, conceptIds }: Passage): string[] => [
  ...entityIds.map((id) => `e_${id}`),
  ...conceptIds.map((id) => `c_${id}`),
]

// What a text says again and again tells little more than what it says three times.
function fewOfEach(marks: readonly string[]): string[] {
  const times = new Map<string, number>()
  return marks.filter((mark) => {
    const known = times.get(mark) ?? 0
    times.set(mark, known + 1)
    return known < MOST_TIMES
  })
}

const MOST_TIMES = 3

const cyrillic = /\p{Script=Cyrillic}/u
const han = /\p{Script=Han}/u

/** Words of a text for search, in order. Han runs are segmented into words; the rest is folded and stemmed. */
export function searchWords(
  text: string,
  language: DetectedLanguage,
  tokens: readonly Token[] = tokenize(text),
): string[] {
  const words = stemsOf(tokens, language)
  return han.test(text) ? [...words, ...chineseWords(text)] : words
}

/** The same of a text whose tokens are known, Chinese by pairs of characters alone: what grouping compares. */
export function comparedWords(text: string, tokens: readonly Token[], language: DetectedLanguage): string[] {
  const words = stemsOf(tokens, language)
  return han.test(text) ? [...words, ...chinesePairs(text)] : words
}

function stemsOf(tokens: readonly Token[], language: DetectedLanguage): string[] {
  const words: string[] = []
  for (const { text } of tokens) {
    const word = searchStem(text, language)
    if (word !== undefined) words.push(word)
  }
  return words
}

// Chinese words are found by other means.
const searchStem = rememberWordsOf((word: string, language: DetectedLanguage): string | undefined => {
  if (han.test(word)) return undefined
  const folded = foldText(word)
  return stem(folded, stemLanguage(folded, language))
})

// A Latin word in a Cyrillic text is stemmed as English, a Cyrillic one in a Latin text as Russian, on both sides of a search.
function stemLanguage(word: string, language: DetectedLanguage): Language {
  const isCyrillic = cyrillic.test(word)
  if (language === 'und' || language === 'zh') return isCyrillic ? 'ru' : 'en'
  if (isCyrillic) return language === 'en' || language === 'tk' ? 'ru' : language
  return language === 'uz' || language === 'tk' ? language : 'en'
}
