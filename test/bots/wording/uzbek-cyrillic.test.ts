import { expect, test } from 'vitest'
import { formatDate, formatFigure, formatPeriod, languageName } from '../../../src/bots/wording/format.js'
import { TEXT_KEYS, type TextKey } from '../../../src/bots/wording/text-keys.js'
import { texts } from '../../../src/bots/wording/texts.js'
import { entityName, measureName, ownLine, sectionTitle, viewIn } from '../../../src/bots/wording/view.js'
import { presentAnswer } from '../../../src/bots/present/present-answer.js'
import { presentDigest } from '../../../src/bots/present/present-digest.js'
import { loadRegion } from '../../../src/regions/load-region.js'
import { answer, citation, digest, now, plain } from '../stand-ins/stand-ins.js'

const region = loadRegion('regions/central-asia')
const latin = viewIn('uz', region)
const view = viewIn('uz', region, { script: 'Cyrl' })

const KEYS = Object.keys(TEXT_KEYS) as TextKey[]
type Say = (key: TextKey, values: Readonly<Record<string, string | number>>) => string

// What a reader types as it is shown: an address, a command with its words, words and ids by themselves.
const TYPED = /https?:\S+|(?<!\p{L})\/[a-z]+(?: (?:remove|import|export|add|pause|confirm|uz|24h|9|timezone|ID)\b)*|\b(?:ID|none|OPML|24h|resume|edit|preview|test|remove|Silkwire)\b|[a-z]+\.yaml|\b[A-Z]\w+\/[A-Z]\w+/gu // prettier-ignore

test('of its texts only what is typed or named in Latin letters stays in them, letter by letter', () => {
  const from: Say = texts('uz')
  const to: Say = texts('uz', 'Cyrl')
  for (const key of KEYS) {
    const values = Object.fromEntries(TEXT_KEYS[key].map((place) => [place, place === 'count' ? 5 : `{${place}}`]))
    const said = to(key, values)
    expect(said.match(TYPED), key).toEqual(from(key, values).match(TYPED))
    const left = said.replace(/\{\w+\}/g, '').replace(TYPED, '')
    expect([key, left.match(/\p{Script=Latin}+/gu)]).toEqual([key, null])
  }
})

test('words behind a command are written as its readers type them', () => {
  const say = texts('uz', 'Cyrl')
  expect(say('figure.empty')).toContain('/figure товар айирбошлаш Қозоғистон Хитой')
  expect(say('feeds.help')).toContain('/feeds add МАНЗИЛ, /feeds remove МАНЗИЛ, /feeds export.')
  expect(say('compare.empty')).toContain('/compare https://example.org/article')
  expect(say('forget.exportAlone')).toMatch(/\/forget юборинг\.$/)
})

test('what is filled in stays: ids, chats, @names, settings, outlets', () => {
  const { say } = view
  expect(say('subscribe.undo', { id: 'a3f91c' })).toContain('/subscriptions remove a3f91c')
  expect(say('ended.removed', { chat: 'Silkwire News @news' })).toContain('Silkwire News @news чатидан')
  expect(say('owner.platformToken', { platform: 'Telegram', setting: 'TELEGRAM_TOKEN' })).toMatch(/^Telegram .*TELEGRAM_TOKEN созламасига/) // prettier-ignore
  expect(say('order.muted', { names: 'Gazeta.uz, Kun.uz' })).toBe('Gazeta.uz, Kun.uz кирмайди')
})

test('names of the pack, dates, figures and periods are in its letters', () => {
  expect(entityName('xi-jinping', view)).toBe('Си Цзиньпин')
  expect(entityName('rogun', view)).toBe('Роғун ГЭСи')
  expect(entityName('c5-plus-1', view)).toBe('С5+1')
  expect(entityName('cnpc', view)).toBe('CNPC')
  expect(sectionTitle('trade-energy', view)).toBe('Савдо, «Бир макон, бир йўл», энергетика')
  expect(measureName('debt', ['uzbekistan'], view)).toBe('давлат қарзи: Ўзбекистон')
  expect(measureName('policy-rate', [], view)).toBe('асосий ставка')
  expect(formatDate(now(), view)).toBe('2025-йил 17-июнь')
  expect(formatFigure({ value: 43.8e9, unit: 'USD', bound: 'about', kind: 'forecast' }, view)).toBe('тахминан 43,8 млрд доллар (прогноз)') // prettier-ignore
  expect(formatPeriod('2025-01/05', view)).toBe('2025-йил январь–май')
  expect(ownLine(languageName('uz', 'uz'), view)).toBe('ўзбекча')
})

