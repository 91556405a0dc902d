import { readData } from '../../text/read-data.js'
import { zoneNameToday } from '../../text/times/zone-names.js'
import { foldText } from '../../text/words/fold.js'
import type { Language } from '../../text/types.js'

/** A zone with a name that people call it by. */
export interface NamedZone {
  /** IANA: "Asia/Almaty". */
  readonly zone: string
  /** In each language; the first of several. */
  readonly name: Readonly<Record<Language, string>>
  /** All of them, in every language. */
  readonly names: readonly string[]
}

const COLUMNS = ['en', 'ru', 'kk', 'ky', 'uz', 'tg', 'tk', 'zh'] as const satisfies readonly Language[]
const table = readData(new URL('./named-zones.yaml', import.meta.url)) as Readonly<Record<string, readonly (readonly string[])[]>> // prettier-ignore

/** Cities and countries, the region's first. */
const NAMED_ZONES: readonly NamedZone[] = Object.entries(table).flatMap(([zone, rows]) =>
  rows.map((row) => {
    const byLanguage = row.map((cell) => cell.split('|'))
    const name = Object.fromEntries(COLUMNS.map((language, at) => [language, byLanguage[at]?.[0] ?? zone]))
    return { zone, name: name as Record<(typeof COLUMNS)[number], string>, names: byLanguage.flat() }
  }),
)

const ALL_ZONES = Intl.supportedValuesOf('timeZone').map(zoneNameToday)
const byName: ReadonlyMap<string, string> = new Map([
  ...ALL_ZONES.map((zone) => [folded(zone.split('/').at(-1) ?? ''), zone] as const),
  ...NAMED_ZONES.flatMap(({ zone, names }) => names.map((name) => [folded(name), zone] as const)),
])

/** Zones whose offset is no whole hour; every other offset is a zone of its own. */
const ODD_OFFSETS: Readonly<Record<string, string>> = {
  '+3:30': 'Asia/Tehran',
  '+4:30': 'Asia/Kabul',
  '+5:30': 'Asia/Kolkata',
  '+5:45': 'Asia/Kathmandu',
  '+6:30': 'Asia/Yangon',
  '+9:30': 'Australia/Darwin',
}
const LONGEST = 100
const OFFSET = /^(?:utc|gmt)?\s*([+-])\s*(\d{1,2})(?::?([0-5]\d))?$/

/** The IANA zone that a person means: "asia/almaty", "Москва", "Almaty", "UTC+5". Undefined: none that is known. */
export function readZone(given: string): string | undefined {
  const written = given
    .slice(0, LONGEST)
    .normalize('NFKC')
    .replace(/[‐‑–—−]/g, '-')
    .trim()
  return zoneOfOffset(written) ?? byName.get(folded(written)) ?? zoneCalled(written)
}

/** "UTC+5" as a zone: its own name has the sign the other way round. */
function zoneOfOffset(written: string): string | undefined {
  const [, sign, hours, minutes = '00'] = OFFSET.exec(written.toLowerCase()) ?? []
  if (sign === undefined || hours === undefined) return undefined
  const hour = Number(hours)
  if (minutes !== '00') return ODD_OFFSETS[`${sign}${hour}:${minutes}`]
  if (hour > (sign === '+' ? 14 : 12)) return undefined
  return hour === 0 ? 'UTC' : `Etc/GMT${sign === '+' ? '-' : '+'}${hour}`
}

function zoneCalled(written: string): string | undefined {
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: written.replaceAll(' ', '_') }).resolvedOptions()
    // "+05" is no name that every Node knows.
    return /^[+-]/.test(timeZone) ? undefined : zoneNameToday(timeZone)
  } catch {
    return undefined
  }
}

function folded(name: string): string {
  return foldText(name).replace(/[^\p{L}\p{N}]+/gu, '')
}

/** How a zone is shown where only its name fits: "UTC+5" for "Etc/GMT-5". */
export function zoneLabel(zone: string): string {
  const [, sign, hours] = /^Etc\/GMT([+-])(\d{1,2})$/.exec(zone) ?? []
  return hours === undefined ? zoneNameToday(zone).replaceAll('_', ' ') : `UTC${sign === '-' ? '+' : '-'}${hours}`
}

/** Every zone once, with all its names: those that are named here first, under each of their names. */
export function zonesByName(
  language: Language,
): readonly { readonly value: string; readonly label: string; readonly names: readonly string[] }[] {
  const named = new Map<string, NamedZone[]>()
  for (const each of NAMED_ZONES) named.set(each.zone, [...(named.get(each.zone) ?? []), each])
  return [...new Set([...named.keys(), ...ALL_ZONES])].map((zone) => {
    const own = named.get(zone) ?? []
    const [first] = own
    const city = zone.split('/').at(-1)?.replaceAll('_', ' ') ?? ''
    const label = first === undefined ? zoneLabel(zone) : `${first.name[language]} (${zoneLabel(zone)})`
    return { value: zone, label, names: [zone, city, ...own.flatMap(({ names }) => names)] }
  })
}
