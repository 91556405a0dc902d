import type { Citation, Digest, DigestItem, DigestSection, FigureMovement } from '../../summaries/terms/shapes.js'
import { bold, heading, linked, paragraph, quote, small } from '../wording/blocks.js'
import { formatDate, formatDateTime } from '../wording/format.js'
import type { Block, Control, Message } from '../contract/message.js'
import { PAGE_WEIGHT, pagesOf, type PageGroup } from './paging.js'
import { changeWord, languageTag, publisherRuns, sourcesRuns } from './present-parts.js'
import { sectionIndex, storyPage, type View } from '../wording/view.js'

/** How much of each item is told: its headline and publishers; its quote too; the quotes of the others who tell it too. */
export type DigestLength = 'short' | 'normal' | 'full'

export interface DigestLook {
  readonly length?: DigestLength
  /** Section ids in the reader's own order; the others follow in the template's. */
  readonly sectionOrder?: readonly string[]
}

/** A digest as one message: its items by weight, each with its headline, the quote that tells it and who does. */
export function presentDigest(digest: Digest, view: View, look: DigestLook = {}): Message {
  const { title, groups } = groupsOf(digest, view, look)
  return { title, blocks: pagesOf(groups, Infinity).flat() }
}

/** The same in pages, each light enough for one message of any platform; every page has its title. */
export function digestPages(digest: Digest, view: View, look: DigestLook = {}): readonly Message[] {
  const { title, groups } = groupsOf(digest, view, look)
  const [head, ...others] = groups
  const pages = pagesOf(others, PAGE_WEIGHT - 200)
  return pages.map((blocks) => ({ title, blocks: [...(head?.blocks ?? []), ...blocks] }))
}

/** The digest without sections that a chat does not want. */
export function withoutSections(digest: Digest, hidden: readonly string[]): Digest {
  const places = digest.sections.flatMap(({ sectionId, items }) => items.map(() => !hidden.includes(sectionId)))
  // Where an item stands when those before it that are left out are gone.
  const left = places.map((isShown, place) => (isShown ? places.slice(0, place).filter(Boolean).length : -1))
  return {
    ...digest,
    sections: digest.sections.filter(({ sectionId }) => !hidden.includes(sectionId)),
    ...(digest.order && { order: digest.order.flatMap((place) => (places[place] ? [left[place] ?? 0] : [])) }),
  }
}

/** A day and some hours; what is longer is told by both its ends. */
const ONE_DAY_MS = 30 * 3_600_000
/** Words that are read in a minute. */
const WORDS_A_MINUTE = 220
/** What a Chinese reader reads in a minute, by two characters. */
const LETTERS_A_WORD = 6

function groupsOf(digest: Digest, view: View, look: DigestLook): { title: string; groups: readonly PageGroup[] } {
  const items = citedItems(digest, look.sectionOrder ?? [])
  const { length = 'normal' } = look
  const told = items.map(({ item, section, citations }, index): PageGroup => {
    const number = index + 1
    return { blocks: itemBlocks(item, citations, { view, length, number, section }), button: openButton(item, section, number, view) } // prettier-ignore
  })
  const title = titleOf(digest, items, { view, length })
  const news = told.length === 0 ? [{ blocks: [paragraph(view.say('digest.empty'))] }] : told
  const groups = [...news, ...figureGroups(digest, view), { blocks: countBlocks(digest, view, told.length === 0) }]
  return { title, groups: [{ blocks: [{ ...heading(title), folds: true }] }, ...groups] }
}

interface CitedItem {
  readonly item: DigestItem
  readonly section: DigestSection
  readonly citations: readonly Citation[]
}

// Weightiest first; by sections where the chat has an order of them. What has no source is not said.
function citedItems(digest: Digest, order: readonly string[]): readonly CitedItem[] {
  const all = digest.sections.flatMap((section) => section.items.map((item) => ({ item, section })))
  const byWeight = (digest.order ?? all.map((_, place) => place)).flatMap((place) => all[place] ?? [])
  const rank = ({ section: { sectionId } }: { section: DigestSection }) =>
    order.includes(sectionId) ? order.indexOf(sectionId) : order.length
  return byWeight
    .toSorted((a, b) => rank(a) - rank(b))
    .flatMap(({ item, section }) => {
      const citations = item.citations.flatMap((number) => digest.citations.find((each) => each.number === number) ?? []) // prettier-ignore
      return citations.length === 0 ? [] : [{ item, section, citations }]
    })
}

function titleOf(
  { from, to }: Digest,
  items: readonly CitedItem[],
  { view, length }: { readonly view: View; readonly length: DigestLength },
): string {
  if (items.length === 0) return view.say('digest.title', { from: formatDateTime(from, view), to: formatDateTime(to, view) }) // prettier-ignore
  const letters = items.reduce((sum, { item }) => sum + (item.headline?.text ?? item.line).length + (length === 'short' ? 0 : item.quote.length), 0) // prettier-ignore
  const minutes = Math.max(1, Math.round(letters / (view.language === 'zh' ? 2 : LETTERS_A_WORD) / WORDS_A_MINUTE))
  const size = { stories: view.say('count.stories', { count: items.length }), minutes: view.say('count.minutes', { count: minutes }) } // prettier-ignore
  return to - from <= ONE_DAY_MS
    ? view.say('digest.day', { date: formatDate(to - 1, view), ...size })
    : view.say('digest.span', { from: formatDate(from, view), to: formatDate(to - 1, view), ...size })
}

