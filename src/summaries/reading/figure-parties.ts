import type { Measure } from '../../regions/region.js'
import type { PatternMatch } from '../../text/patterns/patterns.js'
import type { FoundFigure } from '../../text/types.js'
import { clauseBorders, stemOf } from './figure-measures.js'
import type { Reader } from '../terms/reader.js'
import { standsFor } from '../terms/reader.js'
import type { Figure } from '../terms/shapes.js'
import type { ReadSentence } from '../terms/read-sentence.js'

/** Whose a figure is. */
export interface Whose {
  readonly between: string[]
  readonly project?: string
  readonly isInferred: boolean
}

/** Whom an article is about. */
export interface Topic {
  /** States and the region, most told of first. */
  readonly parties: readonly string[]
  /** The two that the title, or the title and the lead, name: "the two countries". */
  readonly pair: readonly [string, string] | undefined
  /** The one of the region that the article is about. */
  readonly center: string | undefined
}

export interface PartyContext {
  readonly before: ReadSentence | undefined
  readonly title: ReadSentence | undefined
  readonly project: string | undefined
  readonly topic: Topic
  readonly earlier: readonly Figure[]
  readonly reader: Reader
}

const WORLD = 'world'

/** Weighs who an article names: its title before its lead, both before the rest; a city is often only the place. */
export function topicOf(sentences: readonly ReadSentence[], reader: Reader): Topic {
  const weight = new Map<string, number>()
  const firstWeight = (place: number) => (place === 0 ? 4 : place === 1 ? 2 : 1)
  for (const { place, entities } of sentences)
    for (const { key } of entities) {
      const id = partyOf(key, reader)
      if (id === undefined) continue
      const isCity = reader.entityById.get(key)?.kind === 'city'
      weight.set(id, (weight.get(id) ?? 0) + firstWeight(place) * (isCity ? 0.4 : 1))
    }
  const parties = [...weight].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([id]) => id)
  const [title, lead] = [sentences[0], sentences[1]].map((each) => (each === undefined ? [] : inOrder(each, reader)))
  const ofRegion = parties.filter((id) => reader.ties.has(id))
  const [first, second] = ofRegion
  const isClear = first !== undefined && (second === undefined || (weight.get(first) ?? 0) >= 1.5 * (weight.get(second) ?? 0)) // prettier-ignore
  const inTitle = ofRegion.filter((id) => title?.includes(id) === true)
  return {
    parties,
    pair: pairIn(title ?? [], reader) ?? pairIn([...(title ?? []), ...(lead ?? [])], reader),
    center: inTitle.length === 1 ? inTitle[0] : isClear ? first : undefined,
  }
}

// In order of mention, cities last: "Tokayev received Xi in Almaty".
function inOrder(sentence: ReadSentence, reader: Reader): string[] {
  const isCity = ({ key }: PatternMatch) => reader.entityById.get(key)?.kind === 'city'
  const matches = [...sentence.entities.filter((each) => !isCity(each)), ...sentence.entities.filter(isCity)]
  return [...new Set(matches.flatMap(({ key }) => partyOf(key, reader) ?? []))]
}

function pairIn(parties: readonly string[], reader: Reader): readonly [string, string] | undefined {
  const [first] = parties
  if (first === undefined) return undefined
  const second = parties.find((id) => id !== first && !isPartOf(id, first, reader))
  return second === undefined ? undefined : [first, second]
}

/** The state or region that a name stands for; meetings, clubs and bodies are no partners of a trade. */
function partyOf(key: string, reader: Reader): string | undefined {
  const entity = reader.entityById.get(key)
  if (entity === undefined) return undefined
  const id = standsFor(entity, reader)
  const kind = reader.entityById.get(id)?.kind
  if (kind === 'country' || id === WORLD) return id
  const { states } = reader.region
  return kind === 'group' && entity.members.length > 0 && entity.members.every((each) => states.includes(each)) ? id : undefined // prettier-ignore
}

/** Whose a figure of a measure is. */
export function whoseFigure(
  found: FoundFigure,
  measure: Measure,
  sentence: ReadSentence,
  context: PartyContext,
): Whose {
  const { project, reader } = context
  const kind = project === undefined ? undefined : reader.projectKinds.get(project)
  const isOfProject = project !== undefined && (measure.parties === 'one' ? isProjectMeasure(measure, kind) : false)
  if (isOfProject) return ofProject(found, measure, sentence, { ...context, project })
  return measure.parties === 'one' ? ofOne(found, sentence, context) : ofPair(found, measure, sentence, context)
}