test('a line about news is, and the outlet, the document and the title in it are not', () => {
  const title = region.facts[0]?.source.title ?? ''
  expect(title).toMatch(/^[A-Z]/)
  const line = `Tovar ayirboshlash (O‘zbekiston – Xitoy), 2025-yil: 14 mlrd dollar, ${title} ma’lumotiga ko‘ra 13 mlrd dollar`
  expect(ownLine(line, view)).toBe(
    `Товар айирбошлаш (Ўзбекистон – Хитой), 2025-йил: 14 млрд доллар, ${title} маълумотига кўра 13 млрд доллар`,
  )
  expect(ownLine('CNPC, Si Szinpin: bayonot (The Astana Times, 2025-yil 17-iyun)', view)).toBe(
    'CNPC, Си Цзиньпин: баёнот (The Astana Times, 2025-йил 17-июнь)',
  )
  expect(ownLine('Eng yaqini: “Gaz narxi oshdi” (Kun.uz). Javob yo‘q: https://kun.uz/a, @kunuz, /ask', view)).toBe(
    'Энг яқини: “Gaz narxi oshdi” (Kun.uz). Жавоб йўқ: https://kun.uz/a, @kunuz, /ask',
  )
  expect(ownLine(line, latin)).toBe(line)
})

const [section] = digest.sections
const [item] = section?.items ?? []
if (section === undefined || item === undefined) throw new Error('the digest of the stand-ins has an item')
const own = { ...item, line: 'Tovar ayirboshlash (Qozog‘iston – Xitoy), 2024-yil: 43,8 mlrd dollar' }
const uzbek = { ...section, title: 'Savdo, «Bir makon, bir yo‘l», energetika' }

test('a digest in Cyrillic letters mixes no Latin ones into what is ours', () => {
  const said = plain(presentDigest({ ...digest, language: 'uz', sections: [{ ...uzbek, items: [own] }] }, view))
  expect(said.split('\n')).toEqual([
    'Шарҳ, 2025-йил 17-июнь · 1 та воқеа · 1 дақиқа',
    '1. ўзгарди · Товар айирбошлаш (Қозоғистон – Хитой), 2024-йил: 43,8 млрд доллар',
    citation.quote,
    `Савдо, «Бир макон, бир йўл», энергетика · ${citation.outlet} (мустақил) +1 · 2025-йил 16-июнь`,
  ])
})

test('a made headline is ours, a title and a quote are theirs', () => {
  const headline = { text: 'Xitoy – Qozog‘iston: uchrashuv', language: 'uz', url: citation.url, articleId: 'a1' } as const // prettier-ignore
  const shown = (made: 'title' | 'frame') =>
    plain(presentDigest({ ...digest, sections: [{ ...uzbek, items: [{ ...own, quote: 'Gaz narxi oshdi.', headline: { ...headline, made } }] }] }, view)) // prettier-ignore
  expect(shown('frame')).toContain('Хитой – Қозоғистон: учрашув')
  expect(shown('title')).toContain(headline.text)
  expect(shown('title')).toContain('Gaz narxi oshdi.')
})

test('an answer, too: its lines and its table', () => {
  const said = plain(presentAnswer({ ...answer, language: 'uz', sentences: [{ text: own.line, citations: [1] }], notes: ['Manbalar turlicha aytadi.'] }, view)) // prettier-ignore
  expect(said).toContain('Манбалар турлича айтади.')
  expect(said).toContain('Товар айирбошлаш (Қозоғистон – Хитой), 2024-йил: 43,8 млрд доллар [1]')
  expect(said).toContain('товар айирбошлаш: Қозоғистон, Хитой')
  expect(said).toContain('2024-йил')
})
