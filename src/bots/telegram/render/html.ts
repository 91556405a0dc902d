import { cleanText, safeLink } from '../../wording/clean.js'
import type { Run } from '../../contract/message.js'
import { namesOtherDomain } from '../../adapter-kit/shown-domain.js'

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Clean text (clean.ts) as Telegram's HTML shows it letter by letter, in text and in attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character)
}

/**
 * Runs as they will be shown: clean, with addresses that Telegram may link, neighbours of the same look in one. A user's
 * name in news text gets a zero-width space behind its "@": Telegram would make it a mention, and ping that user.
 */
export function readyRuns(runs: readonly Run[]): readonly Run[] {
  const merged: Run[] = []
  for (const run of runs) {
    const ready = readyRun(run)
    const last = merged.at(-1)
    if (last && isSameLook(last, ready)) merged[merged.length - 1] = { ...last, text: last.text + ready.text }
    else if (ready.text !== '') merged.push(ready)
  }
  return merged.flatMap(withOwnDomain)
}

/** A link whose text names another domain stands beside its text, with its own. */
function withOwnDomain(run: Run): readonly Run[] {
  const { link, ...plain } = run
  if (link === undefined || !namesOtherDomain(run.text, link)) return [run]
  return [
    { ...plain, text: `${plain.text.trimEnd()} ` },
    { text: `↗ ${new URL(link).host}`, link },
  ]
}

function readyRun({ text, bold, italic, link }: Run): Run {
  const address = linkAddress(link)
  return {
    text: withoutMentions(cleanText(text)),
    ...(bold && { bold }),
    ...(italic && { italic }),
    ...(address !== undefined && { link: address }),
  }
}

/** A text in which no "@" begins a user's name; what stands before its start is another message's. */
export function withoutMentions(text: string): string {
  return text.replace(/(?<![\p{L}\p{N}_])@(?=[A-Za-z]\w)/gu, '@\u200b')
}

/** The address as it may be linked: http or https, without a user name, at most 2,048 characters. */
export function linkAddress(address: string | undefined): string | undefined {
  const safe = safeLink(address)
  return safe === undefined || safe.length > 2_048 || new URL(safe).username !== '' ? undefined : safe
}

function isSameLook(one: Run, other: Run): boolean {
  return one.bold === other.bold && one.italic === other.italic && one.link === other.link
}

/** Entities that `renderRun` makes of a run. */
export function entityCount({ text, bold, italic, link }: Run): number {
  if (text.trim() === '') return 0
  return (bold ? 1 : 0) + (italic ? 1 : 0) + (link === undefined ? 0 : 1)
}

/** A ready run as Telegram's HTML: https://core.telegram.org/bots/api#html-style */
export function renderRun(run: Run): string {
  const escaped = escapeHtml(run.text)
  if (run.text.trim() === '') return escaped
  const italic = run.italic ? `<i>${escaped}</i>` : escaped
  const styled = run.bold ? `<b>${italic}</b>` : italic
  return run.link === undefined ? styled : `<a href="${escapeHtml(run.link)}">${styled}</a>`
}
