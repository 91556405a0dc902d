import { namedPeriods } from '../../text/figures/figures-periods.js'
import type { PatternMatch } from '../../text/patterns/patterns.js'
import type { DetectedLanguage, FoundFigure } from '../../text/types.js'
import { clauseBorders } from '../reading/figure-measures.js'
import { inParts } from '../reading/mark-sentences.js'
import type { ReadSentence } from '../terms/read-sentence.js'
import type { Reader } from '../terms/reader.js'
import type { Claim, ClaimKind } from '../terms/shapes.js'
import { type ClaimMeasure, claimMeasure } from './claim-measure.js'
import { distinctParties, homeIn, type Named, partiesIn } from './claim-parties.js'
import type { Parties, Seen } from './claim-seen.js'
import { isRefused } from './claim-refusals.js'
import { findClaimWords, type Mark } from './claim-words.js'

/** A figure that may be a line: what the line would say, and what tells whether it is so. */
export interface Candidate {
  readonly sentenceIndex: number
  readonly figure: FoundFigure
  readonly claim: Claim
  readonly seen: Seen
}

export interface CandidateContext {
  readonly text: string
  readonly language: DetectedLanguage
  readonly reader: Reader
  /** The article's day, epoch ms; absent where it has none. */
  readonly at?: number
  /** Kinds of figures that no line says are candidates too: what a check learns from. */
  readonly withNoLines?: boolean
}

/** Every figure of an article whose parts all stand in its own sentence or the one before, but for those that are never a line. */
export function findCandidates(sentences: readonly ReadSentence[], context: CandidateContext): Candidate[] {
  return inParts(sentences).flatMap((part) =>
    part.flatMap((sentence, at) => candidatesOf(sentence, part[at - 1], { ...context, title: part[0] })),
  )
}

type Context = CandidateContext & { readonly title: ReadSentence | undefined }

function candidatesOf(sentence: ReadSentence, before: ReadSentence | undefined, context: Context): Candidate[] {
  if (sentence.figures.length === 0 || sentence.figures.length > MOST_FIGURES) return []
  const { language, reader } = context
  if (sentence.words.some(({ key }) => key === 'party:denial' || key === 'boilerplate')) return []
  const { marks, matters } = findClaimWords(sentence.text, sentence.tokens, language)
  const named = [...partiesIn(sentence, reader), ...homeIn(marks, language, reader)].sort((a, b) => a.start - b.start)
  const near = named.length > 0 || before === undefined ? [] : partiesBefore(before, marks, context)
  if (named.length === 0 && near.length === 0) return []
  return sentence.figures.flatMap((figure) => {
    if (context.withNoLines !== true && isNoLine(figure, sentence, marks)) return []
    const measure = claimMeasure(figure, sentence, { matters, reader })
    if (measure === undefined) return []
    const parties = partiesOf(figure, { sentence, named, near, measure, marks }, context)
    if (parties === undefined) return []
    return candidateOf(
      figure,
      { sentence, before, measure, parties, marks, all: named.length > 0 ? named : near },
      context,
    )
  })
}

// Whose a figure is stands in the sentence before only where that plainly names states, and neither speaks of a single place.
function partiesBefore(before: ReadSentence, marks: readonly PatternMatch[], { language, reader }: Context): Named[] {
  if (before.place === 0) return []
  const around = findClaimWords(before.text, before.tokens, language).marks
  if ([...marks, ...around].some(({ key }) => key === 'local')) return []
  const named = partiesIn(before, reader)
  return named.some(({ by }) => by === 'name') ? named.filter(({ by }) => by === 'name') : []
}

// A table, or a list that lost its rows: whose each figure is cannot be told.
const MOST_FIGURES = 8

// So many figures of one unit are a row of them.
const MOST_PEERS = 3
const COUNTS: ReadonlySet<string> = new Set(['people', 'trains', 'projects', 'countries'])
const MONEY = /^[A-Z]{3}$/u
const BESIDE = 24
const NEAR = 40

