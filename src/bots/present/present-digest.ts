import type { Citation, Digest, DigestItem, DigestSection, FigureMovement } from '../../summaries/terms/shapes.js'
import { bold, foldingHeading, gist, heading, paragraph, quote, small } from '../wording/blocks.js'
import { cleanLine } from '../wording/clean.js'
import { formatDateTime } from '../wording/format.js'
import type { Block, Control, Message } from '../contract/message.js'
import { PAGE_WEIGHT, pagesOf, type PageGroup } from './paging.js'
import { changeWord, namesInARow, sourcesRuns, voicesWords } from './present-parts.js'
import { sectionIndex, type View } from '../wording/view.js'

/** How much of each item is told: its line and source; its quote too; the quotes of the others who tell it too. */
export type DigestLength = 'short' | 'normal' | 'full'

export interface DigestLook {
  readonly length?: DigestLength
  /** Section ids in the reader's own order; the others follow in the template's. */
  readonly sectionOrder?: readonly string[]
}

/** A digest as one message: each section with its items, each item with its quote and source, and who was read. */
export function presentDigest(digest: Digest, view: View, look: DigestLook = {}): Message {
  const { title, groups } = groupsOf(digest, view, look)
  // Sent in as many messages as it needs: the buttons of a section stand below it.
  return { title, blocks: bySection(groups).flatMap((section) => pagesOf(section, Infinity).flat()) }
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
  return { ...digest, sections: digest.sections.filter(({ sectionId }) => !hidden.includes(sectionId)) }
}

function bySection(groups: readonly PageGroup[]): readonly (readonly PageGroup[])[] {
  const sections: PageGroup[][] = []
  for (const group of groups) {
    const last = sections.at(-1)
    if (last && last[0]?.under === group.under) last.push(group)
    else sections.push([group])
  }
  return sections
}

function groupsOf(digest: Digest, view: View, look: DigestLook): { title: string; groups: readonly PageGroup[] } {
  const dates = { from: formatDateTime(digest.from, view), to: formatDateTime(digest.to, view) }
  const title = view.say('digest.title', dates)
  const isEmpty = digest.sections.every(({ items }) => items.length === 0)
  const numbers = { next: 1 }
  const sections = isEmpty
    ? [{ blocks: [paragraph(view.say('digest.empty'))] }]
    : inOrder(digest.sections, look.sectionOrder ?? []).flatMap((section) =>
        sectionGroups(section, { digest, view, numbers, length: look.length ?? 'normal' }),
      )
  const groups = [...sections, ...figureGroups(digest, view), { blocks: coverageBlocks(digest, view) }]
  return { title, groups: [{ blocks: [heading(title)] }, ...groups] }
}

function inOrder(sections: readonly DigestSection[], order: readonly string[]): readonly DigestSection[] {
  const rank = ({ sectionId }: DigestSection) => (order.includes(sectionId) ? order.indexOf(sectionId) : order.length)
  return [...sections].sort((a, b) => rank(a) - rank(b))
}

/** An item that stands alone: its line, quote and sources. Empty where it has no source. */
export function presentOneItem(
  item: DigestItem,
  digest: Pick<Digest, 'citations'>,
  { view, length = 'normal' }: { readonly view: View; readonly length?: DigestLength },
): readonly Block[] {
  const citations = digest.citations.filter(({ number }) => item.citations.includes(number))
  return itemBlocks(item, citations, { view, length })
}

interface Telling {
  readonly digest: Digest
  readonly view: View
  /** Items are numbered through, so that a button can name one. */
  readonly numbers: { next: number }
  readonly length: DigestLength
}

function sectionGroups(section: DigestSection, telling: Telling): readonly PageGroup[] {
  const { view } = telling
  const under = foldingHeading(section.title)
  const cited = section.items.flatMap((item) => {
    const citations = telling.digest.citations.filter(({ number }) => item.citations.includes(number))
    // What has no source is not said.
    return citations.length === 0 ? [] : [{ item, citations }]
  })
  if (cited.length === 0) return [{ under, blocks: [small(view.say('digest.sectionEmpty'))] }]
  const told = cited.map(({ item, citations }) => {
    const number = telling.numbers.next++
    return {
      blocks: itemBlocks(withoutTitle(item, section), citations, { ...telling, number }),
      button: openButton(item, section, number, view),
    }
  })
  return told.map(({ blocks, button }) => ({ under, blocks, button }))
}

// Where a line begins with its section's title, the heading says it.
function withoutTitle(item: DigestItem, { title }: DigestSection): DigestItem {
  const rest = item.line.startsWith(title) ? item.line.slice(title.length).replace(/^[:：]\s*/u, '') : ''
  return rest === '' || rest.startsWith(' ') || rest.startsWith(',') ? item : { ...item, line: rest }
}

function openButton(item: DigestItem, { sectionId }: DigestSection, number: number, view: View): Control {
  const action = ['item', item.storyId, sectionIndex(sectionId, view)] as const
  return { kind: 'button', label: view.say('digest.open', { number }), action }
}

function itemBlocks(
  item: DigestItem,
  citations: readonly Citation[],
  { view, length, number }: Pick<Telling, 'view' | 'length'> & { readonly number?: number },
): readonly Block[] {
  const [first] = citations
  if (!first) return []
  const quoted = citations.find((citation) => citation.quote === item.quote) ?? first
  const change = item.isUpdate ? view.say('change.update') : changeWord(item.change, view)
  const others = length === 'full' ? citations.filter((citation) => citation !== quoted) : []
  const shown = length === 'short' ? citations.slice(0, 2) : citations
  const sources = sourcesRuns(shown, view)
  return [
    paragraph(
      ...(number === undefined ? [] : [`${number}. `]),
      ...(change === '' ? [] : [bold(change), ' · ']),
      item.line,
    ),
    ...(length === 'short'
      ? []
      : [item.givesFigure ? quote(item.quote, quoted.language) : gist(item.quote, quoted.language)]),
    ...others.map((citation) => quote(`${citation.outlet}: ${citation.quote}`, citation.language)),
    small(...sources, ' · ', voicesWords(item.voices, view), ` · /story ${cleanLine(item.storyId)}`),
  ]
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

function coverageBlocks({ coverage, silent, leftOut = 0, toldBefore = 0 }: Digest, view: View): readonly Block[] {
  const read = view.say('digest.read', {
    articles: view.say('count.articles', { count: coverage.articles }),
    outlets: view.say('count.outlets', { count: coverage.outlets }),
    feeds: view.say('count.feeds', { count: coverage.feedsRead }),
  })
  const { feedsFailed } = coverage
  return [
    ...(leftOut === 0 ? [] : [small(view.say('digest.leftOut', { count: leftOut }))]),
    ...(toldBefore === 0 ? [] : [small(view.say('digest.toldBefore', { count: toldBefore }))]),
    small(read),
    ...(feedsFailed.length === 0 ? [] : [small(view.say('digest.failed', { names: namesInARow(feedsFailed, view) }))]),
    ...(silent.length === 0 ? [] : [small(view.say('digest.silent', { names: namesInARow(silent, view) }))]),
  ]
}
