import { cleanLine } from '../../wording/clean.js'
import type { DetectedLanguage } from '../../../text/types.js'
import type { Block, Control, Run, TextBlock } from '../../contract/message.js'
import { readyRuns } from './html.js'

/** A longer quote is folded until a reader opens it. */
export const LONG_QUOTE = 400

/** Text that stays together where it can. */
export interface Piece {
  readonly runs: readonly Run[]
  /** A fold is a quote that is shut however short it is. */
  readonly kind: 'heading' | 'quote' | 'fold' | 'text'
  /** What parts it from the text before it. */
  readonly gap: '\n' | '\n\n' | ''
  /** A row to press below the message; such a piece has no text. */
  readonly controls?: readonly Control[]
  /** In a section that folds: one number for an item's line and what it rests on. */
  readonly item?: number
}

/** Pieces that stay in one message where they fit into one: a line, its quote and its source. */
export function findGroups(blocks: readonly Block[]): readonly (readonly Piece[])[] {
  const groups: Piece[][] = []
  let after: TextBlock['kind'] | undefined
  let folds = false
  for (const block of blocks) {
    if (block.kind === 'controls') {
      const row: Piece = { runs: [], kind: 'text', gap: '', controls: block.controls }
      if (groups.length === 0) groups.push([row])
      else groups.at(-1)?.push(row)
      continue
    }
    // Pictures and files are messages of their own.
    if (block.kind === 'picture' || block.kind === 'file') continue
    const isAfterHeading = after === 'heading'
    const before = CLINGING.has(block.kind) && !isAfterHeading ? groups.at(-1) : undefined
    const last = before?.at(-1)
    // An item ends with its source or with the row below it.
    const isApart = last?.controls !== undefined || (last?.item !== undefined && after === 'small')
    const found = piecesOf(block, { isClose: before !== undefined && !isApart, isAfterHeading })
    if (found.length === 0) continue
    after = block.kind
    if (block.kind === 'heading') folds = block.folds === true
    const item = before === undefined ? groups.length : isApart ? undefined : last?.item
    const pieces = folds && block.kind !== 'heading' && item !== undefined ? found.map((piece) => ({ ...piece, item })) : found // prettier-ignore
    if (before) before.push(...pieces)
    else groups.push([...pieces])
  }
  return groups
}

interface Place {
  /** It stands close below the text before it. */
  readonly isClose: boolean
  readonly isAfterHeading: boolean
}

function piecesOf(block: TextBlock, { isClose, isAfterHeading }: Place): readonly Piece[] {
  const rows = rowsOf(block).map(readyRuns).filter(hasVisible)
  const fold = isAfterHeading && block.kind === 'list' && foldOf(rows)
  if (fold) return [fold]
  return rows.map((runs, index): Piece => {
    const isNear = index > 0 || isClose || (isAfterHeading && block.kind !== 'heading')
    return { runs, kind: KINDS[block.kind] ?? 'text', gap: isNear ? '\n' : '\n\n' }
  })
}

/** A long list that its heading stands for, as one text that is folded until a reader opens it. */
function foldOf(rows: readonly (readonly Run[])[]): Piece | undefined {
  const runs = rows.flatMap((row, index) => (index === 0 ? row : [{ text: '\n' }, ...row]))
  return lengthOf(runs) > LONG_QUOTE ? { runs, kind: 'quote', gap: '\n' } : undefined
}

const CLINGING: ReadonlySet<TextBlock['kind']> = new Set(['quote', 'small'])
const KINDS: Partial<Record<TextBlock['kind'], Piece['kind']>> = { heading: 'heading', quote: 'quote' }

function rowsOf(block: TextBlock): readonly (readonly Run[])[] {
  switch (block.kind) {
    case 'heading':
      return [[{ text: cleanLine(block.text), bold: true }]]
    case 'paragraph':
      return [block.runs]
    case 'quote':
      return [[...block.runs, ...languageTag(block.language)]]
    case 'small':
      return [block.runs.map((run) => ({ ...run, italic: true }))]
    case 'list':
      return block.items.map((item) => [{ text: '• ' }, ...item])
    case 'table':
      return [cells(block.head, 'italic'), ...block.rows.map((row) => cells(row, 'bold'))]
  }
}

/** UTF-16 units. */
export function lengthOf(runs: readonly Run[]): number {
  return runs.reduce((total, { text }) => total + text.length, 0)
}

function languageTag(language: DetectedLanguage | undefined): readonly Run[] {
  return language === undefined || language === 'und' ? [] : [{ text: ` (${language})`, italic: true }]
}

// A table in <pre> is wider than a telephone: a row is a line, its cells parted by dots.
function cells(row: readonly string[], look: 'bold' | 'italic'): readonly Run[] {
  const texts = row.map(cleanLine).filter((cell) => cell !== '')
  if (look === 'italic') return [{ text: texts.join(' · '), italic: true }]
  const [first = '', ...others] = texts
  return [{ text: first, bold: true }, { text: others.map((cell) => ` · ${cell}`).join('') }]
}

// Telegram refuses a message of these alone; so such a text is no text.
const VISIBLE = /[^\s\p{M}\u2800\u3164\u115F\u1160\uFFA0\uFFFC]/u

function hasVisible(runs: readonly Run[]): boolean {
  return runs.some(({ text }) => VISIBLE.test(text))
}

/** Whether a reader sees something of it. */
export const isShown = ({ runs, controls }: Piece): boolean => controls !== undefined || hasVisible(runs)
