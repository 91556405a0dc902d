import fs from 'node:fs'
import { languageWords, readingOf, wordFeatures } from './language-features.js'
import { rememberWords } from '../remember.js'
import type { DetectedLanguage, Language } from '../types.js'

interface Model {
  /** What each class of the model means; several mean `und`: a neighbour that is refused. */
  readonly languages: readonly DetectedLanguage[]
  /** What one unit of a weight is worth. */
  readonly step: number
  readonly votesOf: (word: string) => Votes
}

/** What the letter groups of a word say. */
interface Votes {
  readonly groups: number
  /** A sum of weights for each class. */
  readonly sums: Int32Array
}

interface Likelihoods {
  readonly und: number
  readonly ours: ReadonlyMap<Language, number>
}

// The feed's language wins where it is at least this likely beside the likeliest.
const NEAR_TIE = 0.25
const LEAST_SHARE = 0.25
// Most texts of our feeds are ours: a neighbour must be this much likelier to have one refused.
const UND_WEIGHT = 0.35

// Most texts are told by their first letters: only where one language has not nearly all of the likelihood is more read.
const GLANCE = 160
const PLAIN = 0.995

let models: Record<'Cyrl' | 'Latn', Model> | undefined

/**
 * The language of a text, or `und` for one that is none of ours or too little to tell. `prior`, the feed's language, breaks near ties only.
 * The script decides first; Cyrillic and Latin by a softmax over letter groups, with the neighbours (Tatar, Turkish, Ukrainian ...) as classes that are refused.
 */
export function detectLanguage(text: string, prior?: Language): DetectedLanguage {
  const reading = readingOf(text)
  if (reading === 'zh' || reading === 'und') return reading
  models ??= readModels()
  const model = models[reading]
  const first = likelihoods(model, text.slice(0, GLANCE))
  const { ours, und } = text.length <= GLANCE || isPlain(first) ? first : likelihoods(model, text)
  let best: Language | undefined
  for (const [language, share] of ours) if (best === undefined || share > (ours.get(best) ?? 0)) best = language
  if (best === undefined) return 'und'
  const share = ours.get(best) ?? 0
  if (prior !== undefined && (ours.get(prior) ?? 0) >= NEAR_TIE * Math.max(share, und)) return prior
  return share >= LEAST_SHARE && share > und * UND_WEIGHT ? best : 'und'
}

function isPlain({ ours }: Likelihoods): boolean {
  for (const share of ours.values()) if (share >= PLAIN) return true
  return false
}

function likelihoods(model: Model, text: string): Likelihoods {
  const { groups, sums } = countVotes(model, text)
  if (groups === 0) return { ours: new Map(), und: 1 }
  const scale = model.step / Math.sqrt(groups)
  const highest = Math.max(...sums)
  const shares = Array.from(sums, (sum) => Math.exp((sum - highest) * scale))
  const all = shares.reduce((sum, share) => sum + share, 0)
  const ours = new Map<Language, number>()
  let und = 0
  for (const [index, language] of model.languages.entries()) {
    const share = (shares[index] ?? 0) / all
    if (language === 'und') und += share
    else ours.set(language, share)
  }
  return { ours, und }
}

function countVotes({ languages, votesOf }: Model, text: string): Votes {
  const sums = new Int32Array(languages.length)
  let groups = 0
  for (const word of languageWords(text)) {
    const votes = votesOf(word)
    groups += votes.groups
    for (let index = 0; index < sums.length; index++) sums[index] = (sums[index] ?? 0) + (votes.sums[index] ?? 0)
  }
  return { groups, sums }
}

function readModels(): Record<'Cyrl' | 'Latn', Model> {
  const file = new URL('./language-model.json', import.meta.url)
  const stored = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<'Cyrl' | 'Latn', StoredModel>
  return { Cyrl: unpack(stored.Cyrl), Latn: unpack(stored.Latn) }
}

interface StoredModel {
  readonly languages: readonly DetectedLanguage[]
  readonly step: number
  /** Int8, bucket by bucket, a weight a class; base64. */
  readonly weights: string
}

function unpack({ languages, step, weights }: StoredModel): Model {
  const bytes = Buffer.from(weights, 'base64')
  const unpacked = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return { languages, step, votesOf: rememberWords((word) => votesOf(word, unpacked, languages.length)) }
}

// The innermost loop of all reading: a few dozen groups a word by a dozen classes.
function votesOf(word: string, weights: Int8Array, classes: number): Votes {
  const sums = new Int32Array(classes)
  const features = wordFeatures(word)
  for (const bucket of features) {
    const from = bucket * classes
    for (let index = 0; index < classes; index++) sums[index] = (sums[index] ?? 0) + (weights[from + index] ?? 0)
  }
  return { groups: features.length, sums }
}
