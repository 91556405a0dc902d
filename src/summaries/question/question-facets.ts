import { isStopWord } from '../../text/words/stopwords.js'
import type { DetectedLanguage, Token } from '../../text/types.js'
import { chineseTerms } from '../../text/words/chinese.js'
import { meets, type QuestionWords } from './question-words.js'
import { searchWords } from '../reading/search-words.js'
import type { Facet } from '../terms/facet.js'

interface Place {
  readonly start: number
  readonly end: number
}
/** A facet with its place in the question. */
export type PlacedFacet = Facet & Place

interface FacetContext {
  readonly language: DetectedLanguage
  readonly tokens: readonly Token[]
  readonly words: QuestionWords
  /** What names a time: no facet of its own. */
  readonly times: readonly Place[]
}

/** What an answer must speak of: names, subjects and the words that are left when those that ask, join or date are gone. Each once, in order. */
export function findFacets(asked: string, { language, tokens, words, times }: FacetContext): PlacedFacet[] {
  const facets = new Map<string, PlacedFacet>()
  const add = (key: string, facet: PlacedFacet) => {
    if (!facets.has(key)) facets.set(key, facet)
  }
  for (const { key: id, start, end } of words.named)
    add(id, { kind: 'entity', term: `e_${id}`, id, words: searchWords(asked.slice(start, end), language), start, end })
  const taken = [...words.named, ...times]
  for (const piece of pieces(asked, tokens, language)) {
    if (meets(piece, taken)) continue
    const stems = searchWords(piece.text, language)
    const term = /\p{Script=Han}/u.test(piece.text) ? piece.text : stems[0]
    if (term === undefined || /^\d{1,3}$/u.test(term)) continue
    const { start, end } = piece
    const under = (prefix: string) => subjectsAt(piece, words, prefix)
    const [conceptIds, measureIds] = [under('concept:'), under('measure:')]
    if (conceptIds.length > 0 || measureIds.length > 0) {
      add([...conceptIds, ...measureIds].sort().join(), { kind: 'subject', term, conceptIds, measureIds, words: stems, start, end }) // prettier-ignore
      continue
    }
    const actIds = [...new Set(words.acts.flatMap((match) => (meets(piece, [match]) ? [match.key] : [])))]
    const isAsking = words.asking.some((match) => covers(match, piece) && (match.key === 'about' || !MAY_ACT.has(match.key) || actIds.length === 0)) // prettier-ignore
    if (isAsking || isStopWord(piece.folded, language)) continue
    const country = words.countries.find((match) => meets(piece, [match]))?.key
    const isName = country !== undefined || isWrittenAsName(piece, words.named)
    add(term, { kind: 'word', term, words: stems, isName, actIds, start, end, ...(country !== undefined && { country }) }) // prettier-ignore
  }
  for (const { key, start, end } of words.words) {
    const [kind, id] = key.split(':')
    if (id === undefined || (kind !== 'concept' && kind !== 'measure')) continue
    if (meets({ start, end }, [...facets.values(), ...taken])) continue
    const text = asked.slice(start, end)
    const ids = kind === 'concept' ? { conceptIds: [id], measureIds: [] } : { conceptIds: [], measureIds: [id] }
    add(key, { kind: 'subject', term: text, ...ids, words: searchWords(text, language), start, end })
  }
  return [...facets.values()].sort((a, b) => a.start - b.start)
}

// A capital inside a question, or an acronym; beside a known name it is a part of that: "UN General Assembly".
function isWrittenAsName({ text, start, end }: Piece, named: readonly Place[]): boolean {
  if (/^\p{Lu}{2,}$/u.test(text) || LINE.test(text)) return true
  const isPart = named.some((name) => Math.max(start - name.end, name.start - end) <= 1)
  return start > 0 && /^\p{Lu}/u.test(text) && !isPart
}

// 率 asks, 通胀率 is a subject.
const covers = (match: Place, piece: Place) => match.start <= piece.start && match.end >= piece.end

// Asking words that tell what was done, too: "promised", "paid".
const MAY_ACT: ReadonlySet<string> = new Set(['said', 'money', 'compare', 'ahead'])

function subjectsAt(piece: Place, { words }: QuestionWords, prefix: string): string[] {
  const here = words.filter((match) => match.key.startsWith(prefix) && meets(piece, [match]))
  return [...new Set(here.map((match) => match.key.slice(prefix.length)))]
}

interface Piece extends Place {
  readonly text: string
  readonly folded: string
}

// Words that say something, with their place; a run of Han characters is parted into the words of a dictionary.
function pieces(text: string, tokens: readonly Token[], language: DetectedLanguage): Piece[] {
  const found = tokens.filter((token) => !HAN.test(token.text) && (token.text.length > 1 || LINE.test(token.text)) && !isStopWord(token.folded, language)) // prettier-ignore
  const runs = [...text.matchAll(/\p{Script=Han}+/gu)].flatMap((run) =>
    chineseTerms(run[0]).map(({ text: word, start }) => ({
      text: word,
      folded: word,
      start: run.index + start,
      end: run.index + start + word.length,
    })),
  )
  return [...found, ...runs.filter((word) => word.text.length > 1 && !isStopWord(word.text, 'zh'))]
}

// "Line D": a letter that is a word in none of the languages.
const LINE = /^[B-HJ-NP-TV-Z]$/u
const HAN = /\p{Script=Han}/u

// What may stand inside the name of an event: "the summit in Astana", but not "the summit on gas".
const WITHIN_EVENT = /^[\s\p{Pd}«»"“”]*(?:(?:the|of|in|at|в|на|саммита|дар|аз)\s+)*$/u
const SINCE_STANDS_BEHIND: ReadonlySet<string> = new Set(['kk', 'ky', 'uz', 'tk'])

/** The facets that name the event of a "since": those that follow it, in languages that put it last those before it. */
export function eventOf(
  facets: readonly PlacedFacet[],
  since: Place,
  asked: string,
  language: DetectedLanguage,
): PlacedFacet[] {
  // 自 stands before the event, 以来 behind it.
  const isBehind =
    SINCE_STANDS_BEHIND.has(language) || (language === 'zh' && asked.slice(since.start, since.end) !== '自')
  const inOrder = isBehind
    ? facets.filter(({ end }) => end <= since.start).reverse()
    : facets.filter(({ start }) => start >= since.end)
  const event: PlacedFacet[] = []
  let edge = isBehind ? since.start : since.end
  for (const facet of inOrder) {
    const between = isBehind ? asked.slice(facet.end, edge) : asked.slice(edge, facet.start)
    // An ending may hang on the name: "sammitdan beri".
    if (!WITHIN_EVENT.test(between)) break
    event.push(facet)
    edge = isBehind ? facet.start : facet.end
  }
  return event
}