// A plant's megawatts are no pipeline's; freight and members belong to any project that is spoken of.
function isProjectMeasure({ id, units }: Measure, kind: string | undefined): boolean {
  if (id.startsWith('price') || id.startsWith('gdp') || id === 'population' || id === 'inflation') return false
  const own = /^(?:railway|pipeline|road|hydro|nuclear)-/.exec(id)?.[0].slice(0, -1)
  if (own === undefined) return !(units[0] === 'percent')
  return kind === undefined || kind === own
}

/** Whose a figure without a measure is, as far as names tell: good for search alone. */
export function whoseOther(found: FoundFigure, sentence: ReadSentence, context: PartyContext): Whose {
  return { ...ofOne(found, sentence, context), isInferred: true }
}

function ofOne(found: FoundFigure, sentence: ReadSentence, { title, before, topic, reader }: PartyContext): Whose {
  const organisation = found.unit === 'countries' ? nearestBody(sentence, found.start, reader) : undefined
  if (organisation !== undefined) return { between: [organisation.key], isInferred: organisation.borders > 0 }
  const bloc = has(sentence, 'within') ? blocOf([sentence, title], reader) : undefined
  if (bloc !== undefined) return { between: [bloc], isInferred: true }
  const own = partiesIn(sentence, found.start, reader).map(({ id }) => id)
  // Who builds or buys stands beside the state whose it is.
  const [nearest] = [...own.filter((id) => reader.region.states.includes(id)), ...own]
  const near = before === undefined ? [] : partiesIn(before, before.text.length, reader).map(({ id }) => id)
  const [guess] = [nearest, topic.center, ...near, ...topic.parties].filter((id) => id !== undefined)
  return { between: guess === undefined ? [] : [guess], isInferred: own.length !== 1 }
}

/** A property of a project is of the states that it joins; a length "in Tajikistan" is of that state. */
function ofProject(
  found: FoundFigure,
  measure: Measure,
  sentence: ReadSentence,
  { project, reader }: PartyContext & { readonly project: string },
): Whose {
  const states = statesOfProject(project, reader)
  const isSure = nearestProject(sentence, found.start, reader)?.key === project
  const all = { between: [...states].sort(), project, isInferred: !isSure }
  if (!measure.id.endsWith('-length')) return all
  const members = [...states, ...(reader.entityById.get(project)?.members ?? [])]
  const [nearest] = partiesIn(sentence, found.start, reader).filter(({ id }) => members.includes(id))
  const isOwn = nearest !== undefined && nearest.borders === 0 && nearest.distance < BESIDE && !isInName(nearest, sentence, reader) // prettier-ignore
  const isNearer = (other: FoundFigure) => other !== found && nearest !== undefined && Math.abs(other.start - nearest.start) < Math.abs(found.start - nearest.start) // prettier-ignore
  if (!isOwn || sentence.figures.some(isNearer)) return all
  return { between: [nearest.id], project, isInferred: true }
}

const BESIDE = 30

function isInName({ start }: Party, sentence: ReadSentence, { entityById }: Reader): boolean {
  return sentence.entities.some(({ key, start: from, end }) => entityById.get(key)?.kind === 'project' && from <= start && start < end) // prettier-ignore
}

/** The states that a project belongs to: its own; of a pipeline who sells and who buys; of a corridor those of the region; else those that it joins. */
export function statesOfProject(id: string, { entityById, projectKinds, region }: Reader): string[] {
  const project = entityById.get(id)
  if (project?.of !== undefined) return [project.of]
  const states = project?.members.filter((member) => entityById.get(member)?.kind === 'country') ?? []
  const kind = projectKinds.get(id)
  if (kind === 'pipeline') return [...new Set([states[0], states.at(-1)])].filter((state) => state !== undefined)
  if (kind !== undefined) return states
  const ofRegion = states.filter((state) => region.states.includes(state))
  return ofRegion.length > 0 ? ofRegion : states
}