/** Kinds of figures that no line says: see claim-words.yaml. */
function isNoLine(figure: FoundFigure, { text, figures }: ReadSentence, marks: readonly PatternMatch[]): boolean {
  const { unit, start, end, kind } = figure
  const has = (...keys: readonly Mark[]) => marks.some(({ key }) => keys.includes(key as Mark))
  const isRightBefore = (key: Mark, letters: number) => marks.some((mark) => mark.key === key && mark.end <= start && start - mark.end <= letters) // prettier-ignore
  const isNear = (key: Mark) =>
    marks.some((mark) => mark.key === key && mark.start - end <= NEAR && start - mark.end <= NEAR)
  if (unit === 'comments' || unit === 'trains' || has('untrue', 'survey', 'sport')) return true
  if (MONEY.test(unit) && has('wage', 'fine', 'fare', 'rate')) return true
  if (COUNTS.has(unit) && has('harm', 'crime')) return true
  if (COUNTS.has(unit) && isNear('local')) return true
  if (unit === 'people' && (has('opinion') || figure.value < FEWEST)) return true
  if (unit !== 'percent' && isNear('each')) return true
  if ((unit === 't' || unit === 'percent') && has('emission')) return true
  if (has('respectively') || figures.filter((other) => other.unit === unit).length > MOST_PEERS) return true
  // "From 14 to 15 percent": what it was is the other side; "by 10 more than" is a difference.
  if (FROM.test(text.slice(0, start)) && (TO.test(text.slice(end)) || LEVELS_TO.test(figure.quote))) return true
  if (unit !== 'percent' && THAN.test(text.slice(end))) return true
  if (unit === 'percent' && kind === 'actual' && marks.some((mark) => (mark.key === 'rise' || mark.key === 'fall') && mark.end <= start && start - mark.end <= BY)) return true // prettier-ignore
  if (unit === 'percent' && has('wage', 'fare', 'rate', 'harm')) return true
  if (unit === 'km' && has('place')) return true
  if (kind !== 'change' && isRightBefore('than', BESIDE)) return true
  if (isRightBefore('part', COUNTS.has(unit) ? Infinity : BESIDE * 3)) return true
  if (isNear('maybe')) return true
  if (STUCK.test(text)) return true
  if (text.trimEnd().endsWith('?') || text.trimEnd().endsWith('？')) return true
  return text.slice(Math.max(0, start - 2), start).includes('№') || text.slice(end, end + 2).startsWith('-й')
}

// A scrape that lost the space between two sentences: what belongs to which cannot be told.
const STUCK = /\p{Ll}[.!?]\p{Lu}\p{Ll}|\p{Ll}{3}\p{Lu}\p{Ll}{2}/u

// What happened to so few is of one place.
const FEWEST = 500
const BY = 5
const FROM = /(?:\bfrom|(?<!\p{L})(?:с|со)) $|[从由自](?:\d{4}年的?)?$/iu
const LEVELS_TO = /\bto\b|(?<!\p{L})до(?!\p{L})|至|到/iu
const TO = /^.{0,12}?(?:\bto\b|(?<!\p{L})до(?!\p{L})|至|到)/iu
const THAN = /^.{0,12}?\b(?:fewer|more|less|higher|lower)\b.{0,12}\bthan\b/iu

interface Around {
  readonly sentence: ReadSentence
  readonly named: readonly Named[]
  readonly near: readonly Named[]
  readonly measure: ClaimMeasure
  readonly marks: readonly PatternMatch[]
}

const MOST_PARTIES = 3
// Told of two even where one of them goes without saying.
const HALVES: ReadonlySet<string> = new Set([
  'migrant-share',
  'remittance-share',
  'stake',
  'frozen-funds',
  'aid',
  'local-currency-share',
])
// Told of a place and yet of its state.
const OF_A_PLACE: ReadonlySet<string> = new Set(['project-cost', 'power-capacity', 'stake', 'deals'])
const PAIRED: ReadonlySet<string> = new Set(['new-citizens', 'entry-bans', 'emigrants'])

