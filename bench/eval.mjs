// Scores the built command against the development half of the gold: each figure with its target and the plain method it is held against,
// computed in the same run; then every language by itself.
//   npm run eval                (needs ../shared/eval and ../shared/news)
//   npm run eval -- reading     without feeds and answers
//   npm run eval -- press       the learned reading, by days, outlets and languages left out
//   npm run eval -- stories     one event or two, by days, outlets and sets left out
//   npm run eval -- claims      figure lines, by languages and outlets left out
//   npm run eval -- answers     answers alone, with every miss
//   npm run eval -- quotes      quotes of `read` alone, with every one that is not whole
import { execFileSync, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { bestF1, francLanguage, pairScores, storiesAt, vectorsOf } from './eval/baselines.mjs'
import { CUT_AT_CLAUSE, faultOf, isSentence } from './eval/quotes.mjs'
import { FINDING, FOUND, plainHits } from './finding.mjs'

const GOLD = '../shared/eval'
if (!fs.existsSync(GOLD)) {
  console.log(`skipped: ${GOLD} is not there`)
  process.exit(0)
}
const only = process.argv[2]
if (only === 'press') {
  const { pressTables } = await import('./eval/press.mjs')
  pressTables({ quick: process.argv[3] === 'quick' })
  process.exit(0)
}
if (only === 'stories') {
  const { storyTables } = await import('./eval/stories.mjs')
  storyTables()
  process.exit(0)
}
if (only === 'claims') {
  const { claimTables } = await import('./eval/claims.mjs')
  claimTables()
  process.exit(0)
}
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-eval-'))
const options = { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] }
const silkwire = (args, database = 'none.db') =>
  execFileSync(process.execPath, ['dist/cli.js', ...args], {
    ...options,
    env: { ...process.env, ENV_FILE: '', DATABASE_URL: `file:${path.join(folder, database)}` },
  })
const lines = (file) =>
  fs
    .readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
const score = (task, gold, predicted, articles = []) => {
  const file = path.join(folder, 'predicted.jsonl')
  fs.writeFileSync(file, predicted)
  const env = { ...process.env, ...(task === 'answers' && { SHOW: '1' }) }
  const { stdout, stderr } = spawnSync(process.execPath, [`${GOLD}/tools/score.mjs`, task, gold, file, ...articles], { ...options, env, stdio: 'pipe' }) // prettier-ignore
  return { ...JSON.parse(stdout.trim().split('\n').at(-1)), misses: stderr.split('\n').filter((line) => line !== '') }
}
const jsonl = (rows) => rows.map((row) => JSON.stringify(row)).join('\n')
const row = (...cells) => console.log(`| ${cells.join(' | ')} |`)
const shown = (figure) => (typeof figure === 'number' ? String(Number(figure.toFixed(4))) : (figure ?? ''))

/** A row of the table: at least `target`, or at most where it is written so. */
function figure(what, value, target, baseline) {
  const limit = Number(/[\d.]+/.exec(target)?.[0])
  const holds = target.startsWith('<=') ? value <= limit : value >= limit
  row(what, shown(value), target, holds ? 'yes' : 'NO', shown(baseline))
}
const byLanguage = []
const misses = []
const LANGUAGES = 'en ru kk ky uz tg tk zh'.split(' ')

row('measured on', 'figure', 'target', 'holds', 'baseline')
row('---', '---:', '---', '---', '---')

if (only === undefined) {
  const printed = execFileSync(process.execPath, [`${GOLD}/tools/score-feeds.mjs`, `${GOLD}/feeds`, '--', process.execPath, 'dist/cli.js', 'parse'], options) // prettier-ignore
  figure('feeds: conformance', JSON.parse(printed.trim().split('\n').at(-1)).score, '>= 0.97', 'feedsmith 0.832')
}

if (only === undefined || only === 'quotes' || only === 'reading') quotes()
if (only === undefined || only === 'reading') {
  await language()
  reading('news')
  reading('real')
  figures()
  parallel()
  compare()
  same('stories/pairs')
  same('real/stories')
}
if (only === undefined || only === 'answers') answers()

if (byLanguage.length > 0)
  console.log(
    '\n| by language | en | ru | kk | ky | uz | tg | tk | zh |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
  )
for (const { what, of } of byLanguage) row(what, ...LANGUAGES.map((each) => shown(of[each])))
if (misses.length > 0) console.log(`\nmisses:\n${misses.join('\n')}`)
fs.rmSync(folder, { recursive: true, force: true })

