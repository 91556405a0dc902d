import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { parseDocument } from 'yaml'
import type { z } from 'zod'
import { findWeights } from './load-weights.js'
import type { Entity, Fact, Feed, FrameLists, Measure, NamedWords, Region, Section } from './region.js'
import type { BaselineFile, FeedsFile, FramesFile, RegionFile, TemplateFile } from './pack-schema.js'
import { splitLogin, withoutLogin } from './feed-login.js'
import { baselineFile, feedsFile, framesFile, regionFile, templateFile } from './pack-schema.js'

/** A fault of a pack: which file, where in it, and what is wrong with which value. */
export interface PackFault {
  readonly file: string
  readonly path: string
  readonly problem: string
}

/** A pack that cannot be used. The message names the first fault; `faults` has all. */
export class RegionError extends Error {
  constructor(
    folder: string,
    readonly faults: readonly PackFault[],
  ) {
    const [first] = faults
    const more = faults.length > 1 ? ` (and ${faults.length - 1} more: silkwire regions check ${folder})` : ''
    super(`region pack ${folder}: ${first === undefined ? 'is faulty' : showFault(first)}${more}`)
    this.name = 'RegionError'
  }
}

/** "region.yaml: entities[3].name.kk is missing": file, path and problem on a line. */
export function showFault(fault: PackFault): string {
  return `${fault.file}: ${fault.path === '' ? '' : `${fault.path} `}${fault.problem}`
}

/**
 * Reads and checks the pack in `folder` (region.yaml, template.yaml, baseline.yaml, feeds.yaml, and frames.yaml where it has one).
 * Throws RegionError with every fault: unknown keys, missing languages, undefined ids, ids given twice.
 */
export function loadRegion(folder: string): Region {
  const weights = findWeights(folder)
  return { ...assemble(readFiles(folder)), ...(weights && { weights }) }
}

/** What the build keeps of a pack's files, checked: see `preparedFile`. Throws RegionError as loadRegion does. */
export function preparedFiles(folder: string): readonly { readonly name: string; readonly content: string }[] {
  return Object.entries(readFiles(folder)).map(([key, value]) => {
    const file = `${key}.yaml`
    return { name: preparedName(file, fs.readFileSync(path.join(folder, file), 'utf8')), content: JSON.stringify(value) }
  })
}

function readFiles(folder: string): Files {
  const faults: PackFault[] = []
  const region = readFile(folder, 'region.yaml', regionFile, faults)
  const template = readFile(folder, 'template.yaml', templateFile, faults)
  const baseline = readFile(folder, 'baseline.yaml', baselineFile, faults)
  const feeds = readFile(folder, 'feeds.yaml', feedsFile, faults)
  const hasFrames = fs.existsSync(path.join(folder, FRAMES))
  const frames = hasFrames ? readFile(folder, FRAMES, framesFile, faults) : undefined
  if (!region || !template || !baseline || !feeds || (hasFrames && !frames)) throw new RegionError(folder, faults)
  const files = { region, template, baseline, feeds, ...(frames && { frames }) }
  faults.push(...idFaults(files))
  if (faults.length > 0) throw new RegionError(folder, faults)
  return files
}

const FRAMES = 'frames.yaml'

const PREPARED = new URL('prepared/', import.meta.url)

/**
 * What the build made of exactly this file; undefined where a byte differs, or nothing was built. Reading the
 * shipped pack so takes 32 ms instead of 679 (`npm run bench:whole-way`); whoever edits its feeds keeps that for the other files.
 */
function preparedFile(file: string, source: string): unknown {
  const at = new URL(preparedName(file, source), PREPARED)
  return fs.existsSync(at) ? JSON.parse(fs.readFileSync(at, 'utf8')) : undefined
}

/** Tells file and content. */
function preparedName(file: string, source: string): string {
  return `${path.parse(file).name}-${createHash('sha256').update(source).digest('hex')}.json`
}

interface Files {
  readonly region: RegionFile
  readonly template: TemplateFile
  readonly baseline: BaselineFile
  readonly feeds: FeedsFile
  readonly frames?: FramesFile
}

function readFile<T>(folder: string, file: string, schema: z.ZodType<T>, faults: PackFault[]): T | undefined {
  let source: string
  try {
    source = fs.readFileSync(path.join(folder, file), 'utf8')
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'is not there' : `cannot be read: ${String(error)}`
    faults.push({ file, path: '', problem: why })
    return undefined
  }
  const prepared = preparedFile(file, source)
  if (prepared !== undefined) return prepared as T
  const document = parseDocument(source)
  for (const error of document.errors) {
    const line = error.linePos?.[0].line
    faults.push({ file, path: line === undefined ? '' : `line ${line}`, problem: firstLine(error.message) })
  }
  if (document.errors.length > 0) return undefined
  const value: unknown = document.toJS({ maxAliasCount: 100 })
  const checked = schema.safeParse(value)
  if (checked.success) return checked.data
  for (const issue of checked.error.issues) faults.push(describe(file, value, issue))
  return undefined
}

