// Directions of vectors: what a language adds to all of its texts, and in which few they differ most.

/** By language: the mean difference between a text and the same text in the language that its vector is taken from. */
export function languageOffsets(pairs, encoder) {
  const sums = new Map()
  for (const { lang, own, from, of } of pairs) {
    if (of !== 'en' || lang === 'en') continue
    const [here, there] = [encoder.vectorOf(own), encoder.vectorOf(from)]
    const known = sums.get(lang) ?? { count: 0, sum: new Float64Array(here.length) }
    sums.set(lang, known)
    known.count++
    for (let at = 0; at < here.length; at++) known.sum[at] += here[at] - there[at]
  }
  return new Map([...sums].filter(([, { count }]) => count >= 30).map(([lang, { count, sum }]) => [lang, sum.map((value) => value / count)])) // prettier-ignore
}

/** The first directions of most variance, by subspace iteration: {mean, directions}. */
export function principalParts(list, count, rounds = 40) {
  const size = list[0].length
  const mean = new Float64Array(size)
  for (const vector of list) for (let at = 0; at < size; at++) mean[at] += vector[at] / list.length
  const covariance = Array.from({ length: size }, () => new Float64Array(size))
  const own = new Float64Array(size)
  for (const vector of list) {
    for (let at = 0; at < size; at++) own[at] = vector[at] - mean[at]
    for (let row = 0; row < size; row++) {
      const [value, line] = [own[row], covariance[row]]
      for (let at = row; at < size; at++) line[at] += value * own[at]
    }
  }
  for (let row = 0; row < size; row++) for (let at = 0; at < row; at++) covariance[row][at] = covariance[at][row]
  let seed = 7
  const next = () => (seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff) / 0x7fffffff - 0.5
  let directions = orthogonal(Array.from({ length: count }, () => Float64Array.from({ length: size }, next)))
  for (let round = 0; round < rounds; round++)
    directions = orthogonal(
      directions.map((direction) => Float64Array.from(covariance, (line) => dot(line, direction))),
    )
  return { mean, directions }
}

/** Coordinates of each vector along the directions. */
export function project(list, { mean, directions }) {
  return list.map((vector) => {
    const own = Float64Array.from(vector, (value, at) => value - mean[at])
    return Float64Array.from(directions, (direction) => dot(direction, own))
  })
}

function dot(a, b) {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += a[at] * b[at]
  return sum
}

function orthogonal(list) {
  const made = []
  for (const vector of list) {
    const own = Float64Array.from(vector)
    for (let pass = 0; pass < 2; pass++)
      for (const before of made) {
        const along = dot(before, own)
        for (let at = 0; at < own.length; at++) own[at] -= along * before[at]
      }
    const length = Math.sqrt(dot(own, own)) || 1
    made.push(own.map((value) => value / length))
  }
  return made
}