async function language() {
  const file = `${GOLD}/language/texts.jsonl`
  const texts = lines(file)
  const ours = score('language', file, silkwire(['language', file]))
  const franc = score('language', file, jsonl(texts.map(({ id, text }) => ({ id, lang: francLanguage(text) }))))
  const [worst, worstOfFranc] = [ours, franc].map(({ worstHeadline: [name, share] }) => ({ name, share }))
  figure('language: headlines', ours.headline, '>= 0.985', `franc ${franc.headline}`)
  figure(`language: worst headlines (${worst.name.split(' ')[0]})`, worst.share, '>= 0.955', `franc ${worstOfFranc.share} (${worstOfFranc.name.split(' ')[0]})`) // prettier-ignore
  figure('language: all kinds', ours.accuracy, '>= 0.97', `franc ${franc.accuracy}`)
  figure('language: others refused', ours.otherRefused, '>= 0.9', `franc ${franc.otherRefused}`)
  const { detectLanguage } = await import('../dist/text/language/language.js')
  const headlines = texts.filter(({ kind }) => kind === 'headline')
  for (const { text } of headlines) detectLanguage(text)
  const startedCpu = process.cpuUsage()
  for (let round = 0; round < 5; round++) for (const { text } of headlines) detectLanguage(text)
  const { user, system } = process.cpuUsage(startedCpu)
  figure(
    'language: headlines a second of CPU',
    Math.round((5 * headlines.length) / ((user + system) / 1e6)),
    '>= 10000',
  )
  for (const kind of new Set(Object.keys(ours.rows).map((key) => key.split(' ')[1])))
    byLanguage.push({ what: `language, ${kind}`, of: Object.fromEntries(LANGUAGES.map((each) => [each, ours.rows[`${each} ${kind}`]])) }) // prettier-ignore
}

function reading(set) {
  const file = `${GOLD}/${set}/articles.jsonl`
  const gold = lines(file)
  const read = silkwire(['read', file])
  const whole = score('reading', file, read)
  figure(`${set}: sections, macro-F1`, whole.macroF1, set === 'news' ? '>= 0.85' : '>= 0.80')
  const offTopic = gold.filter(({ sections }) => Object.keys(sections ?? {}).length === 0).length
  figure(`${set}: off-topic articles hit, of ${offTopic}`, Math.round(whole.offTopicHit * offTopic), '<= 1')
  figure(`${set}: right sentence`, whole.rightSentence, '>= 0.8')
  figure(`${set}: verbatim`, whole.verbatim, '>= 1')
  const parts = LANGUAGES.map((each) => gold.filter(({ lang }) => lang === each)).filter((part) => part.length > 0)
  byLanguage.push({ what: `${set}: sections`, of: Object.fromEntries(parts.map((part) => [part[0].lang, scoreSome('reading', part, read).macroF1])) }) // prettier-ignore
  if (set === 'real') return
  figure('news: figures, F1', whole.figures.f1, '>= 0.95')
  for (const [key, target] of [['kind', 0.9], ['bound', 0.9], ['period', 0.85], ['between', 0.7]]) figure(`news: figures, ${key}`, whole.figures[key], `>= ${target}`) // prettier-ignore
  byLanguage.push({ what: 'news: figures', of: whole.figures.byLanguage })
  const stories = score('stories', file, read)
  const best = plainStories(file, gold)
  figure('news: stories, all', stories.all.f1, '>= 0.92', `TF-IDF ${best.all.f1}`)
  figure('news: stories, across languages', stories.crossLanguage.f1, '>= 0.85', `TF-IDF ${best.crossLanguage.f1}`)
}

/** What `read` quotes for sections and stances of all development articles: whole at both ends, in so many words, by language. */
function quotes() {
  const counts = new Map()
  const count = (lang, what) => counts.set(`${lang} ${what}`, (counts.get(`${lang} ${what}`) ?? 0) + 1)
  for (const set of ['press', 'posts', 'wire', 'real', 'news']) {
    const file = `${GOLD}/${set}/articles.jsonl`
    const articles = new Map(lines(file).map((article) => [String(article.id), article]))
    const read = silkwire(['read', file]).split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line)) // prettier-ignore
    for (const { id, sections = {}, stances = [] } of read) {
      const article = articles.get(String(id))
      const said = Object.entries(sections).flatMap(([section, list]) => (section === 'reader-reaction' ? [] : list))
      for (const quote of new Set([...said, ...stances.map(({ quote }) => quote)])) {
        const fault = faultOf(quote, article)
        for (const lang of ['all', article.lang]) {
          count(lang, 'quotes')
          if (isSentence(quote)) count(lang, 'sentence')
          if (fault !== undefined) count(lang, fault === CUT_AT_CLAUSE || fault === 'not verbatim' ? fault : 'torn')
        }
        if (fault !== undefined && only === 'quotes') misses.push(`${set} ${id}: ${fault}: ${quote}`)
      }
    }
  }
  const share = (lang, what) => (counts.get(`${lang} ${what}`) ?? 0) / (counts.get(`${lang} quotes`) ?? 1)
  const whole = (lang) => 1 - share(lang, 'torn') - share(lang, 'not verbatim')
  figure(`quotes: whole at both ends, of ${counts.get('all quotes')}`, whole('all'), '>= 0.98')
  figure(
    'quotes: of them cut at a clause, the sentence being longer than 300 letters',
    share('all', CUT_AT_CLAUSE),
    '<= 0.02',
  )
  figure('quotes: verbatim', 1 - share('all', 'not verbatim'), '>= 1')
  row('quotes: with a full stop (headlines have none)', shown(share('all', 'sentence')), '', '', '')
  byLanguage.push({ what: 'quotes: whole', of: Object.fromEntries(LANGUAGES.filter((lang) => counts.has(`${lang} quotes`)).map((lang) => [lang, whole(lang)])) }) // prettier-ignore
}

