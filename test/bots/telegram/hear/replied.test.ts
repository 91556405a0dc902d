import { expect, test } from 'vitest'
import { foldingHeading, gist, heading, paragraph, quote, small } from '../../../../src/bots/wording/blocks.js'
import type { Block } from '../../../../src/bots/contract/message.js'
import { renderTelegram } from '../../../../src/bots/telegram/render/render.js'
import { aboutOf } from '../../../../src/bots/telegram/hear/replied.js'
import { parseTelegramHtml } from '../../../e2e/fake-telegram/html-grammar.js'

const item = (number: number): readonly Block[] => [
  paragraph(`${number}. Line ${number}`),
  number === 2 ? gist(`Said ${number}`, 'en') : quote(`Said ${number}`, 'en'),
  small(`Kabar · 1 voice · /story s${number}`),
]
const items = [1, 2, 11, 12].flatMap(item)

test.each([
  ['folded', foldingHeading('Trade')],
  ['open', heading('Trade', 2)],
])('a quote of an item asks for its story, of its line as of what it rests on: a section that is %s', (_name, head) => {
  const [payload] = renderTelegram({ blocks: [head, ...items] })
  const { text } = parseTelegramHtml(String(payload?.['text']))
  const storiesOf = (quoted?: string) => aboutOf({ text }, quoted, 'secret')?.storyIds
  expect(storiesOf('Line 1')).toEqual(['s1'])
  for (const number of [2, 11, 12]) {
    expect(storiesOf(`${number}. Line ${number}`)).toEqual([`s${number}`])
    expect(storiesOf(`Line ${number}`)).toEqual([`s${number}`])
    expect(storiesOf(`Said ${number}`)).toEqual([`s${number}`])
  }
  expect(storiesOf('not in it')).toEqual(['s1', 's2', 's11', 's12'])
  expect(storiesOf()).toEqual(['s1', 's2', 's11', 's12'])
})
