import type { Reader } from '../terms/reader.js'
import type { Language } from '../../text/types.js'
import { foldText } from '../../text/words/fold.js'
import type { Figure, Finding, Headline } from '../terms/shapes.js'

/** A story that a digest told. */
export interface ToldStory {
  readonly storyId: string
  /** What was known of it then: DigestItem.facts. */
  readonly facts: readonly string[]
  /** The figure that its line said: other stories do not say it again. */
  readonly said?: string
}

/**
 * What a finding or a reading says of its story, as keys that are the same in every language and outlet: its figures by measure, parties, period and value, and who
 * stands where. Begins with `=`: a number that stands there, whatever it is of. None: it names people and places only.
 */
export function factsOf({ figures, stances }: Pick<Finding, 'figures' | 'stances'>, reader: Reader): readonly string[] {
  const told = figures.filter((figure) => isClaimed(figure, reader)).map(factOf)
  const sides = stances
    .filter(({ change }) => change.kind === 'changed')
    .map(({ actor, towards, stance }) => [actor, [...towards].sort().join('+'), stance].join(' '))
  return [...new Set([...told, ...sides, ...figures.map(numberOf)])].sort()
}

// What a figure is of may be a guess here: that it is new is none.
function isClaimed({ what, between, isDenied }: Figure, { measureById }: Reader): boolean {
  return measureById.has(what) && between.length > 0 && isDenied !== true
}

/** One figure as such a key. "$94.8 bn" and "$94.82 bn" are one fact: three digits tell. */
export function factOf(figure: Figure): string {
  const { what, between, project = '', period = '', kind } = figure
  return [what, [...between].sort().join('+'), project, period, kind, numberOf(figure)].join(' ')
}

const numberOf = ({ value, unit }: Pick<Figure, 'value' | 'unit'>) => `=${Number(value.toPrecision(3))} ${unit}`

/** A key among what was told of a story: more than one voice told it. */
const CONFIRMED = '=more than one voice'
/** So many voices after a single one are news. */
const MANY_VOICES = 3

interface Known {
  readonly facts: readonly string[]
  readonly voices: number
}

/** What is told with a story: its facts, and whether it stood on one voice. */
export function toldFacts({ facts, voices }: Known): readonly string[] {
  return voices > 1 ? [...facts, CONFIRMED] : facts
}

/** An act that a story was told with, as a key: in which language, and the act's id. */
export const actKey = (id: string, language: Language) => `${ACT}${language} ${id}`
/** Ids of the acts among such keys. */
export const actsAmong = (keys: readonly string[]) => keys.flatMap((key) => (key.startsWith(ACT) ? [key.split(' ')[1] ?? ''] : [])) // prettier-ignore
/** A headline that a story was told with, as a key: its words in its language. */
export const headlineKey = ({ text, language }: Pick<Headline, 'text' | 'language'>) => `${HEADLINE}${language} ${wordsOf(text).join(' ')}` // prettier-ignore

const ACT = '!'
const HEADLINE = '~'
const wordsOf = (text: string) => [...new Set(foldText(text).match(/\p{Script=Han}|[\p{L}\p{N}]+/gu) ?? [])]

/**
 * Whether a story says more than when it was told: a figure, a side that changed, an act, a headline that is no near-copy of one in its language, or that many
 * voices tell what one told. A number that stood there then is not new because another article says more clearly what it is of.
 */
export function isNews({ facts, voices }: Known, told: Pick<ToldStory, 'facts'>): boolean {
  const known = new Set(told.facts)
  if (voices >= MANY_VOICES && !known.has(CONFIRMED)) return true
  return facts.some((fact) => {
    if (fact.startsWith('=') || known.has(fact)) return false
    if (fact.startsWith(HEADLINE)) return isOtherHeadline(fact, told.facts)
    if (fact.startsWith(ACT)) return isOtherAct(fact, told.facts)
    return !known.has(/=.*$/.exec(fact)?.[0] ?? '')
  })
}

// Acts of another language are seen less or more surely: only where something was told in this one is an act new. What was told before acts were kept has no headline.
function isOtherAct(fact: string, told: readonly string[]): boolean {
  const [language = '', act = ''] = fact.slice(ACT.length).split(' ')
  return !actsAmong(told).includes(act) && told.some((each) => each.startsWith(`${HEADLINE}${language} `))
}

/** Words that two headlines of one thing share, of the shorter one's. */
const NEAR_COPY = 0.5

function isOtherHeadline(headline: string, told: readonly string[]): boolean {
  const [language = '', ...words] = headline.split(' ')
  const before = told.filter((fact) => fact.startsWith(`${language} `)).map((fact) => fact.split(' ').slice(1))
  const isAlike = (other: readonly string[]) =>
    words.filter((word) => other.includes(word)).length >= NEAR_COPY * Math.min(words.length, other.length)
  return words.length > 0 && before.length > 0 && !before.some(isAlike)
}

/** Whether a figure's number stood among what was told of its story. */
export function wasTold(figure: Figure, told: ToldStory): boolean {
  return told.facts.includes(numberOf(figure))
}
