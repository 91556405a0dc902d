// What the check of figure lines is learned from: the gold's sentences, and lines that the rules draw from the other labelled articles, each judged true or
// not by reading (claim-judgements.json: a digest of the line and its sentence, 1 or 0; a line that the rules no longer draw is left out).
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { articleOfRow } from '../../dist/cli/batch.js'
import { findCandidates } from '../../dist/summaries/claims/claim-candidates.js'
import { claimFeatures } from '../../dist/summaries/claims/claim-features.js'
import { tellOnce } from '../../dist/summaries/claims/find-claims.js'
import { readSentences } from '../../dist/summaries/reading/mark-sentences.js'

const GOLD = '../shared/eval'
export const SENTENCES = `${GOLD}/claims/sentences.jsonl`
const JUDGED = ['press', 'posts', 'wire', 'real'].map((set) => `${GOLD}/${set}/articles.jsonl`)
const JUDGEMENTS = new URL('claim-judgements.json', import.meta.url)

export const rowsOf = (file) =>
  fs
    .readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))

/** What tells an outlet in the id of a row: "mig-0045" is of mig. */
export const outletOf = (id) => String(id).replace(/\d*-.*$/, '')

/** The lines that rules alone draw from a row, with the sentence of each. */
export function candidatesOf(row, reader, { withNoLines = false } = {}) {
  const article = articleOfRow(row, reader)
  const { text, language, isUndated, publishedAt } = article
  const sentences = readSentences(article, language, reader)
  const at = isUndated ? {} : { at: publishedAt }
  const found = tellOnce(findCandidates(sentences, { text, language, reader, withNoLines, ...at }))
  return found.map((candidate) => ({ ...candidate, sentence: sentences.find(({ index }) => index === candidate.sentenceIndex) })) // prettier-ignore
}

const plain = (text) => text.replace(/\s+/g, ' ').trim()
const stands = (part, whole) => plain(whole).includes(plain(part))

/** What differs between a line and a claim of the gold, as ../shared/eval/tools/score.mjs has it; and its parties in any case. */
export function faultsOf({ claim }, gold) {
  const set = (ids) => [...ids].sort().join()
  return [
    set(claim.between) !== set(gold.between) && 'between',
    claim.from !== undefined && !(claim.from === gold.from && claim.to === gold.to) && 'direction',
    claim.period !== undefined && claim.period !== gold.period && 'period',
    claim.kind !== gold.kind && 'kind',
    (claim.sign ?? null) !== (gold.sign ?? null) && 'sign',
    (claim.bound ?? null) !== (gold.bound ?? null) && 'bound',
  ].filter(Boolean)
}

/**
 * Candidates of the gold's rows: `isTrue`, or undefined for a line of another sentence than the one that was labelled. `isNoLine`: the rules do not draw it.
 */
export function goldCandidates(reader) {
  return rowsOf(SENTENCES).flatMap((row) => {
    const left = [...row.claims]
    return withNoLines(row, reader).map(({ candidate, isNoLine }) => {
      const { figure, sentence, seen } = candidate
      const same = left.filter(({ unit, value }) => unit === figure.unit && Math.abs(value - figure.value) <= 0.005 * value) // prettier-ignore
      const right = same.find((gold) => faultsOf(candidate, gold).length === 0)
      if (right !== undefined) left.splice(left.indexOf(right), 1)
      const isOwn = same.length > 0 || stands(row.quote, sentence.text) || stands(sentence.text, row.quote)
      const isTrue = right !== undefined ? true : isOwn ? false : undefined
      return { row, candidate, isNoLine, isTrue, features: claimFeatures(seen), group: outletOf(row.of) }
    })
  })
}

/** The lines that rules draw, then those that they refuse. */
function withNoLines(row, reader) {
  const drawn = candidatesOf(row, reader)
  const known = new Set(drawn.map(keyOf))
  const refused = candidatesOf(row, reader, { withNoLines: true }).filter((candidate) => !known.has(keyOf(candidate)))
  return [
    ...drawn.map((candidate) => ({ candidate, isNoLine: false })),
    ...refused.map((candidate) => ({ candidate, isNoLine: true })),
  ]
}

/** The key of a line in claim-judgements.json. */
export function keyOf({ claim, figure }) {
  return createHash('sha256').update(JSON.stringify([{ ...claim, between: [...claim.between].sort() }, figure.start, figure.value, figure.unit])).digest('hex').slice(0, 16) // prettier-ignore
}

/** Lines of other labelled articles that were judged by reading. */
export function judgedCandidates(reader) {
  const judgements = JSON.parse(fs.readFileSync(JUDGEMENTS, 'utf8'))
  const heard = new Set()
  return JUDGED.flatMap(rowsOf).flatMap((row) =>
    withNoLines(row, reader).flatMap(({ candidate, isNoLine }) => {
      const key = keyOf(candidate)
      const judged = judgements[key]
      if (judged === undefined || heard.has(key)) return []
      heard.add(key)
      return [{ row, candidate, isNoLine, isTrue: judged === 1, features: claimFeatures(candidate.seen), group: outletOf(row.id) }] // prettier-ignore
    }),
  )
}

/** Both as examples; a sentence that stands in both counts once. */
export function claimExamples(reader) {
  const gold = goldCandidates(reader).filter(({ isTrue }) => isTrue !== undefined)
  const quotes = new Set(gold.map(({ row }) => plain(row.quote)))
  return [...gold, ...judgedCandidates(reader).filter(({ candidate }) => !quotes.has(plain(candidate.claim.quote)))]
}
