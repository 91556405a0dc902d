import type { FrameAct } from '../../regions/region.js'
import { matchPatterns, type PatternMatch } from '../../text/patterns/patterns.js'
import type { Language } from '../../text/types.js'
import { isVerbLast } from './frame-grammar.js'
import type { Clause, Placed } from './clause.js'
import { isSpeechAct, subjectOf, listFrom, companions } from './who-stands.js'

/** What fills the places of a form: ids of the pack. */
export interface Filled {
  readonly who: readonly Named[]
  readonly with: readonly Named[]
  readonly to: readonly Named[]
  readonly of: readonly Named[]
  /** Concept ids, or ids of people. */
  readonly what: readonly string[]
  readonly where?: string
}

/** An entity, or who holds an office of it. */
export interface Named {
  readonly entityId: string
  readonly officeId?: string
}

const NOTHING: Filled = { who: [], with: [], to: [], of: [], what: [] }

/** Fills the places of an act from the names about it; undefined where one that its shape asks for is missing or unsure. */
export function fillShape(act: FrameAct, clause: Clause): Filled | undefined {
  const filled = SHAPES[act.shape](clause)
  if (filled === undefined) return undefined
  // "… urges migrants in Moscow" tells where they are, not where it was said.
  const where =
    act.shape === 'speak' || act.remote === true || filled.to.some(({ entityId }) => isPlace(entityId, clause))
      ? undefined
      : placeOf(clause, filled)
  return where === undefined ? filled : { ...filled, where }
}

const SHAPES: Readonly<Record<FrameAct['shape'], (clause: Clause) => Filled | undefined>> = {
  mutual: fillMutual,
  visit: fillVisit,
  thing: fillThing,
  speak: fillSpeech,
  give: fillGift,
  people: fillPeople,
  change: fillChange,
  join: fillJoining,
  person: fillPerson,
}

function fillMutual(clause: Clause): Filled | undefined {
  const who = subjectOf(clause)
  if (who === undefined) return undefined
  const [first, ...others] = who
  if (first === undefined) return undefined
  const partner = companions(clause, who)
  const isJoint = JOINT.has(clause.act.key)
  if (isJoint && others.length > 0 && partner.length === 0) return { ...NOTHING, who: named([first]), with: named(others), what: mattersOf(clause) } // prettier-ignore
  if (others.length > 0 || partner.length === 0) return undefined
  return apart({ ...NOTHING, who: named(who), with: named(partner), what: mattersOf(clause, partner) })
}

const JOINT = new Set(['met', 'talks', 'phoned', 'video-talks'])

function fillVisit(clause: Clause): Filled | undefined {
  const who = subjectOf(clause)?.filter(({ kind }) => kind === 'person' || kind === 'held')
  if (who?.length !== 1) return undefined
  const isGoal = (phrase: Placed) => (phrase.kind === 'state' || phrase.kind === 'city') && !who.some((one) => one.firstToken === phrase.firstToken) // prettier-ignore
  const goals = clause.phrases.filter((phrase) => isGoal(phrase) && isGoalPart(phrase, clause))
  const [goal] = goals
  if (goal === undefined) return undefined
  const list = listFrom(goal, clause).filter(isGoal)
  return apart({ ...NOTHING, who: named(who), to: named(list.slice(0, 3)) })
}

function isGoalPart(phrase: Placed, clause: Clause): boolean {
  const { act, language, sentence } = clause
  if (isVerbLast(language)) return phrase.part === 'to' && phrase.lastToken < act.firstToken
  if (language === 'zh') return phrase.part === 'bare' ? phrase.firstToken === act.lastToken + 1 : phrase.part === 'to' && phrase.lastToken < act.firstToken && sentence.text.slice(phrase.end, act.start).length <= 4 // prettier-ignore
  const gap = phrase.firstToken - act.lastToken - 1
  if (gap < 0) return language === 'ru' && act.firstToken - phrase.lastToken === 1 && phrase.part === 'bare' && phrase.kind === 'state' && phrase.firstToken === 0 // prettier-ignore
  if (language === 'ru') return gap <= 4 && (phrase.part === 'in' || (gap === 0 && phrase.part !== 'from' && phrase.part !== 'with' && phrase.part !== 'other')) // prettier-ignore
  return gap <= 1 && (phrase.part === 'bare' || phrase.part === 'in' || phrase.part === 'to')
}

