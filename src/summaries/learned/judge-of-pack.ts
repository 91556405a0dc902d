import { readWeights, type WeightFiles } from '../../regions/load-weights.js'
import { RegionError } from '../../regions/load-region.js'
import type { Region } from '../../regions/region.js'
import { WeightsError } from '../../text/model/tensors.js'
import type { Judge } from './judge.js'
import { openJudge } from './judge.js'

// By its files: a newsroom makes its region anew whenever an owner adds an outlet.
const opened = new WeakMap<WeightFiles, Judge>()

/** What a pack has learned, read from its files once; undefined where it has learned nothing. Throws RegionError. */
export function judgeOf(region: Region): Judge | undefined {
  if (region.weights === undefined) return undefined
  const before = opened.get(region.weights)
  if (before !== undefined) return before
  try {
    const judge = openJudge(readWeights(region.weights))
    opened.set(region.weights, judge)
    return judge
  } catch (error) {
    if (!(error instanceof WeightsError)) throw error
    throw new RegionError(region.id, [{ file: `model/${error.file ?? ''}`, path: '', problem: error.message }])
  }
}
