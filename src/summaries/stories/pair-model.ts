import type { KernelHeader, KernelModel } from '../../text/model/kernel.js'
import { likeness, openKernel, scoresOf } from '../../text/model/kernel.js'
import { readTensors, WeightsError } from '../../text/model/tensors.js'
import type { WordVectors } from '../../text/model/word-vectors.js'
import type { Weighed } from './weighed.js'
import { compared, PAIR_FEATURES, pairFeatures, type Compared } from './pair-features.js'

/** What the file of a pack's story weights says of itself. */
export interface PairHeader {
  readonly kind: string
  readonly features: readonly string[]
  /** From which pairs, how many. */
  readonly made: string
  readonly kernel: KernelHeader
  readonly scales: Scales
  readonly thresholds: PairThresholds
}

/** Mean of each feature, and by what it is divided. */
export interface Scales {
  readonly means: readonly number[]
  readonly spreads: readonly number[]
}

export interface PairThresholds {
  /** From here two articles are taken for one event. */
  readonly same: number
}

/** Judges whether two articles tell one event, as a pack has learned it. */
export interface PairModel {
  readonly vectors: WordVectors
  readonly kernel: KernelModel
  readonly scales: Scales
  readonly thresholds: PairThresholds
}

/** Opens a pack's story weights beside its word vectors. Throws WeightsError. */
export function openPairModel(bytes: Uint8Array, vectors: WordVectors): PairModel {
  const tensors = readTensors<PairHeader>(bytes)
  const { kind, features, kernel, scales, thresholds } = tensors.header
  if (kind !== 'stories' || features.join() !== PAIR_FEATURES.join())
    throw new WeightsError('was trained on other features of a pair: npm run train')
  return { vectors, kernel: openKernel(tensors, 'pair', kernel), scales, thresholds }
}

/** A feature row as the kernel takes it: each number in spreads from its mean. */
export const scaled = (row: readonly number[], { means, spreads }: Scales): Float32Array =>
  Float32Array.from(row, (value, at) => (value - (means[at] ?? 0)) / (spreads[at] ?? 1))

/** Compares two articles of which each is looked up once, however often it is compared. */
export function startPairs(model: PairModel): (a: Weighed, b: Weighed) => number {
  const known = new WeakMap<Weighed, Compared>()
  const look = (one: Weighed) => {
    const before = known.get(one)
    if (before !== undefined) return before
    const now = compared(one, model.vectors)
    known.set(one, now)
    return now
  }
  return (a, b) => scoreOfRow(pairFeatures(look(a), look(b), model.vectors), model)
}

/** About 1 for one event, -1 for two. */
function scoreOfRow(row: readonly number[], { kernel, scales }: Pick<PairModel, 'kernel' | 'scales'>): number {
  const alike = likeness({ places: [], numbers: scaled(row, scales) }, kernel)
  return scoresOf(alike, kernel)[0] ?? -1
}
