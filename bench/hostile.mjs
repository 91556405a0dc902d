// The slowest of many kinds of hostile text for each function that reads, 100 KB beside 25 KB: npm run bench:hostile
// Linear work takes four times as long for four times the text; quadratic sixteen times.
import { packReader } from '../dist/cli/room.js'
import { knownFigures } from '../dist/summaries/compare.js'
import { clipQuote } from '../dist/summaries/quote.js'
import { readArticle } from '../dist/summaries/read-article.js'
import { searchWords } from '../dist/summaries/search-words.js'
import { findFigures } from '../dist/text/figures.js'
import { namedPeriods } from '../dist/text/figures-periods.js'
import { foldText } from '../dist/text/fold.js'
import { parseKeywords } from '../dist/text/keywords.js'
import { detectLanguage } from '../dist/text/language.js'
import { nameKeys } from '../dist/text/name-keys.js'
import { dayKeys, digitKeys, ordinals } from '../dist/text/numbers-dates.js'
import { splitSentences } from '../dist/text/sentences.js'
import { tokenize } from '../dist/text/words.js'

const BYTES = 100_000
const UNITS = [
  'a', ' ', '.', '. ', '...', '\n', '\r\n', '1', '1,', '1.1.', '1 000 ', '$', '$1 ', '%', '-', '- ', 'a-', "a'", "'", '«', '»', '"', '(', ')', '((', '<p', '<', '&lt;',
  'A.', 'A. ', 'U.S. ', 'долл. США ', 'млрд. ', 'г. ', '第', '第一', '亿', '一二三', '中', '中国', '1日', '12月', '年', 'й', 'ё', 'ʻ', '\u0301', '\u200b', '\u00ad', '\u00a0', '😀', '\ud83d',
  'China ', 'Xi ', 'Kazakh president ', 'trade ', 'trade turnover between ', 'from 1 to ', 'one hundred ', 'half a ', 'million ', 'first half of ', 'May ', 'last year ', '2024-', '24th ', '24-й ', 'more than ', 'up to ', 'x'.repeat(999) + ' ',
] // prettier-ignore

const reader = packReader()
const known = knownFigures(reader, [])
const read = (text) => {
  const article = { id: 'a', feedId: 'f', outletId: 'o', url: 'https://news.example/', title: text.slice(0, 200), text, language: 'en', publishedAt: 1750233600000, fetchedAt: 0, revision: 1, comments: [text] } // prettier-ignore
  return readArticle(article, { reader, known })
}
const FUNCTIONS = {
  foldText,
  tokenize,
  splitSentences: (text) => splitSentences(text, 'ru'),
  detectLanguage,
  findFigures: (text) => findFigures(text, 'en'),
  namedPeriods: (text) => namedPeriods(text, 'en', 0),
  digitKeys,
  ordinals,
  dayKeys: (text) => dayKeys(text, tokenize(text), 'en'),
  nameKeys: (text) => nameKeys(text, tokenize(text), 'en'),
  parseKeywords,
  clipQuote: (text) => clipQuote(text, 50_000),
  searchWords: (text) => searchWords(text, 'zh'),
  'readArticle (text and comment, in all)': read,
}

/** Milliseconds of CPU: the machine may have other work. */
const timed = (work, text) => {
  const times = [0, 0, 0].map(() => {
    const started = process.cpuUsage()
    work(text)
    const { user, system } = process.cpuUsage(started)
    return (user + system) / 1000
  })
  return Math.min(...times)
}

console.log(
  '| function | slowest of 100 KB, ms | of text | 25 KB, ms | times as long |\n| --- | ---: | --- | ---: | ---: |',
)
for (const [name, work] of Object.entries(FUNCTIONS)) {
  let worst = { ms: 0 }
  for (const unit of UNITS) {
    const text = unit.repeat(Math.ceil(BYTES / Buffer.byteLength(unit)))
    const ms = timed(work, text)
    if (ms > worst.ms) worst = { ms, unit, text }
  }
  const quarter = timed(work, worst.text.slice(0, worst.text.length / 4))
  console.log(`| ${name} | ${worst.ms.toFixed(1)} | ${JSON.stringify(worst.unit.slice(0, 24))} | ${quarter.toFixed(1)} | ${(worst.ms / quarter).toFixed(1)} |`) // prettier-ignore
}
console.log('Target: 10 ms on 100 KB, and about four times as long as 25 KB.')
