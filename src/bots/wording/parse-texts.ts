import { fillPlaces } from '../../text/fill-places.js'
import { showCount } from '../../text/shown/numbers-shown.js'
import type { Language } from '../../text/types.js'
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
