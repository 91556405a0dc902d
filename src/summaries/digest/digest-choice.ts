import { setImmediate as breath } from 'node:timers/promises'
import type { Section } from '../../regions/region.js'
import type { Language } from '../../text/types.js'
import type { Facts } from '../facts/facts-port.js'
import type { Stories } from '../stories/stories-port.js'
import type { Articles } from '../terms/articles-port.js'
import type { NewsRow, Readings } from '../terms/readings-port.js'
import { LEAST, LENGTHS, type DigestLength, type Placed, placeStories } from './digest-places.js'
import { candidateOf, compareStories, type OpenStory, openStories, weighStories } from './digest-stories.js'
import { isNews, type ToldStory, wasTold } from '../facts/facts-told.js'
import { newsMatcher, type NewsFilter } from './news-filter.js'
import { toldKeys } from './what-is-told.js'
import type { Reader } from '../terms/reader.js'

export interface DigestRequest {
  /** [from, to) by publication, epoch ms. From three days on it is a review, with the movement of figures. */
  readonly from: number
  readonly to: number
  readonly language: Language
  /** Absent: every section of the template. */
  readonly sectionId?: string
  readonly filter?: NewsFilter
  /** Absent: normal. */
  readonly length?: DigestLength
  /** Stories that were told, with what was known of them: they come again only where they developed. */
  readonly told?: readonly ToldStory[]
  /** Takes in what was published so long before `from` but arrived since: an earlier digest could not know it. */
  readonly lateByMs?: number
}

export interface DigestDeps {
  readonly archive: Articles & Readings & Stories & Facts
  readonly reader: Reader
}

const MAX_ROWS = 120_000
/** Rows are read so much time at once. */
const SLICE_MS = 2 * 86_400_000
/** Stories that are opened at once, and at most: what weighs less than so many others has no place in any length. */
const PIECE = 8
const MAX_OPENED = 300
const UPDATE_WEIGHT = 2
/** What a feed that dates its articles left undated is taken for news so long after it was first seen. */
const UNDATED_FOR_MS = 86_400_000

/** What a digest says, before it is worded. */
export interface ChosenNews {
  readonly sections: readonly { readonly section: Section; readonly placed: readonly Placed[] }[]
  /** Stories that were told before and developed: what was told of them, by id. */
  readonly updates: ReadonlyMap<string, readonly string[]>
  readonly leftOut: number
  readonly toldBefore: number
}

/** Chooses the stories of a digest and where they stand: weighs all of the time by their rows, opens the weightiest. Others may work between its pieces. */
export async function chooseNews(request: DigestRequest, { archive, reader }: DigestDeps): Promise<ChosenNews> {
  const { from, to, language, sectionId, filter = {}, length = 'normal', told = [], lateByMs = 0 } = request
  const sections = reader.region.sections.filter(({ id }) => sectionId === undefined || id === sectionId)
  const matcher = newsMatcher(filter, reader)
  const wanted = new Set(sections.map(({ id }) => id))
  const muted = new Set(filter.mutedOutletIds)
  const isTimely = (row: NewsRow) => row.isUndated !== true || row.publishedAt >= to - UNDATED_FOR_MS
  const isWanted = (row: NewsRow) => wanted.has(row.sectionId) && !muted.has(row.outletId) && isTimely(row)
  const rows = await newsOf({ from: from - lateByMs, to }, archive)
  const all = await weighStories(rows, { region: reader.region, isWanted })
  const weighed = all.filter(({ matters }) => matters === undefined || matters.expected >= LEAST)

  const known = new Map(told.map((story) => [story.storyId, story]))
  const fresh: OpenStory[] = []
  const updates = new Map<string, readonly string[]>()
  let toldBefore = 0
  let opened = 0
  // Twice as many as have a place: what weighs most by its rows may weigh less once its figures are looked at.
  while (fresh.length < 2 * LENGTHS[length].items && opened < Math.min(weighed.length, MAX_OPENED)) {
    const piece = weighed.slice(opened, opened + PIECE)
    opened += piece.length
    await breath()
    for (const story of await openStories(piece, { from, to }, { archive, reader, matcher, language })) {
      const before = known.get(story.storyId)
      if (before === undefined) fresh.push(story)
      else if (
        !isNews({ facts: [...story.facts, ...toldKeys(story.candidates, reader)], voices: story.voices.length }, before)
      )
        toldBefore++ // prettier-ignore
      else {
        updates.set(story.storyId, before.facts)
        fresh.push(asUpdate(story, before))
      }
    }
  }
  fresh.sort(compareStories)
  const said = told.flatMap((story) => (story.said === undefined ? [] : [story.said]))
  const place = (kind: 'text' | 'comments') =>
    placeStories(fresh, { sections: sections.filter((section) => section.from === kind), length, said })
  // Readers' comments are another kind of voice: a story may stand there beside the news of it.
  const places = new Map([...place('text'), ...place('comments')])
  const placed = new Set([...places.values()].flatMap((list) => list.map(({ story }) => story.storyId)))
  return {
    sections: sections.map((section) => ({ section, placed: places.get(section.id) ?? [] })),
    updates,
    leftOut: fresh.filter(({ storyId }) => !placed.has(storyId)).length + weighed.length - opened,
    toldBefore,
  }
}

// The newest first, slice by slice, until there are enough.
async function newsOf({ from, to }: { from: number; to: number }, archive: Readings): Promise<readonly NewsRow[]> {
  const slices: (readonly NewsRow[])[] = []
  let left = MAX_ROWS
  for (let end = to; end > from && left > 0; end -= SLICE_MS) {
    const rows = await archive.newsBetween(Math.max(from, end - SLICE_MS), end, left)
    left -= rows.length
    slices.unshift(rows)
    await breath()
  }
  return slices.flat()
}

// What is new of a story stands first, and what was told of it is told no more.
function asUpdate(story: OpenStory, told: ToldStory): OpenStory {
  const candidates = story.candidates.map((candidate) => {
    const { finding, article } = candidate
    const figures = finding.figures.filter((figure) => !wasTold(figure, told))
    const fresh = candidateOf({ ...finding, figures }, article)
    return { ...candidate, ...fresh, ...(figures.length > 0 && { rank: fresh.rank + UPDATE_WEIGHT }) }
  })
  return { ...story, candidates }
}
