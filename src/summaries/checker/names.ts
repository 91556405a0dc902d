import { findCue, findKeys, fold, placesOf, wordsOf, type Place, type Word } from './word-lists.js'

/** The names of one person, country, body or place, in whatever language; stars and equal signs of a pack's patterns are ignored. */
export type NameGroup = readonly string[]

/** Names ready to be found; made once. */
export interface NameIndex {
  readonly chinese: readonly { readonly group: number; readonly letters: string }[]
  /** By the first two letters of the first word. */
  readonly others: ReadonlyMap<string, readonly { readonly group: number; readonly parts: readonly FormTest[] }[]>
}

type FormTest = (word: Word) => boolean

interface Spotted extends Place {
  readonly group: number
}

const LEAST_SHARED = 4
const LONGEST_ENDING = 7
const LEAST_STEM = 3

/** Makes names ready to be found. */
export function indexNames(groups: readonly NameGroup[]): NameIndex {
  const chinese: { group: number; letters: string }[] = []
  const others = new Map<string, { group: number; parts: readonly FormTest[] }[]>()
  groups.forEach((forms, group) => {
    for (const form of new Set(forms.map((written) => written.replace(/[=*]/gu, '').trim()))) {
      if (form === '') continue
      if (/\p{Script=Han}/u.test(form)) {
        chinese.push({ group, letters: form })
        continue
      }
      const key = fold(form).slice(0, 2)
      const kept = others.get(key) ?? []
      kept.push({ group, parts: form.split(/\s+/u).map(formTest) })
      others.set(key, kept)
    }
  })
  return { chinese, others }
}

