import { arrayOf, type Tensors, WeightsError } from './tensors.js'

/** What a text is told by: marks by name, few of many, and a row of numbers that are all there. */
export interface Features {
  /** Places of the marks that it has, each once. */
  readonly places: readonly number[]
  readonly numbers: Float32Array
}

/** What a kernel model's file says of itself. */
export interface KernelHeader {
  readonly outputs: readonly string[]
  readonly marks: readonly string[]
  /** How many numbers stand beside the marks. */
  readonly numbers: number
  readonly gamma: number
  /** A byte of a number times this is its value. */
  readonly scale: number
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
  /** What a mark that is there counts as, by mark. */
  readonly values: Float32Array
  /** Landmarks that have a mark: of mark m, those from `starts[m]` to `starts[m + 1]` of `holders`. */
  readonly starts: Uint32Array
  readonly holders: Uint16Array
  /** By number, then by landmark. */
  readonly byNumber: Float32Array
  /** Squared length of each landmark. */
  readonly squares: Float32Array
  /** By output, then by landmark; the last is added whatever the text. */
  readonly weights: Float32Array
}

/** A kernel model of a weights file; `name` is what its arrays' names begin with. Throws WeightsError. */
export function openKernel(tensors: Tensors<unknown>, name: string, header: KernelHeader): KernelModel {
  const { outputs, marks, numbers, gamma, scale } = header
  const values = arrayOf(tensors, `${name}.values`, Float32Array)
  const starts = arrayOf(tensors, `${name}.starts`, Uint32Array)
  const holders = arrayOf(tensors, `${name}.holders`, Uint16Array)
  const byNumber = Float32Array.from(arrayOf(tensors, `${name}.numbers`, Int8Array), (byte) => byte * scale)
  const weights = arrayOf(tensors, `${name}.weights`, Float32Array)
  const landmarks = weights.length / Math.max(1, outputs.length) - 1
  const isWhole =
    Number.isInteger(landmarks) &&
    byNumber.length === numbers * landmarks &&
    values.length === marks.length &&
    starts.length === marks.length + 1 &&
    starts.at(-1) === holders.length &&
    holders.every((holder) => holder < landmarks)
  if (!isWhole) throw new WeightsError(`has ${name} of another shape than it says`)
  const placeOf = new Map(marks.map((mark, place) => [mark, place]))
  const squares = squaresOf({ values, starts, holders, byNumber, landmarks })
  return { outputs, marks, placeOf, numbers, gamma, landmarks, values, starts, holders, byNumber, squares, weights }
}

/** Squared lengths of landmarks. */
export function squaresOf({
  values,
  starts,
  holders,
  byNumber,
  landmarks,
}: Pick<KernelModel, 'values' | 'starts' | 'holders' | 'byNumber' | 'landmarks'>): Float32Array {
  const squares = new Float32Array(landmarks)
  for (let mark = 0; mark < values.length; mark++)
    addWhereHeld(squares, { starts, holders }, mark, (values[mark] as number) ** 2)
  for (let at = 0; at < byNumber.length; at++) {
    const place = at % landmarks
    squares[place] = (squares[place] as number) + (byNumber[at] as number) ** 2
  }
  return squares
}

function addWhereHeld(
  sum: Float32Array,
  { starts, holders }: Pick<KernelModel, 'starts' | 'holders'>,
  mark: number,
  value: number,
): void {
  const end = starts[mark + 1] as number
  for (let at = starts[mark] as number; at < end; at++) {
    const holder = holders[at] as number
    sum[holder] = (sum[holder] as number) + value
  }
}

/**
 * How alike a text is to each landmark: 1 the same, 0 nothing alike. Places within arrays are read without a check for their absence, which would box
 * each number: this is the heart of reading.
 */
export function likeness({ places, numbers }: Features, model: Omit<KernelModel, 'weights'>): Float32Array {
  const { landmarks, values, byNumber, squares, gamma } = model
  const found = new Float32Array(landmarks)
  let own = 0
  for (let at = 0; at < places.length; at++) {
    const place = places[at] as number
    const square = (values[place] as number) ** 2
    own += square
    addWhereHeld(found, model, place, square)
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
    const start = at * landmarks
    for (let to = 0; to < landmarks; to++) found[to] = (found[to] as number) + value * (byNumber[start + to] as number)
  }
  for (let to = 0; to < landmarks; to++) {
    const distance = own + (squares[to] as number) - 2 * (found[to] as number)
    found[to] = distance > 0 ? Math.exp(-gamma * distance) : 1
  }
  return found
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
 * for the numbers as a whole row, for whoever knows what they are made of. Landmarks that hardly pull are left out.
 */
export function explain(
  features: Features,
  alike: Float32Array,
  { model, output }: { model: KernelModel; output: number },
): { readonly marks: readonly { readonly mark: string; readonly weight: number }[]; readonly moved: Float32Array } {
  const { landmarks, gamma, values, starts, holders, byNumber, weights } = model
  const pull = new Float32Array(landmarks)
  let [total, most] = [0, 0]
  for (let at = 0; at < landmarks; at++) {
    const each = 2 * gamma * (alike[at] as number) * (weights[output * (landmarks + 1) + at] as number)
    pull[at] = each
    total += each
    most = Math.max(most, Math.abs(each))
  }
  const pulling = Uint16Array.from(pull.keys()).filter((at) => Math.abs(pull[at] as number) >= HARDLY * most)
  const weightOf = (place: number) => {
    let sum = 0
    const end = starts[place + 1] as number
    for (let at = starts[place] as number; at < end; at++) sum += pull[holders[at] as number] as number
    return (sum - total) * (values[place] as number) ** 2
  }
  const marks = features.places
    .map((place) => ({ mark: model.marks[place] ?? '', weight: weightOf(place) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
  const moved = features.numbers.map((value, number) => {
    let sum = 0
    for (const at of pulling) sum += (pull[at] as number) * (byNumber[number * landmarks + at] as number)
    return sum - total * value
  })
  return { marks, moved }
}

const HARDLY = 0.03
