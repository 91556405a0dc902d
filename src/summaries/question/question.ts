import { asksToGoOn } from './follow-up.js'
import { findAskedTime, type AskedTime } from '../../text/times/asked-times.js'
import { inRussianLetters, otherKeyboard } from '../../text/words/keyboard-layouts.js'
import { detectLanguage } from '../../text/language/language.js'
import { matchPatterns } from '../../text/patterns/patterns.js'
import type { DetectedLanguage, Language } from '../../text/types.js'
import { tokenize } from '../../text/words/words.js'
import type { SearchTerm } from '../terms/search-port.js'
import { findClues } from './question-clues.js'
import { eventOf, findFacets, type PlacedFacet } from './question-facets.js'
import { kindOf, unitsOf } from './question-kind.js'
import { speakersOf } from './question-capitals.js'
import { projectMeasure } from './question-project.js'
import { readQuestionWords } from './question-words.js'
import { termsOf } from './question-terms.js'
import type { Reader } from '../terms/reader.js'
import type { Facet } from '../terms/facet.js'
import type { Understood } from '../terms/understood.js'

/** What search and ranking need of a question. */
export interface Question extends Understood {
  readonly text: string
  readonly entityIds: readonly string[]
  readonly conceptIds: readonly string[]
  readonly measureIds: readonly string[]
  readonly terms: readonly SearchTerm[]
}

const MAX_QUESTION = 1000
const NTH = ['first', 'second', 'third'] as const

/**
 * Names, subjects, words, time and kind of a question in any of the languages. `at`: the moment of asking, which "last week" is counted from.
 * Never throws; a text without words has no facets.
 */
export function understand(text: string, context: { reader: Reader; language?: Language; at: number }): Understood {
  const asked = cleanQuestion(text)
  const plainly = understandAs(asked, context)
  const unknown = unknownIn(plainly)
  if (unknown === 0) return plainly
  // Keys pressed with the wrong keyboard mean nothing at all; Russian in Latin letters may have a name or two that sound alike.
  const others = [
    ...(knownIn(plainly) === 0 ? [otherKeyboard(asked)] : []),
    ...(isLatin(asked) && knownIn(plainly) <= unknown ? [inRussianLetters(asked)] : []),
  ].map((other) => understandAs(other, context))
  const gain = (other: Understood) => knownIn(other) - unknownIn(other) - knownIn(plainly) + unknown
  return others.find((other) => knownIn(other) > unknownIn(other) && gain(other) > 1) ?? plainly
}

const isLatin = (text: string) => /\p{Script=Latin}/u.test(text) && !/\p{Script=Cyrillic}|\p{Script=Han}/u.test(text)
const knownIn = ({ facets }: Understood) => facets.filter(({ kind }) => kind === 'entity' || kind === 'subject').length
const unknownIn = ({ facets }: Understood) =>
  facets.filter((facet) => facet.kind === 'word' && facet.actIds.length === 0 && facet.country === undefined).length

function understandAs(
  asked: string,
  { reader, language: readerLanguage, at }: { reader: Reader; language?: Language; at: number },
): Understood {
  const language = questionLanguage(asked, reader, readerLanguage)
  const tokens = tokenize(asked)
  const found = findAskedTime(asked, language === 'und' ? (readerLanguage ?? 'und') : language, at)
  const words = readQuestionWords(asked, tokens, { language, ...(readerLanguage && { readerLanguage }), reader, at })
  const languages = [...new Set([language, readerLanguage ?? language])]
  const named = findFacets(asked, { language, tokens, words, times: found.places })
  const kind = kindOf(words.asking, named, { asked, language })
  const measured = projectMeasure(named, { asked, language, kind, asking: words.asking, reader })
  const placed = speakersOf([...named, ...measured], { kind, asked, language, reader })
  const since = found.isSinceEvent ? found.places.flatMap((place) => eventOf(placed, place, asked, language)) : []
  const years = yearsOf(found.time)
  const facets = [...placed.filter((facet) => !since.includes(facet)).map(withoutPlace), ...years]
  const measureIds = measuresOf(facets)
  return {
    language,
    kind,
    facets,
    clues: findClues(asked, { tokens, languages, facets: placed }),
    ...(found.time !== undefined && { time: found.time }),
    ...(since.length > 0 && { since: since.map(withoutPlace) }),
    units: unitsOf(words.asking, measureIds, reader),
    needsFigure: kind === 'figure',
    isAhead: words.has('ahead'),
    asksExperts: words.hasSign('expert'),
    asksDuration: words.has('duration'),
    nth: NTH.filter((sign) => words.hasSign(sign)),
    isNegated: words.hasSign('not'),
    wantsFigure:
      kind === 'figure' ||
      words.has('quantity') ||
      (!namesProject(facets, reader) && measureIds.some((id) => isCounted(id, reader))),
    isContinued: words.opens('follow') || words.refersBack || asksToGoOn(asked),
    isOffTopic: words.isOffTopic,
  }
}

