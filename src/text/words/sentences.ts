import type { DetectedLanguage, Span } from '../types.js'

// A run of stops with its closing quotes and brackets, a Chinese stop, or a line break; then stops that a scrape left no blank behind
// ("паводками.Как сообщили"). The lookbehinds keep long runs of dots linear.
const BORDER =
  /(?<![.!?…։؟])[.!?…։؟]+[\p{Pf}\p{Pe}"'”’»]{0,3}(?=\s|$)|[。！？｡]+[\p{Pf}\p{Pe}"'”’»」』）]{0,3}|\r?\n\s*|(?=[.!?…])(?<=[\p{L}\p{N}»”")%]{2})[.!?…]{1,3}[\p{Pf}\p{Pe}"”’»]{0,3}(?=["«“„(]?\p{Lu})/gu
const SURE_BORDER = /^[\r\n。！？｡]/u
const CLOSED = /[\p{Pf}\p{Pe}"'”’»]$/u
const NOT_STATED = /^[!?…]|^\.\./u
const LAST_WORD = /[\p{L}\p{M}\p{N}.'’‘ʻʼ-]{1,24}$/u
const NEXT_WORD = /^[\s\p{Pi}\p{Ps}"'“‘«—–-]{0,8}([\p{L}\p{N}][\p{L}\p{M}'’]{0,23})/u
const STARTS_SMALL = /^\p{Ll}/u
const NUMBER = /^\p{N}+$/u
const LETTERS_AROUND = 32

// "А.", "А.С", "К.-Ж", "Sh", "U.S": initials, which a name or a noun follows.
const INITIALS = /^(?:(?:\p{Lu}|Дж|Ch|Sh|Yu|Ya)\.-?)*(?:\p{Lu}|Дж|Ch|Sh|Yu|Ya)$/u
const SENTENCE_STARTS = new Set(
  'The A An He She It We They I In On At But And This That These Those There However For As After If When Also Он Она Они Это В На По Но'.split(
    ' ',
  ),
)

const BEFORE_A_NAME = new Set(
  `mr mrs ms messrs dr prof gen col lt maj capt brig adm sgt gov sen rep rev hon pres st mt ft vs vol fig art ch cf akad acad
  им ул пр просп пер ген полк акад проф доц канд св см ср тел стр рис табл ст тов гр пос дер обл оз пгт мкр корп зам т.н т.е т.к н.э ш ҷ кӯч`.split(/\s+/u),
) // prettier-ignore
const BEFORE_A_NUMBER = new Set(
  'no nos p pp art fig jan feb mar apr jun jul aug sep sept oct nov dec п пп ст стр № рис табл гл разд ч'.split(' '),
)
const MEASURES = new Set('долл млрд млн трлн тыс руб куб кв mlrd mln trln ming'.split(' '))
const AFTER_A_MEASURE = /^(?:США|АҚШ|АКШ|ИМА|КНР|РФ|ЕС|Гкал|МВт|кВт|ГВт|AQSh|ABŞ)/u

const DOMAINS = new Set('ru com net org info kz uz kg tj tm az ua by cn eu tv me io ai media news live life online today pro'.split(' ')) // prettier-ignore

/**
 * The sentences of a text, trimmed, in order: `text.slice(start, end) === span.text`, and together they hold every letter of it.
 * A line break ends a sentence, and so does a stop that a scrape left no blank behind; abbreviations ("5 млрд. долл. США", "U.S.", "No. 5"), initials and decimal points do not.
 * A long sentence is left whole. Takes time linear in the text.
 */
export function splitSentences(text: string, language: DetectedLanguage): Span[] {
  const spans: Span[] = []
  let from = 0
  for (const match of text.matchAll(BORDER)) {
    const mark = withoutOpening(text, from, match.index, match[0])
    if (!isBorder(text, from, match.index, mark, language)) continue
    const end = match.index + mark.length
    addTrimmed(spans, text, from, end)
    from = end
  }
  addTrimmed(spans, text, from, text.length)
  return spans
}

// A straight quote behind a stop closes a quotation that was opened; else it opens the next sentence: 'сказал он."Мы готовы'.
function withoutOpening(text: string, from: number, at: number, mark: string): string {
  const quote = mark.indexOf('"')
  if (quote < 0 || quote !== mark.length - 1 || !OPENS_NEXT.test(text.slice(at + mark.length, at + mark.length + 1))) return mark // prettier-ignore
  let opened = 0
  for (let place = text.indexOf('"', from); place >= 0 && place < at; place = text.indexOf('"', place + 1)) opened++
  return opened % 2 === 0 ? mark.slice(0, quote) : mark
}

const OPENS_NEXT = /^[\p{Lu}\p{Lo}]/u

function addTrimmed(spans: Span[], text: string, from: number, to: number): void {
  const piece = text.slice(from, to)
  const trimmed = piece.trim()
  if (trimmed === '') return
  const start = from + piece.length - piece.trimStart().length
  spans.push({ text: trimmed, start, end: start + trimmed.length })
}

function isBorder(text: string, from: number, at: number, mark: string, language: DetectedLanguage): boolean {
  if (SURE_BORDER.test(mark)) return true
  const after = text.slice(at + mark.length, at + mark.length + LETTERS_AROUND)
  if (/^[^\S\n]*\r?\n/u.test(after)) return true
  const next = NEXT_WORD.exec(after)?.[1] ?? ''
  // «Нет!» – сказал он: the sentence goes on after its quotation; after "млн." it goes on as well.
  if (next === '' || STARTS_SMALL.test(next)) return next === ''
  if (CLOSED.test(mark) || NOT_STATED.test(mark)) return true
  // "Mail.Ru", "Kaktus.Media": an address, and no sentence.
  if (DOMAINS.has(next.toLowerCase()) && after.startsWith(next)) return false
  return !isAbbreviation(text.slice(Math.max(from, at - LETTERS_AROUND), at), next, at - from, language)
}

function isAbbreviation(before: string, next: string, length: number, language: DetectedLanguage): boolean {
  const word = LAST_WORD.exec(before)?.[0] ?? ''
  const folded = word.toLowerCase().replace(/^[.'’‘-]+/u, '')
  if (NUMBER.test(word)) return length <= LETTERS_AROUND && before.trim() === word // "1. Energy" at the beginning of a line
  if (NUMBER.test(next.charAt(0)) && BEFORE_A_NUMBER.has(folded)) return true
  if (INITIALS.test(word) && !isPronoun(word, language)) return !SENTENCE_STARTS.has(next) && !/^\p{N}/u.test(next)
  if (folded === 'г') return !/\d\s?г$/u.test(before) // "г. Алматы", but "2024 г. Алматы"
  if (MEASURES.has(folded)) return AFTER_A_MEASURE.test(next)
  return BEFORE_A_NAME.has(folded)
}

/** "So do I. He left": the pronoun, and no initial. */
function isPronoun(word: string, language: DetectedLanguage): boolean {
  return language === 'en' ? word === 'I' : language === 'ru' && word === 'Я'
}
