// Word vectors of all languages, distilled from an encoder that is needed here alone: reading only looks words up.
//   EMBED_URL=http://127.0.0.1:8000/v1 npm run train:words -- OUT.bin CACHE_FOLDER TEXTS.jsonl...
// Rows {id, lang, text | title, body, as?}. `as` is the id of a row that says the same in a language the encoder knows better: its vector is taken.
// Rows that are one text in several languages (all `as` one row, or that row) also tell what a language adds to every vector, which is taken off.
import fs from 'node:fs'
import { tokenize } from '../dist/text/words/words.js'
import { splitSentences } from '../dist/text/words/sentences.js'
import { hashWord, wordAt } from '../dist/text/model/word-vectors.js'
import { writeTensors } from '../dist/text/model/tensors.js'
import { openEncoder } from './train-words/encode.mjs'
import { languageOffsets, principalParts, project } from './train-words/basis.mjs'
import { tuneVectors } from './train-words/tune.mjs'

const DIMENSIONS = Number(process.env.DIMENSIONS ?? 64)
const LEAST_TEXTS = 2
const MOST_WORDS = 100_000
const MOST_STARTS = 12_000
const TEXT_LENGTH = 300
const RIDGE = Number(process.env.RIDGE ?? 0.03)
// The encoder has hardly read these: their words learn from the texts they stand in, not from their own spelling.
const UNKNOWN_TO_ENCODER = new Set(['tg', 'tk'])

const [out, cache, ...files] = process.argv.slice(2)
if (out === undefined || cache === undefined || files.length === 0) {
  console.error('npm run train:words -- OUT.bin CACHE_FOLDER TEXTS.jsonl...')
  process.exit(2)
}
const rows = files.flatMap((file) =>
  fs
    .readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line)),
)
const textOf = (row) => (row.text ?? [row.title, row.body].filter(Boolean).join('\n')).slice(0, 2500)

/** Distinct words of a text, and how often each stands in it. */
function wordsOf(text) {
  const tokens = tokenize(text)
  const found = new Map()
  for (let at = 0; at < tokens.length; at++) {
    const word = wordAt(tokens, at)
    if (word === undefined) continue
    const known = found.get(word)
    if (known === undefined)
      found.set(word, { times: 1, written: tokens[at].text.length === 1 ? word : tokens[at].text })
    else known.times++
  }
  return found
}

// 1. The vocabulary: what stands in two texts or more, as it is mostly written.
const vocabulary = new Map()
for (const row of rows)
  for (const [word, { written }] of wordsOf(textOf(row))) {
    const known = vocabulary.get(word) ?? { texts: 0, written: new Map(), foreign: 0 }
    vocabulary.set(word, known)
    known.texts++
    known.written.set(written, (known.written.get(written) ?? 0) + 1)
    if (UNKNOWN_TO_ENCODER.has(row.lang)) known.foreign++
  }
const words = [...vocabulary]
  .filter(([, { texts }]) => texts >= LEAST_TEXTS)
  .sort((a, b) => b[1].texts - a[1].texts || (a[0] < b[0] ? -1 : 1))
  .slice(0, MOST_WORDS)
const placeOf = new Map(words.map(([word], place) => [word, place]))
console.log(`${rows.length} texts, ${words.length} words`)

// 2. What the encoder says of each word alone, and of each text.
const most = (counts) => [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0][0]
const encoder = openEncoder(cache, process.env)
const isCachedOnly = process.env.CACHED_ONLY === '1'
const isLearned = words.map(
  ([, { texts, foreign, written }]) => foreign <= texts / 2 && (!isCachedOnly || encoder.has(most(written))),
)
const ofWords = await encoder.encode(words.map(([, { written }], place) => (isLearned[place] ? most(written) : '')), 'words') // prettier-ignore
const byId = new Map(rows.map((row) => [row.id, row]))
const taught = []
for (const row of rows) {
  const own = row.as === undefined ? row : byId.get(row.as)
  if (own === undefined || row.teach === false) continue
  taught.push({ lang: row.lang, text: textOf(row).slice(0, TEXT_LENGTH), from: textOf(own).slice(0, TEXT_LENGTH), as: row.as, id: row.id, of: own.lang }) // prettier-ignore
  if (row.as !== undefined || textOf(row).length < 600) continue
  const sentences = splitSentences(textOf(row), row.lang).map(({ text }) => text).filter((text) => text.length > 40 && text.length < 350) // prettier-ignore
  for (const at of [2, 4, 6]) if (sentences[at] !== undefined) taught.push({ lang: row.lang, text: sentences[at], from: sentences[at], id: `${row.id}@${at}`, of: row.lang }) // prettier-ignore
}
const known = isCachedOnly ? taught.filter(({ from }) => encoder.has(from)) : taught
const ofTexts = await encoder.encode(
  known.map(({ from }) => from),
  'texts',
)
console.log(`${known.length} texts teach`)

// 3. Without what a language adds; the 64 directions in which texts differ most.
const pairs = rows.filter(({ as }) => as !== undefined && byId.has(as)).map((row) => ({ lang: row.lang, own: textOf(row).slice(0, TEXT_LENGTH), from: textOf(byId.get(row.as)).slice(0, TEXT_LENGTH), of: byId.get(row.as).lang })) // prettier-ignore
const offsets = languageOffsets(
  pairs.filter(({ own, from }) => encoder.has(own) && encoder.has(from)),
  encoder,
)
console.log('languages with an offset of their own', [...offsets.keys()].join(' '))
for (const [place, { of }] of known.entries()) {
  const offset = offsets.get(of)
  if (offset !== undefined) for (let at = 0; at < offset.length; at++) ofTexts[place][at] -= offset[at]
}
const basis = principalParts(ofTexts, DIMENSIONS)
const targets = project(ofTexts, basis)

