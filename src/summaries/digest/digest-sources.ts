import type { Voice } from '../../regions/region.js'
import type { Language } from '../../text/types.js'
import type { Placed } from './digest-places.js'
import { compareCandidates } from './digest-places.js'
import type { Candidate } from './digest-stories.js'
import { factOf } from '../facts/facts-told.js'
import { tellingFigure } from '../lines/lines.js'
import type { Reader } from '../terms/reader.js'
import type { Figure } from '../terms/shapes.js'
import { outletOf } from '../terms/voices.js'

// Who reads a language of the region reads Russian rather than another one of it.
const ALSO_READ: Readonly<Record<Language, readonly Language[]>> = {
  en: [], ru: [], zh: ['en'], kk: ['ru'], ky: ['ru'], uz: ['ru'], tg: ['ru'], tk: ['ru'],
} // prettier-ignore
/** How much less a quote may say and still be taken for its language or its voice. */
const NEAR = 1
/** The same of what an article weighs. */
const NEAR_WEIGHT = 0.7

/** Who tells an item: the one who is quoted, and the others who are cited beside it. */
export interface Sources {
  readonly first: Candidate
  readonly others: readonly Candidate[]
}

interface SourceRequest {
  readonly language: Language
  readonly reader: Reader
  readonly most: number
  /** How often a kind of voice is quoted in this digest so far. */
  readonly heard: ReadonlyMap<Voice, number>
}

/**
 * The quote of an item: of those that say the same as the best one, or nearly as much, one that the reader can read, then one of the kind of voice that
 * was heard least. Beside it others, one an outlet: who says otherwise first, then the kinds of voice that are missing. A figure has beside it those alone
 * who give that figure, or another in its place: what else the story tells does not bear it out.
 */
export function chooseSources({ best, candidates }: Placed, request: SourceRequest): Sources {
  const { reader, heard } = request
  const fact = (candidate: Candidate) => matterOf(candidate)?.fact
  const isNear = ({ rank, matters }: Candidate) =>
    matters === undefined || best.matters === undefined ? rank >= best.rank - NEAR : matters.expected >= best.matters.expected - NEAR_WEIGHT // prettier-ignore
  const likely = candidates.filter(
    (candidate) => fact(candidate) === fact(best) && (fact(best) !== undefined || isNear(candidate)),
  )
  const voiceOf = ({ article }: Candidate) => outletOf(article.outletId, reader.region).voice
  const [first = best] = [...likely].sort(
    (a, b) =>
      foreignness(a, request) - foreignness(b, request) ||
      (heard.get(voiceOf(a)) ?? 0) - (heard.get(voiceOf(b)) ?? 0) ||
      compareCandidates(a, b),
  )
  return { first, others: otherTellers(first, candidates, request) }
}

function otherTellers(first: Candidate, candidates: readonly Candidate[], request: SourceRequest): Candidate[] {
  const { reader, most } = request
  const voiceOf = ({ article }: Candidate) => outletOf(article.outletId, reader.region).voice
  const told = tellingFigure(first.finding.figures)
  const bearsOn = ({ finding }: Candidate) =>
    told === undefined || finding.figures.some((figure) => isOfSame(figure, told))
  const chosen: Candidate[] = []
  const heard = new Set([voiceOf(first)])
  const outlets = new Set([first.article.outletId])
  while (chosen.length < most) {
    const [next] = candidates
      .filter((candidate) => !outlets.has(candidate.article.outletId) && bearsOn(candidate))
      .sort(
        (a, b) =>
          Number(isOtherwise(b, first)) - Number(isOtherwise(a, first)) ||
          Number(heard.has(voiceOf(a))) - Number(heard.has(voiceOf(b))) ||
          foreignness(a, request) - foreignness(b, request) ||
          compareCandidates(a, b),
      )
    if (next === undefined) break
    chosen.push(next)
    heard.add(voiceOf(next))
    outlets.add(next.article.outletId)
  }
  return chosen
}

/** Whether it gives another value of what the first one's figure measures. */
export function isOtherwise(candidate: Candidate, first: Candidate): boolean {
  const [matter, other] = [matterOf(first), matterOf(candidate)]
  return matter !== undefined && other?.subject === matter.subject && other.fact !== matter.fact
}

function foreignness({ article }: Candidate, { language }: SourceRequest): number {
  const known = [language, ...ALSO_READ[language]].indexOf(article.language as Language)
  return known === -1 ? ALSO_READ[language].length + 1 : known
}

// One measure of the same parties and time; who names no time is taken to speak of the same.
function isOfSame(a: Figure, b: Figure): boolean {
  const matter = ({ what, unit, between }: Figure) => [what, unit, ...[...between].sort()].join()
  return matter(a) === matter(b) && (a.period === undefined || b.period === undefined || a.period === b.period)
}

// What an item claims: the measure and its parties, and the value that is given.
function matterOf({ finding }: Candidate): { subject: string; fact: string } | undefined {
  const figure = tellingFigure(finding.figures)
  if (figure === undefined) return undefined
  return { fact: factOf(figure), subject: factOf({ ...figure, value: 0 }) }
}
