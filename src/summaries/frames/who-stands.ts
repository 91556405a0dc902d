import { grammarOf, isVerbLast } from './frame-grammar.js'
import type { Clause, Placed } from './clause.js'

// Who does what a sentence's act says, and beside whom.

export const isSpeechAct = ({ act, words }: Clause) => words.actById.get(act.key)?.shape === 'speak'

const isActor = ({ kind }: Placed) => kind !== 'city' && kind !== 'adjective'

/** Who does it: those who stand first in the clause, with nothing between them and the act but times and places. */
export function subjectOf(clause: Clause): readonly Placed[] | undefined {
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
export function listFrom(first: Placed, { phrases, sentence, language }: Clause): Placed[] {
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
export function companions(clause: Clause, who: readonly Placed[]): Placed[] {
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
  const behind = marked.filter((phrase) => phrase.firstToken > act.lastToken && isPlain(act.end, phrase.firstToken, clause) && !ownsNext(phrase, clause)) // prettier-ignore
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

// "Leaders meet with Iran war in the background": the war, not the state.
function ownsNext({ kind, end, lastToken }: Placed, { sentence, language }: Clause): boolean {
  const next = sentence.tokens[lastToken + 1]
  if (language !== 'en' || kind !== 'state' || next === undefined || sentence.text.slice(end, next.start).trim() !== '') return false // prettier-ignore
  return /^\p{Ll}/u.test(next.text) && !BEHIND_STATES.has(next.folded)
}

const BEHIND_STATES = new Set(['and', 'in', 'on', 'at', 'to', 'about', 'over', 'for', 'as', 'with', 'during', 'ahead', 'after', 'before', 'amid', 'by', 'via', 'this', 'last', 'next', 'today', 'yesterday', 'will', 'have', 'has', 'is', 'are', 'but', 'or', 'from', 'under', 'within', 'despite', 'following', 'while', 'through', 'until', 'since']) // prettier-ignore

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
