import { writeTensors } from '../../text/model/tensors.js'
import { drawLandmarks, fitKernel, packKernel, type Example } from '../../text/model/train-kernel.js'
import { PAIR_FEATURES } from './pair-features.js'
import { scaled, type PairHeader, type PairThresholds, type Scales } from './pair-model.js'

/** A pair that somebody judged. */
export interface JudgedPair {
  readonly row: readonly number[]
  readonly isSame: boolean
  /** How much it counts. */
  readonly weight: number
  /** Pairs of one fold are left out together: of one day, one outlet, one story. */
  readonly fold: number
}

const PAIR_SHAPE = { landmarks: 700, gamma: 0.02, ridge: 0.1, seed: 19 } as const
export const PAIR_THRESHOLDS: PairThresholds = { same: 0 }

export interface TrainedPairs {
  readonly bytes: Uint8Array
  /** Each pair's score by the model that saw it, and by one that did not see its fold. */
  readonly own: Float32Array
  readonly outOfFold: Float32Array
}

/** Learns to tell one event from two, by a kernel over what pairs share and what sets them apart. The same pairs give the same bytes. */
export function trainPairs(pairs: readonly JudgedPair[], made: string): TrainedPairs {
  const scales = scalesOf(pairs)
  const examples = pairs.map(({ row, isSame, weight }): Example => ({
    features: { places: [], numbers: scaled(row, scales) },
    targets: Float32Array.of(isSame ? 1 : -1),
    weight,
  }))
  const { landmarks, gamma, ridge, seed } = PAIR_SHAPE
  const shape = {
    outputs: ['same'],
    marks: [],
    values: [],
    numbers: PAIR_FEATURES.length,
    landmarks,
    gamma,
    ridge,
    seed,
  }
  const drawn = drawLandmarks(examples, shape)
  const { model, own, outOfFold } = fitKernel(examples, drawn, { ridge, folds: pairs.map(({ fold }) => fold) })
  const packed = packKernel(model, 'pair')
  const header: PairHeader = {
    kind: 'stories',
    features: PAIR_FEATURES,
    made,
    kernel: packed.header,
    scales,
    thresholds: PAIR_THRESHOLDS,
  }
  return { bytes: writeTensors(header, packed.arrays), own, outOfFold }
}

// A number that hardly ever differs must not outweigh all others where it does.
const LEAST_SPREAD = 0.05

function scalesOf(pairs: readonly JudgedPair[]): Scales {
  const columns = PAIR_FEATURES.map((_name, at) => pairs.map(({ row }) => row[at] ?? 0))
  const round = (value: number) => Number(value.toFixed(5))
  const meanOf = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / Math.max(1, values.length)
  const means = columns.map((values) => round(meanOf(values)))
  const spreads = columns.map((values, at) =>
    round(Math.sqrt(meanOf(values.map((value) => (value - (means[at] ?? 0)) ** 2))) + LEAST_SPREAD),
  )
  return { means, spreads }
}
