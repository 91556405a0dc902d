// The slowest of many kinds of hostile text for each function that reads, 100 KB beside 25 KB: npm run bench:hostile
// Linear work takes four times as long for four times the text; quadratic sixteen times.
// Then every regular expression that these functions used, by itself over the same texts: found by looking on at RegExp.prototype.exec, through which all uses go.
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { packReader } from '../dist/cli/room.js'
import { knownFigures } from '../dist/summaries/facts/compare.js'
import { clipQuote } from '../dist/summaries/reading/clip-quote.js'
import { readArticle } from '../dist/summaries/read-article.js'
import { searchWords } from '../dist/summaries/reading/search-words.js'
import { findFigures } from '../dist/text/figures/figures.js'
import { namedPeriods } from '../dist/text/figures/figures-periods.js'
import { foldText } from '../dist/text/words/fold.js'
import { parseKeywords } from '../dist/text/patterns/keywords.js'
import { detectLanguage } from '../dist/text/language/language.js'
import { nameKeys } from '../dist/text/patterns/name-keys.js'
import { dayKeys, digitKeys, ordinals } from '../dist/text/times/numbers-dates.js'
import { splitSentences } from '../dist/text/words/sentences.js'
import { LANGUAGES } from '../dist/text/types.js'
import { tokenize } from '../dist/text/words/words.js'
import { textOf, textsOf, timed, UNITS } from './hostile/texts.mjs'

const reader = packReader()
const known = knownFigures(reader, [])
const readIn = (language) => (text) => {
  const article = { id: 'a', feedId: 'f', outletId: 'o', url: 'https://news.example/', title: text.slice(0, 200), text, language, publishedAt: 1750233600000, fetchedAt: 0, revision: 1, comments: [text] } // prettier-ignore
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
  clipQuote: (text) => clipQuote(text, text.length / 2),
  searchWords: (text) => searchWords(text, 'zh'),
  'readArticle (text and comment, in all)': readIn('en'),
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

console.log(
  '| function | slowest of 100 KB, ms | of text | 25 KB, ms | times as long |\n| --- | ---: | --- | ---: | ---: |',
)
for (const [name, work] of Object.entries(FUNCTIONS)) {
  let worst = { ms: 0 }
  for (const unit of UNITS)
    for (const text of textsOf(unit)) {
      const ms = timed(work, text)
      if (ms > worst.ms) worst = { ms, unit, text }
    }
  const quarter = timed(work, worst.text.slice(0, worst.text.length / 4))
  console.log(`| ${name} | ${worst.ms.toFixed(1)} | ${JSON.stringify(worst.unit.slice(0, 24))} | ${quarter.toFixed(1)} | ${(worst.ms / quarter).toFixed(1)} |`) // prettier-ignore
}
console.log('Target: 10 ms on 100 KB for each expression; a function about four times as long as 25 KB.\n')
for (const work of [...Object.values(FUNCTIONS), ...LANGUAGES.map(readIn)])
  for (const unit of UNITS) lookOn(() => work(textOf(unit).slice(0, 2_000)))
const found = JSON.stringify([...expressions.values()].map(({ source, flags }) => [source, flags]))
execFileSync(process.execPath, [fileURLToPath(new URL('./hostile/expressions.mjs', import.meta.url))], { input: found, stdio: ['pipe', 'inherit', 'inherit'], timeout: 600_000 }) // prettier-ignore