function fillThing(clause: Clause): Filled | undefined {
  const who = subjectOf(clause)
  if (who === undefined) return undefined
  const what = mattersOf(clause)
  const partners = TOGETHER.has(clause.act.key) ? companions(clause, who) : []
  const isJoint = clause.act.key === 'signed' && who.length + partners.length > 1
  return what.length === 0 && !isJoint ? undefined : apart({ ...NOTHING, who: named(who), what, with: named(partners) })
}

const TOGETHER = new Set(['signed', 'agreed'])

function fillSpeech(clause: Clause): Filled | undefined {
  const who = subjectOf(clause)
  const isBehind = (who?.[0]?.firstToken ?? 0) > clause.act.lastToken
  const what = mattersOf(clause, [], isBehind ? [0, clause.act.firstToken - 1] : undefined)
  return who?.length !== 1 || what.length === 0 ? undefined : { ...NOTHING, who: named(who), what }
}

function fillGift(clause: Clause): Filled | undefined {
  const who = subjectOf(clause)
  if (who?.length !== 1) return undefined
  const isTaker = (phrase: Placed) => (phrase.kind === 'state' || phrase.kind === 'body') && !who.some((one) => one.firstToken === phrase.firstToken) // prettier-ignore
  const takers = clause.phrases.filter((phrase) => isTaker(phrase) && isTakerPart(phrase, clause))
  if (takers.length !== 1) return undefined
  const what = mattersOf(clause)
  return what.length === 0 ? undefined : apart({ ...NOTHING, who: named(who), to: named(takers), what })
}

function isTakerPart({ part, firstToken, kind }: Placed, { act, language }: Clause): boolean {
  const isBehind = firstToken > act.lastToken
  if (isVerbLast(language)) return part === 'to' && !isBehind
  if (language === 'zh') return part === 'to' && !isBehind
  if (language === 'ru') return isBehind && kind === 'state' && part === 'object' && firstToken === act.lastToken + 1
  return isBehind && (part === 'to' || (part === 'bare' && firstToken === act.lastToken + 1) || (act.key === 'invested' && firstToken === act.lastToken + 1)) // prettier-ignore
}

function fillPeople(clause: Clause): Filled | undefined {
  const { act, language, sentence, words, phrases } = clause
  const people = matchPatterns(words.sets.people, sentence.tokens, language, { text: sentence.text })
  const [one] = people
  if (one === undefined || people.length > 1) return undefined
  const beside = phrases.filter(
    (phrase) =>
      (phrase.kind === 'state' || phrase.kind === 'adjective') &&
      (phrase.lastToken === one.firstToken - 1 ||
        (phrase.firstToken > one.lastToken &&
          phrase.firstToken - one.lastToken <= 2 &&
          (language === 'ru' || language === 'tg' || phrase.part === 'of'))),
  )
  const of = beside[0]
  if (of === undefined || beside.length > 1) return undefined
  const isPassive = one.lastToken < act.firstToken && !isVerbLast(language) && language !== 'zh'
  if (isPassive) {
    const source = phrases.filter((phrase) => phrase.kind === 'state' && phrase.part === 'from' && phrase.firstToken > act.lastToken) // prettier-ignore
    const isNear = language === 'en' && act.key === 'deported' && sentence.tokens.slice(one.lastToken + 1, act.firstToken).every(({ folded }) => AUXILIARY.has(folded)) // prettier-ignore
    return isNear && source.length === 1 ? apart({ ...NOTHING, who: named(source), of: named([of]), what: [one.key] }) : undefined // prettier-ignore
  }
  const who = subjectOf(clause)
  if (who?.length !== 1 || who[0]?.firstToken === of.firstToken) return undefined
  return apart({ ...NOTHING, who: named(who), of: named([of]), what: [one.key] })
}