/** The two parties of a trade, a loan, a flow: named beside the figure, else the pair that the text speaks of. */
function ofPair(found: FoundFigure, measure: Measure, sentence: ReadSentence, context: PartyContext): Whose {
  const { title, topic, reader } = context
  const bloc = has(sentence, 'within') ? blocOf([sentence, title], reader) : undefined
  if (bloc !== undefined) return { between: [bloc], isInferred: !sentence.entityIds.includes(bloc) }
  const named = partiesIn(sentence, found.start, reader)
  const isAbroad = has(sentence, 'abroad') || isFlowHome(measure)
  const own = [...new Set(named.map(({ id }) => id))]
  const { id: region } = reader.region
  if (has(sentence, 'region') && reader.entityById.has(region) && !own.some((id) => reader.ties.has(id)))
    own.push(region)
  const item = own.length > 1 ? listItem(found, sentence, own, context) : undefined
  if (item !== undefined) return item
  if (own.length > 1) {
    const pair = nearestPair(own, reader)
    if (pair !== undefined) return { between: [...pair].sort(), isInferred: own.length > 3 }
  }
  const [only] = own
  if (only !== undefined) return withOther(only, measure, { ...context, isAbroad, isOwn: true })
  if (has(sentence, 'both') && topic.pair !== undefined) return { between: [...topic.pair].sort(), isInferred: true }
  const family = context.earlier.filter(
    ({ what, between }) => stemOf(what) === stemOf(measure.id) && between.length > 0,
  )
  const spoken = isAbroad || has(sentence, 'total') ? family[0] : family.at(-1)
  const isList = spoken !== undefined && new Set(family.slice(-3).map(({ between }) => between.join())).size > 2
  const kept = isList ? family[0] : spoken
  if (kept !== undefined) return { between: [...kept.between], isInferred: true }
  if (context.project !== undefined && nearestProject(sentence, found.start, reader)?.key === context.project)
    return { between: statesOfProject(context.project, reader).sort(), project: context.project, isInferred: true }
  if (isAbroad && topic.center !== undefined) return { between: [topic.center, WORLD].sort(), isInferred: true }
  if (topic.pair !== undefined) return { between: [...topic.pair].sort(), isInferred: true }
  const [first] = topic.parties
  if (first === undefined) return { between: [], isInferred: true }
  return { ...withOther(first, measure, { ...context, isAbroad, isOwn: false }), isInferred: true }
}

// Money that is sent home comes from all the world where no country is named.
const isFlowHome = ({ id, units }: Measure) => id === 'remittances' && units.length > 0

const PEOPLE: ReadonlySet<string> = new Set(['migrants', 'deportation', 'migrant-share'])

function withOther(
  only: string,
  measure: Measure,
  context: PartyContext & { readonly isAbroad: boolean; readonly isOwn: boolean },
): Whose {
  const { topic, earlier, reader, isAbroad, isOwn } = context
  const isOfRegion = reader.ties.has(only)
  if (isAbroad && isOfRegion) return { between: [only, WORLD].sort(), isInferred: !isOwn }
  const { center } = topic
  const isOther = (id: string | undefined) => id !== undefined && id !== only && !isPartOf(id, only, reader)
  if (PEOPLE.has(measure.id)) return { between: isOther(center) && center !== undefined ? [only, center].sort() : [only], isInferred: true } // prettier-ignore
  const family = earlier.filter(({ what, between }) => stemOf(what) === stemOf(measure.id) && between.length === 2)
  const spoken = family.findLast(({ between }) => between.includes(only) && !between.includes(WORLD))
  if (spoken !== undefined) return { between: [...spoken.between], isInferred: true }
  const pair = topic.pair?.includes(only) === true ? topic.pair : undefined
  const other = isOther(center) ? center : (pair?.find(isOther) ?? topic.parties.find((id) => isOther(id) && reader.ties.has(id) !== isOfRegion) ?? topic.parties.find(isOther)) // prettier-ignore
  if (other === undefined) return { between: [only], isInferred: true }
  // Money and goods go from one to many: who is not named beside them is a guess.
  const isNear = [context.before, context.title].some((each) => each !== undefined && partiesIn(each, 0, reader).some(({ id }) => id === other)) // prettier-ignore
  return { between: [only, other].sort(), isInferred: !(isOwn && isNear && measure.parties === 'pair') }
}

/** Of several partners that a sentence lists with a number each, the one of this number, and who the list is about. */
function listItem(
  found: FoundFigure,
  sentence: ReadSentence,
  own: readonly string[],
  { topic, title, before, reader }: PartyContext,
): Whose | undefined {
  const numbers = sentence.figures.filter(({ unit }) => unit === found.unit)
  if (numbers.length < 2 || numbers.length > LONGEST_LIST) return undefined
  const [first, second] = own
  const isOfRegion = (id: string) => reader.ties.has(id)
  if (own.length === 2 && first !== undefined && second !== undefined && isOfRegion(first) !== isOfRegion(second)) return undefined // prettier-ignore
  const nearest = nearestOfEach(numbers, sentence, own, reader)
  const items = new Set(nearest.values())
  const mine = nearest.get(found)
  if (mine === undefined || items.size < 2) return undefined
  const isOther = (id: string) => !items.has(id) && !isPartOf(id, mine, reader)
  const about = own.find(isOther)
  const { center } = topic
  const other = about ?? (center !== undefined && isOther(center) ? center : (topic.parties.find((id) => isOther(id) && isOfRegion(id) !== isOfRegion(mine)) ?? topic.parties.find(isOther))) // prettier-ignore
  if (other === undefined) return { between: [mine], isInferred: true }
  const near = [title, before].flatMap((each) => (each === undefined ? [] : partiesIn(each, 0, reader)))
  return { between: [mine, other].sort(), isInferred: about === undefined && !near.some(({ id }) => id === other) }
}