function partiesOf(
  figure: FoundFigure,
  { sentence, named, near, measure, marks }: Around,
  context: Context,
): Parties | undefined {
  const { reader } = context
  const isFromBefore = named.length === 0
  const text = isFromBefore ? '' : sentence.text
  const all = isFromBefore ? near : named
  const byName = all.filter(({ by }) => by !== 'person')
  // Who speaks is no party; who gives may be named by his office alone.
  const told = distinctParties(byName, text, reader).length >= (measure.parties === 'one' ? 1 : 2) ? byName : all
  const distinct = distinctParties(told, text, reader)
  const states = distinct.filter((id) => told.some((each) => each.id === id && !each.isGroup))
  const ids = states.length >= 2 ? states : distinct
  const listed = isFromBefore ? undefined : listedParties(figure, sentence, told, ids)
  const between = listed ?? ids
  if (between.length === 0 || between.length > MOST_PARTIES || (isFromBefore && between.length > 2)) return undefined
  if (context.withNoLines === true)
    return { between: [...between].sort(), named: told, isFromBefore, isListed: listed !== undefined }
  if (!isOurs(between, measure, reader)) return undefined
  if (!OF_A_PLACE.has(measure.id) && isLocal(figure, sentence, marks)) return undefined
  // A plant or a road of a city, whose state nobody names.
  if (between.length === 1 && measure.id === 'project-cost' && !told.some(({ by }) => by === 'name')) return undefined
  if (measure.parties !== 'one' && isWithOthers(figure, sentence, told, marks)) return undefined
  // The region alone is no trade: with whom goes without saying where it is told.
  if (measure.parties === 'pair' && between.length === 1 && told.every(({ isGroup }) => isGroup)) return undefined
  if (told.every(({ isGroup }) => isGroup) && marks.some(({ key }) => key === 'superlative')) return undefined
  if (measure.id === 'citizens-abroad' && between.length === 1 && between[0] !== 'russia') return undefined
  // Whose share of what: a share of migrants has a country that they come from and one that they are in.
  if (between.length === 1 && PAIRED.has(measure.id) && !reader.region.states.includes(between[0] ?? ''))
    return undefined
  if (between.length === 1 && HALVES.has(measure.id)) return undefined
  // What a bank or a fund gives has a giver that is no state.
  const isOfBank = measure.parties === 'from-to' && MONEY.test(figure.unit) && all.some(({ id, isGroup }) => isGroup && !between.includes(id) && reader.entityById.get(id)?.kind === 'organisation') // prettier-ignore
  if (isOfBank || (isFromBefore && told.every(({ isGroup }) => isGroup))) return undefined
  // "Compatriots in Russia" are of a country that the sentence does not name.
  if (between.length === 1 && between[0] === 'russia' && marks.some(({ key }) => key === 'compatriots'))
    return undefined
  return { between: [...between].sort(), named: told, isFromBefore, isListed: listed !== undefined }
}

/** A port, a province or a district is named near the figure; in Chinese anywhere before it. */
function isLocal(figure: FoundFigure, { text }: ReadSentence, marks: readonly PatternMatch[]): boolean {
  const isChinese = /\p{Script=Han}/u.test(text)
  return marks.some(({ key, start, end }) => key === 'local' && (isChinese ? end <= figure.start : start - figure.end <= NEAR && figure.start - end <= NEAR)) // prettier-ignore
}

/** Nearest before the figure, be it in its clause or in one before, stand others than the parties. */
function isWithOthers(
  figure: FoundFigure,
  sentence: ReadSentence,
  named: readonly Named[],
  marks: readonly PatternMatch[],
): boolean {
  const others = marks.filter(({ key, end }) => key === 'others' && end <= figure.start)
  const [last] = others.slice(-1)
  if (last === undefined) return false
  const own = named.filter(({ end, by }) => end <= figure.start && by !== 'home').at(-1)
  if (own === undefined || own.start < last.start) return true
  return clauseBorders(sentence, last.end, own.start) === 0
}

/** A claim is about the region: one of its states or all of them is a party, or it counts people who moved to Russia. */
function isOurs(between: readonly string[], measure: ClaimMeasure, { region, entityById }: Reader): boolean {
  const isOfRegion = (id: string) => region.states.includes(id) || id === region.id || (entityById.get(id)?.members ?? []).some((member) => region.states.includes(member)) // prettier-ignore
  return between.some(isOfRegion) || (measure.isOfPeople && between.includes('russia') && between.length === 1)
}

