import { callModel, ModelError, type ModelEndpoint } from './model-call.js'

/** What is said to a model; the system's words rule, the user's are material. */
export interface ChatMessage {
  readonly role: 'system' | 'user'
  readonly content: string
}

/** Asks a model and gives its answer as it came. Throws ModelError, always within its time limit. */
export type AskModel = (messages: readonly ChatMessage[]) => Promise<string>

const TIMEOUT_MS = 10_000
const MAX_BYTES = 256 * 1024
const MAX_TOKENS = 2_000

/** Opens an endpoint. One POST a question. */
export function modelAt({ timeoutMs = TIMEOUT_MS, maxBytes = MAX_BYTES, ...endpoint }: ModelEndpoint): AskModel {
  const call = { ...endpoint, timeoutMs, maxBytes, path: 'chat/completions' }
  return async (messages) =>
    contentOf(await callModel(call, { messages, temperature: 0, max_tokens: MAX_TOKENS, stream: false }))
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
