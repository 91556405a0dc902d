/** What is said to a model; the system's words rule, the user's are material. */
export interface ChatMessage {
  readonly role: 'system' | 'user'
  readonly content: string
}

/** Asks a model and gives its answer as it came. Throws ModelError, always within its time limit. */
export type AskModel = (messages: readonly ChatMessage[]) => Promise<string>

/** A model that did not answer, in a few words without address or key: "it answered 500", "it took longer than 10 s". */
export class ModelError extends Error {
  override readonly name = 'ModelError'
}

/** An OpenAI-compatible endpoint: `url` up to and with /v1, or the whole address of chat/completions. */
export interface ModelEndpoint {
  readonly url: string
  readonly model: string
  /** Sent as a bearer token; called for each request, and kept nowhere. */
  readonly key?: () => string
  readonly timeoutMs?: number
  readonly maxBytes?: number
}

const TIMEOUT_MS = 10_000
const MAX_BYTES = 256 * 1024
const MAX_TOKENS = 2_000

/** Opens an endpoint. One POST a question; redirects are refused, so that the key goes nowhere else. */
export function modelAt({ url, model, key, timeoutMs = TIMEOUT_MS, maxBytes = MAX_BYTES }: ModelEndpoint): AskModel {
  const address = /\/chat\/completions\/?$/.test(url) ? url : `${url.replace(/\/+$/, '')}/chat/completions`
  return async (messages) => {
    const ending = AbortSignal.timeout(timeoutMs)
    try {
      const response = await fetch(address, {
        method: 'POST',
        redirect: 'error',
        signal: ending,
        headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key()}` }) },
        body: JSON.stringify({ model, messages, temperature: 0, max_tokens: MAX_TOKENS, stream: false }),
      })
      const body = await readCapped(response, maxBytes)
      if (!response.ok) throw new ModelError(`it answered ${response.status}`)
      return contentOf(body)
    } catch (error) {
      if (error instanceof ModelError) throw error
      // What fetch says of an error may hold the address and the headers.
      throw new ModelError(ending.aborted ? `it took longer than ${timeoutMs / 1_000} s` : 'it could not be reached')
    }
  }
}

async function readCapped({ body }: Response, maxBytes: number): Promise<string> {
  if (body === null) return ''
  const pieces: Uint8Array[] = []
  let length = 0
  // Leaving the loop ends the connection.
  for await (const piece of body as unknown as AsyncIterable<Uint8Array>) {
    length += piece.length
    if (length > maxBytes) throw new ModelError(`it answered more than ${maxBytes / 1_024} KB`)
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

function contentOf(body: string): string {
  try {
    const answer = JSON.parse(body) as { choices?: readonly { message?: { content?: unknown } }[] } | null
    const content = answer?.choices?.[0]?.message?.content
    if (typeof content === 'string') return content
  } catch {
    // Falls to the same error: what is no JSON is no answer either.
  }
  throw new ModelError('it answered nothing that can be read')
}
