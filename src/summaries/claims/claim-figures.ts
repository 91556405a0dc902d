import type { FoundFigure } from '../../text/types.js'
import { isSameValue } from '../facts/compare.js'
import type { PlacedFigure } from '../reading/sections.js'
import type { Claim, Figure } from '../terms/shapes.js'

const WORLD = 'world'

/**
 * Figures with what a line may say of each: where there is a claim, what the figure measures, whose it is and of which time are the claim's own parts,
 * so that whatever compares or shows it says the same.
 */
export function withClaims(
  placed: readonly PlacedFigure[],
  claims: ReadonlyMap<FoundFigure, Claim>,
): readonly PlacedFigure[] {
  return placed.map((place) => {
    const claim = place.found === undefined ? undefined : claims.get(place.found)
    return claim === undefined ? place : { ...place, figure: claimed(place.figure, claim) }
  })
}

function claimed(figure: Figure, claim: Claim): Figure {
  const { isInferred: _guess, period: _read, bound: _bound, ...rest } = figure
  const { what, between, period, bound } = claim
  // "With all the world" is what a pack calls a trade without a partner.
  const isWithAll =
    figure.between.includes(WORLD) &&
    sameParties(
      figure.between.filter((id) => id !== WORLD),
      between,
    )
  return {
    ...rest,
    what,
    between: isWithAll ? figure.between : between,
    ...(period !== undefined && { period }),
    ...(bound !== undefined && { bound }),
    kind: claim.kind === 'share' || claim.kind === 'capacity' ? 'actual' : claim.kind,
    claim,
  }
}

const sameParties = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((each) => b.includes(each))

/** A figure's value with its sign: a fall of 3 percent is -3. */
export function signedValue({ value, claim }: Pick<Figure, 'value' | 'claim'>): number {
  return claim?.sign === '-' ? -value : value
}

/** Whether an article says two values of what a figure is of: then neither is held against what is known. */
export function isSaidTwice(figure: Figure, figures: readonly Figure[]): boolean {
  return figures.some((other) => other !== figure && isOfSame(figure, other) && !isSameValue(figure, other))
}

function isOfSame(a: Figure, b: Figure): boolean {
  const key = ({ what, unit, kind, period = '', project = '', between }: Figure) => [what, unit, kind, period, project, ...[...between].sort()].join() // prettier-ignore
  return a.claim !== undefined && b.claim !== undefined && a.quote !== b.quote && key(a) === key(b)
}
