import { LANGUAGES, type Language } from '../../text/types.js'
import { privateLine, shown } from '../wording/blocks.js'
import { cleanLine } from '../wording/clean.js'
import { languageName } from '../wording/format.js'
import type { Message } from '../contract/message.js'
import { textLanguages, texts } from '../wording/texts.js'
import type { Entity } from '../../regions/region.js'
import { findEntity } from './find-entities.js'
import { inBrackets, namesJoined, ownLine, type ShownRegion, type View } from '../wording/view.js'
import { parseKeywords } from '../../text/patterns/keywords.js'
import { readZone } from '../schedule/named-zones.js'
import { readTime, readTimes } from './typed-times.js'

/** A value that a person gave, or the private line that says what is wrong with it and what is valid. */
export type Checked<T> = { readonly value: T } | { readonly wrong: Message }

/** A section by its id or its title in any language; "all" is undefined: every section. */
export function checkSection(given: string | undefined, view: View): Checked<string | undefined> {
  if (given === undefined) return { value: undefined }
  const wanted = folded(given)
  const all = LANGUAGES.map((language) => texts(language)('section.all'))
  if (['all', ...all].includes(wanted)) return { value: undefined }
  const found = view.region.sections.find(({ id, title }) => [id, ...Object.values(title)].map(folded).includes(wanted))
  if (found) return { value: found.id }
  return { wrong: privateLine(view.say('wrong.section', { value: shown(given), valid: sectionIds(view.region) })) }
}

/** A language by its tag or its name in English, in itself or in the reader's language. */
export function checkLanguage(given: string, view: View): Checked<Language> {
  const wanted = folded(given)
  const found = textLanguages().find((language) =>
    [language, languageName(language, 'en'), languageName(language, language), languageName(language, view.language)]
      .map(folded)
      .includes(wanted),
  )
  if (found) return { value: found }
  return { wrong: privateLine(view.say('wrong.language', { value: shown(given), valid: languageNames(view) })) }
}

/** A full hour of the day, 0 to 23. */
export function checkHour(given: number, view: View): Checked<number> {
  if (Number.isInteger(given) && given >= 0 && given <= 23) return { value: given }
  return { wrong: privateLine(view.say('wrong.hour', { value: hourShown(given) })) }
}

/** How far a digest may look back: 1 to 168 hours. */
export function checkHours(given: number, view: View): Checked<number> {
  if (Number.isInteger(given) && given >= 1 && given <= 168) return { value: given }
  return { wrong: privateLine(view.say('digest.badHours', { value: String(given) })) }
}

/** "en (English), ru (Russian)": what a chat can choose from. */
function languageNames(view: View): string {
  const named = textLanguages().map((language) => `${language}${inBrackets(ownLine(languageName(language, view.language), view), view)}`) // prettier-ignore
  return namesJoined(named, view)
}

/** "all, trade-energy, outlook": what a section can be chosen by. */
export function sectionIds({ sections }: ShownRegion): string {
  return ['all', ...sections.map(({ id }) => id)].join(', ')
}

/** 9.5 was "9:30". */
function hourShown(hour: number): string {
  const minutes = Math.round((hour % 1) * 60)
  return minutes > 0 ? `${Math.floor(hour)}:${String(minutes).padStart(2, '0')}` : String(hour)
}

function folded(text: string): string {
  return cleanLine(text).toLowerCase()
}

/** A country of the pack by its id, a name or an alias in any language. */
export function checkCountry(given: string | undefined, view: View): Checked<string | undefined> {
  if (given === undefined) return { value: undefined }
  const countries = view.region.entities.filter(({ kind }) => kind === 'country')
  const found = findEntity(given, countries)
  if ('entity' in found) return { value: found.entity.id }
  const valid = countries.map(({ id }) => id).join(', ')
  return { wrong: privateLine(view.say('wrong.country', { value: shown(given), valid })) }
}

/** Entities of the pack by their ids, names or aliases in any language; the first that is none is named, with those that it may mean. */
export function checkEntities(given: readonly string[], view: View): Checked<readonly string[]> {
  const ids: string[] = []
  for (const name of given) {
    const found = findEntity(name, view.region.entities)
    if ('similar' in found) return { wrong: privateLine(noEntity(name, found.similar, view)) }
    ids.push(found.entity.id)
  }
  return { value: ids }
}

function noEntity(name: string, similar: readonly Entity[], view: View): string {
  if (similar.length === 0) return view.say('wrong.entity', { value: shown(name) })
  const names = namesJoined(
    similar.map(({ name: names }) => names[view.language]),
    view,
  )
  return view.say('names.similar', { value: shown(name), names })
}

/** Times of the day as people write them, as minutes from midnight; at least one, at most 24, in order. */
export function checkTimes(given: string, view: View): Checked<number[]> {
  const read = readTimes(given)
  if ('wrong' in read) return { wrong: privateLine(view.say('times.unclear', { value: shown(read.wrong) })) }
  const minutes = [...new Set(read.times)].sort((a, b) => a - b)
  if (minutes.length === 0) return { wrong: privateLine(view.say('times.none')) }
  if (minutes.length > 24) return { wrong: privateLine(view.say('wrong.time', { value: shown(given) })) }
  return { value: minutes }
}

/** Minutes from midnight as a menu offers them; undefined where one is none of those. */
export function menuTimes(given: readonly string[], offered: readonly string[]): number[] | undefined {
  if (given.length === 0 || !given.every((value) => offered.includes(value))) return undefined
  return [...new Set(given.map(Number))].sort((a, b) => a - b)
}

/** A zone by its IANA name in any case, a city's or country's name in any of our languages, or its offset: "asia/almaty", "Алматы", "UTC+5". */
export function checkTimezone(given: string, view: View): Checked<string> {
  const zone = readZone(cleanLine(given))
  return zone === undefined
    ? { wrong: privateLine(view.say('wrong.timezone', { value: shown(given) })) }
    : { value: zone }
}

/** Two times of the day with a dash, "22:00-07:00", as minutes; '' and "none" are none. */
export function checkQuiet(given: string, view: View): Checked<{ fromMinute: number; toMinute: number } | undefined> {
  const text = folded(given)
  if (['', '-', 'none', 'off'].includes(text)) return { value: undefined }
  const [from, to, ...rest] = text.split(/\s*[-‐‑–—−~～至]\s*/u).map(readTime)
  if (rest.length > 0 || from === undefined || to === undefined)
    return { wrong: privateLine(view.say('wrong.quiet', { value: shown(given) })) }
  return { value: { fromMinute: from, toMinute: to } }
}

/** Keywords as they were written; what cannot be read one way only is refused. */
export function checkKeywords(given: string, view: View): Checked<string | undefined> {
  const keywords = given.trim()
  const { unclear } = parseKeywords(keywords)
  if (unclear !== undefined) return { wrong: privateLine(view.say('keywords.unclear', { value: shown(unclear) })) }
  return { value: keywords === '' ? undefined : keywords }
}
