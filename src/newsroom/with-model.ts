import type { AskGrowing, Newsroom } from '../bots/contract/newsroom-port.js'
import type { Config } from '../process/config.js'
import type { Region } from '../regions/region.js'
import { modelAt } from '../summaries/rendering/ask-model.js'
import { openRenderer } from '../summaries/rendering/render-answer.js'

export interface RenderedDeps {
  readonly region: Region
  readonly now: () => number
  /** One line a fault, without address or key. */
  readonly onFault?: (reason: string) => void
  /** Hears how many tokens a call used, where the model tells. */
  readonly onTokens?: (tokens: number) => void
}

/** A newsroom with renderings by a model in its answers. `askGrowing` is absent where there is no model: what is whole at once does not grow. */
export interface RenderedNewsroom {
  readonly newsroom: Newsroom
  readonly askGrowing?: AskGrowing
}

/** The newsroom with renderings by the model of the settings; without a model the newsroom as it is. */
export function withModel(
  newsroom: Newsroom,
  { llm }: Pick<Config, 'llm'>,
  { onTokens, ...deps }: RenderedDeps,
): RenderedNewsroom {
  if (llm === undefined) return { newsroom }
  const { url, model, key } = llm
  const askModel = modelAt({ url, model, ...(key && { key: () => key.reveal() }) }, onTokens)
  const render = openRenderer({ ...deps, askModel })
  const rendered: Newsroom = { ...newsroom, ask: async (...asked) => render(await newsroom.ask(...asked)) }
  const askGrowing: AskGrowing = async (question, options, onGrown) => render(await newsroom.ask(question, options), onGrown) // prettier-ignore
  return { newsroom: rendered, askGrowing }
}
