import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadRegion } from '../../../src/regions/load-region.js'
import { knownFigures } from '../../../src/summaries/facts/compare.js'
import { readArticle } from '../../../src/summaries/read-article.js'
import type { Reader } from '../../../src/summaries/terms/reader.js'
import { prepareReader } from '../../../src/summaries/terms/reader.js'
import { LANGUAGES } from '../../../src/text/types.js'
import { article, listReader as reader } from '../pack.js'

const known = knownFigures(reader, [])
const read = (given: Parameters<typeof article>[0], by: Reader = reader) =>
  readArticle(article(given), { reader: by, known }).reading
const sectionsOf = (title: string, text: string, language: (typeof LANGUAGES)[number] = 'en') => [
  ...new Set(read({ id: 'a', title, text, language }).findings.map((finding) => finding.sectionId)),
]

describe('findSections', () => {
  test.each([
    ['en', 'Kazakh foreign policy', 'Russia guards the region while China builds its roads, officials in Astana say.'],
    ['ru', 'Внешняя политика Казахстана', 'Россия охраняет регион, а Китай строит дороги, говорят в Астане.'],
    ['zh', '哈萨克斯坦外交', '俄罗斯提供安全保障，中国则在哈萨克斯坦修建道路。'],
  ] as const)('weighs two powers against each other in %s', (language, title, text) => {
    expect(sectionsOf(title, text, language)).toContain('rivalry-sovereignty')
  })

  test('takes a table of many states for a list, not for a weighing', () => {
    const text = 'Envoys of Russia, China, India, Pakistan, Iran and Belarus came to the hall in Tashkent.'
    expect(sectionsOf('Envoys gather in Tashkent', text)).not.toContain('rivalry-sovereignty')
  })

  test('leaves the sovereignty of countries elsewhere to the crises', () => {
    const text = 'In Astana he said China is deeply concerned about Iran and opposes violating the sovereignty of other countries.' // prettier-ignore
    const found = sectionsOf('Xi speaks on Iran in Astana', text)
    expect(found).toContain('outside-crises')
    expect(found).not.toContain('rivalry-sovereignty')
  })

  test('names no crisis where none of its parties is named', () => {
    const text = 'The ministry expressed deep concern about tension and conflicts between tenants in Almaty.'
    expect(sectionsOf('Tenants in Almaty', text)).not.toContain('outside-crises')
  })

  test('asks more of a bloc than its name', () => {
    const plain = 'Among the countries of the CIS, Uzbekistan sells the most cherries, the office in Tashkent said.'
    const praised = 'Tokayev praised the CIS as a format of trust and called for closer coordination within it.'
    expect(sectionsOf('Cherries of Uzbekistan', plain)).not.toContain('alliances-narrative')
    expect(sectionsOf('Tokayev on the CIS', praised)).toContain('alliances-narrative')
  })

  test('takes what experts expect for an outlook, and an expert alone for none', () => {
    expect(sectionsOf('Kazakh economy', 'Economists expect growth in Kazakhstan to slow next year.')).toContain(
      'remittances-outlook',
    )
    expect(sectionsOf('A book', 'An expert from Kazakhstan wrote a book on carpets.')).toEqual([])
  })

  test('gives a crime among migrants no section', () => {
    const text =
      'Two men from Tajikistan, migrants who worked in Russia, were arrested after a brawl. The suspects face a criminal case for hooliganism.'
    expect(sectionsOf('Two arrested after brawl of migrants in Moscow', text)).toEqual([])
  })

  test('is not tied by a body with members elsewhere that stands only in the text', () => {
    const text =
      'Xi met the leader of Vietnam, who came for the summit of the SCO, and signed a joint statement on trade.'
    expect(sectionsOf('Xi meets the leader of Vietnam', text)).not.toContain('lead-event')
    expect(sectionsOf('SCO summit opens', 'Leaders of the SCO held a summit and signed a declaration.')).toContain(
      'lead-event',
    )
  })

  test('reads by a section that an editor adds in YAML', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pack-'))
    fs.cpSync('regions/central-asia', folder, { recursive: true })
    const file = path.join(folder, 'template.yaml')
    const names = `{${LANGUAGES.map((language) => `${language}: Falcons`).join(', ')}}`
    const added = `
  - id: falconry
    title: ${names}
    asks: ${names}
    from: text
    needsRegion: true
    cues: { en: [falconry] }
    strong: { en: [hunting eagle] }
    entities: [kazakhstan]
`
    fs.appendFileSync(file, added)
    const own = prepareReader(loadRegion(folder))
    const text = 'A hunting eagle was shown in Kazakhstan.'
    const { findings } = read({ id: 'eagle', title: 'Eagles', text }, own)
    expect(findings).toMatchObject([{ sectionId: 'falconry', quote: text, why: { cues: ['hunting eagle'] } }])
    fs.rmSync(folder, { recursive: true })
  })

  test('reads byte for byte the same on a second run', () => {
    const texts = fc.array(
      fc.constantFrom('China', 'Россия', 'sovereignty', 'migrants', 'ШОС', '访问', '. ', '\n', '$5 billion'),
    )
    fc.assert(
      fc.property(fc.constantFrom(...LANGUAGES), texts, (language, words) => {
        const given = { id: 'r', language, title: 'China and Kazakhstan', text: words.join(' ') }
        expect(JSON.stringify(read(given))).toBe(JSON.stringify(read(given)))
      }),
      { numRuns: 200 },
    )
  })

  test.each([
    ['one long word', 'a'.repeat(100_000)],
    ['many full stops', '.'.repeat(100_000)],
    ['many cues', 'sovereignty '.repeat(8_000)],
    ['many names without an end', 'Russia China '.repeat(8_000)],
    ['open quotes', '«“'.repeat(50_000)],
    ['digits', '1 '.repeat(50_000)],
    ['gaps of patterns', 'trade of the '.repeat(8_000)],
  ])('takes no more than linear time for %s', (_name, text) => {
    const time = (given: string) => {
      // Of the processor: others may be at work on the machine.
      const began = process.cpuUsage()
      read({ id: 't', title: 'Kazakhstan', text: given })
      return process.cpuUsage(began).user / 1000
    }
    time(text.slice(0, 1000))
    const half = Math.min(...[1, 2, 3].map(() => time(text.slice(0, text.length / 2))))
    const whole = Math.min(...[1, 2, 3].map(() => time(text)))
    // Twice the text, twice the time; quadratic would be four times. A floor keeps the noise of short runs out.
    expect(whole).toBeLessThan(Math.max(40, half * 3.2))
  })
})

describe('findReactions', () => {
  const comments = [
    'Aigul: I do not trust China, it only wants our gas.',
    'China builds roads, thank you China!',
    '@dastan China is a trap',
    'Moscow is a reliable friend.',
    'Nice weather today.',
  ]
  const { findings } = read({ id: 'c', title: 'Talks in Astana', text: 'A short text on Kazakhstan.', comments })
  const reactions = findings.filter((finding) => finding.sectionId === 'reader-reaction')

  test('counts for and against whom, and always how many', () => {
    expect(reactions).toHaveLength(2)
    for (const { comments: count, sides } of reactions) {
      expect(count).toBe(5)
      expect(sides).toEqual([
        { entityId: 'china', for: 1, against: 2 },
        { entityId: 'russia', for: 1, against: 0 },
      ])
    }
  })

  test('quotes what a reader says without the reader’s name', () => {
    for (const { quote } of reactions) {
      expect(comments.some((comment) => comment.includes(quote))).toBe(true)
      expect(quote).not.toMatch(/Aigul|dastan/u)
    }
  })
})
