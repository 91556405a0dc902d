import fs from 'node:fs'
import { parse } from 'yaml'
import { fillPlaces } from '../text/fill-places.js'
import { showCount } from '../text/numbers-shown.js'
import { uzbekInCyrillic } from '../text/uzbek-script.js'
import { LANGUAGES, type Language } from '../text/types.js'
import { TEXT_KEYS, type TextKey, type TextValues } from './text-keys.js'

/** Says one text with its places filled: `say('voice.some', { count: 3 })` → "3 voices". */
export type Texts = <K extends TextKey>(
  key: K,
  ...values: (typeof TEXT_KEYS)[K]['length'] extends 0 ? [] : [TextValues<K>]
) => string

/** A text, or its plural forms by the categories of Intl.PluralRules; `other` is always there. */
type Wording = string | Readonly<Record<string, string>>

/** A file of message texts that cannot be used: the message names file and key. */
export class TextsError extends Error {
  override readonly name = 'TextsError'
}

const folder = new URL('./texts/', import.meta.url)
const written = new Map(textLanguages().map((language) => [language, readTexts(language)]))
const english = written.get('en') ?? readTexts('en')

/** The languages that message texts exist in: those with a file beside this one, e.g. texts/ru.yaml. */
export function textLanguages(): readonly Language[] {
  return LANGUAGES.filter((language) => fs.existsSync(new URL(`${language}.yaml`, folder)))
}

/** The message texts in `language`, or in English where there is no file for it. */
export function texts(language: Language, script?: 'Cyrl'): Texts {
  if (language === 'uz' && script === 'Cyrl' && written.has('uz')) return (cyrillic ??= readTexts('uz', inCyrillic))
  return written.get(language) ?? english
}

let cyrillic: Texts | undefined

// Places, commands with what is typed behind them, addresses, files and names of settings stay as they are; so does what is filled in.
const KEPT =
  /(\{\w+\}|https?:\/\/\S+|\/[a-z]+(?: (?:ID|[a-z]+(?:\/[A-Z]\w+)?|\d+h?|MANZIL|Asia\/\w+)(?![\w‘’]))*|\b(?:pause|resume|edit|preview|test|remove|none|all|24h|OPML|ID|AES)\b|\b[a-z]+\.yaml\b|Silkwire|User-Agent|\b[A-Z]{2,}\b|\b[A-Z][a-z]+\/[A-Z][a-z]+\b)/u

function inCyrillic(wording: string): string {
  return wording
    .split(KEPT)
    .map((part, index) => (index % 2 === 1 ? part : uzbekInCyrillic(part)))
    .join('')
}

/** Texts from a file's content, each wording written as `write` does it. Throws TextsError: a key is missing, unknown, or has a place that nothing fills. */
export function textsOf(content: unknown, language: Language, write = (wording: string) => wording): Texts {
  const wordings = checkedWordings(content, `${language}.yaml`)
  const plural = Intl.PluralRules.supportedLocalesOf([language]).length > 0 ? new Intl.PluralRules(language) : undefined
  const say = (key: TextKey, values: Readonly<Record<string, string | number>> = {}): string => {
    const wording = wordings.get(key) ?? ''
    const shown = Object.entries(values).map(([name, value]) => [name, typeof value === 'number' ? showCount(value, language) : value]) // prettier-ignore
    return fillPlaces(
      write(chosenForm(wording, values['count'], plural)),
      Object.fromEntries(shown) as Record<string, string>,
    )
  }
  return say
}

function readTexts(language: Language, write?: (wording: string) => string): Texts {
  return textsOf(parse(fs.readFileSync(new URL(`${language}.yaml`, folder), 'utf8')), language, write)
}

function chosenForm(
  wording: Wording,
  count: string | number | undefined,
  plural: Intl.PluralRules | undefined,
): string {
  if (typeof wording === 'string') return wording
  const other = wording['other'] ?? ''
  if (typeof count !== 'number') return other
  // Intl knows no Tajik plurals and would fall back to the process's language.
  return wording[plural?.select(count) ?? (count === 1 ? 'one' : 'other')] ?? other
}

function checkedWordings(content: unknown, file: string): ReadonlyMap<TextKey, Wording> {
  const found = new Map<string, Wording>()
  for (const [group, entries] of Object.entries(asMapping(content, file)))
    for (const [name, wording] of Object.entries(asMapping(entries, `${file}: ${group}`)))
      found.set(`${group}.${name}`, asWording(wording, `${file}: ${group}.${name}`))

  const wordings = new Map<TextKey, Wording>()
  for (const key of Object.keys(TEXT_KEYS) as TextKey[]) {
    const wording = found.get(key)
    if (wording === undefined) throw new TextsError(`${file}: ${key} is missing`)
    checkPlaces(wording, TEXT_KEYS[key], `${file}: ${key}`)
    wordings.set(key, wording)
    found.delete(key)
  }
  const [unknown] = found.keys()
  if (unknown !== undefined) throw new TextsError(`${file}: ${unknown} is no text of the bot`)
  return wordings
}

function checkPlaces(wording: Wording, places: readonly string[], where: string) {
  for (const form of typeof wording === 'string' ? [wording] : Object.values(wording))
    for (const [, place = ''] of form.matchAll(/\{(\w+)\}/g))
      if (!places.includes(place)) throw new TextsError(`${where} has {${place}}, which nothing fills`)
}

function asWording(value: unknown, where: string): Wording {
  if (typeof value === 'string' && value.trim() !== '') return value
  const forms = asMapping(value, where)
  if (!Object.values(forms).every((form) => typeof form === 'string')) throw new TextsError(`${where} is no text`)
  if (!('other' in forms)) throw new TextsError(`${where}: the plural form "other" is missing`)
  return forms as Readonly<Record<string, string>>
}

function asMapping(value: unknown, where: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TextsError(`${where} is no mapping`)
  return value as Readonly<Record<string, unknown>>
}
