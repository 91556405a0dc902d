import type { Entity, Measure, Patterns, Region, Section } from '../regions/region.js'
import { partyWords } from '../text/figures-parties.js'
import type { PatternEntry, PatternLanguage, PatternSet } from '../text/patterns.js'
import { compilePatterns, matchPatterns } from '../text/patterns.js'
import { LANGUAGES } from '../text/types.js'
import { tokenize } from '../text/words.js'

/** A region pack made ready for reading: its words compiled, its ids looked up. */
export interface Reader {
  readonly region: Region
  readonly entities: PatternSet
  /** Keys are `cue:SECTION`, `hint:SECTION`, `strong:SECTION`, `not:SECTION`, `favour:SECTION`, `against:SECTION`, `measure:ID`, `concept:ID`, `stance:KIND`, `party:KIND`, `off-topic`, `boilerplate`. */
  readonly words: PatternSet
  /** Words that ask for a measure in questions alone: keys `measure:ID`. */
  readonly asks: PatternSet
  readonly entityById: ReadonlyMap<string, Entity>
  readonly measureById: ReadonlyMap<string, Measure>
  readonly sectionById: ReadonlyMap<string, Section>
  /** Entities that tie a text to the region: its states, their cities and leaders, its bodies and projects. */
  readonly ties: ReadonlySet<string>
  /** What a project is, as measures are named of it: `railway`, `pipeline`, `road`, `hydro`, `nuclear`. */
  readonly projectKinds: ReadonlyMap<string, string>
  /** Ties that are wider than the region (SCO, CIS): bodies of which its states are not the most part. They tie a text whose title names them. */
  readonly wideTies: ReadonlySet<string>
}

/** Compiles a pack once; reading uses the result for every article. */
export function prepareReader(region: Region): Reader {
  const entityById = new Map(region.entities.map((entity) => [entity.id, entity]))
  const words = compilePatterns(wordPatterns(region))
  return {
    region,
    entities: compilePatterns(entityPatterns(region)),
    words,
    asks: compilePatterns(region.measures.flatMap(({ id, asks }) => [...entriesOf(`measure:${id}`, asks ?? {})])),
    entityById,
    measureById: new Map(region.measures.map((measure) => [measure.id, measure])),
    sectionById: new Map(region.sections.map((section) => [section.id, section])),
    ties: tiesOf(region),
    projectKinds: projectKindsOf(region, words),
    wideTies: new Set(region.entities.filter((entity) => isWide(entity, region)).map((entity) => entity.id)),
  }
}

// A project is of the kind whose measures its names speak of most: "... railway" of railway-cost and railway-length.
function projectKindsOf(region: Region, words: PatternSet): Map<string, string> {
  const kinds = new Map<string, string>()
  for (const { id, kind, name } of region.entities) {
    if (kind !== 'project') continue
    const told = LANGUAGES.flatMap((language) => [
      ...new Set(
        matchPatterns(words, tokenize(name[language]), language).flatMap(({ key }) => KIND.exec(key)?.[1] ?? []),
      ),
    ])
    const [most] = [...new Set(told)].sort((a, b) => count(told, b) - count(told, a))
    if (most !== undefined) kinds.set(id, most)
  }
  return kinds
}

const KIND = /^measure:([a-z]+)-(?:length|cost|capacity)$/
const count = (all: readonly string[], one: string) => all.filter((each) => each === one).length

function tiesOf(region: Region): Set<string> {
  const ties = new Set([...region.states, ...region.bodies])
  for (const entity of region.entities) {
    const isOfState = entity.of !== undefined && region.states.includes(entity.of)
    const joinsState = entity.kind === 'project' && entity.members.some((member) => region.states.includes(member))
    if (isOfState || joinsState) ties.add(entity.id)
  }
  return ties
}

function isWide({ kind, members }: Entity, { states }: Region): boolean {
  const own = members.filter((id) => states.includes(id)).length
  return (kind === 'group' || kind === 'organisation') && members.length > 0 && own / members.length < 0.6
}

function* entityPatterns(region: Region): Generator<PatternEntry> {
  for (const { id, name, aliases } of region.entities) {
    for (const language of LANGUAGES) yield { key: id, language, pattern: name[language] }
    yield* entriesOf(id, aliases)
  }
}

function* wordPatterns(region: Region): Generator<PatternEntry> {
  for (const section of region.sections) {
    yield* entriesOf(`cue:${section.id}`, section.cues)
    yield* entriesOf(`hint:${section.id}`, section.hints)
    yield* entriesOf(`strong:${section.id}`, section.strong ?? {})
    yield* entriesOf(`not:${section.id}`, section.not ?? {})
    yield* entriesOf(`favour:${section.id}`, section.favour ?? {})
    yield* entriesOf(`against:${section.id}`, section.against ?? {})
  }
  for (const measure of region.measures) yield* entriesOf(`measure:${measure.id}`, measure.cues)
  for (const concept of region.concepts) yield* entriesOf(`concept:${concept.id}`, concept.words)
  for (const [stance, patterns] of Object.entries(region.stances)) yield* entriesOf(`stance:${stance}`, patterns)
  yield* partyWords
  yield* entriesOf('off-topic', region.offTopic)
  yield* entriesOf('boilerplate', region.boilerplate)
}

function* entriesOf(key: string, patterns: Patterns): Generator<PatternEntry> {
  for (const [language, list] of Object.entries(patterns))
    for (const pattern of list) yield { key, language: language as PatternLanguage, pattern }
}

/** The state that an entity speaks for: a capital, a leader or a ministry stands for its country. */
export function standsFor(entity: Entity, reader: Reader): string {
  const isProxy = entity.kind === 'city' || entity.kind === 'person'
  return isProxy && entity.of !== undefined && reader.entityById.has(entity.of) ? entity.of : entity.id
}

/** Entities that can be parties: states and groups of them. */
export function isParty(id: string, reader: Reader): boolean {
  const kind = reader.entityById.get(id)?.kind
  return kind === 'country' || kind === 'group'
}
