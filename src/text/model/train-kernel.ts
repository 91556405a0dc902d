import type { Features, KernelHeader, KernelModel } from './kernel.js'
import { likeness, marksByLandmark, squaresOf } from './kernel.js'
import type { TensorArray } from './tensors.js'

/** A labelled text. */
export interface Example {
  readonly features: Features
  /** By output: 1 it is so, -1 it is not, 0 nobody said. */
  readonly targets: Float32Array
  /** How much it counts: outlets are weighted alike, not articles. */
  readonly weight: number
}

export interface KernelShape {
  readonly outputs: readonly string[]
  readonly marks: readonly string[]
  /** What a mark that is there counts as, by mark. */
  readonly values: readonly number[]
  readonly numbers: number
  readonly landmarks: number
  readonly gamma: number
  readonly ridge: number
  readonly seed: number
}

/** Numbers without chance: the same seed gives the same training. */
function makeRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 0x1_0000_0000
  }
}

/** Examples as landmarks: drawn by weight without repeats, those with a yes for any output three times as likely; numbers kept as bytes. */
export function drawLandmarks(examples: readonly Example[], shape: KernelShape): KernelModel {
  const random = makeRandom(shape.seed)
  const drawn = examples
    .map((example, place) => {
      const weight = example.weight * (example.targets.some((target) => target > 0) ? 3 : 1)
      return { place, order: weight > 0 ? -Math.log(1 - random()) / weight : Infinity }
    })
    .sort((a, b) => a.order - b.order || a.place - b.place)
    .slice(0, shape.landmarks)
    .map(({ place }) => examples[place])
  const landmarks = drawn.length
  const byNumber = new Float32Array(shape.numbers * landmarks)
  const holdersOf = shape.marks.map((): number[] => [])
  drawn.forEach((example, landmark) => {
    if (example === undefined) return
    for (const place of example.features.places) holdersOf[place]?.push(landmark)
    example.features.numbers.forEach((value, at) => (byNumber[at * landmarks + landmark] = value))
  })
  const scale = scaleOf(byNumber)
  const starts = new Uint32Array(shape.marks.length + 1)
  holdersOf.forEach((list, place) => (starts[place + 1] = (starts[place] ?? 0) + list.length))
  const model = {
    outputs: shape.outputs,
    marks: shape.marks,
    placeOf: new Map(shape.marks.map((mark, place) => [mark, place])),
    numbers: shape.numbers,
    gamma: shape.gamma,
    landmarks,
    values: Float32Array.from(shape.values),
    starts,
    holders: Uint16Array.from(holdersOf.flat()),
    byNumber: Int8Array.from(byNumber, (value) => Math.round(value / scale)),
    scale,
    weights: new Float32Array(shape.outputs.length * (landmarks + 1)),
  }
  return { ...model, squares: squaresOf(model), marksOf: marksByLandmark(model) }
}

const scaleOf = (values: Float32Array) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6) / 127

/** Likeness of every example to every landmark, and a one: rows of `landmarks + 1`. */
function likenessRows(examples: readonly Example[], model: KernelModel): Float32Array {
  const width = model.landmarks + 1
  const rows = new Float32Array(examples.length * width)
  examples.forEach(({ features }, place) => {
    rows.set(likeness(features, model), place * width)
    rows[place * width + width - 1] = 1
  })
  return rows
}

interface Sums {
  /** Upper half of the weighted products of columns. */
  readonly gram: Float64Array
  readonly right: Float64Array
}

function sumsOf(rows: Float32Array, examples: readonly Example[], which: readonly number[], width: number): Sums {
  const outputs = examples[0]?.targets.length ?? 0
  const gram = new Float64Array(width * width)
  const right = new Float64Array(outputs * width)
  const own = which.filter((place) => (examples[place]?.weight ?? 0) !== 0)
  // Four rows at a time: most of the time goes into reading and writing the sums.
  const four = [0, 1, 2, 3].map(() => new Float64Array(width)) as [Float64Array, Float64Array, Float64Array, Float64Array] // prettier-ignore
  const [a, b, c, d] = four
  for (let from = 0; from < own.length; from += four.length) {
    const counts = four.map((row, at) => {
      const place = own[from + at]
      if (place === undefined) row.fill(0)
      else for (let column = 0; column < width; column++) row[column] = rows[place * width + column] ?? 0
      return place === undefined ? 0 : (examples[place]?.weight ?? 0)
    })
    for (let at = 0; at < width; at++) {
      const [p, q, r, s] = four.map((row, each) => (counts[each] ?? 0) * (row[at] as number)) as [number, number, number, number] // prettier-ignore
      const start = at * width
      for (let other = at; other < width; other++)
        gram[start + other] =
          (gram[start + other] as number) +
          p * (a[other] as number) +
          q * (b[other] as number) +
          r * (c[other] as number) +
          s * (d[other] as number)
      for (let output = 0; output < outputs; output++) {
        const to = output * width + at
        const targetOf = (each: number) => examples[own[from + each] ?? -1]?.targets[output] ?? 0
        right[to] = (right[to] as number) + p * targetOf(0) + q * targetOf(1) + r * targetOf(2) + s * targetOf(3)
      }
    }
  }
  return { gram, right }
}