// A table without a full stop is no list of partners.
const LONGEST_LIST = 12

// "Turkmenistan and Tajikistan accounted for $10.65 bn and $3.86 bn": in the order of their names; else who is named nearest.
function nearestOfEach(
  numbers: readonly FoundFigure[],
  sentence: ReadSentence,
  own: readonly string[],
  reader: Reader,
): Map<FoundFigure, string> {
  const places = partiesIn(sentence, 0, reader).sort((a, b) => a.start - b.start)
  const start = numbers[0]?.start ?? 0
  const isAhead = own.length === numbers.length && places.every((party) => party.start < start)
  return new Map(
    numbers.flatMap((number, i) => {
      const id = isAhead ? places[i]?.id : partiesIn(sentence, number.start, reader)[0]?.id
      return id === undefined ? [] : [[number, id] as const]
    }),
  )
}

// The nearest, and the nearest on the other side of the region's border; no state with a group of its own.
function nearestPair(own: readonly string[], reader: Reader): [string, string] | undefined {
  const [first] = own
  if (first === undefined) return undefined
  const others = own.filter((id) => id !== first && !isPartOf(id, first, reader))
  const second = others.find((id) => reader.ties.has(id) !== reader.ties.has(first)) ?? others[0]
  return second === undefined ? undefined : [first, second]
}

// A state and the group that it is a member of are no pair.
function isPartOf(id: string, other: string, { entityById }: Reader): boolean {
  return entityById.get(other)?.members.includes(id) === true || entityById.get(id)?.members.includes(other) === true
}

const has = (sentence: ReadSentence, kind: string) => sentence.words.some(({ key }) => key === `party:${kind}`)

/** A union that trades within itself: a body of states of the pack. */
function blocOf(places: readonly (ReadSentence | undefined)[], { entityById }: Reader): string | undefined {
  const isBloc = (id: string) => {
    const entity = entityById.get(id)
    return entity?.kind === 'organisation' && entity.members.length > 1
  }
  return places.flatMap((each) => each?.entityIds ?? []).find(isBloc)
}

// Members are counted of a body, not of the state that is named beside it.
function nearestBody(sentence: ReadSentence, at: number, { entityById }: Reader): Near | undefined {
  const bodies = sentence.entities.filter((match) => entityById.get(match.key)?.kind === 'organisation')
  return bodies.map((match) => nearness(sentence, match, at)).sort((a, b) => a.distance - b.distance)[0]
}

/** The project named nearest to an offset of a sentence. */
export function nearestProject(sentence: ReadSentence, at: number, { entityById }: Reader): Near | undefined {
  const projects = sentence.entities.filter((match) => entityById.get(match.key)?.kind === 'project')
  return projects.map((match) => nearness(sentence, match, at)).sort((a, b) => a.distance - b.distance)[0]
}

interface Near {
  readonly key: string
  readonly start: number
  readonly distance: number
  readonly borders: number
}

interface Party extends Near {
  readonly id: string
}

// Letters that a clause border counts for: "$43.8 bn with Kazakhstan, $22.7 bn with Kyrgyzstan".
const CLAUSE = 40

// What is named before the number counts as nearer, and so does what shares its clause.
function nearness(sentence: ReadSentence, match: PatternMatch, at: number): Near {
  const [from, to] = match.start < at ? [match.end, at] : [at, match.start]
  const borders = clauseBorders(sentence, from, to)
  const distance = (match.start < at ? to - from : (to - from) * 1.5) + borders * CLAUSE
  return { key: match.key, start: match.start, distance, borders }
}

/** Distinct parties of a sentence, nearest to an offset first; one named before it counts as nearer. */
function partiesIn(sentence: ReadSentence, at: number, reader: Reader): Party[] {
  const parties = new Map<string, Party>()
  for (const match of sentence.entities) {
    const id = partyOf(match.key, reader)
    if (id === undefined) continue
    const near = { ...nearness(sentence, match, at), id }
    const known = parties.get(id)
    if (known === undefined || near.distance < known.distance) parties.set(id, near)
  }
  return [...parties.values()].sort((a, b) => a.distance - b.distance || (a.id < b.id ? -1 : 1))
}
