import { controls, textBlocks } from '../wording/blocks.js'
import type { Block, Control, Run } from '../contract/message.js'

/** What a page may weigh: below Discord's 4,000 characters with markup and addresses, and Telegram's 4,096. */
export const PAGE_WEIGHT = 3_200

/** Blocks that stay together, the heading that they stand under, and a button for them at the foot of their page. */
export interface PageGroup {
  readonly under?: Block
  readonly blocks: readonly Block[]
  readonly button?: Control
}

/**
 * Groups of blocks packed into pages in order, no group parted; a group that is heavier than a page is a page of its own.
 * A group that stands under a heading brings it along where a new page begins.
 */
export function pagesOf(groups: readonly PageGroup[], most = PAGE_WEIGHT): readonly (readonly Block[])[] {
  const pages: Block[][] = []
  const buttons: Control[][] = []
  let weight = 0
  let under: Block | undefined
  for (const group of groups) {
    const isUnderNew = group.under !== under
    const blocks = isUnderNew && group.under ? [group.under, ...group.blocks] : group.blocks
    const added = weightOf(blocks)
    if (pages.length === 0 || weight + added > most) {
      const headed = group.under === undefined ? [...group.blocks] : [group.under, ...group.blocks]
      pages.push(headed)
      buttons.push([])
      weight = weightOf(headed)
    } else {
      pages.at(-1)?.push(...blocks)
      weight += added
    }
    if (group.button) buttons.at(-1)?.push(group.button)
    under = group.under
  }
  return pages.map((blocks, index) => [...blocks, ...rowsOf(buttons[index] ?? [])])
}

// A row holds five on Discord.
function rowsOf(buttons: readonly Control[]): readonly Block[] {
  const rows = Array.from({ length: Math.ceil(buttons.length / 5) }, (_, row) => buttons.slice(row * 5, row * 5 + 5))
  return rows.flatMap((row) => controls(...row))
}

function weightOf(blocks: readonly Block[]): number {
  const ofRuns = (runs: readonly Run[]) => runs.reduce((sum, { text, link }) => sum + text.length + (link === undefined ? 0 : link.length + 4), 4) // prettier-ignore
  return textBlocks(blocks).reduce((sum, block) => {
    switch (block.kind) {
      case 'heading':
        return sum + block.text.length + 8
      case 'list':
        return sum + block.items.reduce((total, item) => total + ofRuns(item), 0)
      case 'table':
        return sum + [block.head, ...block.rows].flat().reduce((total, cell) => total + cell.length + 4, 0)
      default:
        return sum + ofRuns(block.runs)
    }
  }, 0)
}
