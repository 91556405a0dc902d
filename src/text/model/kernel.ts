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
  /** The same by landmark: the marks that it has. */
  readonly marksOf: readonly Uint16Array[]
  /** By number, then by landmark; a byte times `scale` is its value. */
  readonly byNumber: Int8Array
  readonly scale: number
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
  const byNumber = arrayOf(tensors, `${name}.numbers`, Int8Array)
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
  const squares = squaresOf({ values, starts, holders, byNumber, scale, landmarks })
  const marksOf = marksByLandmark({ starts, holders, landmarks })
  return { outputs, marks, placeOf, numbers, gamma, landmarks, values, starts, holders, marksOf, byNumber, scale, squares, weights } // prettier-ignore
}

/** Marks of each landmark. */
export function marksByLandmark({
  starts,
  holders,
  landmarks,
}: Pick<KernelModel, 'starts' | 'holders' | 'landmarks'>): Uint16Array[] {
  const lists = Array.from({ length: landmarks }, (): number[] => [])
  for (let mark = 0; mark + 1 < starts.length; mark++)
    for (let at = starts[mark] as number; at < (starts[mark + 1] as number); at++)
      lists[holders[at] as number]?.push(mark)
  return lists.map((list) => Uint16Array.from(list))
}

/** Squared lengths of landmarks. */
export function squaresOf({
  values,
  starts,
  holders,
  byNumber,
  scale,
  landmarks,
}: Pick<KernelModel, 'values' | 'starts' | 'holders' | 'byNumber' | 'scale' | 'landmarks'>): Float32Array {
  const squares = new Float32Array(landmarks)
  for (let mark = 0; mark < values.length; mark++)
    addWhereHeld(squares, { starts, holders }, mark, (values[mark] as number) ** 2)
  for (let at = 0; at < byNumber.length; at++) {
    const place = at % landmarks
    squares[place] = (squares[place] as number) + (scale * (byNumber[at] as number)) ** 2
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
export function likeness({ places, numbers }: Features, model: Omit<KernelModel, 'weights' | 'marksOf'>): Float32Array {
  const { landmarks, values, squares, gamma, scale } = model
  const found = new Float32Array(landmarks)
  let own = 0
  for (let at = 0; at < places.length; at++) {
    const place = places[at] as number
    const square = (values[place] as number) ** 2
    own += square
    addWhereHeld(found, model, place, square)
  }
  // Whole numbers: bytes of landmarks stay in the processor's nearest memory, and their products are exact.
  const whole = Int32Array.from(numbers, (value) => Math.round((FINER * value) / scale))
  const dots = productsOf(whole, model)
  for (let at = 0; at < numbers.length; at++) own += (numbers[at] as number) ** 2
  const unit = (scale * scale) / FINER
  for (let to = 0; to < landmarks; to++) {
    const distance = own + (squares[to] as number) - 2 * ((found[to] as number) + unit * (dots[to] as number))
    found[to] = distance > 0 ? Math.exp(-gamma * distance) : 1
  }
  return found
}

/** A text's numbers are told so much finer than a landmark's. */
const FINER = 16

// Eight rows at a time: reading and writing the sums would take as long as the products.
function productsOf(numbers: Int32Array, { landmarks, byNumber }: Pick<KernelModel, 'landmarks' | 'byNumber'>) {
  const dots = new Int32Array(landmarks)
  const at = (place: number) => numbers[place] ?? 0
  const { length } = numbers
  let from = 0
  for (; from + 7 < length; from += 8) {
    const [a, b, c, d] = [at(from), at(from + 1), at(from + 2), at(from + 3)]
    const [e, f, g, h] = [at(from + 4), at(from + 5), at(from + 6), at(from + 7)]
    let place = from * landmarks
    for (let to = 0; to < landmarks; to++, place++)
      dots[to] =
        ((dots[to] as number) +
          Math.imul(a, byNumber[place] as number) +
          Math.imul(b, byNumber[place + landmarks] as number) +
          Math.imul(c, byNumber[place + 2 * landmarks] as number) +
          Math.imul(d, byNumber[place + 3 * landmarks] as number) +
          Math.imul(e, byNumber[place + 4 * landmarks] as number) +
          Math.imul(f, byNumber[place + 5 * landmarks] as number) +
          Math.imul(g, byNumber[place + 6 * landmarks] as number) +
          Math.imul(h, byNumber[place + 7 * landmarks] as number)) |
        0
  }
  for (; from < length; from++)
    for (let to = 0; to < landmarks; to++)
      dots[to] = ((dots[to] as number) + Math.imul(at(from), byNumber[from * landmarks + to] as number)) | 0
  return dots
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
 * for the numbers as a whole row, for whoever knows what they are made of. Told by the landmarks that pull most.
 */
export function explain(
  features: Features,
  alike: Float32Array,
  { model, output }: { model: KernelModel; output: number },
): { readonly marks: readonly { readonly mark: string; readonly weight: number }[]; readonly moved: Float32Array } {
  const { landmarks, values, byNumber, scale, marksOf } = model
  const { pulling, pull } = strongest(alike, model, output)
  const held = new Float32Array(values.length)
  let total = 0
  pulling.forEach((landmark, at) => {
    const own = pull[at] as number
    total += own
    for (const mark of marksOf[landmark] ?? []) held[mark] = (held[mark] as number) + own
  })
  const marks = features.places
    .map((place) => ({ place, weight: ((held[place] as number) - total) * (values[place] as number) ** 2 }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ place, weight }) => ({ mark: model.marks[place] ?? '', weight }))
  const moved = features.numbers.map((value, number) => {
    let sum = 0
    for (let at = 0; at < pulling.length; at++)
      sum += (pull[at] as number) * (byNumber[number * landmarks + (pulling[at] as number)] as number)
    return scale * sum - total * value
  })
  return { marks, moved }
}

/** Of the pull of the one that pulls most the same way. */
const STRONG = 0.25

// The landmarks that move an output most, towards it and away, and how far.
function strongest(alike: Float32Array, { landmarks, gamma, weights }: KernelModel, output: number) {
  const start = output * (landmarks + 1)
  const all = new Float32Array(landmarks)
  let [most, least] = [0, 0]
  for (let at = 0; at < landmarks; at++) {
    const each = 2 * gamma * (alike[at] as number) * (weights[start + at] as number)
    all[at] = each
    most = Math.max(most, each)
    least = Math.min(least, each)
  }
  const pulling: number[] = []
  for (let at = 0; at < landmarks; at++) {
    const each = all[at] as number
    if (each !== 0 && (each >= STRONG * most || each <= STRONG * least)) pulling.push(at)
  }
  return { pulling, pull: pulling.map((at) => all[at] as number) }
}
