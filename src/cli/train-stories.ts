import fs from 'node:fs'
import { weightFilesOf } from '../regions/load-weights.js'
import { foldsOf } from '../summaries/learned/labels.js'
import {
  pairsOfStories,
  preparePairs,
  type PairContext,
  type PreparedPair,
} from '../summaries/stories/prepare-pairs.js'
import { trainPairs } from '../summaries/stories/train-pairs.js'
import { articleOfRow } from './batch.js'
import { print, readLines, readRow } from './output.js'
import { openForTraining } from './regions.js'

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
  return labels.flatMap(({ files, set, weight }) => {
    const rows = files.flatMap((file) => readLines(file).map((line) => readRow(line.text)))
    return readPairs(rows, { reader, vectors, weight }).map((pair) => ({ ...pair, set }))
  })
}

function readPairs(rows: readonly Readonly<Record<string, unknown>>[], context: PairContext): PreparedPair[] {
  const { reader } = context
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
    return story === undefined ? [] : [{ article: articleOfRow(row, reader), story: String(story as string) }]
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
