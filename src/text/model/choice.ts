/** Weights by which one of several is chosen: the one with the largest sum. */
export type ChoiceWeights = readonly number[]

/** The sum of a row. */
export const sumOf = (row: readonly number[], weights: ArrayLike<number>): number =>
  row.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0)

/**
 * Conditional logit (McFadden 1974): weights under which the right rows of each list are the likeliest of it. Lists without a right row are left out.
 * Newton's steps, weights held towards zero by `ridge`.
 */
export function fitChoice(
  lists: readonly {
    readonly rows: readonly (readonly number[])[]
    readonly isRight: readonly boolean[]
    readonly weight: number
  }[],
  { ridge, rounds = 8 }: { ridge: number; rounds?: number },
): ChoiceWeights {
  const width = lists[0]?.rows[0]?.length ?? 0
  let fitted = new Float64Array(width)
  const moved = (from: Float64Array, step: Float64Array, size: number) =>
    from.map((value, at) => value - size * (step[at] ?? 0))
  const cost = (weights: Float64Array) => {
    let sum = weights.reduce((all, value) => all + (ridge / 2) * value * value, 0)
    for (const { rows, isRight, weight } of lists) {
      if (!isRight.includes(true)) continue
      const all = shares(rows.map((row) => sumOf(row, weights)))
      const right = all.reduce((share, each, at) => (isRight[at] === true ? share + each : share), 0)
      sum -= weight * Math.log(Math.max(right, 1e-12))
    }
    return sum
  }
  for (let round = 0; round < rounds; round++) {
    const gradient = fitted.map((value) => ridge * value)
    const curve = Array.from({ length: width }, (_, at) => {
      const line = new Float64Array(width)
      line[at] = ridge
      return line
    })
    for (const { rows, isRight, weight } of lists) {
      if (!isRight.includes(true)) continue
      const all = shares(rows.map((row) => sumOf(row, fitted)))
      const right = shares(rows.map((row, at) => (isRight[at] === true ? sumOf(row, fitted) : -Infinity)))
      const mean = new Float64Array(width)
      rows.forEach((row, at) => {
        for (let column = 0; column < width; column++) {
          const value = row[column] ?? 0
          mean[column] = (mean[column] ?? 0) + (all[at] ?? 0) * value
          gradient[column] = (gradient[column] ?? 0) + weight * ((all[at] ?? 0) - (right[at] ?? 0)) * value
        }
      })
      rows.forEach((row, at) => {
        const share = weight * (all[at] ?? 0)
        if (share < 1e-4) return
        for (let column = 0; column < width; column++) {
          const off = share * ((row[column] ?? 0) - (mean[column] ?? 0))
          const line = curve[column]
          if (off === 0 || line === undefined) continue
          for (let other = 0; other < width; other++)
            line[other] = (line[other] ?? 0) + off * ((row[other] ?? 0) - (mean[other] ?? 0))
        }
      })
    }
    const step = solve(curve, gradient)
    // Several right rows make the curve bend both ways: a step that does not help is halved.
    const before = cost(fitted)
    let size = 1
    while (size > 1 / 64 && cost(moved(fitted, step, size)) > before) size /= 2
    fitted = moved(fitted, step, size)
  }
  return [...fitted].map((value) => Number(value.toFixed(4)))
}

function shares(sums: readonly number[]): number[] {
  const most = Math.max(...sums)
  const powers = sums.map((sum) => Math.exp(sum - most))
  const all = powers.reduce((sum, power) => sum + power, 0)
  return powers.map((power) => power / all)
}

// Cholesky: the curve of a ridge is positive.
function solve(curve: readonly Float64Array[], right: Float64Array): Float64Array {
  const size = right.length
  const lower = curve.map(() => new Float64Array(size))
  const solved = right.slice()
  for (let row = 0; row < size; row++) {
    const own = lower[row]
    if (own === undefined) continue
    for (let column = 0; column <= row; column++) {
      const other = lower[column]
      let sum = curve[row]?.[column] ?? 0
      for (let at = 0; at < column; at++) sum -= (own[at] ?? 0) * (other?.[at] ?? 0)
      own[column] = row === column ? Math.sqrt(Math.max(sum, 1e-12)) : sum / (other?.[column] ?? 1)
    }
    let sum = solved[row] ?? 0
    for (let at = 0; at < row; at++) sum -= (own[at] ?? 0) * (solved[at] ?? 0)
    solved[row] = sum / (own[row] ?? 1)
  }
  for (let row = size - 1; row >= 0; row--) {
    let sum = solved[row] ?? 0
    for (let at = row + 1; at < size; at++) sum -= (lower[at]?.[row] ?? 0) * (solved[at] ?? 0)
    solved[row] = sum / (lower[row]?.[row] ?? 1)
  }
  return solved
}
