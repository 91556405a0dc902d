/** The direction of an embedding, each number as one byte: enough to rank by, a quarter of the size. Undefined: it has no direction. */
export function quantised(embedding: readonly number[]): Int8Array | undefined {
  const largest = embedding.reduce((most, number) => Math.max(most, Math.abs(number)), 0)
  if (!Number.isFinite(largest) || largest === 0) return undefined
  return Int8Array.from(embedding, (number) => Math.round((number / largest) * 127))
}
