// Digests held against the gold: is every story of importance in its day's digest, and is nothing told twice?
// And how evenly they let the voices of their day speak, beside the newest articles (digest-balance.mjs).
//   npm run bench:digests        (needs ../shared/eval/news; SHOW=1 also prints day by day what each digest must tell, and the misses)
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { balanceOf } from './digest-balance.mjs'
import { openNewsroom } from '../dist/newsroom/open-newsroom.js'
import { importArticles } from '../dist/feeds/pages/article-rows.js'
import { loadRegion } from '../dist/regions/load-region.js'
import { toldInDaysBefore } from '../dist/summaries/digest/told-before.js'
import { detectLanguage } from '../dist/text/language/language.js'
import { compareFigure, knownFigures } from '../dist/summaries/facts/compare.js'

const GOLD = '../shared/eval/news'
const REAL = '../shared/news/archive.jsonl'
const LEAST_NEWS = 3
if (!fs.existsSync(GOLD)) {
  console.log(`skipped: ${GOLD} is not there`)
  process.exit(0)
}
const DAY = 86_400_000
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-digests-'))
const region = loadRegion('regions/central-asia')
const rooms = await openNewsroom({ traits: {}, region, databaseUrl: `file:${folder}/digests.db`, now: Date.now })
const lines = (file) => fs.readFileSync(file, 'utf8').trim().split('\n')
const { outlets } = rooms.reader().region
await importArticles(lines(`${GOLD}/all.jsonl`), { store: rooms.articles, outlets, detectLanguage, now: Date.now })
await rooms.refreshOutlets()
await rooms.readingRounds.readUnread({ pieceMs: 1_000 })

const gold = lines(`${GOLD}/articles.jsonl`).map((line) => JSON.parse(line))
const dayOf = (article) => Math.floor(Date.parse(article.date) / DAY)
const stories = groupBy(gold)
const known = knownFigures(rooms.reader(), [])

/** A story on a day: who told it, what changed, and what nobody had told of it before. */
function storyDays() {
  return [...stories].flatMap(([story, articles]) =>
    [...new Set(articles.map(dayOf))].sort().map((day) => {
      const today = articles.filter((article) => dayOf(article) === day && Object.keys(article.sections).length > 0)
      const before = articles.filter((article) => dayOf(article) < day)
      const figuresOf = (some) => some.flatMap((article) => article.figures.filter((figure) => figure.between?.length > 0)) // prettier-ignore
      const keyOf = ({ what, between, period, value }) => [what, [...between].sort(), period, Number(value).toPrecision(3)].join('|') // prettier-ignore
      const told = new Set(figuresOf(before).map(keyOf))
      const isChanged = today.some((article) =>
        article.figures.some((figure) => {
          if (!figure.what || !figure.between) return false
          const { period, bound, ...rest } = figure
          const asked = { ...rest, kind: figure.kind ?? 'actual', ...(period ? { period } : {}), ...(bound ? { bound } : {}) } // prettier-ignore
          return compareFigure(asked, known, Date.parse(article.date)).kind === 'changed'
        }),
      )
      const voices = new Set(today.map(({ source }) => source)).size
      const isNew = figuresOf(today).some((figure) => !told.has(keyOf(figure)))
      return { story, day, ids: today.map(({ id }) => id), voices, isChanged, isNew }
    }),
  )
}

const days = storyDays().filter(({ ids }) => ids.length > 0)
const offTopic = new Set(gold.filter((article) => Object.keys(article.sections).length === 0).map(({ id }) => id))
const rows = [['length', 'language', 'important stories', 'in the digest of the day', 'told again within 7 days', 'of them not developed', 'off-topic items', 'items', 'second run the same']] // prettier-ignore
for (const length of ['short', 'normal', 'full']) {
  for (const language of ['en', 'ru', 'zh']) rows.push(await measure(length, language))
}
print(rows)
await rooms.close()
// The gold's outlets are nobody's; what real ones tell shows whose voices a digest lets through.
if (fs.existsSync(REAL)) await measureBalance()
fs.rmSync(folder, { recursive: true })

async function measureBalance() {
  const real = await openNewsroom({ traits: {}, region, databaseUrl: `file:${folder}/real.db`, now: Date.now })
  await importArticles(lines(REAL), { store: real.articles, outlets: real.reader().region.outlets, detectLanguage, now: Date.now }) // prettier-ignore
  await real.refreshOutlets()
  await real.readingRounds.readUnread({ pieceMs: 1_000 })
  for (const length of ['short', 'normal']) {
    console.log(
      `\nHow evenly the ${length} digest lets its day speak: real news, days with ${LEAST_NEWS} articles and more; apart: 0 as the day; heard: 1 all`,
    )
    const header = ['of each', 'days of two and more', 'apart', 'apart, newest first', 'heard', 'heard, newest first']
    print([header, ...(await balanceOf(await tellersOfDays(real, length), { archive: real.archive, region: real.reader().region }))]) // prettier-ignore
  }
  await real.close()
}

