import type { FrameAct } from '../../regions/region.js'
import { matchPatterns, type PatternMatch } from '../../text/patterns/patterns.js'
import type { Language } from '../../text/types.js'
import { grammarOf, isVerbLast } from './frame-grammar.js'
import type { Clause, Placed } from './clause.js'

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
    act.shape === 'speak' || filled.to.some(({ entityId }) => isPlace(entityId, clause))
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
  const isJoint = clause.act.key === 'met' || clause.act.key === 'talks'
  if (isJoint && others.length > 0 && partner.length === 0) return { ...NOTHING, who: named([first]), with: named(others), what: mattersOf(clause) } // prettier-ignore
  if (others.length > 0 || partner.length === 0) return undefined
  return apart({ ...NOTHING, who: named(who), with: named(partner), what: mattersOf(clause, partner) })
}

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

const isSpeechAct = ({ act, words }: Clause) => words.actById.get(act.key)?.shape === 'speak'

const isActor = ({ kind }: Placed) => kind !== 'city' && kind !== 'adjective'

/** Who does it: those who stand first in the clause, with nothing between them and the act but times and places. */
function subjectOf(clause: Clause): readonly Placed[] | undefined {
  const { act, phrases, language } = clause
  // "«…», заявил Песков": what is said stands before.
  const isBehind =
    isSpeechAct(clause) && /[,»”"]\s*[–—-]?\s*$/u.test(clause.sentence.text.slice(0, act.start)) && language !== 'zh'
  const behind =
    isBehind || (act.key === 'said' && isVerbLast(language))
      ? phrases.filter(({ firstToken }) => firstToken > act.lastToken)
      : []
  const [speaker] = behind
  if (speaker !== undefined) return behind.length === 1 && speaker.part === 'bare' && isActor(speaker) && speaker.firstToken - act.lastToken <= 2 ? [speaker] : undefined // prettier-ignore
  const before = phrases.filter(({ firstToken, lastToken }) => firstToken >= clause.from && lastToken < act.firstToken)
  const bare = before.filter((phrase) => phrase.part === 'bare' && phrase.kind !== 'city')
  const [first] = bare
  if (first === undefined || !isActor(first)) return undefined
  const who = listFrom(first, clause).filter(({ lastToken }) => lastToken < act.firstToken)
  const last = who.at(-1) ?? first
  const isAlone = bare.every((phrase) => who.includes(phrase))
  if (!isAlone || !who.every(isActor) || !beginsClause(first, clause) || !isStill(last, clause)) return undefined
  return who
}

/** Names joined by "and" or commas, all in the part of the first. */
function listFrom(first: Placed, { phrases, sentence, language }: Clause): Placed[] {
  const { and } = grammarOf(language)
  const list = [first]
  for (const phrase of phrases.slice(phrases.indexOf(first) + 1)) {
    const last = list.at(-1) ?? first
    const between = sentence.text.slice(last.end, phrase.start).trim().toLocaleLowerCase()
    const isAnd =
      language === 'zh' ? and.has(between) : and.has(between) || [...and].some((word) => between === `, ${word}`)
    // "The minister, Somebody, ..." is one man; "Kazakhstan, China sign ..." are two states.
    const joins = isAnd || (between === ',' && last.kind === 'state' && phrase.kind === 'state')
    if (!joins) break
    list.push(phrase)
  }
  return list
}

// Nothing before it in its clause but times and places.
function beginsClause(first: Placed, clause: Clause): boolean {
  const { sentence, language, from, phrases } = clause
  if (language === 'zh') return isChineseLead(sentence.text.slice(sentence.tokens[from]?.start ?? 0, first.start))
  return isTime(from, first.firstToken, clause, phrases) || isEnglishLead(first, clause)
}

const isChineseLead = (text: string) => text.length <= 24 && !/[的称向对与同被由据应在就]/u.test(text)

function isEnglishLead(first: Placed, { sentence, from, language }: Clause): boolean {
  const text = sentence.text.slice(sentence.tokens[from]?.start ?? 0, first.start)
  if (language === 'en')
    return (
      /^(?:On|In|At|During|Yesterday|Today|Earlier)\b[^;:“”"]{0,60},\s*(?:the\s+)?$/u.test(text) ||
      /^(?:\p{Lu}[\p{L}'’-]+\s?){1,4},\s(?:the\s)?$/u.test(text)
    )
  return false
}

/** Between the doer and the act only words that change nothing. */
function isStill(last: Placed, clause: Clause): boolean {
  const { act, sentence, language, phrases } = clause
  const { text } = sentence
  const between = text.slice(last.end, act.start)
  if (language === 'zh') return isChineseStill(between, clause, last)
  if (/[;:"«»“”()]|\s[–—]\s/u.test(between)) return false
  if (isVerbLast(language)) return !isPossessed(last, clause)
  if (/,/u.test(language === 'en' ? between.replace(/^,\s/u, '') : between)) return false
  return isTime(last.lastToken + 1, act.firstToken, clause, phrases)
}

// "Қазақстан экономикасы": the state is not who does it, but what belongs to it.
function isPossessed({ kind, lastToken }: Placed, { sentence, act, language }: Clause): boolean {
  const next = sentence.tokens[lastToken + 1]
  if (kind !== 'state' && kind !== 'body') return false
  if (next === undefined || lastToken + 1 >= act.firstToken) return false
  const { lead, and } = grammarOf(language)
  return !lead.has(next.folded) && !and.has(next.folded) && /(?:[ыіиуүi]|[ыіиуү]н|[ыіиуү]нда|sy|si)$/u.test(next.folded)
}

function isChineseStill(between: string, { phrases, sentence }: Clause, last: Placed): boolean {
  const inside = phrases.filter(({ start, end }) => start >= last.end && end <= last.end + between.length)
  let rest = between
  for (const { start, end } of inside) rest = rest.replace(sentence.text.slice(start, end), '')
  if (last.kind === 'state' && !/^[\d日月年上下午晚当天地时间在京将分别共同正式三两五国总统元首]*$/u.test(rest))
    return false
  return !/[的，,；;：:“”赴离]/u.test(between.replace(/^[^，]*举行仪式，$/u, '')) && rest.length <= 22
}

function isTime(from: number, to: number, { sentence, language }: Clause, phrases: readonly Placed[]): boolean {
  const { lead } = grammarOf(language)
  const beside = phrases.filter(
    ({ part, kind }) => part === 'in' || part === 'with' || (kind === 'city' && part === 'bare'),
  )
  for (let at = from; at < to; at++) {
    const token = sentence.tokens[at]
    if (token === undefined) return false
    const isInside = beside.some(({ firstToken, lastToken }) => at >= firstToken && at <= lastToken)
    if (!isInside && !lead.has(token.folded) && !/^\d+(?:\p{L}{2})?$/u.test(token.folded)) return false
  }
  return true
}

/** With whom: names marked as such; in English and Chinese also what stands right behind "met". */
function companions(clause: Clause, who: readonly Placed[]): Placed[] {
  const { act, language, phrases, sentence, to } = clause
  const isFree = (phrase: Placed) => isActor(phrase) && !who.includes(phrase)
  if (language === 'zh') {
    const marked = phrases.filter((phrase) => isFree(phrase) && phrase.part === 'with' && phrase.firstToken > (who.at(-1)?.lastToken ?? 0) && phrase.lastToken < act.firstToken) // prettier-ignore
    if (marked.length > 0) return marked.flatMap((phrase) => listFrom(phrase, clause)).slice(0, 3)
    if (act.key === 'welcomed' || act.key === 'congratulated')
      return phrases.filter(
        (phrase) => isFree(phrase) && (phrase.kind === 'person' || phrase.kind === 'held') && phrase.start === act.end,
      )
    return act.key === 'met' ? chineseObject(clause) : []
  }
  const isInClause = ({ firstToken, lastToken }: Placed) => firstToken >= clause.from && lastToken <= to
  const marked = phrases.filter((phrase) => isFree(phrase) && phrase.part === 'with' && isInClause(phrase))
  if (isVerbLast(language)) {
    const near = marked.filter(
      (phrase) => !/[,;]/u.test(sentence.text.slice(phrase.end, act.start)) && phrase.lastToken < act.firstToken,
    )
    return near.length === 1 ? near : []
  }
  const behind = marked.filter(({ firstToken }) => firstToken > act.lastToken && isPlain(act.end, firstToken, clause))
  const [first] = behind
  if (first !== undefined) return listFrom(first, clause).filter(isFree).slice(0, 3)
  const direct = phrases.filter(
    (phrase) =>
      isFree(phrase) &&
      phrase.firstToken > act.lastToken &&
      phrase.firstToken - act.lastToken <= 3 &&
      (phrase.part === 'bare' || phrase.part === 'object'),
  )
  const [object] = direct
  if (object === undefined || (act.key !== 'met' && act.key !== 'congratulated') || object.kind === 'state') return []
  if (!isPlain(act.end, object.firstToken, clause)) return []
  return listFrom(object, clause).filter(isFree).slice(0, 3)
}

// No mark and few words between an act and its object.
function isPlain(start: number, token: number, { sentence, act }: Clause): boolean {
  const at = sentence.tokens[token]?.start ?? start
  return token - act.lastToken <= 8 && !/[,;:"«»“”()]/u.test(sentence.text.slice(start, at))
}

// "会见来华…的哈萨克斯坦总统托卡耶夫": the last name, up to the clause's end.
function chineseObject(clause: Clause): Placed[] {
  const { act, phrases, sentence, to } = clause
  const end = sentence.tokens[to]?.end ?? sentence.text.length
  const behind = phrases.filter(({ start, end: stop }) => start >= act.end && stop <= end)
  const last = behind.at(-1)
  if (last === undefined || !isActor(last) || last.part === 'in' || last.part === 'to') return []
  const rest = sentence.text.slice(last.end, end).replace(/[。！]$/u, '')
  if (
    last.kind === 'state' ||
    /的|等|代表|参会|企业|青年|各界|顾问|助理|特使|战略|夫人/u.test(rest) ||
    rest.length > 14 ||
    (last.kind === 'person' && rest !== '')
  )
    return []
  const before = sentence.text.slice(act.end, last.start)
  if (before !== '' && !/的$/u.test(before) && !/[、和]$/u.test(before)) return []
  const list = /[、和]$/u.test(before) ? behind.filter((phrase) => isActor(phrase) && !/的/u.test(sentence.text.slice(phrase.start, last.end).replace(sentence.text.slice(last.start), ''))) : [last] // prettier-ignore
  return list.filter(({ kind }) => kind === 'person' || kind === 'held').slice(-3)
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
