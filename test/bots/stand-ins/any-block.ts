import fc from 'fast-check'
import type { Block, Run, TextBlock } from '../../../src/bots/contract/message.js'

/** Blocks of every kind, of the texts and runs that a platform's test finds hard. */
export function anyBlock(text: fc.Arbitrary<string>, runs: fc.Arbitrary<readonly Run[]>): fc.Arbitrary<TextBlock> {
  return fc.oneof(
    fc.record(
      {
        kind: fc.constant('heading' as const),
        text,
        level: fc.constantFrom(1 as const, 2 as const),
        folds: fc.boolean(),
      },
      { requiredKeys: ['kind', 'text', 'level'] },
    ),
    fc.record({ kind: fc.constantFrom('paragraph' as const, 'small' as const), runs }),
    fc.record({ kind: fc.constant('quote' as const), runs }),
    fc.record({ kind: fc.constant('list' as const), items: fc.array(runs, { maxLength: 5 }) }),
    fc.record({
      kind: fc.constant('table' as const),
      head: fc.array(text, { maxLength: 3 }),
      rows: fc.array(fc.array(text, { maxLength: 3 }), { maxLength: 4 }),
    }),
  )
}

/** The text of a block without its look. */
export function textOfBlock(block: TextBlock): string {
  switch (block.kind) {
    case 'heading':
      return block.text
    case 'list':
      return block.items.flatMap((item) => item.map((run) => run.text)).join('')
    case 'table':
      return [block.head, ...block.rows].flat().join('')
    default:
      return block.runs.map((run) => run.text).join('')
  }
}

/** The blocks where no section folds: all that is said stands in the order in which it was said. */
export function unfolded(blocks: readonly Block[]): readonly Block[] {
  return blocks.map((block) => (block.kind === 'heading' ? { ...block, folds: false } : block))
}

/** Signs in an order of their own, without numbers: the same for texts that were put in another order and numbered again. */
export function signsOf(text: string): string {
  return Array.from(text.replace(/[\d.]/g, '')).sort().join('')
}
