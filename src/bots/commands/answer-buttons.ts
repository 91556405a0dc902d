import { z } from 'zod'
import type { Answer, FigureHistory } from '../../summaries/terms/shapes.js'
import { isSealable, type Action } from '../contract/actions.js'
import { controls, privateLine, shown } from '../wording/blocks.js'
import { cleanLine } from '../wording/clean.js'
import type { Block, Control, Message } from '../contract/message.js'
import { FILTER } from '../menus/order-shape.js'
import { openSubscribeMenu } from '../menus/subscription-menu.js'
import type { Turn } from '../turn/turn.js'
import { measureName, type View } from '../wording/view.js'

const MOST_FOLLOWED = 10

/** What can be done with an answer: follow whom and what it was asked about, see its figures as a picture, leave the talk it goes on from. */
export async function answerButtons(answer: Answer, turn: Turn): Promise<readonly Block[]> {
  if (!answer.found) return []
  const { view } = turn
  const [figure] = answer.figures
  return controls(
    ...(await followButton(answer, turn)),
    ...(figure === undefined ? [] : pictureButton(figure.what, figure.between, view)),
    ...(answer.goesOn !== true ? [] : [button(view.say('talk.new'), ['new-topic'])]),
  )
}

/** The button below a measure's history. */
export function historyButtons({ what, entityIds }: FigureHistory, view: View): readonly Block[] {
  return controls(...pictureButton(what, entityIds, view))
}

const button = (label: string, action: Action): Control => ({ kind: 'button', label, action })

async function followButton({ understood }: Answer, { request, view, deps }: Turn): Promise<readonly Control[]> {
  const facets = understood?.facets ?? []
  const entityIds = facets.flatMap((facet) => (facet.kind === 'entity' ? [facet.id] : []))
  const measures = facets.flatMap((facet) => (facet.kind === 'subject' ? facet.measureIds : []))
  if (entityIds.length + measures.length === 0) return []
  const follow = {
    ...(entityIds.length > 0 && { entityIds: [...new Set(entityIds)].slice(0, MOST_FOLLOWED) }),
    ...(measures.length > 0 && { measures: [...new Set(measures)].slice(0, MOST_FOLLOWED) }),
  }
  const key = await deps.memos.keep(request.chat, { follow }, deps.now())
  return [button(view.say('answer.follow'), ['follow-asked', key])]
}

// A picture is of a measure that the pack has, with as many parties as a button can carry.
function pictureButton(what: string, between: readonly string[], view: View): readonly Control[] {
  const action: Action = ['chart', what, ...between]
  const isKnown = view.region.measures.some(({ id }) => id === what)
  return isKnown && isSealable(action) ? [button(view.say('answer.chart'), action)] : []
}

const FOLLOWED = z.object({ follow: FILTER.pick({ entityIds: true, measures: true }) })

/** Opens the menu of a new subscription to what an answer was asked about, with an alert where that is a figure. */
export async function followAsked(key: string, turn: Turn): Promise<Message> {
  const { request, view, deps } = turn
  const kept = FOLLOWED.safeParse(await deps.memos.recall(request.chat, key, deps.now())).data
  if (kept === undefined) return privateLine(view.say('wrong.button'))
  const { entityIds, measures } = kept.follow
  const figures = measures?.map((measure) => ({ measure, ...(entityIds && { entityIds }) }))
  const alerts = figures && { alerts: { figures, atMostPerDay: 3 } }
  return openSubscribeMenu(turn, { filter: kept.follow, ...alerts })
}

/** A measure's history as a picture. `words` as the button carries them: a measure's id and its parties'. */
export async function chart(words: readonly string[], { view, deps }: Turn): Promise<Message> {
  const [what = '', ...between] = words
  const picture = await deps.newsroom.figurePicture(words.join(' '), { language: view.language })
  const name = measureName(what, between, view)
  if (picture === undefined) return privateLine(view.say('figure.none', { words: shown(name) }))
  return {
    title: name,
    blocks: [{ kind: 'picture', png: picture.png, name: `${cleanLine(what)}.png`, alt: picture.alt }],
  }
}
