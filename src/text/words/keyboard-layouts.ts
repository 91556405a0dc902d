// A question typed with the keyboard in another language, or in Latin letters for want of a Cyrillic one.

const LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
const CYRILLIC = 'ёйцукенгшщзхъфывапролджэячсмитьбю'

const toCyrillic = new Map(Array.from(LATIN, (letter, at) => [letter, CYRILLIC[at] ?? letter]))
const toLatin = new Map(Array.from(CYRILLIC, (letter, at) => [letter, LATIN[at] ?? letter]))

/** What the same keys write on the other keyboard, Latin (QWERTY) or Russian (ЙЦУКЕН): "njhujdkz" → "торговля", "екфву" → "trade". In small letters. */
export function otherKeyboard(text: string): string {
  const map = /\p{Script=Cyrillic}/u.test(text) ? toLatin : toCyrillic
  return Array.from(text.toLowerCase(), (letter) => map.get(letter) ?? letter).join('')
}

// Longest first. The usual ways to write Russian in Latin letters.
const SPELLINGS: readonly (readonly [string, string])[] = [
  ['aya', 'ая'], ['oya', 'оя'], ['eya', 'ея'], ['uya', 'уя'], ['ayu', 'аю'], ['oyu', 'ою'], ['eyu', 'ею'], ['aye', 'ае'], ['oye', 'ое'], ['eye', 'ее'],
  ['shch', 'щ'], ['sch', 'щ'], ['iya', 'ия'], ['iye', 'ие'], ['yo', 'ё'], ['jo', 'ё'], ['yu', 'ю'], ['ju', 'ю'], ['ya', 'я'], ['ja', 'я'],
  ['ye', 'е'], ['zh', 'ж'], ['kh', 'х'], ['ts', 'ц'], ['ch', 'ч'], ['sh', 'ш'], ['iy', 'ий'], ['yy', 'ый'], ['ay', 'ай'], ['ey', 'ей'], ['oy', 'ой'], ['uy', 'уй'],
  ['a', 'а'], ['b', 'б'], ['c', 'ц'], ['d', 'д'], ['e', 'е'], ['f', 'ф'], ['g', 'г'], ['h', 'х'], ['i', 'и'], ['j', 'й'], ['k', 'к'], ['l', 'л'], ['m', 'м'],
  ['n', 'н'], ['o', 'о'], ['p', 'п'], ['q', 'к'], ['r', 'р'], ['s', 'с'], ['t', 'т'], ['u', 'у'], ['v', 'в'], ['w', 'в'], ['x', 'кс'], ['y', 'ы'], ['z', 'з'], ["'", 'ь'],
] // prettier-ignore

/** Russian that was written in Latin letters: "torgovlya s kitaem" → "торговля с китаем". In small letters; other letters stay. */
export function inRussianLetters(text: string): string {
  const small = text.toLowerCase()
  let written = ''
  for (let at = 0; at < small.length;) {
    const [spelling = small.charAt(at), letters = small.charAt(at)] = SPELLINGS.find(([each]) => small.startsWith(each, at)) ?? [] // prettier-ignore
    written += letters
    at += spelling.length
  }
  return written
}
