import { callModel, ModelError, type ModelEndpoint } from '../rendering/model-call.js'
import { quantised } from './vectors.js'

/** The directions of texts, in their order and all of one length. Throws ModelError, always within its time limit. */
export type EmbedTexts = (texts: readonly string[], timeoutMs: number) => Promise<readonly Int8Array[]>

const MAX_BYTES = 4 * 1024 * 1024
const LEAST_LENGTH = 8
const MOST_LENGTH = 4_096

/** Opens an endpoint for embeddings. One POST a call. */
export function embedderAt({ maxBytes = MAX_BYTES, ...endpoint }: Omit<ModelEndpoint, 'timeoutMs'>): EmbedTexts {
  return async (texts, timeoutMs) => {
    const call = { ...endpoint, maxBytes, timeoutMs, path: 'embeddings' }
    return vectorsOf(await callModel(call, { input: texts, encoding_format: 'float' }), texts.length)
  }
}

function vectorsOf(body: string, count: number): readonly Int8Array[] {
  const rows = rowsOf(body)
  if (rows.length !== count) throw new ModelError(`it answered ${rows.length} embeddings for ${count} texts`)
  const vectors = new Array<Int8Array | undefined>(count)
  for (const [at, row] of rows.entries()) {
    const { index = at, embedding } = (row ?? {}) as { readonly index?: unknown; readonly embedding?: unknown }
    if (typeof index === 'number' && isNumbers(embedding)) vectors[index] = quantised(embedding)
  }
  const found = vectors.flatMap((vector) => (vector === undefined ? [] : [vector]))
  const lengths = new Set(found.map(({ length }) => length))
  if (found.length !== count || vectors.length !== count || lengths.size !== 1)
    throw new ModelError('it answered no embeddings that can be read')
  return found
}

function rowsOf(body: string): readonly unknown[] {
  try {
    const { data } = JSON.parse(body) as { readonly data?: unknown }
    if (Array.isArray(data)) return data
  } catch {
    // What is no JSON is no answer either.
  }
  throw new ModelError('it answered no embeddings that can be read')
}

function isNumbers(value: unknown): value is readonly number[] {
  if (!Array.isArray(value) || value.length < LEAST_LENGTH || value.length > MOST_LENGTH) return false
  return value.every((number) => typeof number === 'number' && Number.isFinite(number))
}
