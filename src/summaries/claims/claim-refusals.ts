import { namedPeriods } from '../../text/figures/figures-periods.js'
import { clauseBorders } from '../reading/figure-measures.js'
import type { Reader } from '../terms/reader.js'
import type { Seen } from './claim-seen.js'
import type { Named } from './claim-parties.js'
import type { Mark } from './claim-words.js'

/** What a refusal looks at beside the candidate itself. */
export interface Told extends Seen {
  /** All whom the sentence names, or the one before it where it names nobody. */
  readonly all: readonly Named[]
  /** The article's day, epoch ms. */
  readonly at: number | undefined
}

/** Whether a line would be of a kind that misleads: each kind as a whole, whatever the case. */
export function isRefused(told: Told, reader: Reader): boolean {
  return (
    isOfPeople(told) ||
    isNotOfState(told) ||
    isShipment(told) ||
    hasUntoldParties(told, reader) ||
    hasUntoldPeriod(told) ||
    isOtherKind(told) ||
    isUnsureNumber(told)
  )
}

const OF_PEOPLE: ReadonlySet<string> = new Set(['migrants', 'migrant-share', 'deportation', 'citizens-abroad', 'travellers', 'work-permits', 'new-citizens', 'entry-bans', 'emigrants']) // prettier-ignore

// A count of people without what they did, their status and their way misleads, and a line has no room for these.
function isOfPeople({ figure, claim, measure }: Told): boolean {
  if (figure.unit === 'people' || OF_PEOPLE.has(claim.what)) return true
  return measure.isOfPeople && !claim.what.startsWith('remittance')
}

const has = ({ marks }: Told, ...keys: readonly Mark[]) => marks.some(({ key }) => keys.includes(key as Mark))

const MONEY = /^[A-Z]{3}$/u
// A project, a bank's customers and what is sold are no state.
const NEVER_OF_STATE: ReadonlySet<string> = new Set(['deposits', 'price', 'tariff'])
// May be a person's, a firm's or a state's.
const OWNED: ReadonlySet<string> = new Set(['loan', 'debt', 'remittances', 'aid', 'bonds', 'frozen-funds', 'purchases', 'deals', 'investment', 'stake', 'fund', 'reserves', 'grant', 'railway-loan']) // prettier-ignore
/** Below this no sum is a state's. */
const LEAST: Readonly<Record<string, number>> = { USD: 1e6, EUR: 1e6, CNY: 1e7, RUB: 1e8, KZT: 1e9, UZS: 1e10, KGS: 1e8, TJS: 1e7, TMT: 1e7 } // prettier-ignore
const QUOTED_NAME = /["“”«»《]/u

function isNotOfState(told: Told): boolean {
  const { figure, sentence, claim, all, parties } = told
  if (NEVER_OF_STATE.has(claim.what) || claim.what.endsWith('-cost')) return true
  if (MONEY.test(figure.unit) && figure.value < (LEAST[figure.unit] ?? 1e6)) return true
  if (!OWNED.has(claim.what)) return false
  if (has(told, 'crime', 'company', 'private', 'fare', 'fine') || QUOTED_NAME.test(sentence.text)) return true
  if (sentence.figures.filter(({ unit }) => unit === figure.unit).length > 1) return true
  if (parties.isFromBefore) return true
  const isBeside = ({ start, end, by }: Named) =>
    by !== 'person' && by !== 'place' && clauseBorders(sentence, Math.min(end, figure.end), Math.max(start, figure.start)) === 0 // prettier-ignore
  return !all.some((named) => claim.between.includes(named.id) && isBeside(named))
}

const CARRIED: ReadonlySet<string> = new Set(['freight', 'transit', 'transit-volume', 'aid', 'supplies', 'purchases'])
const NO_STREAM: ReadonlySet<string> = new Set(['output', 'reserves'])

// Tonnes that were seized, given or sent once are no volume: that is of a year or a month, and said to be one.
function isShipment(told: Told): boolean {
  const { figure, claim } = told
  if (figure.unit !== 't' || NO_STREAM.has(claim.what)) return false
  if (claim.period === undefined || has(told, 'crime', 'harm')) return true
  return CARRIED.has(claim.what) && !has(told, 'volume')
}

// By their names alone it is plain which way it goes.
const ONE_SIDED: ReadonlySet<string> = new Set(['exports', 'imports', 'debt', 'remittances'])
const FROM = /[从自]/u

function hasUntoldParties({ claim, measure, all, sentence, language }: Told, { entityById }: Reader): boolean {
  const { between, from, what } = claim
  if (between.length > 2) return true
  if (measure.parties === 'from-to' && from === undefined && (between.length === 2 || !ONE_SIDED.has(what))) return true
  // "中国对…进口" is from there.
  if (language === 'zh' && what === 'imports' && between.length === 2 && !FROM.test(sentence.text)) return true
  const isPlain = (id: string) => all.some((named) => named.id === id && (named.by === 'name' || named.by === 'home'))
  if (!between.every(isPlain)) return true
  const isTold = ({ id, isGroup }: Named) => isGroup || between.includes(id) || between.some((group) => (entityById.get(group)?.members ?? []).includes(id) && !between.includes(id)) // prettier-ignore
  return !all.every(isTold)
}

const YEARS = /(?<!\d)(?:19|20)\d\d(?!\d)|\d\s*月|\d\s*年/u

function hasUntoldPeriod(told: Told): boolean {
  const { claim, sentence, language, at } = told
  if (has(told, 'running')) return true
  // A quarter, a half or some months of a year are not the year.
  if (has(told, 'span') && (claim.period === undefined || !claim.period.includes('-'))) return true
  if (claim.period !== undefined) return false
  return YEARS.test(sentence.text) || namedPeriods(sentence.text, language, at).length > 0
}

const STATED: ReadonlySet<string> = new Set(['actual', 'change', 'share', 'capacity'])
const ALMOST =
  /(?:\b(?:almost|nearly|just under|close to)|(?<!\p{L})(?:почти|без малого|дээрлик|дерлик|qariyb|қарийб|қариб|тақрибан)|近|将近|接近)\s*\$?$/iu

function isOtherKind(told: Told): boolean {
  const { figure, claim, sentence, marks } = told
  if (STATED.has(claim.kind) && has(told, 'intent')) return true
  if ((claim.kind === 'change' || claim.kind === 'share') && marks.some(({ key }) => key === 'plan')) return true
  // Just under is neither "about" nor the number itself.
  if (ALMOST.test(sentence.text.slice(0, figure.start)) || ALMOST.test(figure.quote.replace(/[\d$].*$/u, '')))
    return true
  // "Passed 100 billion and came to 106": the second tells all.
  const isExact = (other: typeof figure) => other !== figure && other.unit === figure.unit && other.bound === undefined
  return figure.bound !== undefined && sentence.figures.some(isExact)
}

// "1,118 million" of a translation is 1.118 million or a thousand times that.
const COMMA_THOUSANDS = /(?<![\d,.])\d{1,3},\d{3}\s?(?:thousand|million|billion|trillion|mln|bln|bn|m)\b/iu

function isUnsureNumber({ language, sentence }: Told): boolean {
  return language === 'en' && COMMA_THOUSANDS.test(sentence.text)
}
