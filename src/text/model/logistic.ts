/** A probability's weights over a few numbers; the last is added whatever they are. */
export type LogisticWeights = readonly number[]

export const probability = (logit: number): number => 1 / (1 + Math.exp(-logit))

/** The logit of a row of numbers. */
export function logitOf(row: readonly number[], weights: LogisticWeights): number {
  return row.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), weights[row.length] ?? 0)
}

/** Logistic regression by Newton's steps, each weight but the last held towards zero by `ridge`. For a few dozen numbers at most. */
export function fitLogistic(
  rows: readonly (readonly number[])[],
  isSo: readonly boolean[],
  { ridge, weights: counts }: { ridge: number; weights?: readonly number[] },
): LogisticWeights {
  const width = (rows[0]?.length ?? 0) + 1
  let fitted: number[] = Array.from({ length: width }, () => 0)
  for (let round = 0; round < ROUNDS; round++) {
    const gradient = Array.from({ length: width }, (_, at) => (at === width - 1 ? 0 : ridge * (fitted[at] ?? 0)))
    const curve = Array.from({ length: width }, (_, at) =>
      Array.from({ length: width }, (_other, other) => (at === other ? (at === width - 1 ? 1e-6 : ridge) : 0)),
    )
    rows.forEach((row, place) => {
      const count = counts?.[place] ?? 1
      const p = probability(logitOf(row, fitted))
      const off = count * (p - (isSo[place] === true ? 1 : 0))
      const bend = count * Math.max(p * (1 - p), 1e-6)
      for (let at = 0; at < width; at++) {
        const value = at === width - 1 ? 1 : (row[at] ?? 0)
        if (value === 0) continue
        gradient[at] = (gradient[at] ?? 0) + off * value
        const line = curve[at]
        if (line === undefined) continue
        for (let other = 0; other < width; other++)
          line[other] = (line[other] ?? 0) + bend * value * (other === width - 1 ? 1 : (row[other] ?? 0))
      }
    })
    const step = solve(curve, gradient)
    const longest = Math.max(...step.map(Math.abs))
    const shrink = longest > 4 ? 4 / longest : 1
    fitted = fitted.map((value, at) => value - shrink * (step[at] ?? 0))
    if (longest < 1e-6) break
  }
  return fitted
}

const ROUNDS = 25

// Gauss with the largest pivot first.
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((line, at) => [...line, right[at] ?? 0])
  const size = rows.length
  for (let column = 0; column < size; column++) {
    let best = column
    for (let row = column + 1; row < size; row++)
      if (Math.abs(rows[row]?.[column] ?? 0) > Math.abs(rows[best]?.[column] ?? 0)) best = row
    const [top, other] = [rows[best], rows[column]]
    if (top === undefined || other === undefined) continue
    rows[column] = top
    rows[best] = other
    const pivot = top[column] ?? 0
    if (Math.abs(pivot) < 1e-12) continue
    for (const [row, line] of rows.entries()) {
      if (row === column) continue
      const factor = (line[column] ?? 0) / pivot
      if (factor === 0) continue
      for (let at = column; at <= size; at++) line[at] = (line[at] ?? 0) - factor * (top[at] ?? 0)
    }
  }
  return rows.map((line, at) => (line[size] ?? 0) / (line[at] === undefined || line[at] === 0 ? 1 : line[at]))
}
