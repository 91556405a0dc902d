import type { Citation, DigestItem, DigestItemMore, DigestSection } from '../../summaries/terms/shapes.js'
import { bold, joined, linked, paragraph, quote, small, type RunLike } from '../wording/blocks.js'
import { formatWhen } from '../wording/format.js'
import type { Block } from '../contract/message.js'
import { languageTag, publisherRuns } from './present-parts.js'
import { colon, ownLine, type View } from '../wording/view.js'

/** How much of each item is told: its headline and publishers; its quote too; what others say, what was known and what the days before had. */
export type DigestLength = 'short' | 'normal' | 'full'

/** What is shown of an item: a digest's, or an alert's. */
export type ShownItem = Pick<DigestItem, 'headline' | 'line' | 'givesFigure' | 'quote' | 'voices' | 'more'>

interface ItemLook {
  readonly view: View
  readonly length: DigestLength
  readonly number?: number
  /** A word or two before the headline: "update", "also", "4 outlets in 40 min"; '': none. */
  readonly mark?: string
  /** Where it stands, as a label; absent: it is not said. */
  readonly section?: DigestSection
  /** Address of its story's page; absent: it has none. */
  readonly page?: string | undefined
}

/** One item: its headline, linked, the quote that tells it, who does and when. Nothing where it has no source. */
export function itemBlocks(
  item: ShownItem,
  citations: readonly Citation[],
  { view, length, number, mark = '', section, page }: ItemLook,
): readonly Block[] {
  const [first] = citations
  if (!first) return []
  const quoted = citations.find((citation) => citation.quote === item.quote) ?? first
  const headline = ownHeadline(item, view)
  const line = ownLine(item.line, view)
  const label = section === undefined ? [] : [ownLine(section.title, view), ' · ']
  const begins = [...(number === undefined ? [] : [`${number}. `]), ...(mark === '' ? [] : [bold(mark), ' · '])]
  const story = page === undefined ? [] : [' · ', linked(view.say('item.page'), page)]
  const sources = small(...label, ...publisherRuns(citations, { voices: item.voices, told: headline?.url, view }), ...story) // prettier-ignore
  const more = length === 'full' ? moreBlocks(item, citations, view) : []
  // Names and a section's title are no headline: where there is none, the quote says it.
  if (headline === undefined && !item.givesFigure && quoted.quote === item.quote)
    return [paragraph(...begins, `“${item.quote}”`, languageTag(quoted, view)), ...more, sources]
  return [
    paragraph(...begins, ...(headline === undefined ? [line] : [linked(headline.text, headline.url)])),
    ...(headline?.original === undefined ? [] : [small(linked(headline.original, headline.url))]),
    ...(headline !== undefined && item.givesFigure ? [paragraph(line)] : []),
    ...(length === 'short' || !addsMore(item) ? [] : [quote(item.quote, quoted.language)]),
    ...more,
    sources,
  ]
}

// A title is its article's own; what is made of it is ours.
function ownHeadline({ headline }: ShownItem, view: View): ShownItem['headline'] {
  return headline?.made === 'frame' ? { ...headline, text: ownLine(headline.text, view) } : headline
}

/** Words that a headline and a quote share, of the shorter one's, from which on the quote says nothing else: it waits behind the item's button. */
const SAID_ALREADY = 0.6
/** What an item may have of headlines and quote. */
const MOST_WORDS = 60
const MOST_LETTERS = 400

/** Whether the quote says more than the headline does, and the two are short enough for one item. A figure's own sentence always stands. */
function addsMore({ headline, quote: said, givesFigure }: ShownItem): boolean {
  if (headline === undefined || givesFigure) return true
  const [title, words] = [wordsOf(headline.original ?? headline.text), wordsOf(said)]
  const shared = new Set(title.filter((word) => words.includes(word))).size
  const shown = `${headline.text} ${headline.original ?? ''} ${said}`
  if (shown.length > MOST_LETTERS || weightInWords(shown) > MOST_WORDS) return false
  return shared < SAID_ALREADY * Math.min(new Set(title).size, new Set(words).size)
}

const WORD = /\p{Script=Han}|[\p{L}\p{N}]+/gu
const wordsOf = (text: string): readonly string[] => text.toLocaleLowerCase().match(WORD) ?? []
// Two Chinese characters are read as a word is.
const weightInWords = (text: string) => wordsOf(text).reduce((sum, word) => sum + (/\p{Script=Han}/u.test(word) ? 0.5 : 1), 0) // prettier-ignore

function moreBlocks({ more, quote: said }: ShownItem, citations: readonly Citation[], view: View): readonly Block[] {
  const others = citations.filter((citation) => citation.quote !== said)
  return [
    ...others.map(({ outlet, quote: told, language }) => quote(`${outlet}${colon(view)}${told}`, language)),
    ...(more === undefined ? [] : backgroundBlocks(more, view)),
  ]
}

function backgroundBlocks({ known, otherwise, earlier }: DigestItemMore, view: View): readonly Block[] {
  const values = otherwise.map(({ outlet, value }) => `${value} (${outlet})`).join(', ')
  const days = earlier.map((each): readonly RunLike[] => [linked(each.headline.text, each.headline.url), ` (${formatWhen(each, view)})`]) // prettier-ignore
  return [
    ...(known === undefined ? [] : [small(view.say('digest.known', { value: known }))]),
    ...(otherwise.length === 0 ? [] : [small(view.say('digest.otherwise', { values }))]),
    ...(earlier.length === 0 ? [] : [small(bold(view.say('digest.earlier')), ' · ', ...joined(days, '; '))]),
  ]
}