// "США" and "US" as they are; other names with an ending: Китаем, Қытаймен, China's.
function formTest(name: string): FormTest {
  if (/^\p{Lu}{1,5}$/u.test(name)) return ({ text }) => text === name || (text.startsWith(name) && /^['’-]/u.test(text.slice(name.length))) // prettier-ignore
  const wanted = fold(name)
  const stems = [2, 1].map((most) => wanted.replace(new RegExp(`[аеиоуыэюяйьіәөүұӯӣaeiouyý]{1,${most}}$`, 'u'), ''))
  const bare = stems.find(({ length }) => length >= LEAST_STEM) ?? wanted
  const isCapital = /^\p{Lu}/u.test(name)
  // "доходов" is not Доха, "oshib" not Osh.
  return ({ text, folded }) =>
    folded.startsWith(bare) && folded.length - bare.length <= LONGEST_ENDING && (!isCapital || /^\p{Lu}/u.test(text))
}

/** Names in a text, by the number of their group. Endings may hang on a name. */
export function spotNames(given: string, names: NameIndex): Spotted[] {
  const text = withoutCurrencies(given)
  const words = wordsOf(text)
  const spelt = names.chinese.flatMap(({ group, letters }) => placesOf(letters, text).map((place) => ({ ...place, group }))) // prettier-ignore
  const written = words.flatMap(({ folded, start }, at) =>
    (names.others.get(folded.slice(0, 2)) ?? []).flatMap(({ group, parts }) => {
      const run = words.slice(at, at + parts.length)
      const isMet = run.length === parts.length && run.every((word, index) => parts[index]?.(word) === true)
      return isMet ? [{ start, end: run.at(-1)?.end ?? start, group }] : []
    }),
  )
  return [...spelt, ...written]
}

// "US dollars" names no state.
const CURRENCY =
  /(?:\bUS|\bU\.S\.|США|АҚШ|АКШ|AQSh|ABŞ|ИМА)(?:['’]?\p{Ll}{0,4})?\s+(?:dollar|доллар)\p{L}*|(?:доллар\p{L}*|долл\.?)\s+(?:США|ИМА)|美元/gu

const withoutCurrencies = (text: string) => text.replace(CURRENCY, (written) => ' '.repeat(written.length))

/** Names in a sentence that none of the quotes has: known ones by their group, others by a capital letter, in Chinese by how foreign names and speakers are written. */
export function strangeNames(
  given: string,
  { language, quotes, names, vocabulary }: { language: string; quotes: readonly string[]; names: NameIndex; vocabulary: ReadonlySet<string> }, // prettier-ignore
): string[] {
  const sentence = withoutCurrencies(given)
  const said = new Set(quotes.flatMap((quote) => spotNames(quote, names).map(({ group }) => group)))
  const spotted = spotNames(sentence, names)
  // "Central Asian" is a name although Asia is another: the widest decides.
  const widest = spotted.filter((name) => !spotted.some((other) => other !== name && other.start <= name.start && other.end >= name.end && other.end - other.start > name.end - name.start)) // prettier-ignore
  const unsaid = widest.filter((name) => !widest.some((other) => other.start === name.start && other.end === name.end && said.has(other.group))) // prettier-ignore
  const plain = [...findCue('plain', sentence, language), ...findKeys('months', sentence, language)]
  const quoted = quotes.flatMap((quote) => wordsOf(quote).map(({ text }) => latin(text)))
  const capitals = wordsOf(sentence).filter(({ text, folded, start, end }) => {
    if (!/^\p{Lu}/u.test(text) || /\p{Script=Han}/u.test(text)) return false
    if (spotted.some((name) => start >= name.start && end <= name.end)) return false
    if (plain.some((place) => place.start === start) || vocabulary.has(folded)) return false
    return !quoted.some((word) => isSameName(latin(text), word))
  })
  return [
    ...unsaid.map(({ start, end }) => sentence.slice(start, end)),
    ...capitals.map(({ text }) => text),
    ...chineseNames(sentence, spotted).filter((name) => !quotes.some((quote) => quote.includes(name))),
  ]
}

function isSameName(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length)
  if (shorter < LEAST_SHARED) return a === b
  let shared = 0
  while (shared < shorter && a[shared] === b[shared]) shared++
  return shared >= Math.max(LEAST_SHARED, Math.floor(shorter * 0.7))
}

// Signs that foreign names are spelt with, three in a row; and who speaks, by a family name.
const SPELT =
  /[斯克尔夫瓦托耶卡马罗尼亚维奇洛娜莫德基列科姆里塔巴拉萨伊什阿布米兹哈努别季谢波诺加特沙穆普京乌祖济弗吉]{3,}/gu
const SPEAKER =
  /[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文]\p{Script=Han}{1,2}(?=表示|说|称|指出|强调|认为|宣布|透露)/gu

function chineseNames(sentence: string, spotted: readonly Place[]): string[] {
  return [...sentence.matchAll(SPELT), ...sentence.matchAll(SPEAKER)]
    .filter(({ index, 0: name }) => !spotted.some(({ start, end }) => start < index + name.length && end > index))
    .map(({ 0: name }) => name)
}

const CYRILLIC: Readonly<Record<string, string>> = {
  а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ж: 'j', з: 'z', и: 'i', й: 'i', к: 'k', л: 'l', м: 'm', н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't',
  у: 'u', ф: 'f', х: 'h', ц: 's', ч: 'c', ш: 's', щ: 's', ъ: '', ы: 'i', ь: '', э: 'e', ю: 'u', я: 'a', ә: 'a', ғ: 'g', қ: 'k', ң: 'n', ө: 'o', ұ: 'u',
  ү: 'u', һ: 'h', і: 'i', ў: 'o', ҳ: 'h', ӯ: 'u', ҷ: 'j', ӣ: 'i',
} // prettier-ignore

// One rough spelling for every script: Мирзиёев, Mirziyoyev and Mirzijoev begin alike.
function latin(word: string): string {
  const spelt = Array.from(fold(word), (letter) => CYRILLIC[letter] ?? letter).join('')
  return spelt
    .normalize('NFD')
    .replace(/[\p{M}'’-]/gu, '')
    .replace(/sh/gu, 's')
    .replace(/ch/gu, 'c')
    .replace(/kh|x/gu, 'h')
    .replace(/zh/gu, 'j')
    .replace(/q/gu, 'k')
    .replace(/y/gu, 'i')
    .replace(/ts/gu, 's')
    .replace(/w/gu, 'v') // prettier-ignore
    .replace(/(.)\1+/gu, '$1')
}
