import { html } from 'hono/html'
import { presentAnswer } from '../../bots/present/present-answer.js'
import { cleanLine } from '../../bots/wording/clean.js'
import { measureName, type View } from '../../bots/wording/view.js'
import type { Answer } from '../../summaries/terms/shapes.js'
import { cutText } from '../../text/words/cut-text.js'
import { blocksHtml } from '../html/html-blocks.js'
import { inLanguage, type Page } from '../html/layout.js'
import type { Html } from '../html/runs.js'

export const QUESTION_LIMIT = 500
const MOST_HISTORIES = 3

/** The question of an address, on one line; undefined where there is none in it. */
export function questionOf(given: string | undefined): string | undefined {
  const question = cutText(cleanLine((given ?? '').slice(0, 4 * QUESTION_LIMIT)), QUESTION_LIMIT)
  return /[\p{L}\p{N}]/u.test(question) ? question : undefined
}

/** A cited answer, in the language that it was given in. */
export function askPage(answer: Answer, question: string, view: View): Page {
  const message = presentAnswer(answer, view)
  return {
    view,
    title: question,
    path: `/ask?${new URLSearchParams({ q: question }).toString()}`,
    question,
    isUnlisted: true,
    main: html`<h1>${question}</h1>
      ${blocksHtml(message.blocks, view.language)} ${historyLinks(answer, view)}`,
  }
}

/** Where nothing was asked. */
export function emptyAskPage(view: View): Page {
  return {
    view,
    title: view.say('web.ask'),
    path: '/ask',
    isUnlisted: true,
    main: html`<h1>${view.say('web.ask')}</h1>
      <p>${view.say('greet.ask')}</p>`,
  }
}

/** The figures of an answer lead to their histories. */
function historyLinks({ figures, found }: Answer, view: View): Html | '' {
  const known = figures.filter(({ what }) => view.region.measures.some(({ id }) => id === what))
  const histories = new Map(known.map(({ what, between }) => [[what, ...between].join(' '), measureName(what, between, view)])) // prettier-ignore
  if (!found || histories.size === 0) return ''
  const links = [...histories].slice(0, MOST_HISTORIES).map(([words, name]) => {
    const path = inLanguage(`/figure/${encodeURIComponent(words)}`, view.language)
    return html`<li><a href="${path}">${name}</a></li>`
  })
  return html`<ul>
    ${links}
  </ul>`
}
