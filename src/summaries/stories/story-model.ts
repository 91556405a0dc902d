import { RegionError } from '../../regions/load-region.js'
import { readStoryWeights } from '../../regions/load-weights.js'
import type { Region } from '../../regions/region.js'
import { WeightsError } from '../../text/model/tensors.js'
import { judgeOf } from '../learned/judge-of-pack.js'
import { openPairModel, type PairModel } from './pair-model.js'

const opened = new WeakMap<Region, PairModel>()

/** What a pack has learned of one event and two, read from its file once; undefined where it has learned nothing. Throws RegionError. */
export function storyModelOf(region: Region): PairModel | undefined {
  const before = opened.get(region)
  if (before !== undefined) return before
  const vectors = judgeOf(region)?.vectors
  const bytes = region.weights && readStoryWeights(region.weights)
  if (vectors === undefined || bytes === undefined) return undefined
  try {
    const model = openPairModel(bytes, vectors)
    opened.set(region, model)
    return model
  } catch (error) {
    if (!(error instanceof WeightsError)) throw error
    throw new RegionError(region.id, [{ file: 'model', path: 'stories.bin', problem: error.message }])
  }
}
