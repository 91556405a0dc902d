import { rememberWords } from '../../text/remember.js'
import type { Seen } from './features.js'

/** The title and two sentences tell what happened. */
const HEAD = 2

/** Who a sentence names: an act or a subject is told apart by it. The first that holds. */
const WHO = ['state+other', 'party:state', 'tie:wide', 'others-alone'] as const
const NOBODY = 'nobody'
const PAIRED = /^(?:act|cue|strong|hint|favour|stance|concept|unit|rule|office):/u

// Where a mark stands, and beside whom: in all sentences or the first; then with whoever its sentence names.
const PLACES = ['all', 'head'] as const
const SIDES = [undefined, ...WHO, NOBODY]
const KINDS = PLACES.flatMap((place) => SIDES.map((side) => ({ place, side })))
const PER_PLACE = SIDES.length

/** What a mark is called of each kind; none where it says nothing of who. */
const namesOf = rememberWords(
  (mark) =>
  KINDS.map(({ place, side }) => (side === undefined ? `${place}:${mark}` : PAIRED.test(mark) ? `${place}:${mark}@${side}` : undefined)), // prettier-ignore
)

/** Whether a name is one of a mark with whom its sentence names. */
export const isPair = (name: string): boolean => name.includes('@')

/** The mark itself, wherever it stands and whoever stands beside it. */
export const plainName = rememberWords((name) => name.replace(/^(?:head|all):/u, '').replace(/@.*$/u, ''))

function eachMark({ sentences, marks }: Seen, take: (mark: string, kind: number) => void): void {
  for (let at = 0; at < sentences.length; at++) {
    const own = marks[at] ?? []
    const isHead = (sentences[at]?.place ?? 0) <= HEAD
    const who = WHO.findIndex((each) => own.includes(each))
    const side = 1 + (who < 0 ? WHO.length : who)
    for (const mark of own) {
      take(mark, 0)
      take(mark, side)
      if (!isHead) continue
      take(mark, PER_PLACE)
      take(mark, PER_PLACE + side)
    }
  }
}

function kindOfText({ sentences, hasMadeTitle, language }: Seen): string[] {
  return [
    `language:${language}`,
    sentences.length <= 1 ? 'text:title' : hasMadeTitle ? 'text:post' : 'text:titled',
    `text:${sentences.length <= 4 ? 'short' : sentences.length <= 12 ? 'middling' : 'long'}`,
  ]
}

/**
 * The names of what an article is told by: `head:` in its title or first two sentences, `all:` anywhere, both also with whom the sentence names
 * (`all:act:visit@state+other`), and what kind of text it is.
 */
export function articleMarks(seen: Seen): Set<string> {
  const found = new Set<string>()
  eachMark(seen, (mark, kind) => {
    const name = namesOf(mark)[kind]
    if (name !== undefined) found.add(name)
  })
  for (const name of kindOfText(seen)) found.add(name)
  return found
}

/** Finds the same as places in a model's marks, each once; marks that it does not know are left out. */
export function articlePlaces(placeOf: ReadonlyMap<string, number>): (seen: Seen) => number[] {
  const rowOf = rememberWords((mark) => Int32Array.from(namesOf(mark), (name) => (name === undefined ? -1 : (placeOf.get(name) ?? -1)))) // prettier-ignore
  const taken = new Uint32Array(placeOf.size)
  let round = 0
  return (seen) => {
    round++
    const places: number[] = []
    const add = (place: number) => {
      if (place < 0 || taken[place] === round) return
      taken[place] = round
      places.push(place)
    }
    eachMark(seen, (mark, kind) => add(rowOf(mark)[kind] as number))
    for (const name of kindOfText(seen)) add(placeOf.get(name) ?? -1)
    return places
  }
}
