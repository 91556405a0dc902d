import type { Article } from '../../feeds/article.js'
import { findCountries } from '../../text/patterns/countries.js'
import { latinise } from '../../text/words/transliterate.js'
import type { Token } from '../../text/types.js'
import { tokenize } from '../../text/words/words.js'
import { standsFor, type Reader } from '../terms/reader.js'
import { searchWords } from '../reading/search-words.js'
import type { Reading } from '../terms/shapes.js'
import type { Facet } from '../terms/facet.js'
import type { Passage } from '../terms/passage.js'
import { LIKENESS, NEARNESS } from '../terms/ranking-weights.js'

/** An article opened for a question: its passages with their words. */
export interface OpenArticle {
  readonly article: Article
  readonly reading: Reading | undefined
  readonly passages: readonly OpenPassage[]
}

export interface OpenPassage extends Passage {
  /** Word for word from the article. */
  readonly text: string
  readonly stems: ReadonlySet<string>
  readonly tokens: readonly Token[]
}

/** An article's passages with their text and stems. Passages that no longer fit the article are left out. */
export function openArticle(article: Article, passages: readonly Passage[], reading: Reading | undefined): OpenArticle {
  const open = passages.flatMap((passage): OpenPassage[] => {
    const text = (passage.index === 0 ? article.title : article.text).slice(passage.start, passage.end).trim()
    if (text === '') return []
    const tokens = tokenize(text)
    return [{ ...passage, text, stems: new Set(searchWords(text, article.language, tokens)), tokens }]
  })
  return { article, reading, passages: open }
}

/** For each facet how surely the passage speaks of it: 1 in its own words, less where only what stands around it does, 0 not at all; undefined where that cannot be told across languages. */
export type Coverage = readonly (number | undefined)[]

/** What a passage, with the title and the sentences around it, says of a question's facets. */
export function coverageAt(
  open: OpenArticle,
  position: number,
  facets: readonly Facet[],
  context: MatchContext,
): Coverage {
  const { passages } = open
  const passage = passages[position]
  if (passage === undefined) return []
  // An item of a bulletin stands by itself: its first sentence is all the title that it has.
  const ofPart = (other: OpenPassage | undefined) => (other?.part === passage.part ? other : undefined)
  const lead = passages.find((other) => other.index > 0 && ofPart(other) !== undefined)
  const title = ofPart(passages[0]?.index === 0 ? passages[0] : undefined) ?? lead
  return facets.map((facet) => {
    const own = matchFacet(facet, passage, open.article, context)
    if (own === undefined || own === 1) return own
    const isPronoun = passage.signs.includes('this') || (facet.kind === 'entity' && passage.signs.includes('he') && isPerson(facet.id, context.reader)) // prettier-ignore
    const near = (other: OpenPassage | undefined, nearness: number) =>
      other === undefined || other === passage ? 0 : (matchFacet(facet, other, open.article, context) ?? 0) * nearness
    const anywhere = facet.kind === 'entity' ? impliedAt(facet.id, passage, open, context) : 0
    return Math.max(own, near(ofPart(passages[position - 1]), isPronoun ? NEARNESS.pronoun : NEARNESS.before), near(title, NEARNESS.title), near(lead, NEARNESS.lead), anywhere) // prettier-ignore
  })
}

// "He said": whoever the sentence before names, or the state that he speaks for.
const isPerson = (id: string, { entityById }: Reader) => /^(?:person|country)$/u.test(entityById.get(id)?.kind ?? '')

// A name that a sentence leaves out because the article is about it, because "both countries" mean it, or because its readers live there.
function impliedAt(
  id: string,
  passage: OpenPassage,
  { article, passages: all }: OpenArticle,
  { reader }: MatchContext,
): number {
  const passages = all.filter(({ part }) => part === passage.part)
  const times = passages.filter(({ entityIds }) => entityIds.includes(id)).length
  if (times > 0 && passage.signs.includes('both')) return NEARNESS.both
  if (isAtHome(id, passage, article, reader)) return NEARNESS.home
  if (times >= NEARNESS.oftenTimes || times >= passages.length * NEARNESS.oftenShare) return NEARNESS.often
  return times > 0 ? NEARNESS.once : 0
}

// Domestic news seldom names the country: "the National Bank kept its rate".
function isAtHome(
  id: string,
  { entityIds, signs }: OpenPassage,
  { outletId }: OpenArticle['article'],
  { entityById, region }: Reader,
): boolean {
  const home = region.outlets.find((outlet) => outlet.id === outletId)?.country
  if (home !== id) return false
  return signs.includes('home') || !entityIds.some((each) => each !== id && entityById.get(each)?.kind === 'country')
}

