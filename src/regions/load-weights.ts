import fs from 'node:fs'
import path from 'node:path'

/** Files of what a pack has learned: beside its YAML, in `model/`. */
export interface WeightFiles {
  /** Word vectors of its languages. */
  readonly vectors: string
  /** The models that read with them. */
  readonly reading: string
  /** The model that tells one event from two, where there is one. */
  readonly stories: string
  /** What decides whether a figure may be a line; need not be there. */
  readonly claims: string
}

/** Where a pack's weights are, or are to be. */
export function weightFilesOf(folder: string): WeightFiles {
  const at = (name: string) => path.join(folder, 'model', name)
  return { vectors: at('words.bin'), reading: at('reading.bin'), stories: at('stories.bin'), claims: at('claims.json') }
}

/** A pack's weights; undefined for one that reads by its lists. */
export function findWeights(folder: string): WeightFiles | undefined {
  const files = weightFilesOf(folder)
  return fs.existsSync(files.vectors) && fs.existsSync(files.reading) ? files : undefined
}

/** The bytes of weights. */
export function readWeights({ vectors, reading }: WeightFiles): { vectors: Uint8Array; reading: Uint8Array } {
  return { vectors: fs.readFileSync(vectors), reading: fs.readFileSync(reading) }
}

/** The bytes of the weights for stories; undefined where a pack has none. */
export function readStoryWeights({ stories }: WeightFiles): Uint8Array | undefined {
  return fs.existsSync(stories) ? fs.readFileSync(stories) : undefined
}

/** The text of `claims.json`; undefined where there is none. */
export function readClaimWeights({ claims }: Pick<WeightFiles, 'claims'>): string | undefined {
  return fs.existsSync(claims) ? fs.readFileSync(claims, 'utf8') : undefined
}