const AUXILIARY = new Set(['were', 'was', 'are', 'been', 'have', 'has', 'being'])

function fillChange(clause: Clause): Filled | undefined {
  const { act, language, sentence, words, phrases } = clause
  const matters = sentence.words.filter(
    ({ key, lastToken }) =>
      key.startsWith('concept:') && words.lists.matters[key.slice(8)] !== undefined && lastToken === act.firstToken - 1,
  )
  const matter = matters[0]?.key.slice(8)
  if (matter === undefined || !CHANGES.has(matter) || language === 'ru' || isVerbLast(language)) return undefined
  const first = matters[0]?.firstToken ?? 0
  const of = phrases.filter(
    (phrase) => phrase.lastToken === first - 1 && (phrase.kind === 'state' || phrase.kind === 'adjective'),
  )
  const before = sentence.tokens.slice(clause.from, first - (of[0] ? of[0].lastToken - of[0].firstToken + 1 : 0))
  if (of.length !== 1 || before.length > 0) return undefined
  return { ...NOTHING, what: [matter], of: named(of) }
}

const CHANGES = new Set(['trade', 'export', 'import', 'inflation', 'remittances', 'investment', 'debt'])

function fillJoining(clause: Clause): Filled | undefined {
  const who = subjectOf(clause)?.filter(({ kind }) => kind === 'state')
  if (who?.length !== 1) return undefined
  const { act, language, phrases } = clause
  const bodies = phrases.filter(({ kind, part, firstToken, lastToken }) => {
    if (kind !== 'body') return false
    if (isVerbLast(language))
      return lastToken < act.firstToken && (part === 'to' || (act.key === 'left' && part === 'from'))
    return firstToken > act.lastToken && firstToken - act.lastToken <= 3
  })
  return bodies.length === 1 ? { ...NOTHING, who: named(who), to: named(bodies) } : undefined
}

function fillPerson(clause: Clause): Filled | undefined {
  const who = subjectOf(clause)
  return who?.length === 1 && who[0]?.kind === 'person' ? { ...NOTHING, who: named(who) } : undefined
}

const named = (phrases: readonly Placed[]): Named[] =>
  phrases.map(({ entityId, officeId, kind }) => ({
    entityId,
    ...(kind === 'held' && officeId !== undefined ? { officeId } : {}),
  }))

/** Nobody meets himself. */
function apart(filled: Filled): Filled | undefined {
  const key = ({ entityId, officeId = '' }: Named) => entityId + officeId
  const own = new Set(filled.who.map(key))
  return [...filled.with, ...filled.to, ...filled.of].some((other) => own.has(key(other))) ? undefined : filled
}

// "... as its exports rise", "... and said": another clause tells something else.
function speechEnd({ act, acts, sentence, language }: Clause): number {
  const { tokens } = sentence
  const next = acts.find(({ firstToken }) => firstToken > act.lastToken)
  const aside = tokens.findIndex(({ folded }, at) => at > act.lastToken && language === 'en' && ASIDES.has(folded))
  const ends = [tokens.length, ...(next === undefined ? [] : [next.firstToken]), ...(aside === -1 ? [] : [aside])]
  return Math.min(...ends) - 1
}

const ASIDES = new Set(['as', 'while', 'after', 'amid', 'following', 'since', 'before', 'speaking'])

// Where and by whom things are said, rather than what of.
const NO_SUBJECTS = new Set(['summit', 'media', 'agreement', 'technology'])

