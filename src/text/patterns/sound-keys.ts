import { z } from 'zod'
import { isCapitalAt, isSmallAt } from '../words/characters.js'
import { foldText } from '../words/fold.js'
import { readData } from '../read-data.js'
import { rememberWordsOf } from '../remember.js'
import { stem } from '../words/stem.js'
import type { DetectedLanguage, Token } from '../types.js'

/** A name as it sounds: `fine` is the same for its spellings in Latin and Cyrillic script, `rough` is what Chinese leaves of it. */
export interface SoundKey {
  readonly fine: string
  readonly rough: string
}

const CYRILLIC: Readonly<Record<string, string>> = {
  а: 'a', ә: 'a', б: 'b', в: 'v', г: 'g', ғ: 'g', д: 'd', е: 'e', э: 'e', ж: 'j', җ: 'j', ҷ: 'j', з: 's', и: 'i', і: 'i', ї: 'i', й: 'i', ӣ: 'i',
  к: 'k', қ: 'k', л: 'l', м: 'm', н: 'n', ң: 'n', о: 'o', ө: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ү: 'u', ұ: 'u', ў: 'u', ӯ: 'u', ф: 'f',
  х: 'h', ҳ: 'h', һ: 'h', ц: 's', ч: 'c', ш: 's', щ: 's', ы: 'i', ю: 'u', я: 'a',
} // prettier-ignore

const MARKED_LATIN: Readonly<Record<string, string>> = { ş: 'sh', ç: 'ch', ž: 'j', š: 'sh', č: 'ch', ć: 'ch', ł: 'l', ø: 'o', æ: 'e', ß: 's', ð: 'd', þ: 't', ı: 'i' } // prettier-ignore

type Rules = readonly (readonly [RegExp, string])[]

// `C` holds the sound of "ch" until the rules for c are done.
const ENGLISH_SPELLING: Rules = [
  [/^kn/u, 'n'],
  [/^wr/u, 'r'],
  [/(?<=.)gh/gu, ''],
  [/mb$/u, 'm'],
  [/chr/gu, 'kr'],
  [/t?ch/gu, 'C'],
  [/sch/gu, 's'],
  [/sh/gu, 's'],
  [/th/gu, 't'],
  [/ph/gu, 'f'],
  [/ck/gu, 'k'],
  [/dge?(?=$|[^aeiou])/gu, 'j'],
  [/tion/gu, 'sn'],
  [/c(?=[eiy])/gu, 's'],
  [/[cq]/gu, 'k'],
  [/x/gu, 'ks'],
  [/z/gu, 's'],
  [/w(?=[aeiouy])/gu, 'v'],
  [/w/gu, ''],
  [/C/gu, 'c'],
]

// Uzbek and Turkmen write as they speak, and keep many foreign names as they are written abroad.
const PLAIN_SPELLING: Rules = [
  [/ch/gu, 'C'],
  [/c(?=[eiy])|ts|sh|z/gu, 's'],
  [/th/gu, 't'],
  [/ph/gu, 'f'],
  [/x/gu, 'h'],
  [/[cq]/gu, 'k'],
  [/w/gu, 'v'],
  [/C/gu, 'c'],
]

const CYRILLIC_SPELLING: Rules = [
  [/дж/gu, 'ж'],
  [/тч/gu, 'ч'],
  [/тс/gu, 'ц'],
  // Уилсон, Уэйд
  [/^у(?=[аеиоэыяюёіәө])/u, 'в'],
]

// The stemmer takes a part of foreign names for an ending; of cases only those with consonants matter here.
const RUSSIAN_CASES = /(?<=[^аеёиоуыэюя])(?:ом|ем|ым|им|ого|ому|ых|ыми|ами|ах)$/u

const CLASSES: Readonly<Record<string, string>> = { b: 'p', p: 'p', d: 't', t: 't', g: 'k', k: 'k', c: 's', s: 's', j: 's', v: 'v', f: 'v', l: 'l', r: 'l', m: 'n', n: 'n', h: 'h' } // prettier-ignore

const SHORTEST = 2
const LONGEST = 9

/**
 * The consonants of a name, the same for most of its spellings: Nazarbayev, Назарбаева, Nazarbaýewiň → fine "nsrbv". A name that begins with a vowel keeps an `a`.
 * Undefined where fewer than two sounds are left. Not for showing.
 */
export const soundKey = rememberWordsOf((word: string, language: DetectedLanguage): SoundKey | undefined => {
  const sounds = spell(word, language)
  const fine = fineKey(sounds)
  return fine.length < SHORTEST || word.length > 40 ? undefined : { fine, rough: roughKey(sounds) }
})

