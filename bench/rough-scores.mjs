// How a search adds up its rough scores: the shipped way, block by block, beside two others - arrays of all rows, and the same laid side by side - on made lists
// of a million rows: three groups of three words, half a million postings in all, as a search of a made archive has in the mean.
//   npm run bench:rough-scores
import { performance } from 'node:perf_hooks'
import { BLOCK_ARTICLES, POSTING_SHIFT } from '../dist/store/search/search-blocks.js'
import { roughScores } from '../dist/store/search/search-rough.js'

const [ROWS, ROUNDS, SHARES] = [1_000_000, 20, [[0.2, 0.05, 0.03], [0.1, 0.02, 0.02], [0.06, 0.03, 0.02]]] // prettier-ignore
const MASK = 2 ** POSTING_SHIFT - 1
let state = 1
const next = () => (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) / 2 ** 32
const listOf = (share) =>
  Array.from({ length: Math.ceil(ROWS / BLOCK_ARTICLES) }, (_, block) => {
    const from = block * BLOCK_ARTICLES
    const offsets = Array.from({ length: Math.min(BLOCK_ARTICLES, ROWS - from) }, (_each, at) => at).filter(() => next() < share)
    return { from, postings: Uint16Array.from(offsets, (offset) => (offset << POSTING_SHIFT) | Math.floor(next() * (MASK + 1))) }
  }) // prettier-ignore
const groups = SHARES.map((shares) => shares.map(listOf))
const levels = Float32Array.from({ length: MASK + 1 }, (_, level) => level * 0.3)

const key = {}
function shipped() {
  const rough = roughScores(key, { highest: ROWS, newest: ROWS })
  for (const group of groups) {
    for (const lists of group) for (const list of lists) rough.addList(list, levels)
    rough.endGroup()
  }
}

const apart = { scores: new Float32Array(ROWS), given: new Float32Array(ROWS), groups: new Uint32Array(ROWS), group: 0 }
function threeArrays() {
  const { scores, given, groups: last } = apart
  scores.fill(0)
  const give = (row, score) => {
    const more = last[row] === apart.group ? score - given[row] : score
    if (more <= 0) return
    last[row] = apart.group
    given[row] = score
    scores[row] += more
  }
  eachPosting(() => apart.group++, give)
}

const buffer = new ArrayBuffer(ROWS * 16)
const beside = { floats: new Float32Array(buffer), whole: new Uint32Array(buffer), group: 0 }
function sideBySide() {
  const { floats, whole } = beside
  for (let at = 0; at < floats.length; at += 4) floats[at] = 0
  const give = (row, score) => {
    const at = row * 4
    const more = whole[at + 2] === beside.group ? score - floats[at + 1] : score
    if (more <= 0) return
    whole[at + 2] = beside.group
    floats[at + 1] = score
    floats[at] += more
  }
  eachPosting(() => beside.group++, give)
}

function eachPosting(startGroup, give) {
  for (const group of groups) {
    startGroup()
    for (const lists of group)
      for (const { from, postings } of lists)
        for (const posting of postings) give(from + (posting >> POSTING_SHIFT), levels[posting & MASK])
  }
}

const ways = { 'block by block (shipped)': shipped, 'three arrays of all rows': threeArrays, 'side by side, a place a row': sideBySide } // prettier-ignore
const postings = groups.flat(2).reduce((sum, list) => sum + list.postings.length, 0)
const times = new Map(Object.keys(ways).map((name) => [name, []]))
// By turns, so that a busy moment meets all of them.
for (let round = 0; round < ROUNDS + 3; round++)
  for (const [name, add] of Object.entries(ways)) {
    const start = performance.now()
    add()
    if (round >= 3) times.get(name).push(performance.now() - start)
  }
console.log(`${postings.toLocaleString('en')} postings, ${ROWS.toLocaleString('en')} rows, median of ${ROUNDS}\n`)
console.log('| way | ms |\n| --- | ---: |')
for (const [name, list] of times) console.log(`| ${name} | ${list.sort((a, b) => a - b)[ROUNDS / 2].toFixed(1)} |`)
