import { z } from 'zod'
import { probability } from '../../text/model/logistic.js'
import type { Seen } from './claim-seen.js'
import { claimFeatures } from './claim-features.js'

/** What was learned of candidates: a weight a feature by its name, and the least probability with which a line is said. */
export interface ClaimWeights {
  readonly bias: number
  readonly threshold: number
  readonly weights: Readonly<Record<string, number>>
}

const file = z.strictObject({
  made: z.string(),
  bias: z.number(),
  threshold: z.number().min(0).max(1),
  weights: z.record(z.string(), z.number()),
})

/** Weights of a pack's `model/claims.json`. Throws where the text is none. */
export function parseClaimWeights(text: string): ClaimWeights {
  return file.parse(JSON.parse(text))
}

/** How sure it is that a line of these parts is so, 0 to 1. */
export function claimProbability(features: Readonly<Record<string, number>>, { bias, weights }: ClaimWeights): number {
  let logit = bias
  for (const [name, value] of Object.entries(features)) logit += value * (weights[name] ?? 0)
  return probability(logit)
}

/** Whether a candidate may be said; without weights its rules alone decide. */
export function maySay(seen: Seen, weights: ClaimWeights | undefined): boolean {
  return weights === undefined || claimProbability(claimFeatures(seen), weights) >= weights.threshold
}
