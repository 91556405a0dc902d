import fs from 'node:fs'
import path from 'node:path'
import { readConfig } from '../process/config.js'
import { loadRegion, RegionError, showFault } from '../regions/load-region.js'
import { weightFilesOf } from '../regions/load-weights.js'
import { judgeOf } from '../summaries/learned/judge-of-pack.js'
import { type ClaimExample, trainClaims } from '../summaries/claims/train-claims.js'
import { foldsOf, joinRows, type LabelledRow } from '../summaries/learned/labelled-rows.js'
import { learnedSections, prepareTraining, type LabelledArticle } from '../summaries/learned/prepare.js'
import { trainReading } from '../summaries/learned/train.js'
import { SHAPE } from '../summaries/learned/train-types.js'
import type { Article } from '../feeds/article.js'
import { readArticle } from '../summaries/read-article.js'
import {
  pairsOfStories,
  preparePairs,
  type PairContext,
  type PreparedPair,
} from '../summaries/stories/prepare-pairs.js'
import { signatureOf } from '../summaries/stories/story-features.js'
import { trainPairs } from '../summaries/stories/train-pairs.js'
import { prepareReader, type Reader } from '../summaries/terms/reader.js'
import { openWordVectors } from '../text/model/word-vectors.js'
import { articleOfRow } from './batch.js'
import { CommandError, print, readLines, readRow } from './output.js'

/** `silkwire regions check [FOLDER]`: every fault of a pack with its path. False where there is one. */
export function checkRegion(folder: string | undefined): boolean {
  const path = folder ?? readConfig(process.env).region
  try {
    const region = loadRegion(path)
    const { id, entities, feeds, sections, measures, facts } = region
    judgeOf(region)
    const counts = `${entities.length} entities, ${feeds.length} feeds, ${sections.length} sections, ${measures.length} measures, ${facts.length} facts`
    print(`${id}: no faults (${counts})`)
    return true
  } catch (error) {
    if (!(error instanceof RegionError)) throw error
    for (const fault of error.faults) process.stderr.write(`${showFault(fault)}\n`)
    return false
  }
}

/**
 * `silkwire regions train FOLDER LABELS...`: learns to read from label files and writes FOLDER/model/reading.bin. Rows {id, source, lang, title, body, date,
 * sections: {id: [sentence]}, importance?, lead?, of?}; labels and articles may stand in files apart, joined by id. A row without `sections` is an article with
 * no tie to the region. `without`: outlets that are not to be read.
 */
export function trainRegion(folder: string, files: readonly string[], without?: RegExp): void {
  const { reader, vectors } = openForTraining(folder)
  const labelled = [...readLabels(files, reader, without), ...seedsOf(reader)]
  const articles = prepareTraining(labelled, { reader, vectors })
  const sections = learnedSections(reader)
  const outlets = new Set(articles.map(({ group }) => group)).size
  const made = `${articles.filter((each) => each.sections !== undefined).length} labelled articles and ${articles.filter((each) => each.sections === undefined).length} without a tie, of ${outlets} outlets` // prettier-ignore
  const { bytes } = trainReading(articles, { sections, shape: { ...SHAPE, words: vectors.rarity.length }, made })
  const { reading } = weightFilesOf(folder)
  fs.mkdirSync(path.dirname(reading), { recursive: true })
  fs.writeFileSync(reading, bytes)
  print(`${reading}: ${made}, ${Math.round(bytes.length / 1000)} KB`)
}

/** What decides of figure lines, learned from lines that were judged: the text of a pack's `model/claims.json`. */
export function claimsFile(examples: readonly ClaimExample[]): string {
  const outlets = new Set(examples.map(({ group }) => group)).size
  const made = `${examples.length} lines of ${outlets} outlets, ${examples.filter(({ isTrue }) => isTrue).length} of them true`
  return `${JSON.stringify({ made, ...trainClaims(examples) }, null, 1)}\n`
}

