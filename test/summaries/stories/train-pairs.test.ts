import { expect, test } from 'vitest'
import { openPairModel } from '../../../src/summaries/stories/pair-model.js'
import { PAIR_FEATURES } from '../../../src/summaries/stories/pair-features.js'
import { trainPairs } from '../../../src/summaries/stories/train-pairs.js'
import { judgeOf } from '../../../src/summaries/learned/judge-of-pack.js'
import { reader } from '../pack.js'

const rowOf = (said: number, partiesCrossed: number) => PAIR_FEATURES.map((name) => (name === 'said' ? said : name === 'partiesCrossed' ? partiesCrossed : 0.5)) // prettier-ignore
// The same words with the same parties are one event; with other parties, or other words, two.
const pairs = [0, 1, 2, 3, 4, 5].flatMap((fold) =>
  [
    { row: rowOf(0.9 - fold / 100, 0), isSame: true },
    { row: rowOf(0.9 - fold / 100, 1), isSame: false },
    { row: rowOf(0.2 + fold / 100, 0), isSame: false },
  ].map((pair) => ({ ...pair, weight: 1, fold })),
)

test('a model of pairs learns what two features say together, and is the same to the byte when trained again', () => {
  const { bytes, outOfFold } = trainPairs(pairs, 'a test')
  expect(bytes).toEqual(trainPairs(pairs, 'a test').bytes)
  pairs.forEach(({ isSame }, at) => expect((outOfFold[at] ?? 0) > 0).toBe(isSame))
  expect(openPairModel(bytes, vectorsOf()).thresholds).toEqual({ same: 0 })
})

function vectorsOf() {
  const vectors = judgeOf(reader.region)?.vectors
  if (vectors === undefined) throw new Error('the pack has no vectors')
  return vectors
}
