import { z } from 'zod'
import type { PatternSource } from '../../text/patterns/pattern-tries.js'
import type { PatternEntry, PatternLanguage, PatternMatch } from '../../text/patterns/patterns.js'
import { compileTogether, matchPatterns, matchTogether } from '../../text/patterns/patterns.js'
import { readData } from '../../text/read-data.js'
import type { DetectedLanguage, Token } from '../../text/types.js'
import { LANGUAGES } from '../../text/types.js'

// Words of the languages themselves, the same for every region: what is done, how a sentence speaks, what a question wants.

const patterns = z.strictObject(
  Object.fromEntries([...LANGUAGES, 'uz-Cyrl'].map((language) => [language, z.array(z.string().min(1))])),
)
const file = z.record(z.string(), patterns)

function readWords(name: string): PatternSource {
  const lists = file.parse(readData(new URL(name, import.meta.url)))
  const entries = Object.entries(lists).flatMap(([key, byLanguage]) =>
    Object.entries(byLanguage).flatMap(([language, list]) =>
      list.map((pattern): PatternEntry => ({ key, language: language as PatternLanguage, pattern })),
    ),
  )
  return (language) => entries.filter((entry) => entry.language === language)
}

const { acts, signs } = compileTogether({ acts: readWords('./acts.yaml'), signs: readWords('./signs.yaml') })
const { questions } = compileTogether({ questions: readWords('./questions.yaml') })

/** How a sentence speaks: it quotes somebody, gives a reason, speaks of what is to come, says that something is not so, tells what experts think, names a term, or means the two or the country that need no name. */
export const SIGNS = [
  'said',
  'cause',
  'ahead',
  'not',
  'expert',
  'when',
  'both',
  'home',
  'he',
  'this',
  'number',
  'first',
  'second',
  'third',
  'region',
] as const

/** What is done in a text, by act ("join", "build"), whatever the language. */
export function findActs(text: string, tokens: readonly Token[], language: DetectedLanguage): PatternMatch[] {
  return matchPatterns(acts, tokens, language, { overlapping: true, text })
}

/** The signs that a text has. */
export function findSigns(text: string, tokens: readonly Token[], language: DetectedLanguage): PatternMatch[] {
  return matchPatterns(signs, tokens, language, { overlapping: true, text })
}

/** Acts and signs of a text, in one walk over it. */
export function findSpeech(
  text: string,
  tokens: readonly Token[],
  language: DetectedLanguage,
): { acts: PatternMatch[]; signs: PatternMatch[] } {
  const sets = [acts, signs].map((set) => ({ set, overlapping: true }))
  const [foundActs = [], foundSigns = []] = matchTogether(sets, tokens, language, text)
  return { acts: foundActs, signs: foundSigns }
}

/** The words by which a question says what it wants; keys are those of questions.yaml. */
export function findAskingWords(tokens: readonly Token[], language: DetectedLanguage): PatternMatch[] {
  return matchPatterns(questions, tokens, language, { overlapping: true })
}
