import { ModelError } from '../rendering/model-call.js'
import type { EmbedTexts } from './embed-texts.js'
import type { Embedded, EmbeddingStore, Unembedded } from '../terms/vector.js'

const BATCH = 16
/** The rest waits for the next call, which is a minute away. */
const MOST_BATCHES = 60
const TIMEOUT_MS = 30_000
const FIRST_REST_MS = 60_000
const LONGEST_REST_MS = 3_600_000
/** Of these it may be one text that is not taken. */
const NOT_TAKEN = new Set([400, 413, 422])

export interface EmbedArticlesDeps {
  readonly store: EmbeddingStore
  readonly embed: EmbedTexts
  readonly model: string
  readonly now: () => number
}

export interface EmbedReport {
  readonly embedded: number
  /** Why it ended early, and is not tried again for a minute, two, four... up to an hour. */
  readonly fault?: string
}

/**
 * Embeds the articles that were read and are not embedded yet, newest first, at most a thousand a call. Never throws. A fault of the endpoint or the
 * store ends the call; the calls after it do nothing while it rests.
 */
export function openArticleEmbedder({ store, embed, model, now }: EmbedArticlesDeps) {
  let [faults, restsUntil] = [0, 0]
  return async (shouldStop: () => boolean = () => false): Promise<EmbedReport> => {
    let embedded = 0
    if (now() < restsUntil) return { embedded }
    try {
      for (let batch = 0; batch < MOST_BATCHES && !shouldStop(); batch += 1) {
        const asked = await store.unembedded(model, BATCH)
        if (asked.length === 0) break
        if (!(await store.saveEmbeddings(model, await embedAll(asked, embed))))
          throw new ModelError(
            'its embeddings are of another length than those before; another EMBED_MODEL begins anew',
          )
        embedded += asked.length
        faults = 0
      }
      return { embedded }
    } catch (error) {
      restsUntil = now() + Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** faults)
      faults += 1
      return { embedded, fault: error instanceof ModelError ? error.message : 'its embeddings could not be kept' }
    }
  }
}

async function embedAll(asked: readonly Unembedded[], embed: EmbedTexts): Promise<readonly Embedded[]> {
  try {
    const vectors = await embed(asked.map(({ text }) => text), TIMEOUT_MS) // prettier-ignore
    return asked.map(({ articleId, revision }, at) => ({ articleId, revision, numbers: vectors[at] ?? NONE }))
  } catch (error) {
    if (!isNotTaken(error) || asked.length === 1) throw error
    return oneByOne(asked, { embed, error })
  }
}

const NONE = new Int8Array()

// One text may be what is not taken; where none is, it is the endpoint.
async function oneByOne(
  asked: readonly Unembedded[],
  { embed, error }: { embed: EmbedTexts; error: unknown },
): Promise<readonly Embedded[]> {
  const embedded: Embedded[] = []
  for (const { articleId, revision, text } of asked) {
    const [numbers = NONE] = await embed([text], TIMEOUT_MS).catch((fault: unknown) => {
      if (isNotTaken(fault)) return []
      throw fault
    })
    embedded.push({ articleId, revision, numbers })
  }
  if (embedded.every(({ numbers }) => numbers.length === 0)) throw error
  return embedded
}

const isNotTaken = (error: unknown): boolean => error instanceof ModelError && NOT_TAKEN.has(error.status ?? 0)
