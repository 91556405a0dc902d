import type { Article } from '../../feeds/article.js'
import { nameKeys } from '../../text/patterns/name-keys.js'
import { dayKeys, digitKeys, ordinals } from '../../text/times/numbers-dates.js'
import { rememberWords, rememberWordsOf } from '../../text/remember.js'
import { isStopWord } from '../../text/words/stopwords.js'
import type { DetectedLanguage } from '../../text/types.js'
import { findActs } from '../terms/language-words.js'
import type { StorySignature } from '../terms/readings-port.js'
import type { Reader } from '../terms/reader.js'
import { beginningOf } from './told-words.js'
import { standsFor } from '../terms/reader.js'
import { comparedWords } from '../reading/search-words.js'
import type { Reading } from '../terms/shapes.js'
import type { ReadSentence } from '../terms/read-sentence.js'

/** What grouping knows of an article before it has its story. */
export type Signature = Omit<StorySignature, 'storyId'>

const WORD_SENTENCES = 10
const MAX_WORDS = 60
const MAX_OTHERS = 70
const MAX_SENTENCES = 24
/** Who, what and when an article is about stands in its title and the two sentences after it. */
const LEAD = 2

/**
 * What grouping knows of an article. Words are `w_LANGUAGE_STEM`; what carries across languages is `e_` a name of the pack, `p_` a country, `k_` a name by
 * its sounds, `f_UNIT_VALUE` a figure, `n_` the digits of a number, `d_` a day, `c_` a subject. Marks weigh nothing and only tell stories apart: `T_` a party
 * of the title, `L_` of the lead, `O_` a project, `C_` a city, `Y_` a period, `D_` a day and `R_` an ordinal of the lead, `H_` a day and `N_` digits of the title, `S_` the outlet.
 */
export function signatureOf(
  article: Article,
  { reading, sentences }: { reading: Reading; sentences: readonly ReadSentence[] },
  reader: Reader,
): Signature {
  const words = new Map<string, number>()
  const others = new Map<string, number>()
  const marks = new Set<string>([`S_${article.outletId}`])
  // A bulletin is no telling of any one story: it joins none, and what one of its items has in common with an article would bring the others along.
  const told = sentences.some(({ part }) => part > 0) ? [] : sentences.slice(0, MAX_SENTENCES)
  for (const sentence of told) {
    if (sentence.index <= WORD_SENTENCES) addWords(words, sentence, article)
    addNames(others, marks, sentence, { article, reader })
  }
  for (const id of told.length === 0 ? [] : reading.conceptIds) add(others, `c_${id}`, 0.5)
  // Without a prototype it is a plain table from the start: another one learns a hundred names in its shape, and no two articles share one.
  for (const act of actsOf(told, article)) marks.add(`A_${act}`)
  const features = Object.create(null) as Record<string, number>
  for (const [feature, weight] of strongest(words, MAX_WORDS)) features[feature] = weight
  for (const [feature, weight] of strongest(others, MAX_OTHERS)) features[feature] = weight
  for (const mark of [...marks].sort()) features[mark] = 0
  return {
    articleId: article.id,
    publishedAt: article.publishedAt,
    ...(article.isUndated === true ? { isUndated: true } : {}),
    features,
    beginning: told.length === 0 ? '' : beginningOf(told),
  }
}

// What happened is said by the title and the sentence behind it.
function actsOf(sentences: readonly ReadSentence[], { language }: Article): string[] {
  return sentences
    .filter(({ index }) => index < LEAD)
    .flatMap(({ text, tokens }) => findActs(text, tokens, language).map(({ key }) => key))
}

function add(weights: Map<string, number>, feature: string, weight: number): void {
  weights.set(feature, (weights.get(feature) ?? 0) + weight)
}

/** The features that weigh most, by weight and then by name. What is said twice weighs more, but not twice as much. */
function strongest(weights: ReadonlyMap<string, number>, limit: number): [string, number][] {
  const byWeight = new Map<number, string[]>()
  for (const [feature, weight] of weights) {
    const rounded = Math.round(100 * Math.log1p(weight)) / 100
    const alike = byWeight.get(rounded)
    if (alike === undefined) byWeight.set(rounded, [feature])
    else alike.push(feature)
  }
  const found: [string, number][] = []
  for (const [weight, features] of [...byWeight].sort(([a], [b]) => b - a)) {
    if (found.length >= limit) break
    for (const feature of features.sort()) found.push([feature, weight])
  }
  return found.slice(0, limit)
}

const placeWeight = ({ index }: ReadSentence) => (index === 0 ? 2 : index <= LEAD ? 1.2 : 0.6)

function addWords(words: Map<string, number>, sentence: ReadSentence, { language }: Article): void {
  const weight = placeWeight(sentence)
  for (const word of comparedWords(sentence.text, sentence.tokens, language)) {
    const feature = wordFeature(word, language)
    if (feature !== undefined) add(words, feature, weight)
  }
}

const wordFeature = rememberWordsOf((word: string, language: DetectedLanguage): string | undefined => {
  const isTelling = word.length > 2 || /^\p{Script=Han}{2}/u.test(word)
  return isTelling && !isStopWord(word, language) ? `w_${language}_${word}` : undefined
})

// One string of a feature knows its hash: it is a key in a dozen tables.
const entityFeature = rememberWords((id) => `e_${id}`)
const nameFeature = rememberWords((key) => `k_${key}`)

function addNames(
  others: Map<string, number>,
  marks: Set<string>,
  sentence: ReadSentence,
  { article: { language }, reader }: { article: Article; reader: Reader },
): void {
  const weight = placeWeight(sentence)
  const isLead = sentence.index <= LEAD
  const { tokens } = sentence
  for (const id of sentence.entityIds) {
    add(others, entityFeature(id), weight)
    if (isLead) markName(marks, id, { reader, isTitle: sentence.index === 0 })
  }
  for (const { key, start } of sentence.countries) {
    if (sentence.entities.some((entity) => start >= entity.start && start < entity.end)) continue
    add(others, `p_${key}`, weight)
    if (isLead) marks.add(`L_${key}`)
    if (sentence.index === 0) marks.add(`T_${key}`)
  }
  for (const key of nameKeys(sentence.text, tokens, language)) {
    add(others, nameFeature(key), weight)
    if (sentence.index === 0) marks.add(`K_${key}`)
  }
  for (const figure of sentence.figures) {
    add(others, `f_${figure.unit}_${Number(figure.value.toPrecision(3))}`, weight)
    if (isLead && figure.period !== undefined) marks.add(`Y_${figure.period}`)
  }
  for (const digits of digitKeys(sentence.text)) {
    add(others, `n_${digits}`, weight)
    if (sentence.index === 0) marks.add(`N_${digits}`)
  }
  for (const day of dayKeys(sentence.text, tokens, language)) {
    add(others, `d_${day}`, weight)
    if (isLead) marks.add(`D_${day}`)
    if (sentence.index === 0) marks.add(`H_${day}`)
  }
  if (isLead) for (const ordinal of ordinals(sentence.text)) marks.add(`R_${ordinal}`)
}

function markName(marks: Set<string>, id: string, { reader, isTitle }: { reader: Reader; isTitle: boolean }): void {
  const entity = reader.entityById.get(id)
  if (entity === undefined) return
  if (entity.kind === 'project') marks.add(`O_${id}`)
  if (entity.kind === 'city') marks.add(`C_${id}`)
  if (entity.kind !== 'country' && entity.kind !== 'person') return
  marks.add(`L_${standsFor(entity, reader)}`)
  if (isTitle) marks.add(`T_${standsFor(entity, reader)}`)
}
