import type { PatternMatch } from '../../text/patterns/patterns.js'
import { stem } from '../../text/words/stem.js'
import { isStopWord } from '../../text/words/stopwords.js'
import { latinise } from '../../text/words/transliterate.js'
import type { DetectedLanguage, Token } from '../../text/types.js'
import { LANGUAGES } from '../../text/types.js'
import { tokenize } from '../../text/words/words.js'
import type { Reader } from '../terms/reader.js'

// A word this short has too many neighbours to be taken for one of them.
const SHORTEST = 6
const SHORTEST_SAME = 4
const SHORTEST_SURNAME = 5
const LONG = 8

// "Джизакской" is of Джизак.
const ADJECTIVE = /^(\p{Script=Cyrillic}{4,})ск(?:ий|ая|ое|ой|ого|ому|ом|им|их|ую|ими|ие)$/u

interface Spelling {
  readonly key: string
  readonly sounds: string
}

const known = new WeakMap<Reader, ReadonlyMap<string, readonly Spelling[]>>()

/**
 * Names and subjects of the pack that words of a question nearly spell: one letter more, less, other or swapped, two in a long word, the first one right.
 * Compared by sound, so that the script does not matter: "Kazakstan", "Uzbekistn", "Токаив". Words that are known, and stop words, are left alone.
 */
export function findMisspelt(
  tokens: readonly Token[],
  context: {
    language: DetectedLanguage
    taken: readonly { readonly start: number; readonly end: number }[]
    reader: Reader
  },
): PatternMatch[] {
  const { language, taken, reader } = context
  const spellings = known.get(reader) ?? spellingsOf(reader)
  known.set(reader, spellings)
  return tokens.flatMap((token, index) => {
    const isLeft =
      isWithin(token, taken) || isStopWord(token.folded, language) || /\p{N}|\p{Script=Han}/u.test(token.text)
    // "Askar Akayev" is a person, however much like a city he sounds.
    const beside = [tokens[index - 1], tokens[index + 1]].filter((other) => !isWithin(other, taken))
    if (isLeft || (isCapital(token) && beside.some(isCapital))) return []
    const forms = [token.folded, ...(ADJECTIVE.exec(token.folded)?.slice(1) ?? [])]
    const sounds = forms.map((form) => soundsOf(form, language))
    const key = sounds.map((each) => nearest(each, spellings, isCapital(token))).find((each) => each !== undefined)
    const { start, end } = token
    return key === undefined ? [] : [{ key, pattern: token.text, firstToken: index, lastToken: index, start, end }]
  })
}

interface Place {
  readonly start: number
  readonly end: number
}

const isCapital = (token: Token | undefined) => token !== undefined && token.start > 0 && /^\p{Lu}/u.test(token.text)

const isWithin = (token: Token | undefined, places: readonly Place[]) =>
  token !== undefined && places.some((place) => token.start < place.end && place.start < token.end)

function nearest(
  sounds: string,
  spellings: ReadonlyMap<string, readonly Spelling[]>,
  isName: boolean,
): string | undefined {
  let best: { key: string; distance: number } | undefined
  for (const { key, sounds: known } of spellings.get(sounds[0] ?? '') ?? []) {
    const most = best === undefined ? editsAllowed(sounds, key, isName) : best.distance - 1
    const distance = Math.abs(known.length - sounds.length) > most ? undefined : editsBetween(sounds, known, most)
    if (distance !== undefined) best = { key, distance }
  }
  return best?.key
}

// Names are few and long; a common word is much like many others.
function editsAllowed(sounds: string, key: string, isName: boolean): number {
  const isSubject = key.includes(':')
  if (isSubject) return isName || sounds.length < SHORTEST ? -1 : sounds.length >= LONG ? 1 : 0
  if (sounds.length < SHORTEST) return sounds.length < SHORTEST_SAME ? -1 : 0
  return sounds.length >= LONG ? 2 : 1
}

function spellingsOf(reader: Reader): ReadonlyMap<string, readonly Spelling[]> {
  const byLetter = new Map<string, Spelling[]>()
  const seen = new Set<string>()
  const add = (key: string, pattern: string, language: DetectedLanguage, shortest = SHORTEST_SAME) => {
    const [token, ...more] = tokenize(pattern.replace(/[=*]/gu, ''))
    if (token === undefined || more.length > 0 || /\p{Script=Han}/u.test(pattern)) return
    const sounds = soundsOf(token.folded, language)
    if (sounds.length < shortest || seen.has(`${key} ${sounds}`)) return
    seen.add(`${key} ${sounds}`)
    const letter = sounds[0] ?? ''
    byLetter.set(letter, [...(byLetter.get(letter) ?? []), { key, sounds }])
  }
  for (const language of LANGUAGES) {
    for (const { id, name, aliases } of reader.region.entities)
      for (const pattern of [name[language], ...(aliases[language] ?? [])]) {
        add(id, pattern, language)
        // A surname stands for its bearer, but "Ilham" or "Central" for nobody; a short one sounds like a word: Qiang, king.
        const last = pattern.split(' ').at(-1)
        if (last !== undefined && reader.entityById.get(id)?.kind === 'person')
          add(id, last, language, SHORTEST_SURNAME)
      }
    for (const { id, words } of reader.region.concepts)
      for (const pattern of words[language] ?? []) add(`concept:${id}`, pattern, language)
    for (const { id, cues } of reader.region.measures)
      for (const pattern of cues[language] ?? []) add(`measure:${id}`, pattern, language)
  }
  return byLetter
}

const soundsOf = (word: string, language: DetectedLanguage) =>
  latinise(language === 'und' || language === 'zh' ? word : stem(word, language), language)

/** Letters added, left out, exchanged or swapped with their neighbour between two words; undefined above `most`. */
function editsBetween(a: string, b: string, most: number): number | undefined {
  if (most < 0) return undefined
  let [before, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, at) => at)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let edits = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) edits = Math.min(edits, (before[j - 2] ?? 0) + 1) // prettier-ignore
      row.push(edits)
    }
    if (Math.min(...row) > most) return undefined
    before = last
    last = row
  }
  const edits = last[b.length] ?? 0
  return edits <= most ? edits : undefined
}
