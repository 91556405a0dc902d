import type { KernelModel } from '../../text/model/kernel.js'
import { bagScores, fitBags } from '../../text/model/lexical.js'
import { writeTensors } from '../../text/model/tensors.js'
import type { Example } from '../../text/model/train-kernel.js'
import { drawLandmarks, fitKernel, packKernel } from '../../text/model/train-kernel.js'
import type { Decided, Decisions, Scores } from './decide.js'
import { decide } from './decide.js'
import type { Scales } from './features.js'
import { articleMarks, articlePlaces, isPair } from './article-marks.js'
import { articleFeatures, sentenceFeatures, sentenceMarks, SENTENCE_NUMBERS } from './features.js'
import { FORMAT, type JudgeHeader } from './judge.js'
import type { TrainingArticle, TrainingShape } from './train-types.js'
import { WEIGHTS } from './train-types.js'
import { learnDecisions, NO_SCORES } from './learn-decisions.js'
import { foldsOf, labelWords, overlap, SAME_SENTENCE } from './labelled-rows.js'

export interface Trained {
  readonly bytes: Uint8Array
  /** By article: what models say that never saw its fold. */
  readonly outOfFold: readonly Decided[]
  /** By article: what the models say that saw it. */
  readonly seenBefore: readonly Decided[]
  readonly scores: readonly Scores[]
  readonly decisions: Decisions
}

interface Plan {
  readonly sections: readonly { readonly id: string; readonly needsTie: boolean }[]
  readonly shape: TrainingShape
  /** By article; by outlet unless told. */
  readonly folds?: readonly number[]
  readonly made: string
}

const FOLDS = 8
/** What a translation counts where probabilities are learned. */
const TRANSLATED = 0.15

/**
 * Learns to read from labelled articles: a model of articles (sections, tie, weight), one of sentences that also sees the article's scores, and from both
 * the probabilities and how sure is sure enough, all of them set on articles that the models had not seen. The same articles give the same bytes.
 */
export function trainReading(articles: readonly TrainingArticle[], plan: Plan): Trained {
  const { sections, shape } = plan
  const folds = plan.folds ?? foldsOf(articles.map(({ group }) => group), FOLDS) // prettier-ignore
  const counts = votes(articles, shape)
  const article = trainArticles(articles, { sections, shape, folds, counts })
  const sentence = trainSentences(articles, { sections, shape, folds, counts, article })
  const words = trainWords(articles, { sections, shape, folds, counts })
  const count = sections.length + 4
  const size = sections.length + WEIGHTS.length
  const scoresBy = (which: 'own' | 'outOfFold') =>
    articles.map((_each, place): Scores => ({
      article: article[which].subarray(place * count, (place + 1) * count),
      words: words[which].subarray(place * size, (place + 1) * size),
      sentences: sentence[which][place] ?? [],
    }))
  const scores = scoresBy('outOfFold')
  const rates = articles.map(({ isTranslation }, place) => (counts[place] ?? 1) * (isTranslation ? TRANSLATED : 1))
  const decisions = learnDecisions(articles, scores, { ...plan, counts: rates, use: articles.map(() => true) })
  const byFold = new Map<number, Decisions>()
  const outOfFold = articles.map((each, place) => {
    const fold = folds[place] ?? 0
    const own = byFold.get(fold) ?? learnDecisions(articles, scores, { ...plan, counts: rates, use: folds.map((other) => other !== fold) }) // prettier-ignore
    byFold.set(fold, own)
    return decide(each.seen, scores[place] ?? NO_SCORES, { decisions: own, isTied: each.isTied })
  })
  const own = scoresBy('own')
  const seenBefore = articles.map((each, place) => decide(each.seen, own[place] ?? NO_SCORES, { decisions, isTied: each.isTied })) // prettier-ignore
  const packed = { article: packKernel(article.model, 'article'), sentence: packKernel(sentence.model, 'sentence') }
  const header: JudgeHeader = {
    kind: 'reading',
    format: FORMAT,
    made: plan.made,
    article: packed.article.header,
    sentence: packed.sentence.header,
    scales: { article: article.scales, sentence: sentence.scales },
    wordScale: words.scale,
    decisions,
  }
  const bytes = writeTensors(header, { ...packed.article.arrays, ...packed.sentence.arrays, words: words.weights })
  return { bytes, outOfFold, seenBefore, scores, decisions }
}

/** What an article counts: outlets more alike than articles, a story told again in other languages once. */
function votes(articles: readonly TrainingArticle[], { outletsAlike, untied }: TrainingShape): number[] {
  const outlets = new Map<string, number>()
  const stories = new Map<string, number>()
  for (const { group, story } of articles) {
    outlets.set(group, (outlets.get(group) ?? 0) + 1)
    stories.set(story, (stories.get(story) ?? 0) + 1)
  }
  const raw = articles.map(({ group, story, sections }) => {
    const own = 1 / ((outlets.get(group) ?? 1) ** outletsAlike * Math.sqrt(stories.get(story) ?? 1))
    return sections === undefined ? untied * own : own
  })
  const mean = raw.reduce((sum, value) => sum + value, 0) / Math.max(1, raw.length)
  return raw.map((value) => value / mean)
}

