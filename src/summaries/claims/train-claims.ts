import { fitLogistic } from '../../text/model/logistic.js'
import { claimProbability, type ClaimWeights } from './claim-check.js'

/** A candidate whose line somebody judged. */
export interface ClaimExample {
  readonly features: Readonly<Record<string, number>>
  readonly isTrue: boolean
  /** Outlet, or article: what is left out together. */
  readonly group: string
  /** How much it counts: one vote a sentence of the gold. */
  readonly weight?: number
}

/** Held towards nothing strongly: a few hundred examples carry few weights. Chosen within folds, on no test sentence. */
const RIDGE = 3
/** Of what is said so much is to be true, counted on folds that did not see it. */
const LEAST_TRUE = 0.93
const FOLDS = 10

/** Weights and threshold from examples; the threshold by predictions of folds that leave a group out. */
export function trainClaims(examples: readonly ClaimExample[], ridge = RIDGE): ClaimWeights {
  const held = predictHeldOut(examples, ridge)
  const fitted = fit(examples, ridge)
  return { ...fitted, threshold: thresholdOf(examples, held) }
}

/** For each example the probability by weights that saw no other of its group. */
export function predictHeldOut(examples: readonly ClaimExample[], ridge = RIDGE): number[] {
  const foldOf = foldsOf(examples)
  const held = examples.map(() => 0)
  for (const fold of new Set(foldOf.values())) {
    const weights = { ...fit(examples.filter(({ group }) => foldOf.get(group) !== fold), ridge), threshold: 0 }
    examples.forEach(({ group, features }, at) => {
      if (foldOf.get(group) === fold) held[at] = claimProbability(features, weights)
    })
  }
  return held
}

// Largest groups first, each into the fold that has least: the same input gives the same folds.
function foldsOf(examples: readonly ClaimExample[]): Map<string, number> {
  const sizes = new Map<string, number>()
  for (const { group } of examples) sizes.set(group, (sizes.get(group) ?? 0) + 1)
  const loads = Array.from({ length: FOLDS }, () => 0)
  const folds = new Map<string, number>()
  for (const [group, size] of [...sizes].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))) {
    const fold = loads.indexOf(Math.min(...loads))
    loads[fold] = (loads[fold] ?? 0) + size
    folds.set(group, fold)
  }
  return folds
}

function fit(examples: readonly ClaimExample[], ridge: number): Omit<ClaimWeights, 'threshold'> {
  const names = [...new Set(examples.flatMap(({ features }) => Object.keys(features)))].sort()
  const rows = examples.map(({ features }) => names.map((name) => features[name] ?? 0))
  const counts = examples.map(({ weight = 1 }) => weight)
  const fitted = fitLogistic(rows, examples.map(({ isTrue }) => isTrue), { ridge, weights: counts })
  const rounded = (value: number) => Math.round(value * 1e4) / 1e4
  const weights = Object.fromEntries(names.map((name, at) => [name, rounded(fitted[at] ?? 0)]).filter(([, w]) => w !== 0))
  return { bias: rounded(fitted[names.length] ?? 0), weights: weights as Record<string, number> }
}

/** The lowest threshold at which so much of what is said is true; where none is, the one that says only the surest. */
export function thresholdOf(examples: readonly ClaimExample[], held: readonly number[]): number {
  const inOrder = examples.map(({ isTrue }, at) => ({ isTrue, p: held[at] ?? 0 })).sort((a, b) => b.p - a.p)
  let right = 0
  let best = inOrder[0]?.p ?? 1
  for (const [at, { isTrue, p }] of inOrder.entries()) {
    if (isTrue) right++
    // Between two candidates, nearer the one that is still said.
    if (right / (at + 1) >= LEAST_TRUE) best = (2 * p + (inOrder[at + 1]?.p ?? p)) / 3
  }
  return Math.round(best * 1e4) / 1e4
}