function describe(file: string, root: unknown, issue: z.core.$ZodIssue): PackFault {
  const where = showPath(root, issue.path)
  if (issue.code === 'unrecognized_keys')
    return { file, path: where, problem: `has an unknown key: ${issue.keys.join(', ')}` }
  const value = issue.path.reduce<unknown>(stepInto, root)
  if (value === undefined) return { file, path: where, problem: 'is missing' }
  const shown = typeof value === 'object' ? 'this' : withoutLogin(JSON.stringify(value))
  return { file, path: where, problem: `is ${shown}: ${firstLine(issue.message)}` }
}

function stepInto(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined
}

// "entities[3](kazakhstan).name.tg": the id beside the index is what an editor searches for.
function showPath(root: unknown, keys: readonly PropertyKey[]): string {
  let shown = ''
  let value = root
  for (const key of keys) {
    value = stepInto(value, key)
    if (typeof key === 'number') {
      const id = stepInto(value, 'id')
      shown += `[${key}]${typeof id === 'string' ? `(${id})` : ''}`
    } else shown += `${shown === '' ? '' : '.'}${String(key)}`
  }
  return shown
}

const firstLine = (message: string) => message.split('\n')[0] ?? message

function idFaults({ region, template, baseline, feeds, frames }: Files): PackFault[] {
  const faults: PackFault[] = []
  const defined = (file: string, list: string, items: readonly { id: string }[]) => {
    const seen = new Set<string>()
    for (const { id } of items) {
      if (seen.has(id)) faults.push({ file, path: list, problem: `defines ${id} twice` })
      seen.add(id)
    }
    return seen
  }
  const entities = defined('region.yaml', 'entities', region.entities)
  const measures = defined('template.yaml', 'measures', template.measures)
  const concepts = defined('template.yaml', 'concepts', template.concepts)
  const sections = defined('template.yaml', 'sections', template.sections)
  const sources = defined('baseline.yaml', 'sources', baseline.sources)
  defined('baseline.yaml', 'facts', baseline.facts)
  const outlets = defined('feeds.yaml', 'outlets', feeds.outlets)
  defined('feeds.yaml', 'feeds', feeds.feeds)

  const known = (file: string, where: string, what: string, set: ReadonlySet<string>, used: readonly string[]) => {
    for (const id of used)
      if (!set.has(id)) faults.push({ file, path: where, problem: `names ${id}, which is no ${what} of the pack` })
  }
  const offices = new Set((region.offices ?? []).map(({ title }) => title))
  const inRegion = (where: string, used: readonly string[]) => known('region.yaml', where, 'entity', entities, used)
  inRegion('states', region.states)
  inRegion('bodies', region.bodies)
  for (const entity of region.entities) {
    const where = `entities(${entity.id})`
    inRegion(where, [...(entity.members ?? []), ...(entity.of === undefined ? [] : [entity.of])])
    inRegion(`${where}.offices`, (entity.offices ?? []).map((office) => office.of)) // prettier-ignore
    known('region.yaml', `${where}.offices`, 'office', offices, (entity.offices ?? []).map((office) => office.title)) // prettier-ignore
  }
  for (const section of template.sections) {
    const where = `sections(${section.id})`
    known('template.yaml', `${where}.entities`, 'entity', entities, section.entities)
    known('template.yaml', `${where}.rivals`, 'entity', entities, section.rivals ?? [])
    known('template.yaml', `${where}.measures`, 'measure', measures, section.measures ?? [])
  }
  for (const list of ['acts', 'offices', 'people', 'topics'] as const) defined(FRAMES, list, frames?.[list] ?? [])
  for (const { id, of } of [...(frames?.offices ?? []), ...(frames?.people ?? [])])
    known(FRAMES, `offices(${id}).of`, 'entity', entities, of === undefined ? [] : [of])
  known(FRAMES, 'matters', 'concept', concepts, Object.keys(frames?.matters ?? {}))
  known(FRAMES, 'labels', 'act', new Set(frames?.acts.map(({ id }) => id)), Object.keys(frames?.labels ?? {}))
  for (const act of frames?.acts ?? []) known(FRAMES, `acts(${act.id}).matters`, 'concept', concepts, act.matters ?? [])
  const matters = new Set([...Object.keys(frames?.matters ?? {}), ...entities])
  for (const { id, words, name } of frames?.topics ?? []) {
    if (words === undefined) known(FRAMES, `topics(${id}).words`, 'concept or entity', new Set([...concepts, ...entities]), [id]) // prettier-ignore
    if (name === undefined) known(FRAMES, `topics(${id}).name`, 'matter or entity', matters, [id])
  }
  faults.push(...successionFaults(baseline))
  for (const fact of baseline.facts) {
    const where = `facts(${fact.id})`
    known('baseline.yaml', where, 'source', sources, [fact.source])
    known('baseline.yaml', where, 'section', sections, [fact.section])
    known('baseline.yaml', where, 'entity', entities, entitiesOf(fact))
    if (fact.kind === 'figure') known('baseline.yaml', where, 'measure', measures, [fact.what])
  }
  for (const feed of feeds.feeds) known('feeds.yaml', `feeds(${feed.id})`, 'outlet', outlets, [feed.outlet])
  for (const outlet of feeds.outlets) {
    if (outlet.country === undefined || /^[A-Z]{2}$/.test(outlet.country)) continue
    known('feeds.yaml', `outlets(${outlet.id}).country`, 'entity', entities, [outlet.country])
  }
  return faults
}

