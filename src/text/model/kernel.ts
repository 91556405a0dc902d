import { arrayOf, type Tensors, WeightsError } from './tensors.js'

/** What a text is told by: marks by name, few of many, and a row of numbers that are all there. */
export interface Features {
  /** Places of the marks that it has, and their values in the same order. */
  readonly places: readonly number[]
  readonly values: readonly number[]
  readonly numbers: Float32Array
}

/** What a kernel model's file says of itself. */
export interface KernelHeader {
  readonly outputs: readonly string[]
  readonly marks: readonly string[]
  /** How many numbers stand beside the marks. */
  readonly numbers: number
  readonly gamma: number
  readonly scales: { readonly marks: number; readonly numbers: number }
}

/**
 * Scores from likeness to examples: exp(-gamma * squared distance) to each landmark, weighted and summed. A sum over marks cannot say that "migrants" with
 * Russia is another thing than without; likeness to whole examples can (Williams & Seeger, Using the Nyström Method to Speed Up Kernel Machines, 2001).
 */
export interface KernelModel {
  readonly outputs: readonly string[]
  readonly marks: readonly string[]
  readonly placeOf: ReadonlyMap<string, number>
  readonly numbers: number
  readonly gamma: number
  readonly landmarks: number
  /** By mark, then by landmark. */
  readonly byMark: Float32Array
  /** By number, then by landmark. */
  readonly byNumber: Float32Array
  /** Squared length of each landmark. */
  readonly squares: Float32Array
  /** By output, then by landmark; the last is added whatever the text. */
  readonly weights: Float32Array
}

/** A kernel model of a weights file; `name` is what its arrays' names begin with. Throws WeightsError. */
export function openKernel(tensors: Tensors<unknown>, name: string, header: KernelHeader): KernelModel {
  const { outputs, marks, numbers, gamma, scales } = header
  const unpack = (part: string, scale: number) =>
    Float32Array.from(arrayOf(tensors, `${name}.${part}`, Int8Array), (byte) => byte * scale)
  const byMark = unpack('marks', scales.marks)
  const byNumber = unpack('numbers', scales.numbers)
  const landmarks = numbers === 0 ? byMark.length / Math.max(1, marks.length) : byNumber.length / numbers
  const weights = arrayOf(tensors, `${name}.weights`, Float32Array)
  if (byMark.length !== marks.length * landmarks || weights.length !== outputs.length * (landmarks + 1))
    throw new WeightsError(`has ${name} of another shape than it says`)
  const placeOf = new Map(marks.map((mark, place) => [mark, place]))
  const squares = squaresOf([byMark, byNumber], landmarks)
  return { outputs, marks, placeOf, numbers, gamma, landmarks, byMark, byNumber, squares, weights }
}

/** Squared lengths of landmarks, of which `parts` hold some coordinates each. */
export function squaresOf(parts: readonly Float32Array[], landmarks: number): Float32Array {
  const squares = new Float32Array(landmarks)
  for (const part of parts)
    for (let at = 0; at < part.length; at++) {
      const value = part[at] as number
      const place = at % landmarks
      squares[place] = (squares[place] as number) + value * value
    }
  return squares
}

/**
 * How alike a text is to each landmark: 1 the same, 0 nothing alike. Places within arrays are read without a check for their absence, which would box
 * each number: this is the heart of reading.
 */
export function likeness(
  { places, values, numbers }: Features,
  {
    landmarks,
    byMark,
    byNumber,
    squares,
    gamma,
  }: Pick<KernelModel, 'landmarks' | 'byMark' | 'byNumber' | 'squares' | 'gamma'>,
): Float32Array {
  const found = new Float32Array(landmarks)
  let own = 0
  for (let at = 0; at < places.length; at++) {
    const value = values[at] as number
    own += value * value
    addScaled(found, byMark, (places[at] as number) * landmarks, value)
  }
  let at = 0
  for (; at + 3 < numbers.length; at += 4) {
    const [a, b] = [numbers[at] as number, numbers[at + 1] as number]
    const [c, d] = [numbers[at + 2] as number, numbers[at + 3] as number]
    own += a * a + b * b + c * c + d * d
    const start = at * landmarks
    for (let to = 0; to < landmarks; to++)
      found[to] =
        (found[to] as number) +
        a * (byNumber[start + to] as number) +
        b * (byNumber[start + landmarks + to] as number) +
        c * (byNumber[start + 2 * landmarks + to] as number) +
        d * (byNumber[start + 3 * landmarks + to] as number)
  }
  for (; at < numbers.length; at++) {
    const value = numbers[at] as number
    own += value * value
    addScaled(found, byNumber, at * landmarks, value)
  }
  for (let to = 0; to < landmarks; to++) {
    const distance = own + (squares[to] as number) - 2 * (found[to] as number)
    found[to] = distance > 0 ? Math.exp(-gamma * distance) : 1
  }
  return found
}

function addScaled(sum: Float32Array, from: Float32Array, start: number, factor: number): void {
  for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] as number) + factor * (from[start + at] as number)
}

/** The score of each output. */
export function scoresOf(alike: Float32Array, { outputs, landmarks, weights }: KernelModel): Float32Array {
  const scores = new Float32Array(outputs.length)
  for (let output = 0; output < scores.length; output++) {
    const start = output * (landmarks + 1)
    let sum = weights[start + landmarks] as number
    for (let at = 0; at < landmarks; at++) sum += (alike[at] as number) * (weights[start + at] as number)
    scores[output] = sum
  }
  return scores
}

/**
 * What of a text weighed most for an output: each part's value times how the score moves with it, largest first, those for it alone. `moved` is the same
 * for the numbers as a whole row, for whoever knows what they are made of.
 */
export function explain(
  features: Features,
  alike: Float32Array,
  { model, output }: { model: KernelModel; output: number },
): { readonly marks: readonly { readonly mark: string; readonly weight: number }[]; readonly moved: Float32Array } {
  const { landmarks, gamma, byMark, byNumber, weights } = model
  const pull = new Float32Array(landmarks)
  let total = 0
  for (let at = 0; at < landmarks; at++) {
    const each = 2 * gamma * (alike[at] as number) * (weights[output * (landmarks + 1) + at] as number)
    pull[at] = each
    total += each
  }
  const towards = (from: Float32Array, place: number, value: number) => {
    let sum = 0
    for (let at = 0; at < landmarks; at++) sum += (pull[at] as number) * (from[place * landmarks + at] as number)
    return sum - total * value
  }
  const marks = features.places
    .map((place, at) => {
      const value = features.values[at] ?? 0
      return { mark: model.marks[place] ?? '', weight: value * towards(byMark, place, value) }
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
  return { marks, moved: features.numbers.map((value, place) => towards(byNumber, place, value)) }
}
