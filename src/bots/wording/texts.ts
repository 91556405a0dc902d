import fs from 'node:fs'
import { parse } from 'yaml'
import { LANGUAGES, type Language } from '../../text/types.js'
import { textsOf, type Texts } from './parse-texts.js'
import { textInCyrillic } from './uzbek-cyrillic.js'

const folder = new URL('./texts/', import.meta.url)
const written = new Map(textLanguages().map((language) => [language, readTexts(language)]))
const english = written.get('en') ?? readTexts('en')

/** The languages that message texts exist in: those with a file beside this one, e.g. texts/ru.yaml. */
export function textLanguages(): readonly Language[] {
  return LANGUAGES.filter((language) => fs.existsSync(new URL(`${language}.yaml`, folder)))
}

/** The message texts in `language`, or in English where there is no file for it. */
export function texts(language: Language, script?: 'Cyrl'): Texts {
  if (language === 'uz' && script === 'Cyrl' && written.has('uz')) return (cyrillic ??= readTexts('uz', textInCyrillic))
  return written.get(language) ?? english
}

let cyrillic: Texts | undefined

function readTexts(language: Language, write?: (wording: string) => string): Texts {
  return textsOf(parse(fs.readFileSync(new URL(`${language}.yaml`, folder), 'utf8')), language, write)
}
