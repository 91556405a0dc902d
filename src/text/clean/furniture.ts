import { z } from 'zod'
import { readData } from '../read-data.js'
import { LANGUAGES } from '../types.js'
import type { Language } from '../types.js'

// What stands around news: bylines, credits, links to other articles, asks to subscribe. Words are data; shapes are here.

const list = z.array(z.string())
const byLanguage = z.strictObject(Object.fromEntries(LANGUAGES.map((each) => [each, list])) as Record<Language, typeof list>) // prettier-ignore
const words = z
  .strictObject({
    labels: byLanguage,
    links: byLanguage,
    starts: byLanguage,
    alone: byLanguage,
    calls: byLanguage,
    networks: list,
    bylines: list,
    credits: list,
    embeds: z.array(z.tuple([z.string(), z.string()])),
    days: list,
    bulletins: list,
  })
  .parse(readData(new URL('furniture.yaml', import.meta.url)))

type Kind = 'label' | 'link' | 'start' | 'alone' | 'call'

interface Phrase {
  readonly kind: Kind
  readonly text: string
}

const fold = (text: string) => text.toLowerCase().replace(/[’‘ʻʼ`´]/gu, "'").replaceAll('ё', 'е') // prettier-ignore
const escaped = (text: string) => text.replace(/[$()*+.?[\\\]^{|}]/gu, '\\$&')
const oneOf = (texts: readonly string[]) => texts.map((each) => escaped(fold(each))).join('|')

const FIRST_WORD = /^(?:\p{Script=Han}|[\p{L}\p{M}'-]+)/u
const isHan = (text: string) => /^\p{Script=Han}/u.test(text)

// By their first word (Chinese: character), the longest first: a unit is held against a few phrases only.
const phrases = new Map<string, Phrase[]>()
for (const [kind, lists] of [
  ['label', words.labels],
  ['link', words.links],
  ['start', words.starts],
  ['alone', words.alone],
  ['call', words.calls],
] as const)
  for (const text of new Set(LANGUAGES.flatMap((language) => lists[language].map(fold)))) {
    const first = FIRST_WORD.exec(text)?.[0] ?? text
    phrases.set(
      first,
      [...(phrases.get(first) ?? []), { kind, text }].sort((a, b) => b.text.length - a.text.length),
    )
  }

const NETWORK = new RegExp(`(?<![\\p{L}\\p{N}])(?:${oneOf(words.networks)})(?![\\p{L}\\p{N}])`, 'gu')
const BYLINE = new RegExp(`^[（(【[](?=[^\\n]{0,120}(?:${oneOf(words.bylines)}))[^（(【\\n]{1,118}[）)】\\]]$`, 'u')
const ADDRESSES = /\]\([^)\s]{1,300}\)|(?:https?:\/\/|www\.|t\.me\/)\S+|[@#][\p{L}\p{N}_.]+|[[\]*_|‖•·/]+/gu
const PHONE = /\+\d[\d ()-]{8,}/u
const CONTACT = 120

const LONGEST = 240
const LONGEST_CALL = 160
const LONGEST_WORD = 40
const LABELLED_WORDS = 6
const LABELLED_HAN = 14

/** What a sentence or a line has before its first letter, number, opening quote or sign of money: bullets, emoji, dashes, blanks. */
export const MARKS_BEFORE =
  /^(?:\d\uFE0F?\u20E3|[一二三四五六七八九十]{1,3}、|[-–](?!\d)|[^\p{L}\p{N}"«“„‘'(（【《「『[$€£¥№@#+<>%°–-])+/u
const NO_END = /[^\p{L}\p{N}\p{M}.!?…。！？"»”'’）)】》」』\]%:$€£¥₸₽₴°+]/u

/** A text without the emoji at its end, and without what only joins it to the next: commas, semicolons, dashes. */
export function withoutEnd(text: string): string {
  let end = text.length
  while (end > 0) {
    const low = text.charCodeAt(end - 1)
    const width = low >= 0xdc00 && low <= 0xdfff ? 2 : 1
    if (!NO_END.test(text.slice(end - width, end))) break
    end -= width
  }
  return text.slice(0, Math.max(0, end))
}

const bare = (text: string) => withoutEnd(text.replace(MARKS_BEFORE, ''))

/** What a unit - a line or a sentence - is beside the news: `links` leads on to others, `furniture` is cut. Undefined: it may be news. */
export type Furniture = 'links' | 'furniture'

/** Tells furniture by its words and shape, whatever the outlet and the language; linear in the unit. */
export function furnitureOf(unit: string): Furniture | undefined {
  if (!/[\p{L}\p{N}]/u.test(unit)) return 'furniture'
  if (unit.length > LONGEST) return undefined
  const text = bare(unit)
  if (/^[（(【[]/u.test(text) && BYLINE.test(fold(text))) return 'furniture'
  const known = phrases.get(FIRST_WORD.exec(fold(text.slice(0, LONGEST_WORD)))?.[0] ?? '')
  const found = known === undefined ? undefined : ofPhrases(fold(text), known)
  if (found !== undefined) return found
  return isShareList(text) || (text.length <= CONTACT && isContact(text)) ? 'furniture' : undefined
}

function ofPhrases(folded: string, known: readonly Phrase[]): Furniture | undefined {
  for (const { kind, text } of known) {
    if (!folded.startsWith(text)) continue
    const rest = folded.slice(text.length)
    if (/^[\p{L}\p{M}\p{N}]/u.test(rest) && !isHan(text)) continue
    const isAlone = !/[\p{L}\p{N}]/u.test(rest)
    const isLabelled = /^\s*(?:[:：|/]|[-–—]\s)/u.test(rest)
    if (kind === 'start') return 'furniture'
    if (kind === 'link' && (isAlone || isLabelled || /^\s*[■►▶→]/u.test(rest))) return isAlone ? 'links' : 'furniture'
    if (kind === 'label' && (isAlone || (isLabelled && isFew(rest)))) return 'furniture'
    if (kind === 'alone' && isAlone) return 'furniture'
    if (kind === 'call' && folded.length <= LONGEST_CALL && (hasNetwork(folded) || isCallAlone(rest)))
      return 'furniture'
  }
  return undefined
}

function isFew(rest: string): boolean {
  const han = rest.match(/\p{Script=Han}/gu)?.length ?? 0
  return han > 0 ? han <= LABELLED_HAN : (rest.match(/[\p{L}\p{N}'-]+/gu)?.length ?? 0) <= LABELLED_WORDS
}

// "Подписаться | Прислать новость", "Подписаться на Город - новости": no sentence, and few words.
const isCallAlone = (rest: string) => !/[.!?。]/u.test(rest) && /^\s*(?:$|[|на])/u.test(rest) && (rest.match(/[\p{L}\p{N}]+/gu)?.length ?? 0) <= LABELLED_WORDS // prettier-ignore

const hasNetwork = (folded: string) => folded.search(NETWORK) >= 0

/** "Telegram | Instagram", "[Facebook](https://...)  ‖  [Twitter](...)", "👉 Город. Подписаться": names of networks, or a call at the end, and little else. */
function isShareList(text: string): boolean {
  // What ends as a sentence does is one.
  if (SENTENCE_END.test(text.slice(-2))) return false
  const folded = fold(text)
  if (CALL_AT_END.test(folded)) return true
  const names = folded.match(NETWORK)?.length ?? 0
  if (names === 0) return false
  const left = folded.replace(ADDRESSES, ' ').replace(NETWORK, ' ')
  const others = left.match(/[\p{L}\p{N}'-]+/gu)?.length ?? 0
  return others <= (names >= 2 ? names + 1 : 1)
}

const SENTENCE_END = /[.!?…。！？]["»”’）)]?$/u

const CALL_AT_END = new RegExp(`^[^.]{1,40}\\.\\s*(?:${oneOf(LANGUAGES.flatMap((each) => words.calls[each]))})$`, 'u')

// A telephone number with a word or two, or numbers alone.
function isContact(text: string): boolean {
  if (!PHONE.test(text)) return false
  return (text.replace(/\S*\d\S*/gu, ' ').match(/\p{L}+/gu)?.length ?? 0) <= LABELLED_WORDS
}

// "央视网消息（新闻联播）：", "新华社北京6月17日电（记者某某）", "中新网6月17日电 ": who sends, before what is told.
const CHINESE_HEAD =
  /^(?:(?!据)\p{Script=Han}{2,6}(?:网|社|报|台|频道)\p{Script=Han}{0,6}(?:\d{1,2}月\d{1,2}日)?(?:消息|电|讯)(?:\s*[（(][^）)\n]{1,30}[）)]\s*[：:，,]?|\s*[：:，,]|\s+)|本(?:报|网|台)讯\s*[：:]?)\s*/u
// "TASHKENT, June 3 (Agency) - ", "АСТАНА. АГЕНТСТВО - ": with the agency between the place and the dash.
const AGENCY_HEAD =
  /^\p{Lu}[\p{Lu}\p{M}' -]{2,30}(?:,[^()—–\n]{2,24})?(?:\.\s*\p{Lu}[\p{Lu}\p{M}. -]{2,24}|\s*\([^()\n]{2,30}\)|\s*\/[^/\n]{2,30}\/)[.,]?\s*[-–—]{1,2}\s+/u

/** How many letters of a text's beginning name who sends it and when: 0 where it begins with the news. */
export function headLength(line: string): number {
  const head = CHINESE_HEAD.exec(line)?.[0] ?? AGENCY_HEAD.exec(line)?.[0]
  return head === undefined ? 0 : head.length
}

// A linked headline: a mark, the headline, and when it was told.
const STAMP = `(?:\\d{1,2} \\p{L}{3,12}(?: \\d{4})?,?|${words.days.map((day) => `[${day.charAt(0)}${day.charAt(0).toUpperCase()}]${escaped(day.slice(1))}`).join('|')}) ?\\d{1,2}:\\d{2}` // prettier-ignore
const CARD = `(?:(?<=^|[.!?…"»”\\s])\\p{Lu}\\p{L}{3,20}(?: \\p{L}{2,12}){0,2}[:：]?\\s*)?[■►▶▪]\\s*[^■►▶▪\\n]{3,240}?${STAMP}`
const EMBED = words.embeds.map(([begin, by]) => `${caseless(begin)}\\s*${caseless(by)}[^\\n]{1,80}?\\(@[\\w.]{1,40}\\)`).join('|') // prettier-ignore
const CREDIT = `(?<=^|[.!?…"»”]|\\p{Ll})(?:${words.credits.join('|')})[: ][^.!?\\n]{2,100}?(?:\\p{Ll}|\\.\\p{Ll}{2,4})(?=\\p{Lu}\\p{Ll}* \\p{L}|\\p{Lu}\\p{Ll}+: |\\d{1,2} \\p{L})`
const POST_TAIL = 'The post [^\\n]{1,300}?(?:appeared first|first appeared) on [^\\n]{1,100}$'
const TAIL = '(?:\\s*(?:(?:https?:\\/\\/|t\\.me\\/)\\S+|@[\\w.]{3,32}|#[\\p{L}\\p{N}_]+|\\|(?=\\s)))+\\s*$'
const WITHIN = new RegExp(`${CARD}|${EMBED}|${CREDIT}|${POST_TAIL}|${TAIL}`, 'gmu')
const MAY_HAVE_WITHIN = new RegExp(`[■►▶▪@#]|https?:|t\\.me|The post |(?:${words.credits.join('|')})[: ]|${words.embeds.map(([begin]) => caseless(begin.slice(0, 12))).join('|')}`, 'u') // prettier-ignore

function caseless(text: string): string {
  return Array.from(text, (letter) =>
    /\p{L}/u.test(letter) ? `[${letter}${letter.toUpperCase()}]` : escaped(letter),
  ).join('')
}

/** Where furniture stands within a line: linked headlines with their stamp, posts of networks, addresses and tags at the end. [start, end) each, in order. */
export function furnitureWithin(line: string): { readonly start: number; readonly end: number }[] {
  if (!MAY_HAVE_WITHIN.test(line)) return []
  return [...line.matchAll(WITHIN)].map((match) => ({ start: match.index, end: match.index + match[0].length }))
}

const BULLETIN = new RegExp(`(?<![\\p{L}\\p{N}])(?:${oneOf(words.bulletins.filter((each) => !isHan(each)))})(?![\\p{L}\\p{N}])|${words.bulletins.filter(isHan).join('|')}`, 'u') // prettier-ignore

/** True where a title says that several pieces of news follow: "联播快讯", "News in brief", «Коротко». */
export function isBulletinTitle(title: string): boolean {
  return BULLETIN.test(fold(title))
}
