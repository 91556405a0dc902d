import type { Article } from '../feeds/article.js'
import { chinesePairs, chineseWords } from '../text/chinese.js'
import { stem } from '../text/stem.js'
import type { DetectedLanguage, Language, Token } from '../text/types.js'
import { tokenize } from '../text/words.js'
import type { SearchDocument } from './archive.js'
import type { Reading } from './types.js'

const MAX_BODY = 20_000

/** The words of an article as search keeps them: folded stems of its language, Chinese words, and marks that every language shares. */
export function searchDocument(article: Article, reading: Reading): SearchDocument {
  return {
    articleId: article.id,
    title: searchWords(article.title, article.language),
    body: searchWords(article.text.slice(0, MAX_BODY), article.language),
    marks: [
      ...reading.entityIds.map((id) => `e_${id}`),
      ...reading.conceptIds.map((id) => `c_${id}`),
      ...new Set(reading.findings.map((finding) => `s_${finding.sectionId}`)),
    ],
  }
}

const cyrillic = /\p{Script=Cyrillic}/u
const han = /\p{Script=Han}/u

/** Words of a text for search, in order. Han runs are segmented into words; the rest is folded and stemmed. */
export function searchWords(text: string, language: DetectedLanguage): string[] {
  const words = stemsOf(tokenize(text), language)
  return han.test(text) ? [...words, ...chineseWords(text)] : words
}

/** The same of a text whose tokens are known, Chinese by pairs of characters alone: what grouping compares. */
export function comparedWords(text: string, tokens: readonly Token[], language: DetectedLanguage): string[] {
  const words = stemsOf(tokens, language)
  return han.test(text) ? [...words, ...chinesePairs(text)] : words
}

function stemsOf(tokens: readonly Token[], language: DetectedLanguage): string[] {
  const words: string[] = []
  for (const { text, folded } of tokens) if (!han.test(text)) words.push(stem(folded, stemLanguage(folded, language)))
  return words
}

// A Latin word in a Cyrillic text is stemmed as English, a Cyrillic one in a Latin text as Russian, on both sides of a search.
function stemLanguage(word: string, language: DetectedLanguage): Language {
  const isCyrillic = cyrillic.test(word)
  if (language === 'und' || language === 'zh') return isCyrillic ? 'ru' : 'en'
  if (isCyrillic) return language === 'en' || language === 'tk' ? 'ru' : language
  return language === 'uz' || language === 'tk' ? language : 'en'
}
