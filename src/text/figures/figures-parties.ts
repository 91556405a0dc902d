import { readData } from '../read-data.js'
import type { PatternLanguage } from '../patterns/patterns.js'

type Patterns = Readonly<Partial<Record<PatternLanguage, readonly string[]>>>

/** Words that tell whose a figure is without a name, and that it is denied, by kind: both, region, abroad, within, total, denial. */
export const partyWords: readonly (readonly [kind: string, patterns: Patterns])[] = Object.entries(
  readData(new URL('figures-parties.yaml', import.meta.url)) as Record<string, Patterns>,
)