/**
 * The language of a question, or `und`. Names sound alike in every language and are the most of a short question: where words are left beside
 * them, these decide. `prior`, the reader's own, breaks near ties.
 */
export function questionLanguage(text: string, reader: Reader, prior?: Language): DetectedLanguage {
  const tokens = tokenize(text)
  let words = text
  for (const { start, end } of matchPatterns(reader.entities, tokens, 'und'))
    words = words.slice(0, start) + ' '.repeat(end - start) + words.slice(end)
  const left = tokenize(words).filter(({ text: word }) => /\p{L}{2}/u.test(word)).length
  const language = left > 0 ? detectLanguage(words, prior) : 'und'
  return language === 'und' ? detectLanguage(text, prior) : language
}

/**
 * The language to answer in where nobody chose one: the question's own where it is told surely, else `guess`. It takes Chinese signs, three words, or two
 * in Cyrillic letters that `guess` is not written in: one word, mostly a name, sounds alike in several. Of Cyrillic letters that Russian has, too, Russian is likeliest.
 */
export function languageToAnswer(text: string, guess: Language, reader: Reader): Language {
  const words = tokenize(text).filter(({ text: word }) => /\p{L}{2}/u.test(word)).length
  const isOtherScript = /\p{Script=Cyrillic}/u.test(text) && !CYRILLIC.has(guess)
  const isTelling = /\p{Script=Han}/u.test(text) || words >= (isOtherScript ? 2 : 3)
  const likeliest = NOT_RUSSIAN.test(text) ? undefined : 'ru'
  const language = isTelling ? questionLanguage(text, reader, isOtherScript ? likeliest : guess) : 'und'
  return language === 'und' ? guess : language
}

// Letters of Kazakh, Kyrgyz, Tajik and Uzbek.
const NOT_RUSSIAN = /[әғқңөұүһіҷӣӯўҳ]/iu

const CYRILLIC: ReadonlySet<Language> = new Set(['ru', 'kk', 'ky', 'tg'])

/** The question that an understanding asks, ready for search. `text`: as it was written, or '' where only the understanding was kept. */
export function questionOf(understood: Understood, text: string): Question {
  const { facets } = understood
  const conceptIds = facets.flatMap((facet) => (facet.kind === 'subject' ? facet.conceptIds : []))
  const measureIds = measuresOf(facets)
  return {
    ...understood,
    text: cleanQuestion(text),
    entityIds: facets.flatMap((facet) => (facet.kind === 'entity' ? [facet.id] : [])),
    conceptIds: [...new Set(conceptIds)],
    measureIds,

    terms: termsOf(understood),
  }
}

// Trade, remittances, loans go by their figures; of a pipeline, of migrants or of a plant there is other news too.
function isCounted(id: string, { measureById }: Reader): boolean {
  const measure = measureById.get(id)
  return (
    measure !== undefined && measure.parties !== 'one' && measure.units.some((unit) => /^(?:USD|m3|t)$/u.test(unit))
  )
}

const namesProject = (facets: readonly Facet[], { entityById }: Reader) =>
  facets.some((facet) => facet.kind === 'entity' && entityById.get(facet.id)?.kind === 'project')

const cleanQuestion = (text: string) =>
  text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
    .slice(0, MAX_QUESTION)

const withoutPlace = ({ start: _start, end: _end, ...facet }: PlacedFacet): Facet => facet

const measuresOf = (facets: readonly Facet[]) => [
  ...new Set(facets.flatMap((facet) => (facet.kind === 'subject' ? facet.measureIds : []))),
]

// Years that are named; "last week" needs none to be found by.
function yearsOf(time: AskedTime | undefined): Facet[] {
  if (time?.period === undefined) return []
  const [first, last] = [time.from, time.to - 1].map((at) => new Date(at).getUTCFullYear())
  return [...new Set([String(first), String(last)])].map((year) => ({ kind: 'year', term: year, year }))
}
