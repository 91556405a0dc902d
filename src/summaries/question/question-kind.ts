import type { PatternMatch } from '../../text/patterns/patterns.js'
import type { DetectedLanguage, Unit } from '../../text/types.js'
import type { Reader } from '../terms/reader.js'
import type { Facet, QuestionKind } from '../terms/facet.js'
// In order of choice where two stand at one place: "which leaders" lists.
const KINDS = ['why', 'when', 'where', 'figure', 'list', 'who'] as const

/** What a question wants, by its asking words. */
export function kindOf(
  asking: readonly PatternMatch[],
  facets: readonly Facet[],
  { asked, language }: { asked: string; language: DetectedLanguage },
): QuestionKind {
  const sides = facets.filter((facet) => facet.kind === 'entity' || (facet.kind === 'word' && facet.country !== undefined)) // prettier-ignore
  const has = (key: string) => asking.some((match) => match.key === key)
  if (has('compare') && sides.length >= 2) return 'compare'
  // The first word that asks tells: "how many were signed when", "until when did he".
  const [first] = [...asking]
    .filter(({ key }) => KINDS.some((kind) => kind === key))
    .sort((a, b) => a.start - b.start || b.end - a.end)
  const kind = KINDS.find((each) => asking.some((match) => match.key === each && match.start === first?.start))
  if (kind !== undefined) return kind
  // "Statement", "position": somebody must have made it.
  if (has('said') && sides.length > 0) return 'said'
  return asksWhether(asking, asked, language) ? 'whether' : 'about'
}

// Turkic languages ask by an ending of the last word: "taqiqlanganmi?", "барбы?", "girdimi?".
const ASKING_ENDING: Partial<Record<DetectedLanguage, RegExp>> = {
  uz: /(?:mi|ми)\s*\??\s*$/u,
  ky: /(?:бы|би|бу|бү|пы|пи|пу|пү)\s*\??\s*$/u,
  kk: /\s(?:ма|ме|ба|бе|па|пе)\s*\??\s*$/u,
  tk: /(?:my|mi)\s*\??\s*$/u,
}

function asksWhether(asking: readonly PatternMatch[], asked: string, language: DetectedLanguage): boolean {
  const found = asking.filter((match) => match.key === 'whether')
  // In English it is the first word that asks: "Did China", but not "what China did".
  if (language === 'en') return found.some((match) => match.firstToken === 0 || match.pattern === 'whether')
  return found.length > 0 || (asked.includes('?') && ASKING_ENDING[language]?.test(asked) === true)
}

const CURRENCIES: readonly Unit[] = ['USD', 'CNY', 'EUR', 'RUB', 'KZT', 'UZS', 'KGS', 'TJS', 'TMT']
const UNITS_OF: Readonly<Record<string, readonly Unit[]>> = {
  money: CURRENCIES,
  share: ['percent'],
  length: ['km'],
  weight: ['t', 'bbl'],
  volume: ['m3'],
  power: ['W', 'kWh'],
  people: ['people'],
}

/** The units that an asked figure may have, by what is asked for and by the measures that are named. */
export function unitsOf(asking: readonly PatternMatch[], measureIds: readonly string[], reader: Reader): Unit[] {
  const said = asking.flatMap(({ key }) => UNITS_OF[key] ?? [])
  const measured = measureIds.flatMap((id) => reader.measureById.get(id)?.units ?? [])
  return [...new Set([...said, ...measured])]
}
