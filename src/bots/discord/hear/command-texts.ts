import fs from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'

/** A text of command-texts.yaml: `slash.` describes a command or, with a further word, one of its doings, `option.` what it takes. */
export type CommandTextKey = `slash.${string}` | `option.${string}`

const WORDING = z.strictObject({
  en: z.string().min(1).max(100),
  ru: z.string().min(1).max(100),
  'zh-CN': z.string().min(1).max(100),
})

const written = z
  .record(z.string(), WORDING)
  .parse(parse(fs.readFileSync(new URL('command-texts.yaml', import.meta.url), 'utf8')))

/** In the language of a Discord client, else in English. Throws RangeError for a key that is not in the file. */
export function commandText(key: CommandTextKey, locale = 'en'): string {
  const wording = wordingOf(key)
  return locale === 'ru' || locale === 'zh-CN' ? wording[locale] : wording.en
}

/** The same in the other languages, by Discord's names of them. */
export function otherLanguages(key: CommandTextKey) {
  const { en: _, ...others } = wordingOf(key)
  return others
}

function wordingOf(key: CommandTextKey): z.infer<typeof WORDING> {
  const wording = written[key]
  if (!wording) throw new RangeError(`command-texts.yaml has no ${key}`)
  return wording
}
