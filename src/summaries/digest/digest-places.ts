import type { Section } from '../../regions/region.js'
import type { Candidate, OpenStory } from './digest-stories.js'
import { candidateOf, compareIds, hasMoved } from './digest-stories.js'
import { factOf } from '../facts/facts-told.js'
import { tellingFigure } from '../lines/lines.js'

/** How much of a digest a reader wants. */
export type DigestLength = 'short' | 'normal' | 'full'

/** At most so many items, so many of them in one section, so many of readers' comments, and so many further quotes an item. */
export const LENGTHS: Readonly<Record<DigestLength, { items: number; aSection: number; comments: number; others: number }>> = {
  short: { items: 6, aSection: 6, comments: 1, others: 1 },
  normal: { items: 12, aSection: 12, comments: 3, others: 3 },
  full: { items: 24, aSection: 24, comments: 6, others: 3 },
} // prettier-ignore

/** A story in its section, with the finding that says most of it there. */
export interface Placed {
  readonly story: OpenStory
  readonly best: Candidate
  /** All that may be said of it there, best first. */
  readonly candidates: readonly Candidate[]
}

/**
 * From this expected weight on a story is worth an item of its own, and from this one it may stand where its section would be empty. Of what digests of days that
 * training had not seen chose, .68 had weight 2 or 3; docs/measurements.md has the curve.
 */
export const WORTH = 1.3
export const LEAST = 1.1
/** Items of a section that needs no tie to the region, weighty ones alone: what is said on crises elsewhere is not what the digest is for. */
const MOST_WIDE = 3

// What a section that has an item already must be outdone by: news is spread where it belongs to more than one.
const SPREAD = 0.5
/** What a point of an article's expected weight is worth beside a finding's score. */
const BY_WEIGHT = 2

/**
 * Gives each story the section where it says most, heaviest story first, until the length is full. A fact that a heavier story says is not said
 * again: the next best of the story stands then. Of a story that finds no place nothing is shown. In a section what changed stands first, then what is new.
 */
export function placeStories(
  stories: readonly OpenStory[],
  { sections, length, said }: PlaceRequest,
): Map<string, Placed[]> {
  const limit = LENGTHS[length]
  const kind = sections[0]?.from ?? 'text'
  const most = kind === 'comments' ? limit.comments : limit.items
  const placed = new Map<string, Placed[]>(sections.map(({ id }) => [id, []]))
  const saidHere = new Set(said)
  let count = 0
  const wide = new Set(sections.filter((section) => kind === 'text' && !section.needsRegion).map(({ id }) => id))
  for (const story of stories) {
    if (count === most) break
    const isLight = story.matters !== undefined && story.matters.expected < WORTH
    const mostIn = (sectionId: string) =>
      wide.has(sectionId) ? (isLight ? 0 : MOST_WIDE) : isLight ? 1 : Math.min(limit.aSection, most)
    const place = bestPlace(story, { placed, said: saidHere, mostIn })
    if (place === undefined) continue
    placed.get(place.best.finding.sectionId)?.push(place)
    const figure = tellingFigure(place.best.finding.figures)
    if (figure !== undefined) saidHere.add(factOf(figure))
    count++
  }
  const isLearned = stories.some(({ matters }) => matters !== undefined)
  if (!isLearned) for (const list of placed.values()) list.sort((a, b) => newsOf(b.best) - newsOf(a.best)) // prettier-ignore
  return placed
}

// A fact that changed or is disputed stands before a side that changed, a new fact before words.
function newsOf({ finding, change }: Candidate): number {
  if (hasMoved(change)) return 3
  if (finding.stances.some((stance) => stance.change.kind === 'changed')) return 2
  return tellingFigure(finding.figures)?.change.kind === 'new' ? 1 : 0
}

interface PlaceRequest {
  readonly sections: readonly Section[]
  readonly length: DigestLength
  /** Facts that were said before: factOf. */
  readonly said: Iterable<string>
}

interface Places {
  readonly placed: ReadonlyMap<string, readonly Placed[]>
  readonly said: ReadonlySet<string>
  /** How many items a section may have when this story comes. */
  readonly mostIn: (sectionId: string) => number
}

function bestPlace(story: OpenStory, { placed, said, mostIn }: Places): Placed | undefined {
  const candidates = story.candidates
    .filter(({ finding: { sectionId } }) => (placed.get(sectionId)?.length ?? Infinity) < mostIn(sectionId))
    .map((candidate) => withoutSaid(candidate, said))
    .sort(compareCandidates)
  // The summit tells it, not the flight home.
  const value = ({ rank, finding, matters }: Candidate) =>
    rank +
    (matters === undefined ? -SPREAD * (placed.get(finding.sectionId)?.length ?? 0) : BY_WEIGHT * matters.expected)
  const [best] = [...candidates].sort((a, b) => value(b) - value(a))
  if (best === undefined) return undefined
  const { sectionId } = best.finding
  return { story, best, candidates: candidates.filter(({ finding }) => finding.sectionId === sectionId) }
}

// A figure that stands in another item, or stood in one, is background here.
function withoutSaid(candidate: Candidate, said: ReadonlySet<string>): Candidate {
  const { finding, article } = candidate
  const figures = finding.figures.filter((figure) => !said.has(factOf(figure)))
  if (figures.length === finding.figures.length) return candidate
  return { ...candidate, ...candidateOf({ ...finding, figures }, article) }
}

/** Best first, then the earliest. */
export function compareCandidates(a: Candidate, b: Candidate): number {
  return b.rank - a.rank || a.article.publishedAt - b.article.publishedAt || compareIds(a.article.id, b.article.id)
}