export interface MatchContext {
  readonly reader: Reader
  readonly language: string
}

/** How surely one passage speaks of a facet in its own words, 0 to 1; undefined for a plain word of another language, which cannot be looked for. */
function matchFacet(
  facet: Facet,
  passage: OpenPassage,
  article: Pick<Article, 'language'>,
  { reader, language }: MatchContext,
): number | undefined {
  switch (facet.kind) {
    case 'entity':
      return Math.max(
        matchEntity(facet.id, passage, reader),
        wordsOfName(facet.words, passage),
        surnameIn(facet.id, passage, article, reader),
      )
    case 'year':
      return passage.text.includes(facet.year) ? 1 : 0
    case 'subject': {
      const isMeant =
        facet.conceptIds.some((id) => passage.conceptIds.includes(id)) ||
        facet.measureIds.some((id) => passage.measureIds.includes(id))
      return isMeant || hasWord(facet.words, passage) ? 1 : 0
    }
    case 'word': {
      if (facet.country !== undefined && namesCountry(facet.country, passage, article)) return 1
      if (hasWord(facet.words, passage) || (HAN.test(facet.term) && passage.text.includes(facet.term))) return 1
      if (facet.actIds.some((id) => passage.actIds.includes(id))) return LIKENESS.act
      if (facet.isName) return soundsIn(facet.term, passage, article) ? LIKENESS.sound : 0
      if (article.language !== language) return facet.actIds.length > 0 ? 0 : undefined
      return nearWord(facet.words, passage)
    }
  }
}

const HAN = /\p{Script=Han}/u

function matchEntity(id: string, { entityIds }: Passage, reader: Reader): number {
  if (entityIds.includes(id)) return 1
  const asked = reader.entityById.get(id)
  const named = entityIds.flatMap((each) => reader.entityById.get(each) ?? [])
  // "Astana" speaks for Kazakhstan, its president too; of a leader who is asked for, his country says less.
  if (named.some((entity) => standsFor(entity, reader) === id)) return LIKENESS.standsFor
  if (asked !== undefined && standsFor(asked, reader) !== id && entityIds.includes(standsFor(asked, reader)))
    return LIKENESS.country
  return 0
}

// "Mukhriddin" for Muhriddin: a surname in another spelling sounds the same.
function surnameIn(
  id: string,
  passage: OpenPassage,
  article: Pick<Article, 'language'>,
  { entityById }: Reader,
): number {
  const entity = entityById.get(id)
  if (entity?.kind !== 'person' || article.language === 'zh') return 0
  const name = entity.name[article.language === 'und' ? 'en' : article.language].split(' ').at(-1) ?? ''
  return soundsIn(name, passage, article) ? LIKENESS.surname : 0
}

// A plant, a line or a summit may be named in its own words where the pack's do not fit.
function wordsOfName(words: readonly string[], { stems }: OpenPassage): number {
  if (words.length < 3) return 0
  const found = words.filter((word) => stems.has(word)).length
  return found / words.length >= LIKENESS.nameWords ? LIKENESS.byWords : 0
}

const hasWord = (words: readonly string[], { stems }: OpenPassage) => words.some((word) => stems.has(word))

// "Construct" and "construction", "туркмен" and "туркменский": what begins alike for long enough.
function nearWord(words: readonly string[], { stems }: OpenPassage): number {
  for (const word of words) {
    const length = Math.max(word.length <= 4 ? 3 : 4, Math.ceil(word.length * LIKENESS.begins))
    if (word.length < length) continue
    const head = word.slice(0, length)
    for (const stem of stems) if (stem.startsWith(head) && stem.length <= word.length + 4) return LIKENESS.byBeginning
  }
  return 0
}

// A name keeps its sounds in another script: Galkynysh, Галкыныш.
function soundsIn(term: string, { tokens }: OpenPassage, article: Pick<Article, 'language'>): boolean {
  const asked = latinise(term, 'und')
  if (asked.length < 4) return false
  return tokens.some(
    (token) => /^\p{Lu}/u.test(token.text) && latinise(token.folded, article.language).startsWith(asked),
  )
}

const namesCountry = (code: string, { text, tokens }: OpenPassage, { language }: Pick<Article, 'language'>) =>
  findCountries(text, tokens, language).some(({ key }) => key === code)
