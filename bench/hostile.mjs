// The slowest of many kinds of hostile text for each function that reads, 100 KB beside 25 KB: npm run bench:hostile
// Linear work takes four times as long for four times the text; quadratic sixteen times.
// Then every regular expression that these functions used, by itself over the same texts: found by looking on at RegExp.prototype.exec, through which all uses go.
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

const textOf = (unit) => unit.repeat(Math.ceil(BYTES / Buffer.byteLength(unit)))

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

const expressions = new Map()

/** Runs `work` and remembers each regular expression that it used. */
function lookOn(work) {
  const { exec } = RegExp.prototype
  RegExp.prototype.exec = function (text) {
    expressions.set(String(this), this)
    return exec.call(this, text)
  }
  try {
    work()
  } finally {
    RegExp.prototype.exec = exec
  }
}

/** Every match of an expression in a text; one that is neither global nor sticky looks once. */
function search(expression, text) {
  const { source, flags } = expression
  const own = new RegExp(source, flags)
  if (!own.global && !own.sticky) return void own.test(text)
  for (let from = 0; from <= text.length;) {
    own.lastIndex = from
    const found = own.test(text)
    if (!found && !own.sticky) return
    // A sticky one that does not match here is tried at the next character, as a reader of tokens does.
    from = found && own.lastIndex > from ? own.lastIndex : from + 1
  }
}

console.log(
  '| function | slowest of 100 KB, ms | of text | 25 KB, ms | times as long |\n| --- | ---: | --- | ---: | ---: |',
)
for (const [name, work] of Object.entries(FUNCTIONS)) {
  let worst = { ms: 0 }
  for (const unit of UNITS) {
    const text = textOf(unit)
    lookOn(() => work(text.slice(0, text.length / 50)))
    const ms = timed(work, text)
    if (ms > worst.ms) worst = { ms, unit, text }
  }
  const quarter = timed(work, worst.text.slice(0, worst.text.length / 4))
  console.log(`| ${name} | ${worst.ms.toFixed(1)} | ${JSON.stringify(worst.unit.slice(0, 24))} | ${quarter.toFixed(1)} | ${(worst.ms / quarter).toFixed(1)} |`) // prettier-ignore
}
const MOST_SHOWN = 10
const slowest = [...expressions.values()].map((expression) => {
  const worst = { ms: 0, expression, unit: '', text: '' }
  for (const unit of UNITS) {
    const text = textOf(unit)
    const ms = timed(() => search(expression, text), text)
    if (ms > worst.ms) Object.assign(worst, { ms, unit, text })
  }
  return worst
})
slowest.sort((a, b) => b.ms - a.ms)
console.log(`\n${slowest.length} regular expressions, the slowest ${MOST_SHOWN}:\n| expression | 100 KB, ms | of text | 25 KB, ms |\n| --- | ---: | --- | ---: |`) // prettier-ignore
for (const { ms, expression, unit, text } of slowest.slice(0, MOST_SHOWN)) {
  const quarter = timed(() => search(expression, text.slice(0, text.length / 4)), text)
  const shown = String(expression).replaceAll('|', '\\|').slice(0, 60)
  console.log(`| \`${shown}\` | ${ms.toFixed(1)} | ${JSON.stringify(unit.slice(0, 24))} | ${quarter.toFixed(1)} |`)
}
console.log('Target: 10 ms on 100 KB for each expression, and about four times as long as 25 KB for all.')
