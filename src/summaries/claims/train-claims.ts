import { fitLogistic } from '../../text/model/logistic.js'
import { claimProbability, type ClaimWeights } from './claim-check.js'

/** A candidate whose line somebody judged. */
export interface ClaimExample {
  readonly features: Readonly<Record<string, number>>
  readonly isTrue: boolean
  /** Outlet, or article: what is left out together. */
  readonly group: string
  /** The rules draw no such line: it teaches the weights, not the threshold. */
  readonly isNoLine?: boolean
}

/** Held towards nothing strongly: a few hundred examples carry few weights. Chosen within folds, on no test sentence. */
const RIDGE = 1
/** A line that is not so costs as much as so many that are. */
const COST = 3
const FOLDS = 10

/** Weights and threshold from examples; the threshold by predictions of folds that leave a group out. */
export function trainClaims(examples: readonly ClaimExample[]): ClaimWeights {
  const held = predictHeldOut(examples, RIDGE)
  const fitted = fit(examples, RIDGE)
  return { ...fitted, threshold: thresholdOf(examples, held) }
}

/** For each example the probability by weights that saw no other of its group. */
function predictHeldOut(examples: readonly ClaimExample[], ridge: number): number[] {
  const foldOf = foldsOf(examples)
  const held = examples.map(() => 0)
  for (const fold of new Set(foldOf.values())) {
    const weights = {
      ...fit(
        examples.filter(({ group }) => foldOf.get(group) !== fold),
        ridge,
      ),
      threshold: 0,
    }
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
  const fitted = fitLogistic(
    rows,
    examples.map(({ isTrue }) => isTrue),
    { ridge },
  )
  const rounded = (value: number) => Math.round(value * 1e4) / 1e4
  const weights: Record<string, number> = {}
  names.forEach((name, at) => {
    const weight = rounded(fitted[at] ?? 0)
    if (weight !== 0) weights[name] = weight
  })
  return { bias: rounded(fitted[names.length] ?? 0), weights }
}

/** The threshold that is worth most on predictions of folds that did not see the example: each true line one, each false one COST less. */
function thresholdOf(examples: readonly ClaimExample[], held: readonly number[]): number {
  const inOrder = examples.flatMap(({ isTrue, isNoLine }, at) => (isNoLine === true ? [] : [{ isTrue, p: held[at] ?? 0 }])).sort((a, b) => b.p - a.p) // prettier-ignore
  let worth = 0
  let best = { worth: 0, threshold: 1 }
  for (const [at, { isTrue, p }] of inOrder.entries()) {
    worth += isTrue ? 1 : -COST
    if (worth > best.worth) best = { worth, threshold: (p + (inOrder[at + 1]?.p ?? 0)) / 2 }
  }
  return Math.round(best.threshold * 1e4) / 1e4
}
