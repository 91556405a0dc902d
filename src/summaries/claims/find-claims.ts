import type { FoundFigure } from '../../text/types.js'
import type { ReadSentence } from '../terms/read-sentence.js'
import type { Claim } from '../terms/shapes.js'
import { type Candidate, type CandidateContext, findCandidates } from './claim-candidates.js'
import { type ClaimWeights, maySay } from './claim-check.js'

/** The figure lines that an article gives, by figure: each told once, where it is told most fully. */
export function findClaims(
  sentences: readonly ReadSentence[],
  { weights, ...context }: CandidateContext & { readonly weights: ClaimWeights | undefined },
): ReadonlyMap<FoundFigure, Claim> {
  const said = findCandidates(sentences, context).filter(({ seen }) => maySay(seen, weights))
  return new Map(tellOnce(said).map(({ figure, claim }) => [figure, claim]))
}

/** One candidate a value: a title and the sentences below it tell the same figure. */
export function tellOnce(candidates: readonly Candidate[]): Candidate[] {
  const kept: Candidate[] = []
  for (const candidate of [...candidates].sort(
    (a, b) => fullness(b) - fullness(a) || a.sentenceIndex - b.sentenceIndex,
  ))
    if (!kept.some((other) => isSameFigure(candidate, other))) kept.push(candidate)
  return kept.sort((a, b) => a.sentenceIndex - b.sentenceIndex || a.figure.start - b.figure.start)
}

// More parties, then a period, then the sentence rather than the title.
const fullness = ({ claim, seen }: Candidate) => claim.between.length * 4 + (claim.period === undefined ? 0 : 2) + (seen.sentence.place === 0 ? 0 : 1) // prettier-ignore

function isSameFigure(a: Candidate, b: Candidate): boolean {
  return a.figure.unit === b.figure.unit && a.figure.value === b.figure.value && a.claim.bound === b.claim.bound
}
