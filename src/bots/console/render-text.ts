import { textBlocks } from '../wording/blocks.js'
import { cleanText, safeLink } from '../wording/clean.js'
import type { Message, Run, TextBlock } from '../contract/message.js'

export interface TextLook {
  /** Columns to wrap at. A word or an address that is longer stands on a line of its own; words are cut, addresses not. */
  readonly columns: number
  /** Bold, underline and dim by ANSI codes; else plain text only. */
  readonly ansi: boolean
}

type Style = 'plain' | 'bold' | 'italic' | 'title' | 'dim'
/** A piece of a line that is not cut: a word, a run of spaces, one wide character. */
interface Atom {
  readonly text: string
  readonly width: number
  readonly style: Style
}

const CODES: Readonly<Record<Style, string>> = { plain: '', bold: '1', italic: '3', title: '1;4', dim: '2' }
const WIDE = '\\p{Script=Han}\\p{Script=Hangul}\\p{Script=Hiragana}\\p{Script=Katakana}\\u3000-\\u303F\\uFF00-\\uFF60'
const ATOMS = new RegExp(`\\s+|[${WIDE}]|[^\\s${WIDE}]+`, 'gu')
const IS_WIDE = new RegExp(`[${WIDE}\\p{Emoji_Presentation}]`, 'u')
const UNDERLINES = { 1: '=', 2: '-' } as const

/** A message as text for a terminal. No control character of a text reaches it. */
export function renderText(message: Message, look: TextLook): string {
  const shown = textBlocks(message.blocks)
    .map((block) => ({ kind: block.kind, text: renderBlock(block, look).join('\n') }))
    .filter(({ text }) => text !== '')
  return shown.map(({ kind, text }, index) => `${gapBetween(shown[index - 1]?.kind, kind)}${text}\n`).join('')
}

// A quote and its source stand close to the line that they prove, and a heading to what it heads.
function gapBetween(before: TextBlock['kind'] | undefined, kind: TextBlock['kind']): string {
  if (before === undefined || kind === 'quote' || kind === 'small') return ''
  return before === 'heading' && kind !== 'heading' ? '' : '\n'
}

function renderBlock(block: TextBlock, look: TextLook): readonly string[] {
  switch (block.kind) {
    case 'heading': {
      const lines = wrap([{ text: block.text }], look, { style: 'title' })
      if (look.ansi || lines.length === 0) return lines
      const longest = Math.max(...lines.map(widthOf))
      return [...lines, UNDERLINES[block.level].repeat(longest)]
    }
    case 'paragraph':
      return wrap(block.runs, look)
    case 'quote':
      return wrap(block.runs, look, { first: '  │ ', next: '  │ ' })
    case 'small':
      return wrap(block.runs, look, { style: 'dim' })
    case 'list':
      return block.items.flatMap((item) => wrap(item, look, { first: '- ', next: '  ' }))
    case 'table':
      return renderTable(block, look)
  }
}

/** Aligned columns where they fit, else each row as its own short list. */
function renderTable({ head, rows }: Extract<TextBlock, { kind: 'table' }>, look: TextLook): readonly string[] {
  const lines = [head, ...rows].map((row) => row.map((cell) => oneLine(cell)))
  const widths = Array.from({ length: Math.max(0, ...lines.map((row) => row.length)) }, (_, column) =>
    Math.max(...lines.map((row) => widthOf(row[column] ?? ''))),
  )
  const total = widths.reduce((sum, width) => sum + width + 2, -2)
  const [titles = [], ...cells] = lines
  if (total <= look.columns) {
    const aligned = lines.map((row) =>
      widths
        .map((width, column) => (row[column] ?? '') + ' '.repeat(width - widthOf(row[column] ?? '')))
        .join('  ')
        .trimEnd(),
    )
    const [first = '', ...others] = aligned
    return [look.ansi ? dressed(first, 'bold') : first, ...others]
  }
  return cells.flatMap((row) => {
    const parts = row.map((cell, column) => (titles[column] ? `${titles[column]}: ${cell}` : cell))
    return wrap([{ text: parts.filter((part) => part !== '').join('; ') }], look, { first: '- ', next: '  ' })
  })
}

interface Wrapping {
  readonly first?: string
  readonly next?: string
  readonly style?: Style
}

/** Runs as lines that fit the columns, each behind its prefix. Empty where nothing is to be seen. */
function wrap(
  runs: readonly Run[],
  { columns, ansi }: TextLook,
  { first = '', next = '', style }: Wrapping = {},
): readonly string[] {
  const room = Math.max(1, columns - Math.max(first.length, next.length))
  const lines: Atom[][] = [[]]
  let width = 0
  for (const atom of runs.flatMap((run) => atomsOf(run, room, style))) {
    const isSpace = atom.text.trim() === ''
    if (width + atom.width > room && width > 0) {
      lines.push([])
      width = 0
    }
    if (isSpace && width === 0) continue
    lines.at(-1)?.push(atom)
    width += atom.width
  }
  const texts = lines.map((line) => dressedLine(line, ansi)).filter((text) => text !== '')
  return texts.map((text, index) => `${index === 0 ? first : next}${text}`)
}

function atomsOf(
  run: Run,
  room: number,
  style: Style = run.bold ? 'bold' : run.italic ? 'italic' : 'plain',
): readonly Atom[] {
  const text = oneLine(run.text)
  const words = Array.from(text.matchAll(ATOMS), ([word]) => (word.trim() === '' ? ' ' : word))
  const atoms = words.flatMap((word) => cut(word, room)).map((word) => ({ text: word, width: widthOf(word), style }))
  const link = safeLink(run.link)
  // The mark of a citation is one of the sources below, which have their addresses.
  if (link === undefined || /^\[\d+\]$/.test(text)) return atoms
  const address = `<${link}>`
  return [...atoms, { text: ' ', width: 1, style }, { text: address, width: address.length, style }]
}

/** A word as pieces that fit; an address stays whole, so that it can be copied. */
function cut(word: string, room: number): readonly string[] {
  if (widthOf(word) <= room || /^https?:\/\//.test(word)) return [word]
  const pieces: string[] = []
  let piece = ''
  let width = 0
  for (const letter of word) {
    const more = widthOf(letter)
    if (width + more > room && piece !== '') {
      pieces.push(piece)
      piece = ''
      width = 0
    }
    piece += letter
    width += more
  }
  return [...pieces, piece]
}

function dressedLine(line: readonly Atom[], ansi: boolean): string {
  const end = line.at(-1)?.text.trim() === '' ? -1 : undefined
  const atoms = line.slice(0, end)
  if (!ansi) return atoms.map(({ text }) => text).join('')
  const parts: { text: string; style: Style }[] = []
  for (const { text, style } of atoms) {
    const last = parts.at(-1)
    if (last?.style === style) last.text += text
    else parts.push({ text, style })
  }
  return parts.map(({ text, style }) => dressed(text, style)).join('')
}

function dressed(text: string, style: Style): string {
  return CODES[style] === '' ? text : `\u001B[${CODES[style]}m${text}\u001B[0m`
}

function oneLine(text: string): string {
  return cleanText(text).replaceAll('\n', ' ')
}

/** Columns that a text takes: two for a Chinese character, none for a combining mark. */
function widthOf(text: string): number {
  let width = 0
  for (const letter of text) width += /^[\p{M}\u200D]$/u.test(letter) ? 0 : IS_WIDE.test(letter) ? 2 : 1
  return width
}
