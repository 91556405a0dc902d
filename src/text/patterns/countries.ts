import type { PatternEntry, PatternLanguage, PatternMatch, PatternSet } from './patterns.js'
import { compileTogether, matchPatterns } from './patterns.js'
import type { DetectedLanguage, Token } from '../types.js'
import { LANGUAGES } from '../types.js'

// ISO 3166-1 codes of states and of places that the news names like one.
const CODES =
  'AD AE AF AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CL CM CN CO CR CU CV CY CZ DE DJ DK DO DZ EC EE EG ER ES ET FI FJ FR GA GB GE GH GM GN GR GT GW GY HK HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KP KR KW KZ LA LB LK LR LS LT LU LV LY MA MC MD ME MG MK ML MM MN MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NZ OM PA PE PG PH PK PL PS PT PY QA RO RS RU RW SA SC SD SE SG SI SK SL SN SO SS SV SY TD TG TH TJ TM TN TR TT TW TZ UA UG US UY UZ VE VN YE ZA ZM ZW'.split(
    ' ',
  )

let byName: ReadonlyMap<string, string> | undefined

/** The id of a state that a pack does not name: its English name, `sri-lanka`. */
export function idOfCountry(code: string): string {
  const name = new Intl.DisplayNames(['en'], { type: 'region' }).of(code) ?? code
  return name.toLowerCase().replace(/[^a-z]+/gu, '-')
}

/** The ISO code of a state by such an id. */
export function codeOfCountry(id: string): string | undefined {
  byName ??= new Map(CODES.map((code) => [idOfCountry(code), code]))
  return byName.get(id)
}

let compiled: PatternSet | undefined

/** Countries that a text names in its own language, by ISO code, in any inflection. An article's own are found with the pack's words. */
export function findCountries(text: string, tokens: readonly Token[], language: DetectedLanguage): PatternMatch[] {
  compiled ??= compileTogether({ countries: countryNames }).countries
  return matchPatterns(compiled, tokens, language, { text })
}

/** Names of countries in a language as CLDR has them (Intl.DisplayNames), by ISO code. */
export function* countryNames(language: PatternLanguage): Generator<Pick<PatternEntry, 'key' | 'pattern'>> {
  if (!(LANGUAGES as readonly PatternLanguage[]).includes(language)) return
  for (const style of ['long', 'short'] as const) {
    const names = new Intl.DisplayNames([language], { type: 'region', style, fallback: 'none' })
    for (const key of CODES) {
      // "Hong Kong (China)" is named without what stands in brackets.
      const pattern = names.of(key)?.split('(')[0]?.replaceAll('*', '').trim()
      if (pattern !== undefined && pattern.length > 1) yield { key, pattern }
    }
  }
}