// 4. Tuned so that the weighted mean of a text's words comes near the text.
const rarity = words.map(([, { texts }]) => Math.log(1 + rows.length / (1 + texts)))
const contents = known.map(({ text }) =>
  [...wordsOf(text)].flatMap(([word, { times }]) => (placeOf.has(word) ? [[placeOf.get(word), times]] : [])),
)
const vectors = tuneVectors({ start: project(centred(ofWords, isLearned), { ...basis, mean: new Float64Array(basis.mean.length) }), contents, targets, rarity, ridge: RIDGE, dimensions: DIMENSIONS, isLearned }) // prettier-ignore

// 5. Beginnings of words stand for forms that nobody wrote yet.
const starts = beginnings()
const all = [...words.map(([word], place) => ({ key: word, vector: vectors[place], rarity: rarity[place] })), ...starts]
write(all)

function centred(list, used) {
  const mean = new Float64Array(list[0].length)
  let count = 0
  list.forEach((vector, place) => {
    if (!used[place]) return
    count++
    for (let at = 0; at < mean.length; at++) mean[at] += vector[at]
  })
  return list.map((vector, place) =>
    used[place] ? vector.map((value, at) => value - mean[at] / count) : vector.map(() => 0),
  )
}

function beginnings() {
  const groups = new Map()
  words.forEach(([word], place) => {
    if (/\p{Script=Han}/u.test(word)) return
    for (let length = 5; length <= Math.min(8, word.length); length++) {
      const key = `${word.slice(0, length)}-`
      groups.set(key, [...(groups.get(key) ?? []), place])
    }
  })
  return [...groups]
    .map(([key, places]) => {
      const vector = new Float64Array(DIMENSIONS)
      for (const place of places)
        for (let at = 0; at < DIMENSIONS; at++) vector[at] += vectors[place][at] / places.length
      // How much its words agree: a beginning of unlike words says nothing.
      const agree = places.length < 3 ? 0 : norm(vector) / (places.reduce((sum, place) => sum + norm(vectors[place]), 0) / places.length) // prettier-ignore
      return { key, vector, rarity: places.reduce((sum, place) => sum + rarity[place], 0) / places.length, agree, count: places.length } // prettier-ignore
    })
    .filter(({ agree }) => agree > 0.6)
    .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1))
    .slice(0, MOST_STARTS)
}

function norm(vector) {
  let sum = 0
  for (const value of vector) sum += value * value
  return Math.sqrt(sum)
}

function write(list) {
  const keyed = list.map((each) => ({ ...each, hash: hashWord(each.key) })).sort((a, b) => a.hash - b.hash)
  const unique = keyed.filter((each, place) => keyed[place - 1]?.hash !== each.hash)
  const values = unique.flatMap(({ vector }) => [...vector].map(Math.abs)).sort((a, b) => a - b)
  const scale = values[Math.floor(values.length * 0.9995)] / 127
  const rarityScale = Math.max(...unique.map((each) => each.rarity)) / 255
  const bytes = new Int8Array(unique.length * DIMENSIONS)
  unique.forEach(({ vector }, row) => vector.forEach((value, at) => (bytes[row * DIMENSIONS + at] = Math.max(-127, Math.min(127, Math.round(value / scale)))))) // prettier-ignore
  const file = writeTensors(
    { kind: 'words', dimensions: DIMENSIONS, means: meansOf(), scale, rarityScale, made: process.env.MADE ?? '' },
    {
      keys: Uint32Array.from(unique, ({ hash }) => hash),
      rarity: Uint8Array.from(unique, (each) => Math.round(each.rarity / rarityScale)),
      vectors: bytes,
    },
  )
  fs.writeFileSync(out, file)
  console.log(`${out}: ${unique.length} words and beginnings, ${(file.length / 1e6).toFixed(1)} MB`)
}

// What is left of a language in its texts' means, told by rows that say the same: so that a language's subjects are not taken for the language.
function meansOf() {
  const mean = (list) => {
    const sum = new Float64Array(DIMENSIONS)
    let count = 0
    for (const text of list) {
      let weight = 0
      const own = new Float64Array(DIMENSIONS)
      for (const [word, { times }] of wordsOf(text)) {
        const place = placeOf.get(word)
        if (place === undefined) continue
        weight += rarity[place] * times
        for (let at = 0; at < DIMENSIONS; at++) own[at] += rarity[place] * times * vectors[place][at]
      }
      if (weight === 0) continue
      count++
      for (let at = 0; at < DIMENSIONS; at++) sum[at] += own[at] / weight
    }
    return [...sum].map((value) => value / Math.max(1, count))
  }
  const told = new Map()
  for (const { lang, as } of rows) if (as !== undefined && byId.has(as)) told.set(lang, true)
  const means = {}
  for (const lang of told.keys()) {
    const own = rows.filter((row) => row.lang === lang && row.as !== undefined && byId.has(row.as))
    const here = mean(own.map(textOf))
    const there = mean(own.map((row) => textOf(byId.get(row.as))))
    means[lang] = here.map((value, at) => Number((value - there[at]).toFixed(5)))
  }
  return means
}
