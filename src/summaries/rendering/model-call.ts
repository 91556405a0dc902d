/** A model that did not answer, in a few words without address or key: "it answered 500", "it took longer than 10 s". */
export class ModelError extends Error {
  override readonly name = 'ModelError'
  constructor(
    message: string,
    /** The answer's, where there was one that is no success. */
    readonly status?: number,
  ) {
    super(message)
  }
}

/** An OpenAI-compatible endpoint: `url` up to and with /v1, or the whole address of what is called there. */
export interface ModelEndpoint {
  readonly url: string
  readonly model: string
  /** Sent as a bearer token; called for each request, and kept nowhere. */
  readonly key?: () => string
  readonly timeoutMs?: number
  readonly maxBytes?: number
}

interface ModelCall extends ModelEndpoint {
  readonly timeoutMs: number
  readonly maxBytes: number
  /** "chat/completions", "embeddings". */
  readonly path: string
}

/**
 * One POST to an endpoint, and its answer as text; `onPiece` hears each piece of a success as it comes. Redirects are refused, so that the key goes nowhere else.
 * Throws ModelError, always within the time limit.
 */
export async function callModel(
  { url, model, key, timeoutMs, maxBytes, path }: ModelCall,
  asked: object,
  onPiece?: (piece: string) => void,
): Promise<string> {
  const base = url.replace(/\/+$/, '').replace(/\/(?:chat\/completions|embeddings)$/, '')
  const ending = AbortSignal.timeout(timeoutMs)
  try {
    const response = await fetch(`${base}/${path}`, {
      method: 'POST',
      redirect: 'error',
      signal: ending,
      headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key()}` }) },
      body: JSON.stringify({ model, ...asked }),
    })
    const text = await readCapped(response, maxBytes, response.ok ? onPiece : undefined)
    if (!response.ok) throw new ModelError(`it answered ${response.status}`, response.status)
    return text
  } catch (error) {
    if (error instanceof ModelError) throw error
    // What fetch says of an error may hold the address and the headers.
    throw new ModelError(ending.aborted ? `it took longer than ${timeoutMs / 1_000} s` : 'it could not be reached')
  }
}

async function readCapped(
  { body }: Response,
  maxBytes: number,
  onPiece: ((piece: string) => void) | undefined,
): Promise<string> {
  if (body === null) return ''
  const decoder = new TextDecoder()
  let text = ''
  let length = 0
  const take = (piece: string): void => {
    text += piece
    onPiece?.(piece)
  }
  // Leaving the loop ends the connection.
  for await (const piece of body as unknown as AsyncIterable<Uint8Array>) {
    length += piece.length
    if (length > maxBytes) throw new ModelError(`it answered more than ${maxBytes / 1_024} KB`)
    take(decoder.decode(piece, { stream: true }))
  }
  take(decoder.decode())
  return text
}