function scoreSome(task, rows, predicted) {
  const file = path.join(folder, 'some.jsonl')
  fs.writeFileSync(file, jsonl(rows))
  return score(task, file, predicted)
}

/** TF-IDF at the threshold that is best over all. */
function plainStories(file, gold) {
  const vectors = vectorsOf(gold)
  const scores = Array.from({ length: 19 }, (_, i) => score('stories', file, jsonl(storiesAt(gold, vectors, 0.05 * (i + 1))))) // prettier-ignore
  return scores.reduce((a, b) => (b.all.f1 > a.all.f1 ? b : a))
}

function figures() {
  const file = `${GOLD}/real/figures.jsonl`
  const found = score('figures', file, silkwire(['read', file]))
  figure('real: figures, F1', found.f1, '>= 0.96')
  figure('real: figures, kind', found.kind, '>= 0.9')
  figure('real: figures, bound', found.bound, '>= 0.9')
  byLanguage.push({ what: 'real: figures', of: found.byLanguage })
}

function parallel() {
  const file = `${GOLD}/parallel/docs.jsonl`
  const stories = score('stories', file, silkwire(['read', file]))
  figure(
    'parallel: stories, across languages',
    stories.crossLanguage.f1,
    '>= 0.75',
    `TF-IDF ${plainStories(file, lines(file)).crossLanguage.f1}`,
  )
}

function compare() {
  const file = `${GOLD}/news/compare.jsonl`
  const { macroF1, falseChanged } = score('compare', file, silkwire(['compare', file]))
  figure('news: compare, macro-F1', macroF1, '>= 0.92')
  figure('news: compare, false changed', Math.round(falseChanged * lines(file).length), '<= 2')
}

function same(name) {
  const file = `${GOLD}/${name}.jsonl`
  const rows = lines(file)
  const predicted = silkwire(['same', file])
  const pairs = pairScores(rows)
  figure(`${name}: same, F1`, score('pairs', file, predicted).f1, '>= 0.9', `TF-IDF ${shown(bestF1(pairs))}`)
  const languages = [...new Set(pairs.map(({ lang }) => lang))]
  const of = (measured) => Object.fromEntries(languages.map((lang) => [lang, measured(lang)]))
  byLanguage.push({ what: `${name}: same`, of: of((lang) => scoreSome('pairs', rows.filter(({ a }) => a.lang === lang), predicted).f1) }) // prettier-ignore
  byLanguage.push({ what: `${name}: TF-IDF`, of: of((lang) => bestF1(pairs.filter((pair) => pair.lang === lang))) })
}

/** Of every set: what is found, beside plain FTS5 on the same rows, what is said, what is refused that should not be and the other way round, and every miss. */
function answers() {
  for (const { set, archive, questions, finding, refused } of FINDING) {
    silkwire(['import', archive], `${set}.db`)
    const found = score('answers', questions, silkwire(['ask', '--questions', questions], `${set}.db`), [archive])
    const plain = score('answers', questions, jsonl(plainHits(archive, questions)))
    for (const [key, target] of Object.entries(finding)) figure(`${set}: ${FOUND[key]}`, found[key], `>= ${target}`, `plain FTS5 bm25 ${plain[key]}`) // prettier-ignore
    if (refused === undefined) continue
    figure(`${set}: answers, facts found`, found.factRecall, '>= 0.85')
    figure(`${set}: answers, sentences cited`, found.sentencesCited, '>= 1')
    figure(`${set}: answers, quotes exact`, found.quotesExact, '>= 1')
    figure(`${set}: answers, unanswerable refused`, found.abstained, refused)
    figure(`${set}: answers, answerable refused`, found.refusedAnswerable, '<= 0.09')
    misses.push(...found.misses.map((miss) => `${set} ${miss}`))
  }
}
