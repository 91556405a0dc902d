import { html } from 'hono/html'
import { presentFigure } from '../../bots/present/present-figure.js'
import { shown } from '../../bots/wording/blocks.js'
import type { View } from '../../bots/wording/view.js'
import type { FigureHistory } from '../../summaries/terms/shapes.js'
import { blocksHtml } from '../html/html-blocks.js'
import { inLanguage, type Page } from '../html/layout.js'

interface FigureShown {
  readonly words: string
  readonly history: FigureHistory | undefined
  /** Of its picture, in words; absent: there is none. */
  readonly alt: string | undefined
}

/** A measure's history by period and source, with its picture. */
export function figurePage({ words, history, alt }: FigureShown, view: View): Page {
  const path = `/figure/${encodeURIComponent(words)}`
  const known = history !== undefined && history.records.length > 0
  if (!known) {
    const none = view.say('figure.none', { words: shown(words) })
    return { view, title: words, path, isUnlisted: true, main: html`<h1>${words}</h1>
      <p>${none}</p>` } // prettier-ignore
  }
  const { title = words, blocks } = presentFigure(history, view)
  const [heading, ...rest] = blocks
  const picture = inLanguage(`/picture/${encodeURIComponent(words)}`, view.language)
  return {
    view,
    title,
    path,
    main: html`${heading === undefined ? '' : blocksHtml([heading], view.language)}
    ${alt === undefined ? '' : html`<img src="${picture}" alt="${alt}" width="1000" height="600" />`}
    ${blocksHtml(rest, view.language)}`,
  }
}
