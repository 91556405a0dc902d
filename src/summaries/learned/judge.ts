import type { Features, KernelHeader, KernelModel } from '../../text/model/kernel.js'
import { likeness, openKernel, scoresOf } from '../../text/model/kernel.js'
import { bagScores } from '../../text/model/lexical.js'
import { arrayOf, readTensors, WeightsError } from '../../text/model/tensors.js'
import type { WordVectors } from '../../text/model/word-vectors.js'
import { openWordVectors } from '../../text/model/word-vectors.js'
import { articlePlaces } from './article-marks.js'
import { couldFill, type Decisions, type Scores } from './decide.js'
import type { Scales, Seen } from './features.js'
import { articleFeatures, sentenceFeatures } from './features.js'

/** Of weights that this program reads: others are trained again. */
export const FORMAT = 3

/** What the file of a pack's learned reading says of itself. */
export interface JudgeHeader {
  readonly kind: string
  readonly format: number
  /** From which labels, how many. */
  readonly made: string
  readonly article: KernelHeader
  readonly sentence: KernelHeader
  readonly scales: { readonly article: Scales; readonly sentence: Scales }
  /** A byte of what a word weighs is this. */
  readonly wordScale: number
  readonly decisions: Decisions
}

/** The models of a pack: what an article is about, and which of its sentences says so. */
export interface Judge {
  readonly vectors: WordVectors
  readonly article: KernelModel
  /** Places of an article's marks in its model. */
  readonly findPlaces: (seen: Seen) => number[]
  readonly sentence: KernelModel
  readonly scales: JudgeHeader['scales']
  /** What each word of the vectors' file weighs, by word, then by section and weight. */
  readonly words: { readonly weights: Int8Array; readonly scale: number; readonly outputs: number }
  readonly decisions: Decisions
}

/** Opens the two files of a pack's `model` folder. Throws WeightsError, which names the file. */
export function openJudge({ vectors, reading }: { vectors: Uint8Array; reading: Uint8Array }): Judge {
  const words = inFile('words.bin', () => openWordVectors(vectors))
  return inFile('reading.bin', () => openReading(reading, words))
}

function openReading(bytes: Uint8Array, vectors: WordVectors): Judge {
  const tensors = readTensors<JudgeHeader>(bytes)
  const { kind, format, article, sentence, scales, wordScale, decisions } = tensors.header
  if (kind !== 'reading' || format !== FORMAT)
    throw new WeightsError(
      `is weights of ${kind} ${String(format)}, not of reading ${String(FORMAT)}: silkwire regions train`,
    )
  const weights = arrayOf(tensors, 'words', Int8Array)
  const outputs = decisions.sections.length + decisions.weights.length
  if (weights.length !== vectors.rarity.length * outputs)
    throw new WeightsError('was trained with other word vectors than those beside it: silkwire regions train')
  const articleModel = openKernel(tensors, 'article', article)
  return {
    vectors,
    article: articleModel,
    findPlaces: articlePlaces(articleModel.placeOf),
    sentence: openKernel(tensors, 'sentence', sentence),
    scales,
    words: { weights, scale: wordScale, outputs },
    decisions,
  }
}

function inFile<Opened>(file: string, open: () => Opened): Opened {
  try {
    return open()
  } catch (error) {
    if (!(error instanceof WeightsError)) throw error
    throw new WeightsError(error.message, { cause: error, file })
  }
}

/** An article's scores, with what they came of: for whoever is to say why. */
export interface Scored extends Scores {
  readonly features: Features
  readonly alike: Float32Array
}

/** The scores of an article and of its sentences; of one that can fill no section, of those sentences that may tell its news. */
export function scoreArticle(
  seen: Seen,
  { article: model, findPlaces, sentence, scales, words, decisions }: Omit<Judge, 'vectors'>,
): Scored {
  const features = articleFeatures(seen, findPlaces, scales.article)
  const alike = likeness(features, model)
  const article = scoresOf(alike, model)
  const own = bagScores(seen.bag, words.weights, words.outputs, words.scale)
  const context = { placeOf: sentence.placeOf, scales: scales.sentence, scores: article.subarray(0, decisions.sections.length) } // prettier-ignore
  const read = couldFill(seen, { article, words: own }, decisions) ? seen.sentenceVectors : seen.sentenceVectors.slice(0, TELLING) // prettier-ignore
  const sentences = read.map((_vector, place) =>
    scoresOf(likeness(sentenceFeatures(seen, place, context), sentence), sentence),
  )
  return { features, alike, article, words: own, sentences }
}

/** The news is told by one of the first. */
const TELLING = 8
