import type { EmbedTexts } from './embed-texts.js'
import { ModelError } from '../rendering/model-call.js'
import type { Vector } from '../terms/vector.js'

const TIMEOUT_MS = 1_000
const MOST_LETTERS = 1_000
const FAULTS_BEFORE_REST = 3
const REST_MS = 60_000

export interface EmbedQuestionDeps {
  readonly embed: EmbedTexts
  readonly model: string
  readonly now: () => number
  /** Hears why a question was searched by its words alone. */
  readonly onFault?: (reason: string) => void
}

/**
 * The embedding of a question, or undefined after a second or a fault: it is searched by its words then. Never throws. An endpoint
 * that fails three times in a row is left alone for a minute.
 */
export function openQuestionEmbedder({ embed, model, now, onFault }: EmbedQuestionDeps) {
  let [faults, restsUntil] = [0, 0]
  return async (question: string): Promise<Vector | undefined> => {
    if (question.trim() === '' || now() < restsUntil) return undefined
    try {
      const [numbers] = await embed([question.slice(0, MOST_LETTERS)], TIMEOUT_MS)
      faults = 0
      return numbers && { model, numbers }
    } catch (error) {
      faults += 1
      if (faults >= FAULTS_BEFORE_REST) restsUntil = now() + REST_MS
      onFault?.(error instanceof ModelError ? error.message : 'its answer could not be used')
      return undefined
    }
  }
}
