/**
 * Minutes east of Greenwich that a date's end names: a number ("+05:00", "MSK+2"), a zone's short name, an IANA name or
 * the city whose clock it is. 0 where it names none, undefined where it names one that we do not know. `local`: the clock's
 * own time as if it were UTC, for zones that have changed.
 */
export function zoneOffset(
  behind: string,
  { isClock, local }: { readonly isClock: boolean; readonly local: number },
): number | undefined {
  const numeric = /(?:^|[\s(]|GMT|UTC)([+\-−])(\d{1,2}):?(\d{2})?/i.exec(behind)
  if (numeric !== null) return signed(numeric[1], numeric[2], numeric[3])
  const iana = /\b[A-Z][a-z]{2,15}\/[A-Z][A-Za-z_]{2,30}\b/.exec(behind)?.[0]
  if (iana !== undefined) return ianaOffset(iana, local)
  const named = namedOffset(behind, local)
  if (named !== undefined) return named
  const city = CITIES.find(([name]) => name.test(behind))?.[1]
  if (city !== undefined) return offsetOf(city, local)
  return isClock && UNKNOWN.test(behind) ? undefined : 0
}

/** A word in capitals behind the clock, or one that says that it is somebody's time. */
const UNKNOWN =
  /(?<!\p{L})\p{Lu}{2,5}(?!\p{L})|(?<!\p{L})(?:time|врем[яени]{1,3}|уақыты|убактысы|vaqti|вақти|wagty)(?!\p{L})/u

function namedOffset(behind: string, local: number): number | undefined {
  for (const [, name = '', sign, hours] of behind.matchAll(
    /(?<!\p{L})(\p{L}{2,5})(?!\p{L})(?:([+\-−])(\d{1,2})(?!\d))?/gu,
  )) {
    // Words that are no zone are written small among others: "uhr", "est", "met".
    const isMeant = name === name.toUpperCase() || behind.replace(/[^\p{L}]/gu, '') === name
    const zone = isMeant ? ZONES.get(name.toUpperCase()) : undefined
    if (zone !== undefined) return offsetOf(zone, local) + (hours === undefined ? 0 : signed(sign, hours, undefined))
  }
  return undefined
}

function signed(sign: string | undefined, hours: string | undefined, minutes: string | undefined): number {
  const offset = Number(hours) * 60 + Number(minutes ?? 0)
  if (offset > 14 * 60) return 0
  return sign === '+' ? offset : -offset
}

function ianaOffset(timeZone: string, local: number): number | undefined {
  // Kazakhstan's clocks went from six hours to five on 1 March 2024; older time tables do not know.
  if (timeZone === ALMATY) return local < Date.UTC(2024, 2, 1) ? 360 : 300
  try {
    const parts = clockOf(timeZone).formatToParts(local)
    const told = parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
    const [, sign, hours, minutes] = /([+-])(\d{2}):(\d{2})/.exec(told) ?? []
    return hours === undefined ? 0 : signed(sign, hours, minutes)
  } catch {
    return undefined
  }
}

/** Throws where there is no such zone. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone)
  if (known !== undefined) return known
  const clock = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  clocks.set(timeZone, clock)
  return clock
}

/** Making one takes longer than all the rest of reading a date; there are only so many zones. */
const clocks = new Map<string, Intl.DateTimeFormat>()

/** Minutes, or an IANA zone whose clocks have changed. */
type Offset = number | string

function offsetOf(zone: Offset, local: number): number {
  return typeof zone === 'number' ? zone : (ianaOffset(zone, local) ?? 0)
}

const ALMATY = 'Asia/Almaty'
const MOSCOW = 'Europe/Moscow'

const CITIES: readonly (readonly [RegExp, Offset])[] = [
  [/моск|moscow/iu, MOSCOW],
  [/ташкент|tashkent|toshkent|тошкент/iu, 300],
  [/астан|алмат|astana|almaty/iu, ALMATY],
  [/бишкек|bishkek/iu, 360],
  [/душанбе|dushanbe/iu, 300],
  [/ашхабад|ашгабат|ashgabat|aşgabat/iu, 300],
  [/киев|київ|kyiv|kiev/iu, 'Europe/Kiev'],
  [/пекин|beijing|北京/iu, 480],
]

// Of names that several zones have, the one that feeds mean most: IST is India's, BST Britain's, CST America's (RFC 822).
const ZONES: ReadonlyMap<string, Offset> = new Map<string, Offset>([
  ['GMT', 0], ['UTC', 0], ['UT', 0], ['WET', 0], ['WEST', 60], ['BST', 60], ['CET', 60], ['CEST', 120], ['MET', 60], ['MEST', 120], ['MEZ', 60],
  ['MESZ', 120], ['EET', 120], ['EEST', 180], ['FET', 180], ['MSK', MOSCOW], ['МСК', MOSCOW], ['MSD', 240], ['МСД', 240], ['TRT', 180], ['SAMT', 240],
  ['EST', -300], ['EDT', -240], ['CST', -360], ['CDT', -300], ['MST', -420], ['MDT', -360], ['PST', -480], ['PDT', -420], ['AST', -240], ['ADT', -180],
  ['NST', -210], ['NDT', -150], ['AKST', -540], ['AKDT', -480], ['HST', -600], ['BRT', -180], ['ART', -180], ['CLT', -240], ['COT', -300], ['PET', -300],
  ['AZT', 240], ['AZST', 300], ['GET', 240], ['AMT', 240], ['GST', 240], ['IRST', 210], ['IRDT', 270], ['AFT', 270], ['IDT', 180], ['SAST', 120], ['EAT', 180],
  ['CAT', 120], ['WAT', 60], ['UZT', 300], ['TJT', 300], ['TMT', 300], ['KGT', 360], ['ALMT', ALMATY], ['QYZT', ALMATY], ['ORAT', 300], ['AQTT', 300],
  ['PKT', 300], ['IST', 330], ['NPT', 345], ['BTT', 360], ['XJT', 360], ['YEKT', 300], ['OMST', 360], ['NOVT', 420], ['KRAT', 420], ['HOVT', 420], ['IRKT', 480],
  ['ULAT', 480], ['YAKT', 540], ['VLAT', 600], ['MAGT', 660], ['SAKT', 660], ['PETT', 720], ['MMT', 390], ['ICT', 420], ['WIB', 420], ['WITA', 480], ['WIT', 540],
  ['HKT', 480], ['SGT', 480], ['MYT', 480], ['PHT', 480], ['JST', 540], ['KST', 540], ['AWST', 480], ['ACST', 570], ['ACDT', 630], ['AEST', 600], ['AEDT', 660],
  ['NZST', 720], ['NZDT', 780],
]) // prettier-ignore
