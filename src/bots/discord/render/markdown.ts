import { safeLink } from '../../wording/clean.js'
import type { Run } from '../../contract/message.js'
import { namesOtherDomain } from '../../adapter-kit/shown-domain.js'

/** Clean text (clean.ts) as Discord shows it letter by letter: no mark-up, mention, timestamp, emoji code or bare link in it works. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\*_~`|[\]<>@]/g, '\\$&')
    .replace(/(^|\n)([^\S\n]*)([-+#])/g, '$1$2\\$3')
    .replace(/(^|\n)([^\S\n]*\d+)([.)])/g, '$1$2\\$3')
    .replace(/:(?=\/\/|[\w+-]+(?:\\_[\w+-]*)*:)/g, '\\:')
}

/** At least as long as the text is once escaped, with room for a line's prefix: lets long text be cut before it is dressed. */
export function escapedLengthLimit(text: string): number {
  let length = 0
  for (let index = 0; index < text.length; index += 1) length += unitLength(text.charCodeAt(index))
  return length
}

function unitLength(unit: number): number {
  if (unit === NEWLINE) return 4
  const isPunctuation =
    (unit > 0x20 && unit < 0x30) || (unit > 0x39 && unit < 0x41) || (unit > 0x5a && unit < 0x61) || unit > 0x7a
  return isPunctuation && unit < 0x7f ? 2 : 1
}

const NEWLINE = 0x0a

/** Runs of clean text as Discord Markdown. Neighbours of the same look are one run. */
export function renderRuns(runs: readonly Run[]): string {
  let rendered = ''
  for (const run of mergeRuns(runs)) {
    const next = renderRun(run)
    // Marks that touch would be read as one: "**a***b*".
    rendered += /\*$/.test(rendered) && next.startsWith('*') ? `\u200b${next}` : next
  }
  return rendered
}

/** Length that `renderRuns` adds to the escaped text of a run, at most. */
export function markupLength(run: Run): number {
  const link = run.link === undefined ? undefined : linkAddress(run.link)
  return 8 + (link === undefined ? 0 : link.length + 8 + 2 * new URL(link).host.length)
}

/**
 * The address as it may stand in `[text](address)`: http or https, without a user name, nothing in it that ends the
 * link early, below 2,000 characters. Undefined: it is not to be linked.
 */
export function linkAddress(address: string): string | undefined {
  const safe = safeLink(address)
  if (safe === undefined || new URL(safe).username !== '') return undefined
  const escaped = safe.replace(/[()*<>\\`|"'[\]{}^\s]/g, percentEncode)
  return escaped.length < 2_000 ? escaped : undefined
}

function percentEncode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
}

function mergeRuns(runs: readonly Run[]): readonly Run[] {
  const merged: Run[] = []
  for (const run of runs) {
    const last = merged.at(-1)
    if (last && isSameLook(last, run)) merged[merged.length - 1] = { ...last, text: last.text + run.text }
    else if (run.text !== '') merged.push(run)
  }
  return merged
}

function isSameLook(one: Run, other: Run): boolean {
  return (
    (one.bold ?? false) === (other.bold ?? false) &&
    (one.italic ?? false) === (other.italic ?? false) &&
    one.link === other.link
  )
}

// Marks must touch the text that they dress, so white space stays outside.
function renderRun(run: Run): string {
  const text = run.text.trim()
  if (text === '') return run.text
  const start = run.text.indexOf(text)
  const escaped = escapeMarkdown(text)
  const italic = run.italic ? `*${escaped}*` : escaped
  const styled = run.bold ? `**${italic}**` : italic
  const address = run.link === undefined ? undefined : linkAddress(run.link)
  const dressed = address === undefined ? styled : renderLink(text, styled, address)
  return run.text.slice(0, start) + dressed + run.text.slice(start + text.length)
}

// Discord shows no link where its text has an odd bracket or a line end: there the link stands beside the text. So it does,
// with its own domain, where the text names another one.
function renderLink(text: string, styled: string, address: string): string {
  if (namesOtherDomain(text, address)) return `${styled} [↗ ${escapeMarkdown(new URL(address).host)}](${address})`
  const isPlainLabel = hasPairedBrackets(text) && !text.includes('\n')
  return isPlainLabel ? `[${styled}](${address})` : `${styled} [↗](${address})`
}

function hasPairedBrackets(text: string): boolean {
  return !/[[\]]/.test(text.replace(/\[[^[\]]*\]/g, ''))
}
