import fs from 'node:fs'
import { parse } from 'yaml'
import type { PatternEntry, PatternLanguage } from './patterns.js'

/** Words that tell whose a figure is without a name, and that it is denied; keys are `party:both`, `party:region`, `party:abroad`, `party:within`, `party:total`, `party:denial`. */
export const partyWords: readonly PatternEntry[] = Object.entries(
  parse(fs.readFileSync(new URL('figures-parties.yaml', import.meta.url), 'utf8')) as Record<
    string,
    Record<string, string[]>
  >,
).flatMap(([kind, byLanguage]) =>
  Object.entries(byLanguage).flatMap(([language, patterns]) =>
    patterns.map((pattern) => ({ key: `party:${kind}`, language: language as PatternLanguage, pattern })),
  ),
)
