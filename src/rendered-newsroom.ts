import type { Newsroom } from './bots/newsroom.js'
import type { Config } from './config.js'
import type { Region } from './regions/region.js'
import { modelAt } from './summaries/rendering/ask-model.js'
import { openRenderer } from './summaries/rendering/render-answer.js'

export interface RenderedDeps {
  readonly region: Region
  readonly now: () => number
  /** One line a fault, without address or key. */
  readonly onFault?: (reason: string) => void
}

/** The newsroom with renderings by the model of the settings in its answers; without a model the newsroom as it is. */
export function withModel(newsroom: Newsroom, { llm }: Pick<Config, 'llm'>, deps: RenderedDeps): Newsroom {
  if (llm === undefined) return newsroom
  const { url, model, key } = llm
  const askModel = modelAt({ url, model, ...(key && { key: () => key.reveal() }) })
  const render = openRenderer({ ...deps, askModel })
  // A remote newsroom answers to any name: it cannot be spread.
  return Object.assign(Object.create(newsroom) as Newsroom, {
    ask: async (...asked: Parameters<Newsroom['ask']>) => render(await newsroom.ask(...asked)),
  })
}