/** Marks that stand in enough articles of enough outlets to say more than where they come from. */
function commonMarks(
  articles: readonly TrainingArticle[],
  marksOf: (article: TrainingArticle) => Iterable<string>,
  { leastArticles, leastOutlets }: TrainingShape,
): string[] {
  const found = new Map<string, { count: number; groups: Set<string> }>()
  for (const article of articles)
    for (const mark of marksOf(article)) {
      const known = found.get(mark)
      if (known === undefined) found.set(mark, { count: 1, groups: new Set([article.group]) })
      else {
        known.count++
        known.groups.add(article.group)
      }
    }
  return [...found]
    .filter(
      ([, { count, groups }]) =>
        count >= leastArticles &&
        groups.size >= Math.min(leastOutlets, new Set(articles.map(({ group }) => group)).size),
    ) // prettier-ignore
    .map(([mark]) => mark)
    .sort()
}

interface Context {
  readonly sections: Plan['sections']
  readonly shape: TrainingShape
  readonly folds: readonly number[]
  readonly counts: readonly number[]
}

interface TrainedArticles {
  readonly model: KernelModel
  readonly scales: Scales
  readonly own: Float32Array
  readonly outOfFold: Float32Array
}

// One set of landmarks for all that an article is asked.
function trainArticles(
  articles: readonly TrainingArticle[],
  { sections, shape, folds, counts }: Context,
): TrainedArticles {
  const marks = commonMarks(articles, ({ seen }) => articleMarks(seen), shape)
  const findPlaces = articlePlaces(new Map(marks.map((mark, place) => [mark, place])))
  const squares = marks.map((mark) => (isPair(mark) ? shape.pair ** 2 : 1))
  const length = Math.sqrt(mean(articles.map(({ seen }) => findPlaces(seen).reduce((sum, place) => sum + (squares[place] ?? 0), 0)))) // prettier-ignore
  const values = squares.map((square) => Math.sqrt(square) / Math.max(1e-3, length))
  const scales: Scales = {
    vector: shape.vector / Math.sqrt(Math.max(1e-9, mean(articles.map(({ seen }) => squareOf(seen.vector))))),
    number: 1,
  }
  const features = articles.map(({ seen }) => articleFeatures(seen, findPlaces, scales))
  const numbers = features[0]?.numbers.length ?? 0
  const outputs = [...sections.map(({ id }) => id), 'tie', ...WEIGHTS.map((weight) => `weight:${weight}`)]
  const examples = articles.map((article, place): Example => ({
    features: features[place] ?? { places: [], numbers: new Float32Array(numbers) },
    targets: Float32Array.from([...sectionTargets(article, sections), tieOf(article, sections), ...weightTargets(article)]), // prettier-ignore
    weight: counts[place] ?? 1,
  }))
  const drawn = drawLandmarks(
    examples.map((example) => ({ ...example, targets: example.targets.subarray(0, sections.length) })),
    { ...shape, outputs, marks, values, numbers, seed: 1 },
  )
  return { scales, ...fitKernel(examples, drawn, { ridge: shape.ridge, folds }) }
}

// Of an article without a tie nobody read whether it takes a position on something else.
const sectionTargets = ({ sections: own }: TrainingArticle, sections: Plan['sections']) =>
  sections.map(({ id, needsTie }) => (own === undefined ? (needsTie ? -1 : -0.9) : id in own ? 1 : -1))

// What has no tie to the region weighs nothing in it; of what else has no label nobody knows.
const weightTargets = ({ weight, sections }: { readonly weight?: number | undefined; readonly sections?: unknown }) =>
  WEIGHTS.map((least) => (weight === undefined ? (sections === undefined ? -1 : 0) : weight >= least ? 1 : -1))

interface TrainedWords {
  readonly weights: Int8Array
  readonly scale: number
  readonly own: Float32Array
  readonly outOfFold: Float32Array
}

// What words as such say, over what their vectors do: an exact word of one language where enough labels have it.
function trainWords(articles: readonly TrainingArticle[], { sections, shape, folds, counts }: Context): TrainedWords {
  const outputs = sections.length + WEIGHTS.length
  const targets = new Float32Array(articles.length * outputs)
  articles.forEach(({ sections: own, weight }, place) => {
    sections.forEach(({ id }, at) => (targets[place * outputs + at] = own !== undefined && id in own ? 1 : -1))
    targets.set(weightTargets({ weight, sections: own }), place * outputs + sections.length)
  })
  const bags = articles.map(({ seen }) => seen.bag)
  const words = shape.words
  const fit = (weights: readonly number[]) =>
    fitBags(bags, { targets, outputs, weights, words, ridge: shape.wordRidge })
  const all = fit(counts)
  const scale =
    Math.max(
      1e-6,
      all.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
    ) / 127
  const own = new Float32Array(targets.length)
  const outOfFold = new Float32Array(targets.length)
  bags.forEach((bag, place) => own.set(bagScores(bag, all, outputs), place * outputs))
  for (const fold of new Set(folds)) {
    const others = fit(counts.map((count, place) => (folds[place] === fold ? 0 : count)))
    bags.forEach((bag, place) => folds[place] === fold && outOfFold.set(bagScores(bag, others, outputs), place * outputs)) // prettier-ignore
  }
  return { weights: Int8Array.from(all, (value) => Math.round(value / scale)), scale, own, outOfFold }
}