// "From Russia Tajikistan gets a half, Kyrgyzstan a third": of more than two, those of the figure's own clause, and who gives to all.
function listedParties(
  figure: FoundFigure,
  sentence: ReadSentence,
  named: readonly Named[],
  ids: readonly string[],
): readonly string[] | undefined {
  if (ids.length < 3) return undefined
  const isOwn = ({ start, end }: Named) => clauseBorders(sentence, Math.min(end, figure.end), Math.max(start, figure.start)) === 0 // prettier-ignore
  const own = [...new Set(named.filter(isOwn).map(({ id }) => id))].filter((id) => ids.includes(id))
  const [mine] = own
  if (mine === undefined || own.length > 2) return undefined
  if (own.length === 2) return own
  const giver = named.find(
    ({ id, start }) => id !== mine && ids.includes(id) && GIVES_ANY.test(sentence.text.slice(0, start)),
  )
  return giver === undefined ? undefined : [mine, giver.id]
}

interface Parts {
  readonly sentence: ReadSentence
  readonly before: ReadSentence | undefined
  readonly measure: ClaimMeasure
  readonly parties: Parties
  readonly marks: readonly PatternMatch[]
  /** All whom the sentence names, or the one before. */
  readonly all: readonly Named[]
}

function candidateOf(figure: FoundFigure, parts: Parts, context: Context): Candidate[] {
  const { sentence, before, measure, parties, marks } = parts
  const { reader } = context
  const kind = kindOf(figure, parts)
  if (kind === undefined) return []
  const sign = signOf(figure, kind, parts)
  if (kind === 'change' && sign === undefined) return []
  const timed = periodOf(figure, parts, context)
  // A goal of a year that is over was met or missed: which of them is not what the figure says.
  const isOver = kind === 'target' && timed.period !== undefined && context.at !== undefined && Number(timed.period.slice(0, 4)) < new Date(context.at).getUTCFullYear() // prettier-ignore
  if (isOver) return []
  const quote = quoteOf(sentence, parties.isFromBefore ? before : undefined, context.text)
  if (quote === undefined) return []
  const way = directionOf(parts)
  const claim: Claim = {
    what: measure.id,
    between: way.from === undefined || way.to === undefined ? parties.between : [way.from, way.to],
    ...way,
    ...(timed.period !== undefined && { period: timed.period }),
    kind,
    ...(figure.bound !== undefined && { bound: figure.bound }),
    ...(sign !== undefined && { sign }),
    quote,
  }
  const isOfRegion = parties.between.some((id) => reader.region.states.includes(id))
  const { language } = context
  const seen = { figure, sentence, language, measure, claim, parties, marks, period: timed.how, isOfRegion }
  if (context.withNoLines !== true && isRefused({ ...seen, all: parts.all, at: context.at }, reader)) return []
  return [{ sentenceIndex: sentence.index, figure, claim, seen }]
}

const OF_WHOLE = 8

function kindOf({ unit, kind, end }: FoundFigure, { measure, marks, sentence }: Parts): ClaimKind | undefined {
  const has = (key: Mark) => marks.some((mark) => mark.key === key)
  if (unit === 'percent') {
    // "More than 57 percent of all exports" grew by nothing.
    if (kind === 'change' && marks.some((mark) => mark.key === 'share' && mark.start >= end && mark.start - end <= OF_WHOLE && clauseBorders(sentence, end, mark.start) === 0)) return undefined // prettier-ignore
    if (kind === 'change' || kind === 'forecast') return kind
    if (kind === 'target') return undefined
    if (measure.id === 'gdp-growth' || measure.id === 'trade-growth') return 'change'
    return has('level') ? 'actual' : 'share'
  }
  if (kind === 'change') return undefined
  if (unit === 'W') return 'capacity'
  if (kind === 'actual' && has('plan')) return 'target'
  return kind
}

function signOf(
  { unit, start }: FoundFigure,
  kind: ClaimKind,
  { measure, marks, sentence }: Parts,
): '+' | '-' | undefined {
  if (unit !== 'percent' || (kind !== 'change' && kind !== 'forecast')) return undefined
  const cost = ({ start: at, end }: PatternMatch) => {
    const [from, to] = at < start ? [end, start] : [start, at]
    return to - from + clauseBorders(sentence, from, to) * 40
  }
  const [nearest] = marks.filter(({ key }) => key === 'fall' || key === 'rise').sort((a, b) => cost(a) - cost(b))
  if (nearest !== undefined) return nearest.key === 'fall' ? '-' : '+'
  return measure.id.endsWith('-growth') ? '+' : undefined
}

