// node scripts/bench-quotes.mjs [TEXTS] [SEED]: reads random texts and counts quotes that do not stand in their article, readings that differ on a second
// run, and the slowest 100 KB of hostile text. Ends with 1 where one is invented, differs or takes over 10 ms a section, 100 ms in all.
import { performance } from 'node:perf_hooks'
import { loadRegion } from '../dist/regions/load-region.js'
import { knownFigures } from '../dist/summaries/facts/compare.js'
import { readArticle } from '../dist/summaries/read-article.js'
import { prepareReader } from '../dist/summaries/terms/reader.js'
import { LANGUAGES } from '../dist/text/types.js'

const texts = Number(process.argv[2] ?? 100_000)
let seed = Number(process.argv[3] ?? 1)
const reader = prepareReader(loadRegion('regions/central-asia'))
const known = knownFigures(reader, [])

// mulberry32: the same texts on every machine.
function random() {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}
const pick = (list) => list[Math.floor(random() * list.length)]

const words = LANGUAGES.flatMap((language) => [
  ...reader.region.sections.flatMap((section) =>
    [section.cues, section.hints, section.strong ?? {}].flatMap((patterns) => patterns[language] ?? []),
  ),
  ...reader.region.entities.map((entity) => entity.name[language]),
]).map((word) => word.replace(/[*=]/gu, ''))
const odd = [
  '. ',
  '! ',
  '。',
  '\n',
  '\n\n',
  ', ',
  '«',
  '»',
  '"',
  '‘',
  '\u00a0',
  '\u200b',
  '😀',
  '\ud83d',
  '(',
  ')',
  '12,5%',
  '$127 billion',
  '43,8 млрд долларов',
  '1270亿美元',
  'A. S.',
  'U.S.',
  '2025',
  '...',
  '\t',
  '<b>',
  '&amp;',
]

function article(id) {
  const make = (length) => Array.from({ length }, () => pick(random() < 0.25 ? odd : words)).join(pick(['', ' ', ' ']))
  const text = make(5 + Math.floor(random() * 60))
  const comments = random() < 0.3 ? [make(6), `${pick(['Aigul', '@reader', 'Китай'])}: ${make(4)}`] : []
  return {
    id: String(id),
    feedId: 'f',
    outletId: 'o',
    url: 'https://news.example/',
    title: make(6),
    text,
    language: pick(LANGUAGES),
    publishedAt: 1750233600000,
    fetchedAt: 1750233600000,
    revision: 1,
    comments,
  }
}

let quotes = 0
let invented = 0
let different = 0
const began = performance.now()
for (let n = 0; n < texts; n++) {
  const given = article(n)
  const { reading } = readArticle(given, { reader, known })
  const places = [given.title, given.text, ...given.comments]
  for (const { quote } of [...reading.findings, ...reading.figures, ...reading.stances]) {
    quotes++
    if (!places.some((place) => place.includes(quote))) invented++
  }
  if (n % 10 === 0 && JSON.stringify(reading) !== JSON.stringify(readArticle(given, { reader, known }).reading))
    different++
}
console.log(
  JSON.stringify({ texts, quotes, invented, different, seconds: Math.round((performance.now() - began) / 1000) }),
)
if (invented + different > 0) process.exitCode = 1
