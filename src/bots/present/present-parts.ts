import type { Change, Citation, StanceChange } from '../../summaries/terms/shapes.js'
import type { Voice } from '../../regions/region.js'
import { joined, linked, type RunLike } from '../wording/blocks.js'
import { formatAmount, formatWhen, languageName } from '../wording/format.js'
import { comma, inBrackets, namesJoined, type View } from '../wording/view.js'

/** A change in words: "changed: $41 bn → $43.8 bn"; '' where nothing known is related. */
export function changeWords(change: Change, view: View): string {
  if (change.kind === 'unrelated') return ''
  if (change.kind === 'new' || change.kind === 'same') return view.say(`change.${change.kind}`)
  const { from, to, unit } = change
  const shown = (value: number) => formatAmount(value, unit, view)
  return view.say(`change.${change.kind}`, { from: shown(from), to: shown(to) })
}

/** A change in one word, where the values stand beside it: "changed", "disputed". */
export function changeWord({ kind }: Change, view: View): string {
  if (kind === 'unrelated') return ''
  return view.say(`change.${({ new: 'new', same: 'same', changed: 'moved', disputed: 'doubted' } as const)[kind]}`)
}

/** The same of who stands where: "changed: supports → opposes". */
export function stanceWords(change: StanceChange, { say }: View): string {
  if (change.kind !== 'changed') return say(`change.${change.kind}`)
  return say('change.changed', { from: say(`stance.${change.from}`), to: say(`stance.${change.to}`) })
}

/** "[1]" as a link to the article. */
export function citationMark({ number, url }: Citation): RunLike {
  return linked(`[${number}]`, url)
}

/** Where a quote stands: number, linked outlet, whose voice it is, the quote's language, date. */
export function sourceRuns(citation: Citation, view: View): readonly RunLike[] {
  return [
    `[${citation.number}] `,
    linked(citation.outlet, citation.url),
    `${voiceTag(citation, view)}${languageTag(citation, view)}${comma(view)}${formatWhen(citation, view)}`,
  ]
}

/** The same of several in a row; a day that the next one shares is said once. */
export function sourcesRuns(citations: readonly Citation[], view: View): readonly RunLike[] {
  const dayOf = (citation: Citation | undefined) => citation && formatWhen(citation, view)
  const rows = citations.map((citation, index) => {
    const runs = sourceRuns(citation, view)
    const isSaidNext = dayOf(citation) === dayOf(citations[index + 1])
    return isSaidNext ? [...runs.slice(0, -1), `${voiceTag(citation, view)}${languageTag(citation, view)}`] : runs
  })
  return joined(rows, view.language === 'zh' ? '；' : '; ')
}

/** Publishers that an item shows. */
const SHOWN = 3

interface Publishers {
  /** How many owners tell it. */
  readonly voices: number
  /** The address that stands above already. */
  readonly told?: string | undefined
  readonly view: View
}

/** Who tells an item, the first three linked, "+4" for the others (counted by owner), and when the first of them did. */
export function publisherRuns(citations: readonly Citation[], { voices, told, view }: Publishers): readonly RunLike[] {
  const outlets = citations.filter(({ outlet }, index) => citations.findIndex((other) => other.outlet === outlet) === index) // prettier-ignore
  const shown = outlets.slice(0, SHOWN)
  const more = voices - shown.length
  const [first] = citations
  const rows = shown.map(({ outlet, url, voice }) => [url === told ? outlet : linked(outlet, url), voiceTag({ voice }, view)]) // prettier-ignore
  const when = first === undefined ? [] : [` · ${formatWhen(first, view)}`]
  return [...joined(rows, namesJoined(['', ''], view)), ...(more > 0 ? [` +${more}`] : []), ...when]
}

/** ", ru": the tag of the language that a quote is in; its name to readers to whom a bare tag says little. */
export function languageTag({ language }: Pick<Citation, 'language'>, view: Pick<View, 'language'>): string {
  if (language === 'und') return ''
  return `${comma(view)}${NAMED.has(view.language) ? languageName(language, view.language) : language}`
}

const NAMED: ReadonlySet<string> = new Set(['tg', 'tk', 'zh'])

/** " (state)" behind an outlet. */
export function voiceTag({ voice }: Pick<Citation, 'voice'>, view: View): string {
  return inBrackets(voiceWord(voice, view), view)
}

/** "state", "independent", "foreign" or "not classed", in the reader's language. */
function voiceWord(voice: Voice, { say }: View): string {
  return say(`voice.${voice}`)
}

/** "single source" or "3 voices". */
export function voicesWords(voices: number, { say }: View): string {
  return voices <= 1 ? say('voice.one') : say('voice.some', { count: voices })
}

/** Names in a row, the first `most` of them: "A, B and 12 more". */
export function namesInARow(names: readonly string[], view: View, most = 12): string {
  const row = namesJoined(names.slice(0, most), view)
  return names.length <= most ? row : `${row} ${view.say('count.more', { count: names.length - most })}`
}
