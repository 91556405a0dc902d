// Two letters before one; the apostrophes of oʻ and gʻ are written many ways.
const PAIRS: readonly (readonly [string, string])[] = [
  ['oʻ', 'ў'], ['gʻ', 'ғ'], ['sh', 'ш'], ['ch', 'ч'], ['yo', 'ё'], ['yu', 'ю'], ['ya', 'я'], ['ye', 'е'], ['ts', 'ц'],
] // prettier-ignore
const LETTERS: Readonly<Record<string, string>> = {
  a: 'а', b: 'б', d: 'д', e: 'е', f: 'ф', g: 'г', h: 'ҳ', i: 'и', j: 'ж', k: 'к', l: 'л', m: 'м', n: 'н', o: 'о', p: 'п', q: 'қ',
  r: 'р', s: 'с', t: 'т', u: 'у', v: 'в', x: 'х', y: 'й', z: 'з', c: 'к', w: 'в', 'ʼ': 'ъ',
} // prettier-ignore
// ts is ц in borrowed endings; across a stem it stays т and с: aytsa, ketsin.
const BORROWED_TS = /^ts(?:iya|iyo|ion|ent|ept)/iu
// Words that the Cyrillic alphabet writes with ь or ц, where Latin has nothing or s.
const BORROWED: Readonly<Record<string, string>> = {
  yanvar: 'январь', fevral: 'февраль', aprel: 'апрель', iyun: 'июнь', iyul: 'июль', sentabr: 'сентябрь', oktabr: 'октябрь', noyabr: 'ноябрь',
  dekabr: 'декабрь', rol: 'роль', reaksiya: 'реакция', redaksiya: 'редакция', sanksiya: 'санкция', inflyatsiya: 'инфляция', neft: 'нефть',
  avtomobil: 'автомобиль', sibir: 'сибирь', bryussel: 'брюссель', fransiya: 'франция', vitse: 'вице', konsorsium: 'консорциум',
} // prettier-ignore
const BORROWED_WORD = new RegExp(`(?<![\\p{L}ʻʼ])(${Object.keys(BORROWED).join('|')})(?=\\p{L}*)`, 'giu')
const VOWELS = new Set('aeiouаеёиоуўэюя')

/** Uzbek in Latin letters written in Cyrillic ones, by the alphabet of 1940: "Oʻzbekiston yangiliklari" → "Ўзбекистон янгиликлари". What is no Latin letter stays. */
export function uzbekInCyrillic(text: string): string {
  const latin = text
    .replace(BORROWED_WORD, (word, _stem, at: number) =>
      likeCase(hardBefore(text.charAt(at + word.length), BORROWED[word.toLowerCase()] ?? word), word),
    ) // prettier-ignore
    .replace(/(?<![\p{L}ʻʼ])GES/gu, 'ГЭС')
    .replace(/(?<=[oOgG])['‘’ʻʼ`]/g, 'ʻ')
    .replace(/(?<=\p{L})['‘’`](?=\p{L})/gu, 'ʼ')
  let written = ''
  for (let at = 0; at < latin.length;) {
    const pair = PAIRS.find(
      ([from]) =>
        latin.slice(at, at + 2).toLowerCase() === from &&
        !(from === 'yo' && latin.charAt(at + 2) === 'ʻ') &&
        (from !== 'ts' || BORROWED_TS.test(latin.slice(at, at + 5))),
    )
    const from = pair?.[0] ?? latin.charAt(at).toLowerCase()
    const plain = pair?.[1] ?? LETTERS[from] ?? latin.charAt(at)
    // "e" that begins a word or follows a vowel is э.
    const before = latin.charAt(at - 1).toLowerCase()
    const letter = from === 'e' && (!/\p{L}/u.test(before) || VOWELS.has(before)) ? 'э' : plain
    written += isUpper(latin.charAt(at)) ? letter.toUpperCase() : letter
    at += from.length
  }
  return written
}

// The soft sign falls away before an ending: роль, роли, роллар.
const hardBefore = (next: string, word: string) => (/\p{L}/u.test(next) ? word.replace(/ь$/u, '') : word)
const likeCase = (word: string, model: string) =>
  isUpper(model.charAt(0)) ? word.slice(0, 1).toUpperCase() + word.slice(1) : word
const isUpper = (letter: string) => letter !== letter.toLowerCase()
