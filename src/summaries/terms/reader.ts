import type { Entity, Measure, Patterns, Region, Section } from '../../regions/region.js'
import { countryNames } from '../../text/patterns/countries.js'
import { partyWords } from '../../text/figures/figures-parties.js'
import type { PatternEntry, PatternLanguage, PatternSet } from '../../text/patterns/patterns.js'
import { compileTogether, compilePatterns, matchPatterns } from '../../text/patterns/patterns.js'
import type { Language } from '../../text/types.js'
import { LANGUAGES } from '../../text/types.js'
import { tokenize } from '../../text/words/words.js'

/** A region pack made ready for reading: its words compiled as each language is first read, its ids looked up. */
export interface Reader {
  readonly region: Region
  readonly entities: PatternSet
  /** Countries by ISO code, also those that the pack does not name. */
  readonly countries: PatternSet
  /** Keys are `cue:SECTION`, `hint:SECTION`, `strong:SECTION`, `not:SECTION`, `favour:SECTION`, `against:SECTION`, `measure:ID`, `concept:ID`, `stance:KIND`, `party:KIND`, `off-topic`, `boilerplate`. */
  readonly words: PatternSet
  /** Words that ask for a measure in questions alone: keys `measure:ID`. */
  readonly asks: PatternSet
  /** Offices by title, as entities hold them. */
  readonly offices: PatternSet
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
  const patterns = compileTogether({
    entities: (language) => entityPatterns(region, language),
    words: (language) => wordPatterns(region, language),
    asks: (language) => askPatterns(region, language),
    offices: (language) => officePatterns(region, language),
    countries: countryNames,
  })
  return {
    region,
    ...patterns,
    entityById,
    measureById: new Map(region.measures.map((measure) => [measure.id, measure])),
    sectionById: new Map(region.sections.map((section) => [section.id, section])),
    ties: tiesOf(region),
    projectKinds: projectKindsOf(region),
    wideTies: new Set(region.entities.filter((entity) => isWide(entity, region)).map((entity) => entity.id)),
  }
}

// A project is of the kind whose measures its names speak of most: "... railway" of railway-cost and railway-length.
function projectKindsOf({ entities, measures }: Region): Map<string, string> {
  const cues = measures.filter(({ id }) => KIND.test(id)).flatMap((measure) => [...allOf(measure.id, measure.cues)])
  const words = compilePatterns(cues)
  const kinds = new Map<string, string>()
  for (const { id, kind, name } of entities) {
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

const KIND = /^([a-z]+)-(?:length|cost|capacity)$/
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

type Entries = Generator<Pick<PatternEntry, 'key' | 'pattern'>>

function* entityPatterns(region: Region, language: PatternLanguage): Entries {
  for (const { id, name, aliases } of region.entities) {
    if (isLanguage(language)) yield { key: id, pattern: name[language] }
    yield* entriesOf(id, aliases, language)
  }
}

const isLanguage = (language: PatternLanguage): language is Language =>
  (LANGUAGES as readonly PatternLanguage[]).includes(language)

function* wordPatterns(region: Region, language: PatternLanguage): Entries {
  const of = (key: string, patterns: Patterns) => entriesOf(key, patterns, language)
  for (const section of region.sections) {
    yield* of(`cue:${section.id}`, section.cues)
    yield* of(`hint:${section.id}`, section.hints)
    yield* of(`strong:${section.id}`, section.strong ?? {})
    yield* of(`not:${section.id}`, section.not ?? {})
    yield* of(`favour:${section.id}`, section.favour ?? {})
    yield* of(`against:${section.id}`, section.against ?? {})
  }
  for (const measure of region.measures) yield* of(`measure:${measure.id}`, measure.cues)
  for (const concept of region.concepts) yield* of(`concept:${concept.id}`, concept.words)
  for (const [stance, patterns] of Object.entries(region.stances)) yield* of(`stance:${stance}`, patterns)
  for (const [kind, patterns] of partyWords) yield* of(`party:${kind}`, patterns)
  yield* of('off-topic', region.offTopic)
  yield* of('boilerplate', region.boilerplate)
}

function* officePatterns({ offices }: Region, language: PatternLanguage): Entries {
  for (const { title, words } of offices) yield* entriesOf(title, words, language)
}

function* askPatterns({ measures }: Region, language: PatternLanguage): Entries {
  for (const { id, asks } of measures) yield* entriesOf(`measure:${id}`, asks ?? {}, language)
}

function* entriesOf(key: string, patterns: Patterns, language: PatternLanguage): Entries {
  for (const pattern of patterns[language] ?? []) yield { key, pattern }
}

function* allOf(key: string, patterns: Patterns): Generator<PatternEntry> {
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
