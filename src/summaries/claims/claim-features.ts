import type { Seen } from './claim-seen.js'
import { MARKS } from './claim-words.js'

const MONEY = /^[A-Z]{3}$/u
const NEAR = 45

const NEVER: ReadonlySet<string> = new Set(['untrue', 'survey', 'sport', 'home', 'respectively', 'emission', 'volume', 'private', 'running', 'span', 'intent']) // prettier-ignore

/** Marks that are weighed by whether they stand in the sentence, and by whether near the figure. */
const WEIGHED = MARKS.filter((mark) => !NEVER.has(mark))

/** What the check weighs of a candidate, by name. A name that weights do not know weighs nothing. */
export function claimFeatures(seen: Seen): Readonly<Record<string, number>> {
  const { figure, sentence, language, measure, claim, parties, marks, period, isOfRegion } = seen
  const { unit, start, end } = figure
  const peers = sentence.figures.filter((other) => other.unit === unit).length
  const nearest = Math.min(
    ...parties.named.map((named) => (named.start < start ? start - named.end : named.start - end)),
  )
  const is = (holds: boolean) => (holds ? 1 : 0)
  const near = (key: string) =>
    marks.some((mark) => mark.key === key && (mark.start < start ? start - mark.end : mark.start - end) <= NEAR)
  const features: Record<string, number> = {
    'measure far': Math.log1p(measure.distance) / 3,
    'measure in another clause': Math.min(2, measure.borders),
    'measure behind': is(measure.isBehind),
    'measure is the counted noun': is(measure.isCounted),
    'measure of the pack': is(measure.isOfPack),
    'measure has rivals': Math.min(2, measure.rivals),
    'measure of people': is(measure.isOfPeople),
    'unit money': is(MONEY.test(unit)),
    'unit people': is(unit === 'people'),
    'unit percent': is(unit === 'percent'),
    'kind target': is(claim.kind === 'target'),
    'kind forecast': is(claim.kind === 'forecast'),
    'kind change': is(claim.kind === 'change'),
    'kind share': is(claim.kind === 'share'),
    bound: is(claim.bound !== undefined),
    'bound at most': is(claim.bound === 'at-most'),
    'one party': is(claim.between.length === 1),
    'two parties': is(claim.between.length === 2),
    'two parties of a pair': is(claim.between.length === 2 && measure.parties !== 'one'),
    'one party of a pair': is(claim.between.length === 1 && measure.parties !== 'one'),
    'party from before': is(parties.isFromBefore),
    'party listed': is(parties.isListed),
    'party by place': is(parties.named.some(({ by }) => by === 'place')),
    'party by person': is(parties.named.some(({ by }) => by === 'person')),
    'party is a group': is(parties.named.some(({ isGroup }) => isGroup)),
    'party far': Math.log1p(Math.max(0, nearest)) / 3,
    'of the region': is(isOfRegion),
    'figures in the sentence': Math.log(Math.max(1, sentence.figures.length)),
    'figures of its unit': Math.log(Math.max(1, peers)),
    'period by year': is(period === 'year'),
    'period reckoned': is(period === 'relative'),
    'period left out': is(figure.period !== undefined && claim.period === undefined),
    title: is(sentence.place === 0),
    lead: is(sentence.place === 1),
    'whole sentence': is(sentence.isWhole),
    'long sentence': Math.log1p(sentence.text.length) / 5,
    speech: is(/["“”«»]/u.test(sentence.text)),
    Chinese: is(language === 'zh'),
    Russian: is(language === 'ru'),
    English: is(language === 'en'),
  }
  for (const key of WEIGHED) {
    features[`says ${key}`] = is(marks.some((mark) => mark.key === key))
    features[`${key} near`] = is(near(key))
  }
  return features
}
