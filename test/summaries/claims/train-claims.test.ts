import { describe, expect, test } from 'vitest'
import { claimProbability, parseClaimWeights } from '../../../src/summaries/claims/claim-check.js'
import { type ClaimExample, trainClaims } from '../../../src/summaries/claims/train-claims.js'

// Lines whose measure stands far off are false, whoever tells them.
const examples: ClaimExample[] = Array.from({ length: 80 }, (_, at) => ({
  features: { 'measure far': at % 2, noise: (at * 7) % 5 },
  isTrue: at % 2 === 0,
  group: `outlet ${at % 8}`,
}))

describe('the check of figure lines', () => {
  test('learns what tells a line that is so, and the same from the same', () => {
    const weights = trainClaims(examples)
    expect(weights.weights['measure far']).toBeLessThan(0)
    expect(claimProbability({ 'measure far': 0 }, weights)).toBeGreaterThan(weights.threshold)
    expect(claimProbability({ 'measure far': 1 }, weights)).toBeLessThan(weights.threshold)
    expect(trainClaims([...examples])).toEqual(weights)
  })

  test('takes the threshold from lines that the rules draw alone', () => {
    const refused = examples.map((each) => (each.isTrue ? each : { ...each, isNoLine: true }))
    expect(trainClaims(refused).weights).toEqual(trainClaims(examples).weights)
    // Nothing false is drawn: the least sure of the true ones may be said.
    expect(trainClaims(refused).threshold).toBeLessThan(trainClaims(examples).threshold + 0.01)
    expect(trainClaims(examples.map((each) => ({ ...each, isNoLine: true }))).threshold).toBe(1)
  })

  test('a name that the weights do not know weighs nothing', () => {
    expect(claimProbability({ unknown: 5 }, { bias: 0, threshold: 0.5, weights: {} })).toBe(0.5)
  })

  test('a file that is none is refused', () => {
    expect(() => parseClaimWeights('{"bias": "x"}')).toThrow()
    expect(() => parseClaimWeights('{')).toThrow()
  })
})
