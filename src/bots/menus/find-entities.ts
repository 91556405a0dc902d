import type { Entity } from '../../regions/region.js'
import { foldText } from '../../text/words/fold.js'
import { cleanLine } from '../wording/clean.js'

/** What a name that a person wrote is of: one entity; else those that it may mean, most like it first. */
export type FoundEntity = { readonly entity: Entity } | { readonly similar: readonly Entity[] }

const MOST_SIMILAR = 5
/** Letters of a name that may be wrong, for so many right ones. */
const LETTERS_A_FAULT = 4

/** Looks a name up among the ids, names and aliases of entities in every language; the beginning of one name alone is enough. */
export function findEntity(given: string, entities: readonly Entity[]): FoundEntity {
  const wanted = folded(given)
  if (wanted === '') return { similar: [] }
  const named = entities.map((entity) => ({ entity, names: namesOf(entity) }))
  const [exact] = named.filter(({ names }) => names.includes(wanted))
  if (exact !== undefined) return { entity: exact.entity }
  const within = named.filter(({ names }) => names.some((name) => beginsIn(name, wanted))).map(({ entity }) => entity)
  const [only] = within
  if (only !== undefined && within.length === 1 && wanted.length > 2) return { entity: only }
  const near = named.flatMap(({ entity, names }) => {
    const faults = Math.min(...names.map((name) => faultsBetween(name, wanted)))
    return faults <= Math.floor(wanted.length / LETTERS_A_FAULT) ? [{ entity, faults }] : []
  })
  const likest = near.toSorted((a, b) => a.faults - b.faults).map(({ entity }) => entity)
  return { similar: [...new Set([...within, ...likest])].slice(0, MOST_SIMILAR) }
}

/** Every name of an entity as it is compared: patterns without their marks. */
export function namesOf({
  id,
  name,
  aliases,
}: Pick<Entity, 'id' | 'name'> & { readonly aliases?: Entity['aliases'] }): readonly string[] {
  const written = [id, ...Object.values(name), ...Object.values(aliases ?? {}).flat()]
  return [...new Set(written.map((each) => folded(each.replace(/^=|[*=]+$/g, ''))).filter((each) => each !== ''))]
}

const beginsIn = (name: string, wanted: string): boolean => name.startsWith(wanted) || name.includes(` ${wanted}`)

/** Letters to change, add or leave out between two names; as many as the longer has where their lengths alone say too much. */
function faultsBetween(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > other.length / LETTERS_A_FAULT) return Math.max(one.length, other.length)
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let at = 1; at <= one.length; at += 1) {
    const next = [at]
    for (let to = 1; to <= other.length; to += 1) {
      const same = (row[to - 1] ?? 0) + (one[at - 1] === other[to - 1] ? 0 : 1)
      next.push(Math.min(same, (row[to] ?? 0) + 1, (next[to - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[other.length] ?? 0
}

function folded(text: string): string {
  return foldText(cleanLine(text))
    .replace(/[«»“”"']/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 100)
}
