import { expect, test } from 'vitest'
import { controls, heading, paragraph, quote, small } from '../../../../src/bots/wording/blocks.js'
import type { Block } from '../../../../src/bots/contract/message.js'
import { renderTelegram } from '../../../../src/bots/telegram/render/render.js'
import { aboutOf } from '../../../../src/bots/telegram/hear/replied.js'
import { parseTelegramHtml } from '../../../e2e/fake-telegram/html-grammar.js'

const item = (number: number): readonly Block[] => [
  paragraph(`${number}. Line ${number}`),
  quote(`Said ${number}`, 'en'),
  small(`Kabar, Pamir Post +1`),
]
const numbers = [1, 2, 11, 12]
const buttons = controls(
  ...numbers.map(
    (number) => ({ kind: 'button', label: `No. ${number}`, action: ['item', `s${number}`, '0'] }) as const,
  ),
)

test.each([
  ['folds', { ...heading('Trade'), folds: true }],
  ['is open', heading('Trade', 2)],
])('a quote of an item asks for its story, of its line as of what it rests on: a digest that %s', (_name, head) => {
  const [payload] = renderTelegram({ blocks: [head, ...numbers.flatMap(item), ...buttons] }, 'secret')
  const { text } = parseTelegramHtml(String(payload?.['text']))
  const reply_markup = payload?.['reply_markup'] as Parameters<typeof aboutOf>[0]['reply_markup']
  const storiesOf = (quoted?: string) =>
    aboutOf({ text, ...(reply_markup && { reply_markup }) }, quoted, 'secret')?.storyIds
  for (const number of numbers) {
    expect(storiesOf(`${number}. Line ${number}`)).toEqual([`s${number}`])
    expect(storiesOf(`Said ${number}`)).toEqual([`s${number}`])
  }
  expect(storiesOf('not in it')).toEqual(['s1', 's2', 's11', 's12'])
  expect(storiesOf()).toEqual(['s1', 's2', 's11', 's12'])
})
