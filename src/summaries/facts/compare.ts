import type { Fact, FigureFact } from '../../regions/region.js'
import type { Bound } from '../../text/types.js'
import type { LearnedFact } from './facts-port.js'
import { statesOfProject } from '../reading/figure-parties.js'
import type { Reader } from '../terms/reader.js'
import type { Change, Figure, Stance, StanceChange } from '../terms/shapes.js'

/** A figure that is known: of the pack's baseline, or accepted from the archive. */
export interface KnownFigure {
  readonly id: string
  readonly what: string
  readonly between: readonly string[]
  readonly project?: string
  readonly value: number
  readonly unit: Figure['unit']
  readonly kind: Figure['kind']
  readonly period?: string
  readonly bound?: Bound
  /** When its source said it, a calendar date. */
  readonly asOf: string
  /** Where one fact of the pack took the place of another: the day it did so, of the later, and of the earlier. */
  readonly since?: string
  readonly until?: string
  /** Others doubt it: no rise or fall is reckoned from it. */
  readonly isDisputed?: true
  readonly says: string
}

/** What is known about figures: the baseline and the learned facts that the owner accepted. */
export function knownFigures(reader: Reader, learned: readonly LearnedFact[]): KnownFigure[] {
  const { facts } = reader.region
  const fromPack = facts
    .filter((fact): fact is FigureFact => fact.kind === 'figure')
    .map((fact) => knownFromFact(fact, reader))
  const accepted = learned
    .filter((fact) => fact.status === 'accepted')
    .map((fact): KnownFigure => {
      const { id, what, between, value, unit, period, says, asOf } = fact
      const day = new Date(asOf).toISOString().slice(0, 10)
      return {
        id,
        what,
        between,
        value,
        unit,
        kind: 'actual',
        asOf: day,
        says,
        ...(period === undefined ? {} : { period }),
      }
    })
  return [...fromPack, ...accepted]
}

function knownFromFact(fact: FigureFact, reader: Reader): KnownFigure {
  const { id, what, value, unit, figureKind, period, bound, source, says, disputed } = fact
  const { facts } = reader.region
  const next = facts.find((other) => other.id === fact.supersededBy)
  const isSuccessor = facts.some(({ supersededBy }) => supersededBy === id)
  const project = fact.between.find((party) => reader.entityById.get(party)?.kind === 'project')
  const between = project === undefined ? fact.between : statesOfProject(project, reader)
  return {
    id, what, between, value, unit, kind: figureKind, asOf: source.asOf, says,
    ...(project === undefined ? {} : { project }),
    ...(period === undefined ? {} : { period }),
    ...(bound === undefined ? {} : { bound }),
    ...(isSuccessor ? { since: source.asOf } : {}),
    ...(next === undefined ? {} : { until: next.source.asOf }),
    ...(disputed === undefined ? {} : { isDisputed: true as const }),
  } // prettier-ignore
}

/**
 * A figure against what is known. Only the same measure, parties, unit and kind are compared; then the same period with the same value is `same`,
 * with another value `disputed`; a later period, or a later word on something that has no period, is `changed`. All else is `new`. A value that is
 * denied disputes what is known with it. What a figure measures by inference changes and disputes nothing. Of facts that succeed each other the one that
 * held when the figure was said (epoch ms) is compared with.
 */
export function compareFigure(figure: Figure, known: readonly KnownFigure[], saidAt: number): Change {
  const peers = ofMeasure(figure.what, known).filter((fact) => isComparable(figure, fact) && heldAt(fact, saidAt))
  if (peers.length === 0) return { kind: 'new' }
  const samePeriod = peers.filter((fact) => fact.period === figure.period)
  const equal = samePeriod.find((fact) => isSameValue(figure, fact))
  if (equal !== undefined && figure.isDenied === true)
    return { kind: 'disputed', factId: equal.id, from: equal.value, to: figure.value, unit: figure.unit }
  if (equal !== undefined) return { kind: 'same', factId: equal.id }
  if (figure.isInferred === true) return { kind: 'new' }
  const clash = newest(samePeriod)
  if (clash !== undefined) {
    const isStock = figure.period === undefined
    const kind = isStock && Date.parse(clash.asOf) < saidAt ? 'changed' : 'disputed'
    return { kind, factId: clash.id, from: clash.value, to: figure.value, unit: figure.unit }
  }
  const earlier = newest(peers.filter((fact) => fact.isDisputed !== true && isLater(figure.period, fact.period)))
  if (earlier === undefined) return { kind: 'new' }
  if (isSameValue(figure, earlier)) return { kind: 'same', factId: earlier.id }
  return { kind: 'changed', factId: earlier.id, from: earlier.value, to: figure.value, unit: figure.unit }
}

