import { foldText } from './fold.js'
import type { DetectedLanguage } from '../types.js'

// Cyrillic letters of all our languages, and the marked Latin ones, by sound.
const SOUNDS: Readonly<Record<string, string>> = {
  а: 'a', ә: 'a', б: 'b', в: 'v', г: 'g', ғ: 'g', ҕ: 'g', д: 'd', е: 'e', э: 'e', ж: 'j', җ: 'j', ҷ: 'j', з: 'z', и: 'i', і: 'i', ї: 'i',
  й: 'y', ӣ: 'i', к: 'k', қ: 'k', л: 'l', м: 'm', н: 'n', ң: 'n', о: 'o', ө: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ү: 'u', ұ: 'u',
  ў: 'o', ӯ: 'u', ф: 'f', х: 'h', ҳ: 'h', һ: 'h', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'sh', ъ: '', ы: 'i', ь: '', ю: 'yu', я: 'ya',
  ş: 'sh', ç: 'ch', ž: 'j', ý: 'y', ň: 'n', ñ: 'n', ä: 'a', á: 'a', ö: 'o', ó: 'o', ü: 'u', ú: 'u', ğ: 'g', ǵ: 'g', w: 'v', q: 'k',
} // prettier-ignore

const RULES: readonly (readonly [RegExp, string])[] = [
  [/dzh|dj|zh/gu, 'j'],
  [/kh/gu, 'h'],
  [/c(?!h)/gu, 'k'],
  [/y(?=[aeiou])/gu, ''],
  [/y/gu, 'i'],
  // Glides are written or not: -аев, -ayev, -aev; Мирзиёев, Mirziyoyev.
  [/([aeiou])[aeiou]+/gu, '$1'],
  [/(.)\1+/gu, '$1'],
]

/**
 * A rough Latin key of a name, the same for its spellings: Тоқаев, Токаев, Tokayev, Toqayev → "tokav". Not for showing.
 * A Chinese word stays as it is.
 */
export function latinise(word: string, language: DetectedLanguage): string {
  const folded = foldText(word)
  if (language === 'zh') return folded
  const sounds = Array.from(folded, (letter) => SOUNDS[letter] ?? letter).join('')
  const spoken = sounds.replace(/x/gu, language === 'uz' ? 'h' : 'ks')
  return RULES.reduce((key, [spelling, sound]) => key.replace(spelling, sound), spoken)
}