/**
 * Weights of a kernel model by ridge regression on yes and no (least squares support vectors). Also each example's scores by a model that
 * never saw its fold: one sum over all rows, less each fold's own, so that leaving out costs little.
 */
export function fitKernel(
  examples: readonly Example[],
  model: KernelModel,
  { ridge, folds }: { ridge: number; folds: readonly number[] },
): { readonly model: KernelModel; readonly own: Float32Array; readonly outOfFold: Float32Array } {
  const width = model.landmarks + 1
  const rows = likenessRows(examples, model)
  const all = examples.map((_example, place) => place)
  const byFold = new Map<number, number[]>()
  for (const place of all) {
    const fold = folds[place] ?? 0
    const list = byFold.get(fold)
    if (list === undefined) byFold.set(fold, [place])
    else list.push(place)
  }
  const parts = new Map([...byFold].map(([fold, which]) => [fold, sumsOf(rows, examples, which, width)]))
  const whole: Sums = {
    gram: new Float64Array(width * width),
    right: new Float64Array(model.outputs.length * width),
  }
  for (const part of parts.values()) add(whole, part, 1)
  const fitted = { ...model, weights: Float32Array.from(solveRidge(whole, width, ridge)) }
  const outputs = model.outputs.length
  const scoresBy = (weights: ArrayLike<number>, into: Float32Array, which: readonly number[]) => {
    for (const place of which)
      for (let output = 0; output < outputs; output++) {
        let sum = 0
        for (let at = 0; at < width; at++)
          sum += (rows[place * width + at] as number) * (weights[output * width + at] as number)
        into[place * outputs + output] = sum
      }
  }
  const own = new Float32Array(examples.length * outputs)
  scoresBy(fitted.weights, own, all)
  const outOfFold = new Float32Array(examples.length * outputs)
  for (const [fold, which] of byFold) {
    const left = parts.get(fold)
    if (left === undefined) continue
    add(whole, left, -1)
    const weights = solveRidge(whole, width, ridge)
    add(whole, left, 1)
    scoresBy(weights, outOfFold, which)
  }
  return { model: fitted, own, outOfFold }
}

function add(to: Sums, from: Sums, sign: 1 | -1): void {
  for (let at = 0; at < to.gram.length; at++) to.gram[at] = (to.gram[at] ?? 0) + sign * (from.gram[at] ?? 0)
  for (let at = 0; at < to.right.length; at++) to.right[at] = (to.right[at] ?? 0) + sign * (from.right[at] ?? 0)
}

// Cholesky of the sums with the ridge on their diagonal; what is added to all is not held back.
function solveRidge({ gram, right }: Sums, width: number, ridge: number): Float64Array {
  const lower = new Float64Array(width * width)
  for (let row = 0; row < width; row++)
    for (let column = 0; column <= row; column++) {
      let sum = gram[column * width + row] ?? 0
      if (row === column) sum += row === width - 1 ? 1e-6 : ridge
      for (let at = 0; at < column; at++)
        sum -= (lower[row * width + at] as number) * (lower[column * width + at] as number)
      lower[row * width + column] =
        row === column ? Math.sqrt(Math.max(sum, 1e-9)) : sum / (lower[column * width + column] ?? 1)
    }
  const solved = new Float64Array(right.length)
  for (let start = 0; start < right.length; start += width) {
    for (let row = 0; row < width; row++) {
      let sum = right[start + row] ?? 0
      for (let at = 0; at < row; at++) sum -= (lower[row * width + at] as number) * (solved[start + at] as number)
      solved[start + row] = sum / (lower[row * width + row] ?? 1)
    }
    for (let row = width - 1; row >= 0; row--) {
      let sum = solved[start + row] ?? 0
      for (let at = row + 1; at < width; at++)
        sum -= (lower[at * width + row] as number) * (solved[start + at] as number)
      solved[start + row] = sum / (lower[row * width + row] ?? 1)
    }
  }
  return solved
}

/** A model as a weights file holds it: its header, and its arrays under names that begin with `name`. */
export function packKernel(
  model: KernelModel,
  name: string,
): { readonly header: KernelHeader; readonly arrays: Record<string, TensorArray> } {
  const { outputs, marks, numbers, gamma, values, starts, holders, byNumber, scale, weights } = model
  return {
    header: { outputs, marks, numbers, gamma, scale },
    arrays: {
      [`${name}.values`]: values,
      [`${name}.starts`]: starts,
      [`${name}.holders`]: holders,
      [`${name}.numbers`]: byNumber,
      [`${name}.weights`]: weights,
    },
  }
}
