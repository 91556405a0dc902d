import type { Alert } from '../../summaries/digest/alerts.js'
import type { Correction } from '../../summaries/digest/corrections.js'
import type { Digest } from '../../summaries/terms/shapes.js'
import { controls, heading, linked, paragraph, quote } from '../wording/blocks.js'
import type { Block, Message } from '../contract/message.js'
import { presentDigest, type DigestLook } from './present-digest.js'
import { itemBlocks } from './item-blocks.js'
import { storyPage, type View } from '../wording/view.js'

/** A digest that opens with what earlier ones said and no longer holds. */
export function presentCorrected(
  digest: Digest,
  corrections: readonly Correction[],
  view: View,
  look: DigestLook = {},
): Message {
  const message = presentDigest(digest, view, look)
  if (corrections.length === 0) return message
  const [title, ...rest] = message.blocks
  return { ...message, blocks: [...(title ? [title] : []), ...correctionBlocks(corrections, view), ...rest] }
}

/** What an earlier message said and no longer holds. */
export function correctionBlocks(corrections: readonly Correction[], view: View): readonly Block[] {
  return [
    { ...heading(view.say('correction.title'), 2), folds: true },
    ...corrections.flatMap(({ outlet, title, url, quote: said, language }) => [
      paragraph(view.say('correction.item', { outlet }), ' ', linked(title === '' ? url : title, url)),
      quote(said, language),
    ]),
  ]
}

/** What happened since the last look: a followed figure that changed, a story that broke. */
export function presentAlerts(alerts: readonly Alert[], view: View): Message {
  const title = view.say('alert.title')
  return { title, blocks: [heading(title), ...alerts.flatMap((alert) => alertBlocks(alert, view))] }
}

function alertBlocks(alert: Alert, view: View): readonly Block[] {
  const { kind, voices, withinMs, storyId, citations } = alert
  const outlets = view.say('count.outlets', { count: voices })
  const minutes = view.say('count.minutes', { count: Math.max(1, Math.round((withinMs ?? 0) / 60_000)) })
  // Why it came: the figure's own line says what it was before.
  const mark = kind === 'figure' || withinMs === undefined ? view.say(`alert.${kind}`) : view.say('alert.within', { outlets, minutes }) // prettier-ignore
  const shown = kind === 'figure' ? { ...alert, givesFigure: true as const } : alert
  const item = itemBlocks(shown, citations, { view, length: 'normal', mark, page: storyPage({ storyId }, view) })
  // What has no source is not said.
  if (item.length === 0) return []
  return [...item, ...controls({ kind: 'button', label: view.say('item.story'), action: ['story', storyId] })]
}
