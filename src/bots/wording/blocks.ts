import type { DetectedLanguage } from '../../text/types.js'
import { cleanLine, cleanText, safeLink } from './clean.js'
import type { Block, Control, Run, TextBlock, Message } from '../contract/message.js'
import { cutText } from '../../text/words/cut-text.js'

/** A string is a plain run. */
export type RunLike = Run | string

// Blocks are made here so that all text is clean and all links are http(s) ones.

type Heading = Extract<Block, { kind: 'heading' }>

/** A title on one line; level 1 heads a message, 2 a part of it. */
export const heading = (text: string, level: 1 | 2 = 1): Heading => ({ kind: 'heading', text: cleanLine(text), level })

/** Runs as text that may wrap; line ends in it stay. */
export const paragraph = (...runs: readonly RunLike[]): Block => ({ kind: 'paragraph', runs: cleanRuns(runs) })

/** A paragraph that platforms show smaller or paler: sources, notes. */
export const small = (...runs: readonly RunLike[]): Block => ({ kind: 'small', runs: cleanRuns(runs) })

/** One item an array of runs; links that are not http(s) become plain text. */
export const list = (items: readonly (readonly RunLike[])[]): Block => ({ kind: 'list', items: items.map(cleanRuns) })

/** A quote as it stands in its article. `und` is no language to show. */
export function quote(text: string, language?: DetectedLanguage): Extract<Block, { kind: 'quote' }> {
  const runs = cleanRuns([text])
  return language === undefined || language === 'und' ? { kind: 'quote', runs } : { kind: 'quote', runs, language }
}

/** Cells on one line each, by row; platforms without tables show each row as a line. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): Block => ({
  kind: 'table',
  head: head.map(cleanLine),
  rows: rows.map((row) => row.map(cleanLine)),
})

/** A bold run; its text is cleaned by the block that takes it. */
export const bold = (text: string): Run => ({ text, bold: true })

/** A link where the address is an http(s) one, else plain text. */
export function linked(text: string, address: string | undefined): Run {
  const link = safeLink(address)
  return link === undefined ? { text } : { text, link }
}

/** The things with `between` between each two. */
export function joined(items: readonly (readonly RunLike[])[], between: string): readonly RunLike[] {
  return items.flatMap((item, index) => (index === 0 ? item : [between, ...item]))
}

/** A row to press, with clean labels; none where there is nothing to press. Links that are not http(s) are left out. */
export function controls(...row: readonly Control[]): readonly Block[] {
  const kept = row.flatMap((control): readonly Control[] => {
    const label = cleanLine(control.label)
    if (control.kind !== 'link') return [{ ...control, label }]
    const url = safeLink(control.url)
    return url === undefined ? [] : [{ ...control, label, url }]
  })
  return kept.length === 0 ? [] : [{ kind: 'controls', controls: kept }]
}

/** The text of blocks, for a platform or place without controls and files: links stay, a picture is its words. */
export function textBlocks(blocks: readonly Block[]): readonly TextBlock[] {
  return blocks.flatMap((block): readonly TextBlock[] => {
    if (block.kind === 'picture') return [{ kind: 'small', runs: cleanRuns([block.alt]) }]
    if (block.kind === 'file') return [{ kind: 'small', runs: cleanRuns([block.name]) }]
    if (block.kind !== 'controls') return [block]
    const links = block.controls.flatMap((control) =>
      control.kind === 'link' ? [[linked(control.label, control.url)]] : [],
    )
    return links.length === 0 ? [] : [{ kind: 'small', runs: cleanRuns(joined(links, ' · ')) }]
  })
}

function cleanRuns(runs: readonly RunLike[]): readonly Run[] {
  return runs
    .map((run) => (typeof run === 'string' ? { text: run } : run))
    .map((run) => ({ ...run, text: cleanText(run.text).replace(/\s*\n\s*/g, ' ') }))
    .filter(({ text }) => text !== '')
}
/** A message of one line, for the person who asked. */
export function privateLine(text: string): Message {
  return { blocks: [paragraph(text)], isPrivate: true }
}

/** What a person gave, as it can be repeated to them. */
export function shown(given: string): string {
  const clean = cleanLine(given)
  const cut = cutText(clean, 60)
  return cut === clean ? clean : `${cut}…`
}