// A later word only follows an earlier one: so no fact succeeds itself.
function successionFaults({ facts, sources }: BaselineFile): PackFault[] {
  const factById = new Map(facts.map((fact) => [fact.id, fact]))
  const dayOf = (fact: BaselineFile['facts'][number]) => sources.find(({ id }) => id === fact.source)?.asOf ?? ''
  return facts.flatMap((fact): PackFault[] => {
    if (fact.supersededBy === undefined) return []
    const where = { file: 'baseline.yaml', path: `facts(${fact.id}).supersededBy` }
    const next = factById.get(fact.supersededBy)
    if (next === undefined) return [{ ...where, problem: `names ${fact.supersededBy}, which is no fact of the pack` }]
    if (dayOf(next) > dayOf(fact)) return []
    return [{ ...where, problem: `names ${next.id} of ${dayOf(next)}, which is not later than ${dayOf(fact)}` }]
  })
}

function entitiesOf(fact: BaselineFile['facts'][number]): readonly string[] {
  if (fact.kind === 'figure') return fact.between
  if (fact.kind === 'stance') return [fact.actor, ...fact.towards]
  return fact.entities
}

function assemble({ region, template, baseline, feeds, frames }: Files): Region {
  const entities = region.entities.map((entity): Entity => {
    const { id, kind, name } = entity
    const rest = { aliases: present(entity.aliases ?? {}), members: entity.members ?? [], offices: (entity.offices ?? []).map(present) } // prettier-ignore
    return { id, kind, name, ...rest, ...(entity.of === undefined ? {} : { of: entity.of }) }
  })
  const sourceById = new Map(baseline.sources.map((source) => [source.id, present(source)]))
  const facts = baseline.facts.map((row): Fact => {
    const { source: sourceId, section: sectionId, ...fact } = row
    const source = sourceById.get(sourceId) ?? { id: sourceId, title: sourceId, asOf: '' }
    if (fact.kind !== 'figure') return present({ ...fact, source, sectionId })
    const { figureKind, of: _of, ...figure } = fact
    return present({ ...figure, figureKind: figureKind ?? 'actual', source, sectionId })
  })
  return {
    id: region.id,
    name: region.name,
    timezone: region.timezone,
    states: region.states,
    bodies: region.bodies,
    entities,
    offices: (region.offices ?? []).map(({ title, words }) => ({ title, words: present(words) })),
    outlets: feeds.outlets.map(present),
    feeds: feeds.feeds.map(({ outlet, url, ...feed }): Feed => present({ ...feed, ...splitLogin(url), outletId: outlet })),
    measures: template.measures.map(({ asks, ...measure }): Measure => ({ ...measure, cues: present(measure.cues), ...(asks && { asks: present(asks) }) })), // prettier-ignore
    concepts: template.concepts.map((concept) => ({ id: concept.id, words: present(concept.words) })),
    offTopic: present(template.offTopic),
    boilerplate: present(template.boilerplate ?? {}),
    stances: {
      supports: present(template.stances?.supports ?? {}),
      opposes: present(template.stances?.opposes ?? {}),
      neutral: present(template.stances?.neutral ?? {}),
    },
    sections: template.sections.map((section): Section => {
      const {
        measures = [],
        units = [],
        cues,
        hints = {},
        strong = {},
        not = {},
        favour = {},
        against = {},
        ...rest
      } = section
      const patterns = {
        cues: present(cues),
        hints: present(hints),
        strong: present(strong),
        not: present(not),
        favour: present(favour),
        against: present(against),
      }
      return { ...present(rest), ...patterns, measures, units }
    }),
    facts,
    ...(frames && { frames: framesOf(frames) }),
  }
}

function framesOf({ acts, offices, people, matters, labels, topics, passed }: FramesFile): FrameLists {
  const named = ({ words, ...rest }: FramesFile['offices'][number]): NamedWords => present({ ...rest, words: present(words) }) // prettier-ignore
  return {
    acts: acts.map(({ words, planned, planForm, ...act }) => present({ ...act, label: labels?.[act.id], words: present(words), planned: planned && present(planned), planForm: planForm && present(planForm) })), // prettier-ignore
    offices: offices.map(named),
    people: people.map(named),
    matters,
    ...(topics && { topics: topics.map(({ words, ...topic }) => present({ ...topic, words: words && present(words) })) }),
    ...(passed && { passed: present(passed) }),
  }
}

type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> }

/** The same object without its undefined members: what exactOptionalPropertyTypes asks for. */
function present<T extends object>(value: T): Present<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Present<T>
}
