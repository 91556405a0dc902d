import type { Alert } from '../../summaries/digest/alerts.js'
import type { Correction } from '../../summaries/digest/corrections.js'
import type { Digest } from '../../summaries/terms/shapes.js'
import { bold, controls, heading, linked, paragraph, quote, small } from '../wording/blocks.js'
import type { Block, Message } from '../contract/message.js'
import { presentDigest, type DigestLook } from './present-digest.js'
import { publisherRuns } from './present-parts.js'
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

function alertBlocks({ kind, line, quote: said, voices, storyId, citations }: Alert, view: View): readonly Block[] {
  const quoted = citations.find((citation) => citation.quote === said) ?? citations[0]
  // What has no source is not said.
  if (!quoted) return []
  const page = storyPage({ storyId }, view)
  return [
    paragraph(bold(view.say(kind === 'figure' ? 'alert.figure' : 'alert.story')), ' · ', line),
    quote(said, quoted.language),
    small(...publisherRuns(citations, { voices, view }), ...(page === undefined ? [] : [' · ', linked(view.say('item.page'), page)])), // prettier-ignore
    ...controls({ kind: 'button', label: view.say('item.story'), action: ['story', storyId] }),
  ]
}
