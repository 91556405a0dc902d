// Two letters before one; the apostrophes of oʻ and gʻ are written many ways.
const PAIRS: readonly (readonly [string, string])[] = [
  ['oʻ', 'ў'], ['gʻ', 'ғ'], ['sh', 'ш'], ['ch', 'ч'], ['yo', 'ё'], ['yu', 'ю'], ['ya', 'я'], ['ye', 'е'], ['ts', 'ц'],
] // prettier-ignore
const LETTERS: Readonly<Record<string, string>> = {
  a: 'а', b: 'б', d: 'д', e: 'е', f: 'ф', g: 'г', h: 'ҳ', i: 'и', j: 'ж', k: 'к', l: 'л', m: 'м', n: 'н', o: 'о', p: 'п', q: 'қ',
  r: 'р', s: 'с', t: 'т', u: 'у', v: 'в', x: 'х', y: 'й', z: 'з', c: 'к', w: 'в', 'ʼ': 'ъ',
} // prettier-ignore
const VOWELS = new Set('aeiouаеёиоуўэюя')

/** Uzbek in Latin letters written in Cyrillic ones, by the alphabet of 1940: "Oʻzbekiston yangiliklari" → "Ўзбекистон янгиликлари". What is no Latin letter stays. */
export function uzbekInCyrillic(text: string): string {
  const latin = text.replace(/(?<=[oOgG])['‘’ʻʼ`]/g, 'ʻ').replace(/(?<=\p{L})['‘’`](?=\p{L})/gu, 'ʼ')
  let written = ''
  for (let at = 0; at < latin.length;) {
    const pair = PAIRS.find(
      ([from]) => latin.slice(at, at + 2).toLowerCase() === from && !(from === 'yo' && latin.charAt(at + 2) === 'ʻ'),
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

const isUpper = (letter: string) => letter !== letter.toLowerCase()