/** Of each day with much news its articles, newest first, and those by which the digest tells its items. */
async function tellersOfDays({ archive, newsroom }, length) {
  const rows = await archive.newsBetween(0, Date.now(), 1_000_000)
  const byDay = new Map()
  for (const { articleId, publishedAt } of rows) {
    const day = Math.floor(publishedAt / DAY)
    byDay.set(day, (byDay.get(day) ?? new Set()).add(articleId))
  }
  const told = []
  for (const [day, ids] of byDay) {
    if (ids.size < LEAST_NEWS) continue
    const articles = [...(await archive.articles([...ids]))].sort((a, b) => b.publishedAt - a.publishedAt || (a.id < b.id ? -1 : 1)) // prettier-ignore
    const digest = await newsroom.digest({ from: day * DAY, to: (day + 1) * DAY, language: 'en', length })
    const firsts = new Set(digest.sections.flatMap(({ items }) => items.map(({ citations }) => citations[0])))
    told.push({ articles, told: new Set(digest.citations.filter(({ number }) => firsts.has(number)).map(({ articleId }) => articleId)) }) // prettier-ignore
  }
  return told
}

function print(table) {
  for (const [index, row] of table.entries()) {
    console.log(`| ${row.join(' | ')} |`)
    if (index === 0) console.log(`| ${row.map(() => '---').join(' | ')} |`)
  }
}

// As the command line makes it: what the days before told is left out.
async function digestOf(asked) {
  const told = await toldInDaysBefore(asked, { archive: rooms.archive, reader: rooms.reader() })
  return rooms.newsroom.digest({ ...asked, told })
}

async function measure(length, language) {
  const all = [...new Set(days.map(({ day }) => day))]
  const digests = new Map()
  let same = true
  for (const day of all) {
    const asked = { from: day * DAY, to: (day + 1) * DAY, language, length }
    const digest = await digestOf(asked)
    digests.set(day, digest)
    same &&= JSON.stringify(digest) === JSON.stringify(await digestOf(asked))
  }
  const idsOf = (day) => new Set(digests.get(day)?.citations.map(({ articleId }) => articleId))
  const isTold = (story, day) => {
    const ids = idsOf(day)
    return stories.get(story).some(({ id }) => ids.has(id))
  }
  const itemsOf = (digest) => digest.sections.flatMap(({ items }) => items)
  const isToldBefore = ({ story, day }) => [1, 2, 3, 4, 5, 6].some((ago) => isTold(story, day - ago))
  // Three voices for what one told are news, too.
  const isConfirmed = ({ story, day }) => {
    const ago = [1, 2, 3, 4, 5, 6].find((days) => isTold(story, day - days))
    const voicesUntil = (last) =>
      new Set(stories.get(story).flatMap((article) => (dayOf(article) <= last ? [article.source] : []))).size
    return ago !== undefined && voicesUntil(day - ago) === 1 && voicesUntil(day) >= 3
  }
  const important = days.filter((each) => (each.voices >= 3 || each.isChanged) && (each.isNew || !isToldBefore(each)))
  const found = important.filter(({ story, day }) => isTold(story, day))
  const again = days.filter((each) => isTold(each.story, each.day) && isToldBefore(each))
  const stale = again.filter((each) => !each.isNew && !isConfirmed(each))
  const items = [...digests.values()].flatMap(itemsOf)
  const strays = [...digests.values()].flatMap((digest) => itemsOf(digest).filter((item) => digest.citations.some(({ number, articleId }) => number === item.citations[0] && offTopic.has(articleId)))) // prettier-ignore
  if (process.env.SHOW) {
    const date = (day) => new Date(day * DAY).toISOString().slice(0, 10)
    for (const day of [...all].sort((a, b) => a - b)) {
      const ofDay = (some) => some.filter((each) => each.day === day)
      const [must, told, again_, stale_] = [important, found, again, stale].map(ofDay)
      const sections = digests.get(day).sections.filter(({ items }) => items.length > 0).length
      console.log(
        `${date(day)} ${length} ${language}: ${itemsOf(digests.get(day)).length} items in ${sections} sections, important ${told.length} of ${must.length}` +
          `, told again ${again_.length}${stale_.length > 0 ? `, not developed ${stale_.length}` : ''}${told.length < must.length ? ' MISSED' : ''}`,
      )
    }
    for (const { story, day, voices, isChanged } of important.filter((each) => !found.includes(each)))
      console.log(
        `missed ${length} ${language}: ${date(day)} ${story}, ${voices} voices${isChanged ? ', changed' : ''}`,
      )
    for (const { story, day } of stale) console.log(`again ${length} ${language}: ${date(day)} ${story}`)
    for (const { line } of strays) console.log(`off topic ${length} ${language}: ${line}`)
  }
  return [length, language, important.length, `${found.length} (${(found.length / important.length).toFixed(3)})`, again.length, stale.length, strays.length, items.length, same ? 'yes' : 'NO'] // prettier-ignore
}

function groupBy(articles) {
  const grouped = new Map()
  for (const article of articles) grouped.set(article.story, [...(grouped.get(article.story) ?? []), article])
  return grouped
}