/** The period that the sentence itself names; one that is reckoned from the article's day only where nothing in it speaks of another year. */
function periodOf(
  figure: FoundFigure,
  { sentence, before }: Parts,
  { language, at, title }: Context,
): { readonly period?: string; readonly how: Seen['period'] } {
  const { period } = figure
  if (period === undefined) return { how: 'none' }
  const named = namedPeriods(sentence.text, language, at)
  // The day of the news is no time that a figure is of.
  const isOfDay = named.some((each) => each.period === period && each.isDay)
  const own = isOfDay ? [] : named.filter((each) => each.period === period && !isAside(each, figure, sentence.text))
  if (own.length === 0) return { how: 'none' }
  // "In 2023 and 2024": of each of them.
  const isOneOfTwo = own.some(({ start, end }) => named.some((other) => other.period !== period && Math.abs(other.start < start ? start - other.end : other.start - end) <= JOINED)) // prettier-ignore
  if (isOneOfTwo) return { how: 'none' }
  if (own.some(({ start, end }) => YEAR.test(sentence.text.slice(start, end)))) return { period, how: 'year' }
  const years = [sentence, before, title].flatMap((each) => each?.text.match(YEARS) ?? [])
  return years.some((year) => year !== period.slice(0, 4)) ? { how: 'relative' } : { period, how: 'relative' }
}

const JOINED = 5

/** In brackets that the figure does not stand in. */
function isAside({ start }: { readonly start: number }, figure: FoundFigure, text: string): boolean {
  const open = text.lastIndexOf('(', start)
  const close = open < 0 ? -1 : text.indexOf(')', open)
  return open >= 0 && close > start && !(figure.start > open && figure.start < close)
}

const YEAR = /(?:19|20)\d\d/u
const YEARS = /(?<!\d)(?:19|20)\d\d(?!\d)/gu

const GIVES: Readonly<Partial<Record<DetectedLanguage, RegExp>>> = {
  en: /\bfrom (?:the )?$/iu,
  ru: /(?<!\p{L})(?:из|от) $/iu,
  zh: /(?:从|自)$/u,
}
const GIVES_ANY = /(?:\b(?:from|with) (?:the )?|(?<!\p{L})(?:из|от|с|со) |从|自|与|同)$/iu
const GETS: Readonly<Partial<Record<DetectedLanguage, RegExp>>> = {
  en: /(?<!according )\b(?:to|into) (?:the )?$/iu,
  ru: /(?<!\p{L})(?:перед) $/iu,
  zh: /(?:向|对)$/u,
}

// Only where one of the two is plainly said to give or to get; who owes is "from".
function directionOf({ measure, parties, sentence }: Parts): { from?: string; to?: string } {
  const [a, b] = parties.between
  if (measure.parties !== 'from-to' || parties.between.length !== 2 || a === undefined || b === undefined) return {}
  const isAfter = (id: string, words: RegExp | undefined) => words !== undefined && parties.named.some((each) => each.id === id && words.test(sentence.text.slice(0, each.start))) // prettier-ignore
  const language = /\p{Script=Han}/u.test(sentence.text)
    ? 'zh'
    : /\p{Script=Cyrillic}/u.test(sentence.text)
      ? 'ru'
      : 'en'
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    if (isAfter(one, GIVES[language]) && !isAfter(other, GIVES[language])) return { from: one, to: other }
    if (isAfter(one, GETS[language]) && !isAfter(other, GETS[language])) return { from: other, to: one }
  }
  return {}
}

const LONGEST = 600

// Word for word: with the sentence before it as the article has both.
function quoteOf(sentence: ReadSentence, before: ReadSentence | undefined, text: string): string | undefined {
  if (before === undefined) return sentence.text
  const quote = text.slice(before.start, sentence.start + sentence.text.length)
  const isSlice = quote.startsWith(before.text) && quote.endsWith(sentence.text)
  return isSlice && quote.length <= LONGEST ? quote : undefined
}
