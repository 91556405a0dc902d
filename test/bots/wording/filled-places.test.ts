import fs from 'node:fs'
import { parse } from 'yaml'
import { expect, test } from 'vitest'
import { LANGUAGES } from '../../../src/text/types.js'
import { ownTexts } from './own-texts.js'

// A letter, or an ending behind an apostrophe or a hyphen, whether or not the place is in quotation marks.
const ENDING = /\}[»”"]?[-’ʼ'‘]?\p{L}/u
// Words that ask for a case, and verbs of coming that ask when.
const ASKS_CASE: Readonly<Record<'kk' | 'ky' | 'uz' | 'tk', RegExp>> = {
  kk: /\}[»”"]? (?:бері|бастап|дейін|соң|кейін|қарай|басқа|тыс|келеді|келді)(?!\p{L})/u,
  ky: /\}[»”"]? (?:бери|тартып|чейин|кийин|соң|карай|башка|тышкары|келет|келди)(?!\p{L})/u,
  uz: /\}[»”"]? (?:beri|boshlab|gacha|keyin|so‘ng|qarab|boshqa|tashqari|da|dan|ga|ni|ning|keladi|keldi)(?!\p{L})/u,
  tk: /\}[»”"]? (?:bäri|başlap|çenli|soň|görä|başga|daşary|geler|geldi)(?!\p{L})/u,
}

test('an ending behind a place is seen', () => {
  for (const text of ['{names}siz', 'Матбуоти {region}-ро', '«{value}»-ро', '{page}-bet', '{names}’ni'])
    expect(text).toMatch(ENDING)
  expect('{time} dan beri').toMatch(ASKS_CASE.uz)
  expect('{date} бері').toMatch(ASKS_CASE.kk)
})

test.each(LANGUAGES.filter((language) => language !== 'zh'))('no place of a text in %s takes an ending', (language) => {
  // English has 's, which every name takes.
  const texts = ownTexts(language).filter(({ file }) => language !== 'en' || file !== 'grammar')
  expect(texts.filter(({ text }) => ENDING.test(text))).toEqual([])
})

test.each(['kk', 'ky', 'uz', 'tk'] as const)(
  'no place of a text in %s stands before a word that asks for a case',
  (language) => {
    // prettier-ignore
    expect(ownTexts(language).filter(({ text }) => ASKS_CASE[language].test(text))).toEqual([])
  },
)

// Han, a place or a Chinese mark on both sides; a blank between does not matter.
const ASCII_MARK = /[\p{Script=Han}}”》）][ ]?[,:;?!()][ ]?[\p{Script=Han}{“《（]/u

const named = (path: string, of: (content: never) => readonly unknown[]) =>
  of(parse(fs.readFileSync(path, 'utf8')) as never).map((value) => ({ file: path, key: path, text: JSON.stringify(value) })) // prettier-ignore

test('Chinese has its own punctuation', () => {
  expect('贸易额: 中亚').toMatch(ASCII_MARK)
  const commands = parse(fs.readFileSync('src/bots/discord/hear/command-texts.yaml', 'utf8')) as Record<string, Record<string, string>> // prettier-ignore
  const ours = [
    ...ownTexts('zh'),
    ...Object.entries(commands).map(([key, row]) => ({ file: 'commands', key, text: row['zh-CN'] ?? '' })),
    ...named('src/text/shown/numbers-shown.yaml', ({ zh }: { zh: { units: Record<string, unknown>; periods: Record<string, unknown> } }) => [...Object.values(zh.units), ...Object.values(zh.periods)]), // prettier-ignore
    ...named('regions/central-asia/region.yaml', ({ entities }: { entities: { name: { zh: string } }[] }) => entities.map(({ name }) => name.zh)), // prettier-ignore
    ...named('regions/central-asia/template.yaml', ({ sections, measures }: { sections: { title: { zh: string }; asks: { zh: string } }[]; measures: { name: { zh: string } }[] }) => [...sections.flatMap(({ title, asks }) => [title.zh, asks.zh]), ...measures.map(({ name }) => name.zh)]), // prettier-ignore
  ]
  expect(ours.length).toBeGreaterThan(500)
  expect(ours.filter(({ text }) => ASCII_MARK.test(text))).toEqual([])
})