/** What it is about: concepts named in the act's own clause, where its object stands. */
// The first comma behind the act begins what is told beside it.
function clauseEnd({ act, sentence, to }: Clause): number {
  const { text, tokens } = sentence
  for (let at = act.lastToken; at < to; at++) text.slice(tokens[at]?.end, tokens[at + 1]?.start).includes(',')
  return to
}

function mattersOf(clause: Clause, partners: readonly Placed[] = [], within?: readonly number[]): string[] {
  const { act, sentence, language, words, from } = clause
  const allowed = words.actById.get(act.key)?.matters
  if (act.key === 'met' || (act.key === 'talks' && language === 'zh')) return []
  const isSpeech = isSpeechAct(clause)
  const behind = isSpeech ? speechEnd(clause) : language === 'zh' ? sentence.tokens.length - 1 : clauseEnd(clause)
  const range =
    within ?? (isVerbLast(language) ? [isSpeech ? 0 : from, act.firstToken - 1] : [act.lastToken + 1, behind])
  const [first = 0, last = 0] = range
  const ids = sentence.words
    .filter(({ key, firstToken, lastToken }) => key.startsWith('concept:') && firstToken >= first && lastToken <= last)
    .filter((match) => isWord(match, clause))
    .filter((match) => allowed === undefined || isObject(match, clause))
    .filter(
      (match) =>
        !partners.some(({ firstToken, lastToken }) => match.firstToken >= firstToken && match.lastToken <= lastToken),
    )
    .map(({ key }) => key.slice('concept:'.length))
    .filter((id) => !isSpeech || !NO_SUBJECTS.has(id))
    .filter((id) => words.lists.matters[id] !== undefined && (allowed === undefined || allowed.includes(id)))
  return [...new Set(ids)].slice(0, allowed === undefined ? 2 : 1)
}

// "Important" has the stem of "import", and no act is what it is about.
function isWord({ pattern, firstToken, lastToken }: PatternMatch, { sentence, language, acts }: Clause): boolean {
  if (acts.some((act) => act.firstToken <= lastToken && firstToken <= act.lastToken)) return false
  const shown = sentence.tokens[lastToken]?.text ?? ''
  return language !== 'en' || pattern.includes(' ') || pattern.endsWith('*') || shown.length - pattern.length <= 2
}

// Right beside the act: what stands further off may be what its object is about.
function isObject(
  { firstToken, lastToken }: { firstToken: number; lastToken: number },
  { act, language }: Clause,
): boolean {
  const most = MOST_OFF[language]
  return isVerbLast(language) ? act.firstToken - lastToken - 1 <= most : firstToken - act.lastToken - 1 <= most
}

const MOST_OFF: Readonly<Record<Language, number>> = { en: 2, ru: 1, kk: 0, ky: 0, uz: 0, tg: 1, tk: 0, zh: 24 }

const isPlace = (id: string, { reader }: Clause) => ['city', 'country'].includes(reader.entityById.get(id)?.kind ?? '')

/** Where: the one city, or state, that stands there as a place in the act's clause. */
function placeOf({ phrases, act, from, to, sentence, language }: Clause, filled: Filled): string | undefined {
  const isInside = ({ firstToken, lastToken }: Placed) => firstToken >= from && lastToken <= to
  const isBeside = ({ end, start }: Placed) =>
    !/[,;«»"“”]/u.test(sentence.text.slice(Math.min(end, act.end), Math.max(start, act.start)))
  const places = phrases.filter(
    (phrase) => phrase.part === 'in' && isInside(phrase) && (language === 'zh' || isBeside(phrase)),
  )
  const cities = places.filter(({ kind }) => kind === 'city')
  const [place] = cities.length > 0 ? cities : places.filter(({ kind }) => kind === 'state')
  if (place === undefined || (cities.length > 0 ? cities.length : places.length) > 1) return undefined
  return filled.who.some(({ entityId }) => entityId === place.entityId) ? undefined : place.entityId
}
