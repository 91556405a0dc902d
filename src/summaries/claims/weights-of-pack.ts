import { readClaimWeights } from '../../regions/load-weights.js'
import { RegionError } from '../../regions/load-region.js'
import type { Region } from '../../regions/region.js'
import { reasonOf } from '../../text/reason-of.js'
import { type ClaimWeights, parseClaimWeights } from './claim-check.js'

const opened = new WeakMap<Region, ClaimWeights>()

/** What a pack has learned of figure lines, read from its file once; undefined where it has learned nothing. Throws RegionError. */
export function claimWeightsOf(region: Region): ClaimWeights | undefined {
  if (region.weights === undefined) return undefined
  const before = opened.get(region)
  if (before !== undefined) return before
  const text = readClaimWeights(region.weights)
  if (text === undefined) return undefined
  try {
    const weights = parseClaimWeights(text)
    opened.set(region, weights)
    return weights
  } catch (error) {
    throw new RegionError(region.id, [{ file: 'model/claims.json', path: '', problem: reasonOf(error) }])
  }
}
