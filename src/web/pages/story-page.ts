import { html } from 'hono/html'
import { presentStory } from '../../bots/present/present-archive.js'
import { sourceRuns } from '../../bots/present/present-parts.js'
import { quote, small } from '../../bots/wording/blocks.js'
import { sectionTitle, type View } from '../../bots/wording/view.js'
import type { ItemView } from '../../summaries/digest/item-view.js'
import type { StoryView } from '../../summaries/terms/shapes.js'
import { blocksHtml } from '../html/html-blocks.js'
import type { Page } from '../html/layout.js'
import { runsHtml, type Html } from '../html/runs.js'
import type { WebDeps } from '../base/web-deps.js'

export interface StoryShown {
  readonly story: StoryView
  /** What it says for one section. */
  readonly item: ItemView | undefined
  readonly sectionId: string | undefined
}

/** A story with what it says for a section: the one that is named, else the first that it says something for. Undefined: there is no such story. */
export async function storyOf(
  { id, sectionId, view }: { readonly id: string; readonly sectionId: string | undefined; readonly view: View },
  { news, region }: Pick<WebDeps, 'news' | 'region'>,
): Promise<StoryShown | undefined> {
  const story = await news.story(id)
  if (story === undefined || story.articles.length === 0) return undefined
  const sections = region.sections.filter((each) => sectionId === undefined || each.id === sectionId)
  for (const section of sections) {
    const item = await news.item({ storyId: id, sectionId: section.id, language: view.language })
    if (item !== undefined) return { story, item, sectionId }
  }
  return { story, item: undefined, sectionId }
}

/** A story: how each outlet tells it, who is silent, and all its articles. */
export function storyPage({ story, item, sectionId }: StoryShown, view: View): Page {
  const { say } = view
  const message = presentStory(story, view)
  const [, told, articles, ...rest] = message.blocks
  const query = sectionId === undefined ? '' : `?${new URLSearchParams({ section: sectionId }).toString()}`
  return {
    view,
    title: story.title,
    path: `/story/${encodeURIComponent(story.story.id)}${query}`,
    main: html`<h1>${runsHtml([{ text: story.title }])}</h1>
      ${told === undefined ? '' : blocksHtml([told], view.language)}
      ${item === undefined ? '' : tellersHtml(item, view)}
      <h2>${say('web.articles')}</h2>
      ${blocksHtml([...(articles === undefined ? [] : [articles]), ...rest], view.language)}`,
  }
}

function tellersHtml({ sectionId, sources, silent }: ItemView, view: View): Html {
  const { say } = view
  const voices = silent.map((voice) => say(`voice.${voice}`)).join(', ')
  return html`<h2>${say('web.tellers')}</h2>
    <p class="small">${sectionTitle(sectionId, view)}</p>
    ${sources.map((citation) => {
      const told = blocksHtml(
        [quote(citation.quote, citation.language), small(...sourceRuns(citation, view))],
        view.language,
      )
      return html`<article>${told}</article>`
    })}
    ${silent.length === 0 ? '' : html`<p class="small">${say('item.silent', { voices })}</p>`}`
}
