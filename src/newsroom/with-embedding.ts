import type { Newsroom } from '../bots/contract/newsroom-port.js'
import type { Config } from '../process/config.js'
import { openArticleEmbedder } from '../summaries/embedding/embed-articles.js'
import { openQuestionEmbedder } from '../summaries/embedding/embed-question.js'
import { embedderAt, type EmbedTexts } from '../summaries/embedding/embed-texts.js'
import type { EmbeddingStore } from '../summaries/terms/vector.js'

interface EmbeddedDeps {
  readonly now: () => number
  /** One line a fault, without address or key. */
  readonly onFault?: (reason: string) => void
}

// The key stays in this thread: what is asked of an endpoint is asked from here.
function embedderOf({ url, model, key }: NonNullable<Config['embed']>): EmbedTexts {
  return embedderAt({ url, model, ...(key && { key: () => key.reveal() }) })
}

/** The newsroom with questions embedded by the model of the settings; without one the newsroom as it is. A question that goes on from another stands for itself. */
export function withEmbedding(newsroom: Newsroom, { embed }: Pick<Config, 'embed'>, deps: EmbeddedDeps): Newsroom {
  if (embed === undefined) return newsroom
  const embedQuestion = openQuestionEmbedder({ ...deps, embed: embedderOf(embed), model: embed.model })
  return {
    ...newsroom,
    ask: async (question, options) => {
      const near = await embedQuestion(question)
      return newsroom.ask(question, near === undefined ? options : { ...options, near })
    },
  }
}

/** Embeds what was read and is not embedded yet; undefined without a model in the settings. */
export function articleEmbedder({ embed }: Pick<Config, 'embed'>, store: EmbeddingStore, now: () => number) {
  if (embed === undefined) return undefined
  return openArticleEmbedder({ store, embed: embedderOf(embed), model: embed.model, now })
}