/** The sounds of a word, a letter each; case endings are gone where its language has them. */
function spell(word: string, language: DetectedLanguage): string {
  const folded = foldText(word)
  const isForeign = language === 'en' || language === 'zh' || language === 'und'
  if (/\p{Script=Cyrillic}/u.test(folded)) {
    const isRussian = isForeign || language === 'ru'
    const bare = respell(isRussian ? folded.replace(RUSSIAN_CASES, '') : stem(folded, language), CYRILLIC_SPELLING)
    return Array.from(bare, (letter) => CYRILLIC[letter] ?? '').join('')
  }
  const isPlain = language === 'uz' || language === 'tk'
  // English surnames end in -s and -er without any ending having been added.
  const bare = isPlain ? stem(folded, language) : folded
  const latin = Array.from(bare, (letter) => MARKED_LATIN[letter] ?? letter)
    .join('')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
  return respell(latin, isPlain ? PLAIN_SPELLING : ENGLISH_SPELLING).replace(/[^a-z]/gu, '')
}

const respell = (word: string, rules: Rules) =>
  rules.reduce((spelt, [spelling, sound]) => spelt.replace(spelling, sound), word)

function fineKey(sounds: string): string {
  const spoken = sounds.replace(/(?<=.)h/gu, '').replace(/[jh]/gu, 'g')
  const consonants = spoken.replace(/[aeiouy]/gu, '').replace(/(.)\1+/gu, '$1')
  return (openingOf(spoken) + consonants).slice(0, LONGEST)
}

function roughKey(sounds: string): string {
  // Chinese has no r or l that closes a syllable.
  const spoken = sounds.replace(/[lr](?![aeiouy])/gu, '')
  const consonants = Array.from(spoken, (letter) => CLASSES[letter] ?? '').join('')
  return shorten(openingOf(spoken), consonants)
}

const openingOf = (sounds: string) => (/^[aeiouy]/u.test(sounds) ? 'a' : '')
const shorten = (opening: string, consonants: string) =>
  (opening + consonants.replace(/(.)\1+/gu, '$1')).slice(0, LONGEST)

/**
 * Keys of words that are written as names. A capital at the beginning of a sentence is one unless the word stands elsewhere without it; a text all in capitals
 * shows no names.
 */
export function nameSounds(tokens: readonly Token[], language: DetectedLanguage): SoundKey[] {
  if (!tokens.some(({ text }) => /\p{Ll}/u.test(text))) return []
  const names = tokens.filter(({ text }) => text.length >= 3 && isCapitalAt(text, 0) && !/\p{N}/u.test(text))
  const written = new Set(names.map(({ folded }) => folded))
  const small = new Set<string>()
  for (const { text, folded } of tokens) if (written.has(folded) && isSmallAt(text, 0)) small.add(folded)
  return names.flatMap(({ text, folded }) => (small.has(folded) ? [] : (soundKey(text, language) ?? [])))
}

const HAN_RUN = /\p{Script=Han}+/gu
let syllables: ChineseSyllables | undefined

interface ChineseSyllables {
  readonly sounds: ReadonlyMap<string, string>
  readonly telling: ReadonlySet<string>
}

/** Rough keys of names that a Chinese text spells by sound: runs of two and more characters that are used for nothing but that, half of them at the least. */
export function chineseNameSounds(text: string): string[] {
  syllables ??= readSyllables()
  const { sounds, telling } = syllables
  const keys: string[] = []
  for (const [run] of text.matchAll(HAN_RUN)) {
    let name: string[] = []
    const end = () => {
      const isName = name.length >= 2 && name.filter((character) => telling.has(character)).length * 2 >= name.length
      if (isName) keys.push(roughOf(name, sounds))
      name = []
    }
    for (const character of run) {
      if (sounds.has(character)) name.push(character)
      else end()
    }
    end()
  }
  return keys.filter((key) => key.length >= SHORTEST)
}

function roughOf(name: readonly string[], sounds: ReadonlyMap<string, string>): string {
  const [first = ''] = name
  const isOpen = OPEN.has(sounds.get(first) ?? '')
  const consonants = name.map((character) => (sounds.get(character) ?? '').replace(/open|silent/u, '').replace('closed', 'n')) // prettier-ignore
  return shorten(isOpen ? 'a' : '', consonants.join(''))
}

const OPEN: ReadonlySet<string> = new Set(['open', 'closed'])

function readSyllables(): ChineseSyllables {
  const file = new URL('./chinese-sounds.yaml', import.meta.url)
  const { telling, ...groups } = z.object({ telling: z.string() }).catchall(z.string()).parse(readData(file))
  const sounds = new Map<string, string>()
  for (const [sound, characters] of Object.entries(groups))
    for (const character of characters) if (!sounds.has(character)) sounds.set(character, sound)
  return { sounds, telling: new Set(telling) }
}
