import type { FrameAct } from '../../regions/region.js'
import type { ReadSentence } from '../terms/read-sentence.js'
import type { Reader } from '../terms/reader.js'
import type { Language } from '../../text/types.js'
import { fillShape, type Filled } from './fill-shape.js'
import { grammarOf, isVerbLast } from './frame-grammar.js'
import { type ActMatch, findActs, frameWordsOf } from './frame-words.js'
import type { Placed } from './clause.js'
import { findNounPhrases, shareOffices, type SentenceWords } from './noun-phrases.js'
import { partOf } from './parts.js'

/** Who did what, as one sentence has it. */
export interface Frame extends Filled {
  readonly act: FrameAct
  readonly isPlanned: boolean
}

/**
 * The frame that a sentence gives: its one main act with those who stand in the right places beside it. Undefined where a word denies, doubts or quotes
 * the act, where another act stands in between, or where a part is missing or unsure.
 */
export function findFrame(sentence: ReadSentence, language: Language, reader: Reader): Frame | undefined {
  const words = frameWordsOf(reader.region)
  if (words === undefined || /[?？]\s*$/u.test(sentence.text)) return undefined
  const acts = findActs(words, sentence.tokens, language, sentence.text)
  if (acts.length === 0) return undefined
  const context = { sentence, language, reader, words }
  const phrases = shareOffices(findNounPhrases(context), context).map((phrase): Placed => ({
    ...phrase,
    part: partOf(phrase, context),
  }))
  for (const match of mainActs(acts, context)) {
    const act = words.actById.get(match.key)
    const bounds = boundsOf(match, context)
    if (act === undefined || isUnsure(match, bounds, context)) continue
    const filled = fillShape(act, { ...context, act: match, acts, phrases, ...bounds })
    const isPlanned = match.isPlanned || hasPlan(match, context)
    if (filled === undefined || (isPlanned && NEVER_PLANNED.has(act.shape))) continue
    return { ...filled, act, isPlanned }
  }
  return undefined
}

const NEVER_PLANNED: ReadonlySet<FrameAct['shape']> = new Set(['speak', 'change', 'person'])

// Where the act stands last, the last one; else the first, and what stands behind it is another's or another clause's.
function mainActs(acts: readonly ActMatch[], { sentence, language }: SentenceWords): readonly ActMatch[] {
  if (!isVerbLast(language))
    return acts.slice(
      0,
      language === 'zh' ? 3 : acts.filter(({ firstToken }) => firstToken === acts[0]?.firstToken).length,
    )
  const last = sentence.tokens.length - 1
  return acts
    .filter((act) => act.lastToken >= last - 1 || isBehindQuote(act, sentence))
    .filter((act, _at, all) => act.firstToken === all.at(-1)?.firstToken)
}

const isBehindQuote = ({ start }: ActMatch, { text }: ReadSentence) =>
  /[»”"]\s*,?\s*[–—-]+\s*$/u.test(text.slice(0, start))

const BREAK = /[;:；：。!?！？]/u

function boundsOf(act: ActMatch, { sentence, language }: SentenceWords): { from: number; to: number } {
  const { tokens, text } = sentence
  const isBorder = (at: number) => {
    const between = text.slice(tokens[at - 1]?.end ?? 0, tokens[at]?.start ?? text.length)
    return BREAK.test(between) || /\s[–—-]+\s/u.test(between) || (language === 'zh' && /[，,]/u.test(between))
  }
  let [from, to] = [act.firstToken, act.lastToken]
  while (from > 0 && !isBorder(from)) from--
  // "…举行仪式，欢迎…": who does it stands in the part before.
  if (
    language === 'zh' &&
    from === act.firstToken &&
    from > 0 &&
    /[，,]/u.test(text.slice(tokens[from - 1]?.end ?? 0, act.start))
  ) {
    from--
    while (from > 0 && !isBorder(from)) from--
  }
  while (to < tokens.length - 1 && !isBorder(to + 1)) to++
  return { from, to }
}

/** A word that denies or doubts up to the act, a quotation about it, or somebody who is said to have told it. */
function isUnsure(
  act: ActMatch,
  { from, to }: { from: number; to: number },
  { sentence, language, words }: SentenceWords,
): boolean {
  const { tokens, text } = sentence
  const { not, doubt } = grammarOf(language)
  if (isQuoted(text.slice(0, act.start))) return true
  const isOwnSpeech = words.actById.get(act.key)?.shape === 'speak'
  const start = isOwnSpeech ? Math.max(from, act.firstToken - 3) : 0
  const end = isOwnSpeech ? act.firstToken - 1 : Math.max(to, act.lastToken)
  if (language === 'zh') {
    // "会见记者" is the press; "某人表示，…会晤" tells of another day.
    if (text.slice(act.end).startsWith('记者') || (!isOwnSpeech && /表示|指出|强调|[说称][，：]/u.test(text.slice(0, act.start)))) return true // prettier-ignore
    const told = text.slice(isOwnSpeech ? (tokens[from]?.start ?? 0) : 0, isOwnSpeech ? act.start : tokens[to]?.end)
    return [...doubt].some((word) => told.includes(word)) || [...not].some((word) => text.slice(tokens[from]?.start ?? 0, act.start).includes(word)) // prettier-ignore
  }
  for (let at = start; at <= (isOwnSpeech ? end : tokens.length - 1); at++) {
    const word = tokens[at]?.folded ?? ''
    const isInAct = at >= act.firstToken && at <= act.lastToken
    if (isInAct) continue
    if (doubt.has(word)) return true
    if (not.has(word) && at <= end + 2) return true
  }
  return false
}

// A quotation that is open where the act stands.
function isQuoted(before: string): boolean {
  const count = (marks: RegExp) => before.match(marks)?.length ?? 0
  return count(/[“«„]/gu) > count(/[”»]/gu) || count(/"/gu) % 2 === 1
}

function hasPlan(act: ActMatch, { sentence, language }: SentenceWords): boolean {
  const { plan } = grammarOf(language)
  if (language === 'zh') return [...plan].some((word) => sentence.text.slice(0, act.start).includes(word))
  return sentence.tokens.slice(Math.max(0, act.firstToken - 3), act.firstToken).some(({ folded }) => plan.has(folded))
}
