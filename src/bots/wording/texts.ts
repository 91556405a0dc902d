import fs from 'node:fs'
import { parse } from 'yaml'
import { uzbekInCyrillic } from '../../text/words/uzbek-script.js'
import { LANGUAGES, type Language } from '../../text/types.js'
import { textsOf, type Texts } from './parse-texts.js'

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

function readTexts(language: Language, write?: (wording: string) => string): Texts {
  return textsOf(parse(fs.readFileSync(new URL(`${language}.yaml`, folder), 'utf8')), language, write)
}
