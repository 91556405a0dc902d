import { contentReader } from './content-reader.js'
import { callModel, type ModelEndpoint } from './model-call.js'

/** What is said to a model; the system's words rule, the user's are material. */
export interface ChatMessage {
  readonly role: 'system' | 'user'
  readonly content: string
}

/**
 * Asks a model and gives its answer as it came; `onContent` hears what it said so far, each time that more came.
 * Throws ModelError, always within its time limit.
 */
export type AskModel = (messages: readonly ChatMessage[], onContent: (soFar: string) => void) => Promise<string>

const TIMEOUT_MS = 10_000
const MAX_BYTES = 256 * 1024
const MAX_TOKENS = 2_000

/** Servers that tell what a call used do so at its end. */
const USAGE_CHARACTERS = 600

/** Opens an endpoint. One POST a question, answered as a stream where the server can. `onTokens` hears what it used, where the server tells. */
export function modelAt(
  { timeoutMs = TIMEOUT_MS, maxBytes = MAX_BYTES, ...endpoint }: ModelEndpoint,
  onTokens?: (tokens: number) => void,
): AskModel {
  const call = { ...endpoint, timeoutMs, maxBytes, path: 'chat/completions' }
  return async (messages, onContent) => {
    const reader = contentReader()
    let [heard, length, end] = ['', 0, '']
    await callModel(call, { messages, temperature: 0, max_tokens: MAX_TOKENS, stream: true }, (piece) => {
      end = `${end}${piece}`.slice(-USAGE_CHARACTERS)
      heard = reader.take(piece)
      if (heard.length > length) onContent(heard)
      length = heard.length
    })
    const [, tokens] = /"total_tokens"\s*:\s*(\d+)/.exec(end) ?? []
    if (tokens !== undefined) onTokens?.(Number(tokens))
    return reader.end()
  }
}
