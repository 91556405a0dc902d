import type { Names } from '../../regions/region.js'
import { uzbekInCyrillic } from '../../text/words/uzbek-script.js'
import type { ShownRegion } from './shown-region.js'

// What a reader types, follows or knows by its Latin letters: places, addresses, @names, commands with the words behind them, files, zones, settings.
const TYPED = 'pause|resume|edit|preview|test|remove|none|all|OPML|ID'
const BEHIND = `(?:${TYPED}|add|import|export|confirm|uz|\\d+h?|timezone [A-Z][a-z]+/[A-Z]\\w+)`
const LATIN = [
  String.raw`\{\w+\}`,
  String.raw`https?://\S+`,
  String.raw`(?<![\w.])@\w+`,
  String.raw`(?<![\p{L}\d])/[a-z]+(?: ${BEHIND}(?![\w‘’]))*`,
  String.raw`\b(?:${TYPED}|\d+h|[a-z]+\.yaml|Silkwire|User-Agent|[A-Z]+(?:_[A-Z]+)+|[A-Z][a-z]+/[A-Z][a-z]+)\b`,
]
const KEPT = new RegExp(`(${LATIN.join('|')})`, 'u')

/** A text of ours with its places in Cyrillic letters; see LATIN for what stays. */
export function textInCyrillic(wording: string): string {
  return exceptFor(KEPT, wording, uzbekInCyrillic)
}

function exceptFor(kept: RegExp, text: string, write: (part: string) => string): string {
  return text
    .split(kept)
    .map((part, index) => (index % 2 === 1 ? part : write(part)))
    .join('')
}

interface Cyrillic {
  /** The region with its Uzbek names in Cyrillic letters. */
  readonly region: ShownRegion
  /** A line of ours about its news; what others wrote in it - a title or a question in “ ”, an outlet, a document - stays. */
  readonly line: (text: string) => string
}

const made = new WeakMap<ShownRegion, Cyrillic>()

/** How a region and the lines about its news are written for a reader of Cyrillic letters. */
export function regionInCyrillic(region: ShownRegion): Cyrillic {
  const known = made.get(region)
  if (known !== undefined) return known
  const written = (names: Names): Names => ({ ...names, uz: uzbekInCyrillic(names.uz) })
  const entities = region.entities.map((entity) => ({ ...entity, name: { ...entity.name, uz: nameOf(entity) } }))
  const cyrillic: Cyrillic = {
    region: {
      ...region,
      name: written(region.name),
      sections: region.sections.map((section) => ({ ...section, title: written(section.title), asks: written(section.asks) })), // prettier-ignore
      measures: region.measures.map((measure) => ({ ...measure, name: written(measure.name) })),
      entities,
    },
    line: lineWriter(region, new Map(region.entities.map(({ name }, index) => [name.uz, entities[index]?.name.uz ?? name.uz]))), // prettier-ignore
  }
  made.set(region, cyrillic)
  return cyrillic
}

type Entity = ShownRegion['entities'][number]

// People and short names are written as the pack has them in Cyrillic; what no language of Cyrillic letters writes in its own stays Latin.
function nameOf({ kind, name, aliases }: Entity): string {
  if (/^[\w-]+$/.test(name.ru)) return name.uz
  const [own] = aliases['uz-Cyrl'] ?? []
  const isOwn = (kind === 'person' || /\+/.test(name.uz)) && own !== undefined && !/[=*]/.test(own)
  return isOwn && own.includes(' ') === name.uz.includes(' ') ? own : uzbekInCyrillic(name.uz)
}

function lineWriter(region: ShownRegion, names: ReadonlyMap<string, string>): (text: string) => string {
  const latin = [...names].flatMap(([from, to]) => (from === to ? [from] : []))
  const documents = (region.facts ?? []).map(({ source }) => source.title)
  const theirs = wordsOf([...region.outlets.map(({ name }) => name), ...documents, ...latin])
  const kept = new RegExp(`(“[^”]*”|${theirs}|${LATIN.join('|')})`, 'u')
  const named = new RegExp(wordsOf([...names.keys()]), 'gu')
  const write = (part: string) => uzbekInCyrillic(part.replace(named, (name) => names.get(name) ?? name))
  return (text) => exceptFor(kept, text, write)
}

/** Any of these names as whole words, the longest first. */
function wordsOf(names: readonly string[]): string {
  const escaped = names.toSorted((a, b) => b.length - a.length).map((name) => name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')) // prettier-ignore
  return `(?<![\\p{L}\\d])(?:${escaped.join('|') || '(?!)'})(?![\\p{L}\\d])`
}
