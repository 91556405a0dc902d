// Trains src/text/language-model.json: node scripts/train-language.mjs FOLDER, after a build; then `npm run format`.
// FOLDER holds LANG.txt, one text a line: message catalogues, word lists, news; uz-cyrl and tk-cyrl apart from uz and tk.
// The stored model was trained on message catalogues of Debian 12 packages (mediawiki, libreoffice-l10n, firefox-l10n, django, kde, gnome, iso-codes ...), CLDR, hunspell
// word lists, WordNet glosses, fortunes and news of the region; uz and tk also written in Cyrillic letter by letter. No text of NTREX, FLORES or UDHR.
// A softmax over hashed letter groups for each of two scripts, by AdaGrad on random pieces of 2 to 16 words; the same input gives the same model.
import fs from 'node:fs'
import path from 'node:path'
import { Buffer } from 'node:buffer'
import { BUCKETS, languageFeatures } from '../dist/text/language/language-features.js'

const OURS = 'en ru kk ky uz tg tk'.split(' ')
// Ours come first. Languages that are refused stand behind: near ones each by itself, distant ones together.
const CLASSES = {
  Cyrl: {
    ru: 'ru',
    kk: 'kk',
    ky: 'ky',
    uz: 'uz-cyrl',
    tg: 'tg',
    tk: 'tk-cyrl',
    tt: 'tt',
    ba: 'ba',
    mn: 'mn bxr',
    uk: 'uk',
    bg: 'bg',
    be: 'be',
    sr: 'sr mk',
    sah: 'sah tyv',
    krc: 'krc',
    far: 'cv ce os mhr udm av lez myv kv',
  },
  Latn: {
    en: 'en',
    uz: 'uz',
    tk: 'tk',
    tr: 'tr',
    az: 'az',
    kaa: 'kaa',
    crh: 'crh tt-latn',
    'kk-latin': 'kk-latn',
    germanic: 'de nl sv da nb af',
    romance: 'es pt ca it fr ro la eo',
    slavic: 'pl cs sk sl hr',
    ku: 'ku',
    northern: 'fi et hu lt lv eu',
    eastern: 'vi tl id ms jv',
    far: 'so sw sq cy ga mg zu xh rw yo',
  },
}
const SAMPLES = 60_000
// This share of the samples is of our languages alone.
const EXTRA_OURS = 0.4
const RATE = 0.5
// Groups seen seldom move slower: they are mostly names.
const CAUTION = 0.3

const folder = process.argv[2]
if (!folder) throw new Error('train-language: no folder given')
const random = mulberry32(20251)
const model = {}
for (const [script, classes] of Object.entries(CLASSES))
  model[script] = train(Object.keys(classes), Object.values(classes))
fs.writeFileSync(path.resolve('src/text/language/language-model.json'), `${JSON.stringify(model)}\n`)

function train(names, sources) {
  const count = names.length
  const ours = names.filter((name) => OURS.includes(name)).length
  const lines = sources.map((source) =>
    source
      .split(' ')
      .map(readLines)
      .filter((found) => found.length > 0),
  )
  const weights = new Float32Array(BUCKETS * count)
  const squares = new Float32Array(BUCKETS * count).fill(1e-4)
  const logits = new Float64Array(count)
  let wrong = 0
  const steps = SAMPLES * count
  for (let step = 1; step <= steps; step++) {
    const gold = Math.floor(random() * (random() < EXTRA_OURS ? ours : count))
    const features = countsOf(languageFeatures(pieceOf(pick(pick(lines[gold])))))
    if (features.length === 0) continue
    const scale = 1 / Math.sqrt(features.reduce((sum, [, n]) => sum + n, 0))
    logits.fill(0)
    for (const [bucket, n] of features)
      for (let c = 0; c < count; c++) logits[c] += weights[bucket * count + c] * n * scale
    const top = Math.max(...logits)
    const sum = logits.reduce((total, x) => total + Math.exp(x - top), 0)
    if (logits[gold] < top) wrong++
    for (let c = 0; c < count; c++) {
      const error = Math.exp(logits[c] - top) / sum - (c === gold ? 1 : 0)
      if (Math.abs(error) < 1e-4) continue
      for (const [bucket, n] of features) {
        const at = bucket * count + c
        const slope = error * n * scale
        squares[at] += slope * slope
        weights[at] -=
          ((RATE * (1 - step / (steps + 1))) / Math.sqrt(squares[at])) * slope * (squares[at] > 1 ? 1 : CAUTION)
      }
    }
    if (step % 100_000 === 0) {
      console.log(`classes=${count} steps=${step} wrong=${wrong / 100_000}`)
      wrong = 0
    }
  }
  const biggest = weights.reduce((most, x) => Math.max(most, Math.abs(x)), 0)
  const step = Math.min(biggest, 6) / 127
  const bytes = Int8Array.from(weights, (x) => Math.max(-127, Math.min(127, Math.round(x / step))))
  return {
    languages: names.map((name) => (OURS.includes(name) ? name : 'und')),
    step,
    weights: Buffer.from(bytes.buffer).toString('base64'),
  }
}

function readLines(name) {
  const file = path.join(folder, `${name}.txt`)
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n').filter(Boolean) : []
}

function countsOf(buckets) {
  const counts = new Map()
  for (const bucket of buckets) counts.set(bucket, (counts.get(bucket) ?? 0) + 1)
  return [...counts]
}

function pieceOf(line) {
  const words = line.split(' ')
  const length = 2 + Math.floor(random() * 15)
  const start = Math.floor(random() * Math.max(1, words.length - length + 1))
  return words.slice(start, start + length).join(' ')
}

function pick(list) {
  return list[Math.floor(random() * list.length)]
}

function mulberry32(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
