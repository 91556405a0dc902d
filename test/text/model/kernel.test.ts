import { describe, expect, test } from 'vitest'
import type { Features } from '../../../src/text/model/kernel.js'
import { explain, likeness, openKernel, scoresOf } from '../../../src/text/model/kernel.js'
import { readTensors, writeTensors } from '../../../src/text/model/tensors.js'
import type { Example } from '../../../src/text/model/train-kernel.js'
import { drawLandmarks, fitKernel, packKernel } from '../../../src/text/model/train-kernel.js'

const MARKS = ['migrants', 'russia', 'tourists']
const shape = {
  outputs: ['remittances'],
  marks: MARKS,
  values: [1, 1, 1],
  numbers: 1,
  landmarks: 8,
  gamma: 1,
  ridge: 0.01,
  seed: 1,
}

const features = (...marks: string[]): Features => {
  return { places: marks.map((mark) => MARKS.indexOf(mark)), numbers: Float32Array.of(0) }
}
// Neither word makes the section, both together do: what no sum of the two can say.
const examples = [
  { marks: ['migrants', 'russia'], isSo: true },
  { marks: ['migrants'], isSo: false },
  { marks: ['russia'], isSo: false },
  { marks: ['tourists', 'russia'], isSo: false },
].flatMap(({ marks, isSo }) =>
  [0, 1].map((): Example => ({ features: features(...marks), targets: Float32Array.of(isSo ? 1 : -1), weight: 1 })),
)
const train = () => fitKernel(examples, drawLandmarks(examples, shape), { ridge: 0.01, folds: examples.map((_each, at) => at % 2) }) // prettier-ignore
const scoreOf = (marks: string[], { model } = train()) => scoresOf(likeness(features(...marks), model), model)[0] ?? 0

describe('a kernel model', () => {
  test('learns what holds of two marks together and of neither alone', () => {
    expect(scoreOf(['migrants', 'russia'])).toBeGreaterThan(0.8)
    expect(scoreOf(['migrants'])).toBeLessThan(-0.8)
    expect(scoreOf(['russia'])).toBeLessThan(-0.8)
  })

  test('is the same to the byte when it is trained again, and scores the same from its file', () => {
    const [first, second] = [train(), train()].map(({ model }) => packKernel(model, 'article'))
    const bytes = writeTensors(first?.header, first?.arrays ?? {})
    expect(bytes).toEqual(writeTensors(second?.header, second?.arrays ?? {}))
    const tensors = readTensors<NonNullable<typeof first>['header']>(bytes)
    const opened = openKernel(tensors, 'article', tensors.header)
    expect(scoreOf(['migrants', 'russia'], { ...train(), model: opened })).toBeCloseTo(
      scoreOf(['migrants', 'russia']),
      5,
    )
  })

  test('scores each example by a model that did not see its fold', () => {
    const alone = examples.map((each, at) => (at === 0 ? { ...each, targets: Float32Array.of(-1) } : each))
    const { own, outOfFold } = fitKernel(alone, drawLandmarks(alone, shape), { ridge: 0.01, folds: alone.map((_each, at) => (at === 0 ? 1 : 0)) }) // prettier-ignore
    expect(own[0]).toBeCloseTo(0, 1)
    expect(outOfFold[0]).toBeGreaterThan(0.8)
  })

  test('names the marks that weighed most', () => {
    const { model } = train()
    const text = features('migrants', 'russia')
    const { marks } = explain(text, likeness(text, model), { model, output: 0 })
    expect(marks.map(({ mark }) => mark).sort()).toEqual(['migrants', 'russia'])
  })
})