function heldAt({ since, until }: KnownFigure, at: number): boolean {
  return (since === undefined || Date.parse(since) <= at) && (until === undefined || Date.parse(until) > at)
}

const NONE: readonly KnownFigure[] = []
const byMeasure = new WeakMap<readonly KnownFigure[], ReadonlyMap<string, readonly KnownFigure[]>>()

// Each figure of each article is compared with the same few hundred facts.
function ofMeasure(what: string, known: readonly KnownFigure[]): readonly KnownFigure[] {
  const before = byMeasure.get(known)
  if (before !== undefined) return before.get(what) ?? NONE
  const facts = new Map<string, KnownFigure[]>()
  for (const fact of known) facts.set(fact.what, [...(facts.get(fact.what) ?? NONE), fact])
  byMeasure.set(known, facts)
  return facts.get(what) ?? NONE
}

function isComparable(figure: Figure, fact: KnownFigure): boolean {
  if (figure.what !== fact.what || figure.unit !== fact.unit || figure.kind !== fact.kind) return false
  // A stretch of a project in one of its states is not the whole.
  if (fact.project !== undefined && figure.project !== fact.project) return false
  return figure.between.length > 0 && sameParties(figure.between, fact.between)
}

// Parties are told once each, in any order.
const sameParties = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((each) => b.includes(each))

const decimalsOf = (value: number) => /\.(\d+)/.exec(value.toPrecision(12).replace(/\.?0+$/, ''))?.[1]?.length ?? 0

/** Equal within rounding to the coarser of the two, or inside the other's bound. */
export function isSameValue(
  figure: Pick<Figure, 'value' | 'bound'>,
  fact: Pick<KnownFigure, 'value' | 'bound'>,
): boolean {
  const [a, b] = [figure.value, fact.value]
  if (a === b) return true
  const close =
    Math.abs(a - b) <=
    Math.max(Math.abs(a), Math.abs(b)) * (figure.bound === 'about' || fact.bound === 'about' ? 0.05 : 0.005)
  return close || isRounded(a, b) || isRounded(b, a)
}

// 94.8 is 94.82 rounded; 95 is 94.8 rounded. Both are scaled to the leading power of 1000 first.
function isRounded(coarse: number, fine: number): boolean {
  if (coarse === 0 || Math.sign(coarse) !== Math.sign(fine)) return false
  const scale = 1000 ** Math.floor(Math.log10(Math.abs(coarse)) / 3)
  const [x, y] = [coarse / scale, fine / scale]
  const decimals = decimalsOf(x)
  const isCoarse = decimals <= 1 && Math.abs(x) >= 10
  return isCoarse && Number(y.toFixed(decimals)) === x
}

const newest = (facts: readonly KnownFigure[]): KnownFigure | undefined =>
  [...facts].sort((a, b) => periodEnd(b.period).localeCompare(periodEnd(a.period)) || b.asOf.localeCompare(a.asOf))[0]

/** Whether a period is after another of the same length: a half-year is not "later" than the year before, it is something else. */
export function isLater(period: string | undefined, than: string | undefined): boolean {
  if (period === undefined || than === undefined) return false
  return periodShape(period) === periodShape(than) && periodEnd(period) > periodEnd(than)
}

/** Periods of one shape are as long and stand at the same place of the year: years, first halves, Januaries to Mays. */
export function periodShape(period: string): string {
  const rest = period.slice(5)
  if (/^\d{4}$/.test(rest)) return `${Number(rest) - Number(period.slice(0, 4))} years`
  if (/^\d{2}$/.test(rest)) return 'month'
  // A part of the year is compared with the same part of another year.
  return rest
}

/** The last month of a period, `2025-06`; '' where there is none. */
export function periodEnd(period: string | undefined): string {
  if (period === undefined) return ''
  const year = period.slice(0, 4)
  const rest = period.slice(5)
  if (rest === '') return `${year}-12`
  if (/^\d{4}$/.test(rest)) return `${rest}-12`
  if (rest.startsWith('H')) return `${year}-${rest === 'H1' ? '06' : '12'}`
  if (rest.startsWith('Q')) return `${year}-${String(Number(rest.slice(1)) * 3).padStart(2, '0')}`
  return `${year}-${rest.slice(-2)}`
}

/** A stance against the baseline: the same actor towards the same party, on the same side or another. */
export function compareStance(stance: Stance, facts: readonly Fact[]): StanceChange {
  const peer = facts.find(
    (fact) =>
      fact.kind === 'stance' && fact.actor === stance.actor && fact.towards.some((id) => stance.towards.includes(id)),
  )
  if (peer?.kind !== 'stance') return { kind: 'new' }
  if (peer.stance === stance.stance) return { kind: 'same', factId: peer.id }
  return { kind: 'changed', factId: peer.id, from: peer.stance, to: stance.stance }
}