// What fills a section that needs a tie has one; what names nothing of the region and fills none has none. Between them nobody said.
function tieOf({ sections: own, isTied }: TrainingArticle, sections: Plan['sections']): number {
  if (own === undefined) return -1
  if (sections.some(({ id, needsTie }) => needsTie && id in own)) return 1
  return isTied ? 0 : -1
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
const squareOf = (values: Float32Array) => values.reduce((sum, value) => sum + value * value, 0)

interface TrainedSentences {
  readonly model: KernelModel
  readonly scales: Scales
  readonly own: readonly (readonly Float32Array[])[]
  readonly outOfFold: readonly (readonly Float32Array[])[]
}

function trainSentences(
  articles: readonly TrainingArticle[],
  { sections, shape, folds, counts, article }: Context & { article: TrainedArticles },
): TrainedSentences {
  const places = articles.map(({ seen }) => seen.sentenceVectors.map((_vector, place) => place))
  const labelled = articles.filter((each) => each.sections !== undefined)
  const marks = commonMarks(labelled, ({ seen }) => new Set(seen.sentenceVectors.flatMap((_vector, place) => [...sentenceMarks(seen, place)])), shape) // prettier-ignore
  const placeOf = new Map(marks.map((mark, place) => [mark, place]))
  const sizes = articles.flatMap(({ seen }) => seen.sentenceVectors.map((vector, place) => ({ marks: sentenceMarks(seen, place).size, vector: squareOf(vector) }))) // prettier-ignore
  const values = marks.map(() => 1 / Math.sqrt(Math.max(1, mean(sizes.map((size) => size.marks)))))
  const scales: Scales = {
    vector: shape.sentence.vector / Math.sqrt(Math.max(1e-9, mean(sizes.map((size) => size.vector)))),
    number: shape.sentence.number / Math.sqrt(sections.length + SENTENCE_NUMBERS),
  }
  const count = sections.length + 4
  const outputs = [...sections.map(({ id }) => id), 'lead']
  const examples: Example[] = []
  const foldOf: number[] = []
  articles.forEach((each, number) => {
    const scores = article.outOfFold.subarray(number * count, number * count + sections.length)
    const targets = sentenceTargets(each, sections)
    for (const place of places[number] ?? []) {
      examples.push({
        features: sentenceFeatures(each.seen, place, { placeOf, scales, scores }),
        targets: targets[place] ?? new Float32Array(outputs.length),
        weight: each.sections === undefined ? 0 : (counts[number] ?? 1) / Math.sqrt(each.seen.sentences.length),
      })
      foldOf.push(folds[number] ?? 0)
    }
  })
  const numbers = examples[0]?.features.numbers.length ?? 0
  const drawn = drawLandmarks(examples, { ...shape.sentence, outputs, marks, values, numbers, seed: 2 })
  const { model, own, outOfFold } = fitKernel(examples, drawn, { ridge: shape.sentence.ridge, folds: foldOf })
  let from = 0
  const cut = (scores: Float32Array, starts: readonly number[]) =>
    articles.map((_each, number) => (places[number] ?? []).map((place) => {
      const start = ((starts[number] ?? 0) + place) * outputs.length
      return scores.subarray(start, start + outputs.length)
    })) // prettier-ignore
  const starts = places.map((own) => {
    const start = from
    from += own.length
    return start
  })
  return { model, scales, own: cut(own, starts), outOfFold: cut(outOfFold, starts) }
}

function sentenceTargets({ seen, sections: own, lead }: TrainingArticle, sections: Plan['sections']): Float32Array[] {
  const words = seen.sentenceVectors.map((_vector, place) => labelWords(seen.sentences[place]?.text ?? ''))
  const gold = sections.map(({ id }) => (own?.[id] ?? []).map(labelWords))
  const told = lead === undefined || lead === '' ? undefined : labelWords(lead)
  const leads = words.map((each) => told !== undefined && overlap(each, told) >= SAME_SENTENCE)
  return words.map((each, place) =>
    Float32Array.from([
      ...gold.map((quotes) => (quotes.some((quote) => overlap(each, quote) >= SAME_SENTENCE) ? 1 : -1)),
      !leads.includes(true) ? 0 : leads[place] === true ? 1 : -1,
    ]),
  )
}
