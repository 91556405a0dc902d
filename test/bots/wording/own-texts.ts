import fs from 'node:fs'
import { parse } from 'yaml'
import type { Language } from '../../../src/text/types.js'

export interface OwnText {
  readonly file: 'texts' | 'lines' | 'frames' | 'grammar'
  readonly key: string
  readonly text: string
}

const read = (path: string) => parse(fs.readFileSync(path, 'utf8')) as unknown

/** What the bot says in a language with its places unfilled: each form of each text, line, made headline. */
export function ownTexts(language: Language): readonly OwnText[] {
  const texts = read(`src/bots/wording/texts/${language}.yaml`) as Record<string, Record<string, unknown>>
  const lines = (read('src/summaries/lines/lines.yaml') as Record<string, Record<string, string>>)[language] ?? {}
  const frames = read('regions/central-asia/frames.yaml') as { acts: readonly Act[] }
  const grammar = (read('src/summaries/frames/frame-grammar.yaml') as Record<string, Grammar>)[language]
  return [
    ...Object.entries(texts).flatMap(
      ([group, entries]) =>
      Object.entries(entries).flatMap(([name, wording]) => formsOf(wording).map((text) => row('texts', `${group}.${name}`, text))), // prettier-ignore
    ),
    ...Object.entries(lines).map(([key, text]) => row('lines', key, text)),
    ...frames.acts.flatMap(({ id, form, planForm = {} }) =>
      [form[language], planForm[language]].flatMap((text) => (text === undefined ? [] : [row('frames', id, text)])),
    ),
    ...[grammar?.held, grammar?.where].flatMap((text) => (text === undefined ? [] : [row('grammar', language, text)])),
  ]
}

interface Act {
  readonly id: string
  readonly form: Readonly<Partial<Record<Language, string>>>
  readonly planForm?: Readonly<Partial<Record<Language, string>>>
}

interface Grammar {
  readonly held: string
  readonly where: string
}

const row = (file: OwnText['file'], key: string, text: string): OwnText => ({ file, key, text })
const formsOf = (wording: unknown): readonly string[] =>
  typeof wording === 'string' ? [wording] : Object.values(wording as Record<string, string>)