/** A pack as training reads it: by its lists alone, with its word vectors. Throws CommandError where it has none. */
export function openForTraining(folder: string): { reader: Reader; vectors: ReturnType<typeof openWordVectors> } {
  const { weights: _weights, ...region } = loadRegion(folder)
  const { vectors } = weightFilesOf(folder)
  if (!fs.existsSync(vectors)) throw new CommandError(`${vectors} is not there: npm run train:words makes word vectors`)
  return { reader: prepareReader(region), vectors: openWordVectors(fs.readFileSync(vectors)) }
}

/** Label files joined and made articles, in the order of the files. */
export function readLabels(files: readonly string[], reader: Reader, without?: RegExp): LabelledArticle[] {
  const lines = files.flatMap((file) => readLines(file).map(({ text }) => text))
  const isUsed = ({ source = '' }: LabelledRow) => without?.test(source) !== true
  return joinRows(lines)
    .filter(isUsed)
    .map((row) => ({ row, article: articleOfRow({ ...row }, reader) }))
}

/** The sentences that a pack's sections were drawn from, each an article of its own. */
function seedsOf(reader: Reader): LabelledArticle[] {
  return reader.region.sections.flatMap(({ id, from, example }) => {
    if (from !== 'text' || example === undefined) return []
    const row = { id: `seed-${id}`, source: 'seed', lang: 'en', body: example, sections: { [id]: [example] } }
    return [{ row, article: articleOfRow(row, reader) }]
  })
}

/** A file to learn stories from: pairs {id, a, b, same, sure?}, or articles {id, story} or {id, of}, of which pairs are drawn; several files of articles are one. */
export interface StoryLabels {
  readonly files: readonly string[]
  readonly set: string
  /** How much a pair of it counts: one that a reader judged 1, one drawn from made news less. */
  readonly weight: number
}

/** The pairs of every label file, as a model sees them. */
export function readStoryLabels(folder: string, labels: readonly StoryLabels[]): (PreparedPair & { set: string })[] {
  const { reader, vectors } = openForTraining(folder)
  const signature = (article: Article) => signatureOf(article, readArticle(article, { reader, known: [] }), reader)
  return labels.flatMap(({ files, set, weight }) => {
    const rows = files.flatMap((file) => readLines(file).map((line) => readRow(line.text)))
    return readPairs(rows, reader, { signatureOf: signature, vectors, weight }).map((pair) => ({ ...pair, set }))
  })
}

function readPairs(
  rows: readonly Readonly<Record<string, unknown>>[],
  reader: Reader,
  context: PairContext,
): PreparedPair[] {
  const isOfPairs = rows.some(({ a, b }) => typeof a === 'object' && typeof b === 'object')
  if (isOfPairs) {
    const pairs = rows.map(({ id, a, b, same, sure }) => ({
      id: String(id),
      a: articleOfRow({ id: 'a', ...(a as object) }, reader),
      b: articleOfRow({ id: 'b', ...(b as object) }, reader),
      ...{ isSame: same === true, isSure: sure !== false },
    }))
    return preparePairs(pairs, context)
  }
  const translated = new Set(rows.flatMap(({ of }) => (typeof of === 'string' ? of : [])))
  const told = rows.flatMap((row) => {
    const story = row['story'] ?? row['of'] ?? (translated.has(String(row['id'])) ? row['id'] : undefined)
    return story === undefined ? [] : [{ article: articleOfRow(row, reader), story: story as string }]
  })
  return pairsOfStories(told, context)
}

/** `silkwire regions train` for stories: learns to tell one event from two, and writes FOLDER/model/stories.bin. */
export function trainStories(folder: string, labels: readonly StoryLabels[]): void {
  const pairs = readStoryLabels(folder, labels)
  const folds = foldsOf(pairs.map(({ day }) => day), 8) // prettier-ignore
  const made = `${pairs.length} pairs, ${pairs.filter(({ isSame }) => isSame).length} of one event`
  const { bytes } = trainPairs(pairs.map((pair, at) => ({ ...pair, fold: folds[at] ?? 0 })), made) // prettier-ignore
  const { stories } = weightFilesOf(folder)
  fs.writeFileSync(stories, bytes)
  print(`${stories}: ${made}, ${Math.round(bytes.length / 1000)} KB`)
}
