/** A text as a bag of words: rows of a vectors file, each once, with their values. */
export interface Bag {
  readonly rows: Int32Array
  /** Their squares add up to one. */
  readonly values: Float32Array
}

/** Words of a text, each once and by its rarity, the whole of length one. */
export function bagOf(words: Iterable<number>, rarity: Float32Array): Bag {
  const rows = Int32Array.from(new Set(words)).sort()
  const values = Float32Array.from(rows, (row) => rarity[row] ?? 0)
  let square = 0
  for (const value of values) square += value * value
  const factor = square === 0 ? 0 : 1 / Math.sqrt(square)
  for (let at = 0; at < values.length; at++) values[at] = (values[at] as number) * factor
  return { rows, values }
}

/** The sum of what each word weighs for an output; `weights` by word, then by output. */
export function bagScores(
  { rows, values }: Bag,
  weights: Int8Array | Float32Array,
  outputs: number,
  scale = 1,
): Float32Array {
  const scores = new Float32Array(outputs)
  for (let at = 0; at < rows.length; at++) {
    const [start, value] = [(rows[at] as number) * outputs, (values[at] as number) * scale]
    for (let output = 0; output < outputs; output++)
      scores[output] = (scores[output] as number) + value * (weights[start + output] as number)
  }
  return scores
}

/**
 * What each word weighs for each output, by ridge regression on yes (1) and no (-1), 0 where nobody said; conjugate gradients. By word, then by output;
 * words of no text weigh nothing.
 */
export function fitBags(
  bags: readonly Bag[],
  {
    targets,
    outputs,
    weights,
    words,
    ridge,
    rounds = 20,
  }: {
    /** By text, then by output. */
    readonly targets: Float32Array
    readonly outputs: number
    readonly weights: readonly number[]
    readonly words: number
    readonly ridge: number
    readonly rounds?: number
  },
): Float32Array {
  const fitted = new Float32Array(words * outputs)
  const residual = new Float32Array(words * outputs)
  const means = centre(targets, weights, outputs)
  const spread = (perText: (text: number, output: number) => number, into: Float32Array) => {
    into.fill(0)
    bags.forEach(({ rows, values }, text) => {
      if ((weights[text] as number) === 0) return
      for (let output = 0; output < outputs; output++) {
        const each = perText(text, output)
        if (each === 0) continue
        for (let at = 0; at < rows.length; at++) {
          const to = (rows[at] as number) * outputs + output
          into[to] = (into[to] as number) + each * (values[at] as number)
        }
      }
    })
  }
  const counts = (text: number, output: number) =>
    (targets[text * outputs + output] as number) === 0 ? 0 : (weights[text] as number)
  spread(
    (text, output) => counts(text, output) * ((targets[text * outputs + output] as number) - (means[output] as number)),
    residual,
  )
  const direction = residual.slice()
  const moved = new Float32Array(words * outputs)
  let lengths = dots(residual, residual, outputs)
  const told = new Float32Array(bags.length * outputs)
  for (let round = 0; round < rounds; round++) {
    bags.forEach((bag, text) => told.set(bagScores(bag, direction, outputs), text * outputs))
    spread((text, output) => counts(text, output) * (told[text * outputs + output] as number), moved)
    for (let at = 0; at < moved.length; at++) moved[at] = (moved[at] as number) + ridge * (direction[at] as number)
    const along = dots(direction, moved, outputs)
    const steps = lengths.map((length, output) => length / Math.max(1e-20, along[output] ?? 0))
    for (let at = 0; at < fitted.length; at++) {
      const step = steps[at % outputs] ?? 0
      fitted[at] = (fitted[at] as number) + step * (direction[at] as number)
      residual[at] = (residual[at] as number) - step * (moved[at] as number)
    }
    const after = dots(residual, residual, outputs)
    const turns = after.map((length, output) => length / Math.max(1e-20, lengths[output] ?? 0))
    for (let at = 0; at < direction.length; at++)
      direction[at] = (residual[at] as number) + (turns[at % outputs] as number) * (direction[at] as number)
    lengths = after
  }
  return fitted
}

function centre(targets: Float32Array, weights: readonly number[], outputs: number): number[] {
  return Array.from({ length: outputs }, (_, output) => {
    let [sum, of] = [0, 0]
    weights.forEach((weight, text) => {
      const target = targets[text * outputs + output] ?? 0
      if (target === 0) return
      sum += weight * target
      of += weight
    })
    return of === 0 ? 0 : sum / of
  })
}

function dots(a: Float32Array, b: Float32Array, outputs: number): number[] {
  const sums = Array.from({ length: outputs }, () => 0)
  for (let at = 0; at < a.length; at++) {
    const output = at % outputs
    sums[output] = (sums[output] as number) + (a[at] as number) * (b[at] as number)
  }
  return sums
}
