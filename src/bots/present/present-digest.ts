import type { Citation, Digest, DigestItem, DigestSection, FigureMovement } from '../../summaries/terms/shapes.js'
import { bold, heading, paragraph, small } from '../wording/blocks.js'
import { formatDate, formatDateTime } from '../wording/format.js'
import type { Block, Control, Message } from '../contract/message.js'
import { type DigestLength, itemBlocks } from './item-blocks.js'
import { PAGE_WEIGHT, pagesOf, type PageGroup } from './paging.js'
import { changeWord, sourcesRuns } from './present-parts.js'
import { ownLine, sectionIndex, storyPage, type View } from '../wording/view.js'

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
/** Letters of a word, mostly; of Chinese two characters are read as one. */
const LETTERS_A_WORD = 6

function readingWords(text: string): number {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0
  return han / 2 + (text.length - han) / LETTERS_A_WORD
}

function groupsOf(digest: Digest, view: View, look: DigestLook): { title: string; groups: readonly PageGroup[] } {
  const items = citedItems(digest, look.sectionOrder ?? [])
  const { length = 'normal' } = look
  const isReview = digest.figures !== undefined && items.length > 0
  const shown = isReview ? openingFirst(items) : items
  const told = shown.map(({ item, section, citations }, index): PageGroup => {
    const number = index + 1
    const page = storyPage({ storyId: item.storyId, sectionId: section.sectionId }, view)
    const blocks = itemBlocks(item, citations, { view, length, number, section, mark: markOf(item, view), page })
    return { blocks, button: openButton(item, section, number, view) }
  })
  const title = titleOf(digest, items, { view, length })
  const news = told.length === 0 ? [{ blocks: [paragraph(view.say('digest.empty'))] }] : told
  const figures = figureGroups(digest, view)
  const under = (key: 'digest.opening' | 'digest.rest') => ({ under: heading(view.say(key), 2) })
  const [opening, rest] = [under('digest.opening'), under('digest.rest')]
  const body = isReview
    ? [...news.slice(0, OPENING).map((group) => ({ ...group, ...opening })), ...figures, ...news.slice(OPENING).map((group) => ({ ...group, ...rest }))]
    : [...news, ...figures] // prettier-ignore
  const groups = [...body, { blocks: countBlocks(digest, view, told.length === 0) }]
  return { title, groups: [{ blocks: [{ ...heading(title), folds: true }] }, ...groups] }
}

/** A review opens with so many of its weightiest stories. */
const OPENING = 5

// The weightiest in the order of time, then the others by weight.
function openingFirst(items: readonly CitedItem[]): readonly CitedItem[] {
  const timeOf = ({ citations }: CitedItem) => Math.min(...citations.map(({ publishedAt }) => publishedAt))
  return [...items.slice(0, OPENING).sort((a, b) => timeOf(a) - timeOf(b)), ...items.slice(OPENING)]
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
  const words = items.reduce((sum, { item }) => sum + readingWords(item.headline?.text ?? item.line) + (length === 'short' ? 0 : readingWords(item.quote)), 0) // prettier-ignore
  const minutes = Math.max(1, Math.round(words / WORDS_A_MINUTE))
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
  const page = storyPage({ storyId: item.storyId, sectionId }, view)
  return itemBlocks(item, citations, { view, length, mark: markOf(item, view), page })
}

function openButton(item: DigestItem, { sectionId }: DigestSection, number: number, view: View): Control {
  const action = ['item', item.storyId, sectionIndex(sectionId, view)] as const
  return { kind: 'button', label: view.say('digest.open', { number }), action }
}

function markOf(item: DigestItem, view: View): string {
  const { update } = item
  if (update?.before !== undefined) return view.say('change.nowBefore', { now: update.now, before: update.before })
  if (update !== undefined) return view.say('change.now', { now: update.now })
  if (item.isUpdate) return view.say('change.update')
  if (item.isAlso) return view.say('change.also')
  return item.givesFigure && item.change.kind !== 'new' ? changeWord(item.change, view) : ''
}

/** How figures moved in the days of a review: each with the sources of its values. */
function figureGroups({ figures = [], citations }: Digest, view: View): readonly PageGroup[] {
  const under = heading(view.say('digest.figures'), 2)
  return figures.map(({ line, kind, isDisputed = kind === 'disputed', points }: FigureMovement): PageGroup => {
    const cited = citations.filter(({ number }) => points.some(({ citation }) => citation === number))
    const sources = sourcesRuns(cited, view)
    const doubt = isDisputed ? [bold(view.say('change.doubted')), ' · '] : []
    return { under, blocks: cited.length === 0 ? [] : [paragraph(...doubt, ownLine(line, view)), small(...sources)] }
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
