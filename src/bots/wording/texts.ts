import fs from 'node:fs'
import { parse } from 'yaml'
import { uzbekInCyrillic } from '../../text/words/uzbek-script.js'
import { LANGUAGES, type Language } from '../../text/types.js'
import { textsOf, type Texts } from './parse-texts.js'
import type { TextKey } from './text-keys.js'

const folder = new URL('./texts/', import.meta.url)
const written = new Map(textLanguages().map((language) => [language, readTexts(language)]))
const english = written.get('en') ?? readTexts('en')

/** The languages that message texts exist in: those with a file beside this one, e.g. texts/ru.yaml. */
export function textLanguages(): readonly Language[] {
  return LANGUAGES.filter((language) => fs.existsSync(new URL(`${language}.yaml`, folder)))
}

/** The message texts in `language`, or in English where there is no file for it. */
export function texts(language: Language, script?: 'Cyrl'): Texts {
  const say = written.get(language) ?? english
  return language === 'uz' && script === 'Cyrl' && written.has('uz') ? inCyrillic(say) : say
}

// Commands, addresses and ids stay in Latin letters.
function inCyrillic(say: Texts): Texts {
  return ((key: TextKey, ...values: [never]) =>
    say(key, ...values)
      .split(/(https?:\/\/\S+|\/[a-z]+(?: [a-z-]+)*|\b[A-Z]{2,}\b|\b[A-Z][a-z]+\/[A-Z][a-z]+\b)/u)
      .map((part, index) => (index % 2 === 1 ? part : uzbekInCyrillic(part)))
      .join('')) as Texts
}

function readTexts(language: Language): Texts {
  return textsOf(parse(fs.readFileSync(new URL(`${language}.yaml`, folder), 'utf8')), language)
}
