import { cutText } from '../text/cut-text.js'
import { LANGUAGES, type Language } from '../text/types.js'
import { paragraph } from './blocks.js'
import { cleanLine } from './clean.js'
import { languageName } from './format.js'
import type { Message } from './message.js'
import { textLanguages, texts } from './texts.js'
import type { ShownRegion, View } from './view.js'

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
export function languageNames({ language: reader }: View): string {
  return textLanguages()
    .map((language) => `${language} (${languageName(language, reader)})`)
    .join(', ')
}

/** "all, trade-energy, outlook": what a section can be chosen by. */
export function sectionIds({ sections }: ShownRegion): string {
  return ['all', ...sections.map(({ id }) => id)].join(', ')
}

/** A message of one line, for the person who asked. */
export function privateLine(text: string): Message {
  return { blocks: [paragraph(text)], isPrivate: true }
}

/** What a person gave, as it can be repeated to them. */
export function shown(given: string): string {
  const clean = cleanLine(given)
  const cut = cutText(clean, 60)
  return cut === clean ? clean : `${cut}…`
}

/** 9.5 was "9:30". */
function hourShown(hour: number): string {
  const minutes = Math.round((hour % 1) * 60)
  return minutes > 0 ? `${Math.floor(hour)}:${String(minutes).padStart(2, '0')}` : String(hour)
}

function folded(text: string): string {
  return cleanLine(text).toLowerCase()
}
