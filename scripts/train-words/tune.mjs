// Ridge regression by conjugate gradients: word vectors V near their start, such that the weighted mean of a text's words comes near the text's target.

/** `contents`: by text, [word, times]; `isLearned`: words whose start says something. Vectors by word. */
export function tuneVectors({ start, contents, targets, rarity, ridge, dimensions, isLearned, rounds = 40 }) {
  const words = start.length
  const rows = []
  const columns = []
  const values = []
  contents.forEach((content, text) => {
    const weight = content.reduce((sum, [word, times]) => sum + rarity[word] * times, 0)
    for (const [word, times] of content) {
      rows.push(text)
      columns.push(word)
      values.push((rarity[word] * times) / weight)
    }
  })
  const size = words * dimensions
  const of = (list) => {
    const flat = new Float32Array(list.length * dimensions)
    list.forEach((vector, place) => flat.set(vector, place * dimensions))
    return flat
  }
  const wanted = of(targets)
  const v = of(start)
  // A mean of starts is shorter than a text's own vector: brought to one length first.
  const first = texts(v)
  const factor = dot(first, wanted) / Math.max(1e-9, dot(first, first))
  for (let at = 0; at < size; at++) v[at] *= factor
  const penalty = Float32Array.from({ length: words }, (_, word) => (isLearned[word] ? ridge : ridge / 3))

  function texts(vectors) {
    const out = new Float32Array(contents.length * dimensions)
    for (let at = 0; at < rows.length; at++) {
      const [to, from, value] = [rows[at] * dimensions, columns[at] * dimensions, values[at]]
      for (let d = 0; d < dimensions; d++) out[to + d] += value * vectors[from + d]
    }
    return out
  }
  function back(residuals) {
    const out = new Float32Array(size)
    for (let at = 0; at < rows.length; at++) {
      const [to, from, value] = [columns[at] * dimensions, rows[at] * dimensions, values[at]]
      for (let d = 0; d < dimensions; d++) out[to + d] += value * residuals[from + d]
    }
    return out
  }
  // (A'A + penalty) change = A'(wanted - A v)
  const change = new Float32Array(size)
  const now = texts(v)
  const residual = back(wanted.map((value, at) => value - now[at]))
  let direction = residual.slice()
  let length = dot(residual, residual)
  const begin = length
  for (let round = 0; round < rounds && length > begin * 1e-6; round++) {
    const moved = back(texts(direction))
    for (let at = 0; at < size; at++) moved[at] += penalty[Math.floor(at / dimensions)] * direction[at]
    const step = length / dot(direction, moved)
    for (let at = 0; at < size; at++) {
      change[at] += step * direction[at]
      residual[at] -= step * moved[at]
    }
    const after = dot(residual, residual)
    const turn = after / length
    for (let at = 0; at < size; at++) direction[at] = residual[at] + turn * direction[at]
    length = after
  }
  for (let at = 0; at < size; at++) v[at] += change[at]
  const fit = texts(v)
  let off = 0
  let all = 0
  for (let at = 0; at < fit.length; at++) {
    off += (fit[at] - wanted[at]) ** 2
    all += wanted[at] ** 2
  }
  console.log(`tuned: ${(1 - off / all).toFixed(3)} of the texts' variance told by their words`)
  return Array.from({ length: words }, (_, word) => v.slice(word * dimensions, (word + 1) * dimensions))
}

function dot(a, b) {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += a[at] * b[at]
  return sum
}