/** An item that stands alone: its headline, quote and sources. Empty where it has no source. */
export function presentOneItem(
  item: DigestItem,
  digest: Pick<Digest, 'citations'>,
  { view, length = 'normal', sectionId }: { readonly view: View; readonly length?: DigestLength; readonly sectionId?: string }, // prettier-ignore
): readonly Block[] {
  const citations = digest.citations.filter(({ number }) => item.citations.includes(number))
  return itemBlocks(item, citations, { view, length, sectionId })
}

function openButton(item: DigestItem, { sectionId }: DigestSection, number: number, view: View): Control {
  const action = ['item', item.storyId, sectionIndex(sectionId, view)] as const
  return { kind: 'button', label: view.say('digest.open', { number }), action }
}

interface ItemLook {
  readonly view: View
  readonly length: DigestLength
  readonly number?: number
  /** Where it stands, as a label; absent: it is not said. */
  readonly section?: DigestSection
  /** Where it stands, where that is not said. */
  readonly sectionId?: string | undefined
}

function itemBlocks(
  item: DigestItem,
  citations: readonly Citation[],
  { view, length, number, section, sectionId }: ItemLook,
): readonly Block[] {
  const [first] = citations
  if (!first) return []
  const quoted = citations.find((citation) => citation.quote === item.quote) ?? first
  const others = length === 'full' ? citations.filter((citation) => citation !== quoted) : []
  const mark = markOf(item, view)
  const { headline } = item
  const label = section === undefined ? [] : [section.title, ' · ']
  const begins = [...(number === undefined ? [] : [`${number}. `]), ...(mark === '' ? [] : [bold(mark), ' · '])]
  const page = storyPage({ storyId: item.storyId, sectionId: sectionId ?? section?.sectionId }, view)
  const story = page === undefined ? [] : [' · ', linked(view.say('item.page'), page)]
  const sources = small(...label, ...publisherRuns(citations, { voices: item.voices, told: headline?.url, view }), ...story) // prettier-ignore
  // Names and a section's title are no headline: where there is none, the quote says it.
  if (headline === undefined && !item.givesFigure && quoted.quote === item.quote)
    return [paragraph(...begins, `“${item.quote}”`, languageTag(quoted, view)), ...others.map(quoteOfOther), sources]
  return [
    paragraph(...begins, ...(headline === undefined ? [item.line] : [linked(headline.text, headline.url)])),
    ...(headline?.original === undefined ? [] : [small(linked(headline.original, headline.url))]),
    ...(headline !== undefined && item.givesFigure ? [paragraph(item.line)] : []),
    ...(length === 'short' || says(headline?.text, item.quote) ? [] : [quote(item.quote, quoted.language)]),
    ...others.map(quoteOfOther),
    sources,
  ]
}

const quoteOfOther = ({ outlet, quote: said, language }: Citation): Block => quote(`${outlet}: ${said}`, language)

function markOf(item: DigestItem, view: View): string {
  if (item.isUpdate) return view.say('change.update')
  if (item.isAlso) return view.say('change.also')
  return item.givesFigure && item.change.kind !== 'new' ? changeWord(item.change, view) : ''
}

/** Whether a headline says what the quote says, in as many words. */
function says(headline: string | undefined, quoted: string): boolean {
  const words = (text: string) =>
    text
      .toLocaleLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
  return headline !== undefined && words(headline) === words(quoted)
}

/** How figures moved in the days of a review: each with the sources of its values. */
function figureGroups({ figures = [], citations }: Digest, view: View): readonly PageGroup[] {
  const under = heading(view.say('digest.figures'), 2)
  return figures.map(({ line, kind, isDisputed = kind === 'disputed', points }: FigureMovement): PageGroup => {
    const cited = citations.filter(({ number }) => points.some(({ citation }) => citation === number))
    const sources = sourcesRuns(cited, view)
    const doubt = isDisputed ? [bold(view.say('change.doubted')), ' · '] : []
    return { under, blocks: cited.length === 0 ? [] : [paragraph(...doubt, line), small(...sources)] }
  })
}

// "No news" stands on who was read.
function countBlocks(
  { coverage, leftOut = 0, toldBefore = 0 }: Digest,
  view: View,
  isEmpty: boolean,
): readonly Block[] {
  const read = () =>
    view.say('digest.read', {
      articles: view.say('count.articles', { count: coverage.articles }),
      outlets: view.say('count.outlets', { count: coverage.outlets }),
      feeds: view.say('count.feeds', { count: coverage.feedsRead }),
    })
  return [
    ...(leftOut === 0 ? [] : [small(view.say('digest.leftOut', { count: leftOut }))]),
    ...(toldBefore === 0 ? [] : [small(view.say('digest.toldBefore', { count: toldBefore }))]),
    ...(isEmpty ? [small(read())] : []),
  ]
}
