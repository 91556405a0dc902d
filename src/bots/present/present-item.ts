import type { ItemView } from '../../summaries/digest/item-view.js'
import { bold, controls, heading, paragraph, quote, small } from '../wording/blocks.js'
import type { Message } from '../contract/message.js'
import { namesInARow, sourceRuns } from './present-parts.js'
import { namesJoined, ownLine, sectionIndex, sectionTitle, storyPage, type View } from '../wording/view.js'

/** A digest's item opened: how each outlet tells it, who is silent, and why it stands there. */
export function presentItem({ storyId, sectionId, line: made, why, sources, silent }: ItemView, view: View): Message {
  const { say } = view
  const line = ownLine(made, view)
  const page = storyPage({ storyId, sectionId }, view)
  const because = [...why.entities, ...why.cues, ...why.figures]
  return {
    title: line,
    blocks: [
      heading(line),
      ...sources.flatMap((citation) => [
        quote(citation.quote, citation.language),
        small(...sourceRuns(citation, view)),
      ]),
      ...(silent.length === 0
        ? []
        : [
            small(
              say('item.silent', {
                voices: namesJoined(
                  silent.map((voice) => say(`voice.${voice}`)),
                  view,
                ),
              }),
            ),
          ]),
      paragraph(bold(say('item.why', { section: sectionTitle(sectionId, view) })), ' ', namesInARow(because, view)),
      ...controls(
        { kind: 'button', label: say('item.story'), action: ['story', storyId] },
        { kind: 'button', label: say('item.follow'), action: ['follow', storyId, sectionIndex(sectionId, view)] },
        { kind: 'share', label: say('item.share'), query: line },
        ...(page === undefined ? [] : [{ kind: 'link', label: say('item.page'), url: page } as const]),
      ),
    ],
  }
}
