import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readArticle } from '../../src/summaries/read-article.js'
import { markSentence } from '../../src/summaries/reading/mark-sentences.js'
import { findArticleFigures } from '../../src/text/figures/figures-article.js'
import { tokenize } from '../../src/text/words/words.js'
import { knownFigures } from '../../src/summaries/facts/compare.js'
import { LANGUAGES } from '../../src/text/types.js'
import { firstWords } from '../../src/feeds/normalise.js'
import { signatureOf } from '../../src/summaries/stories/story-features.js'
import { article, reader } from './pack.js'

const known = knownFigures(reader, [])
const read = (given: Parameters<typeof article>[0]) => readArticle(article(given), { reader, known }).reading

describe('readArticle', () => {
  test.each(reader.region.sections.filter((section) => section.example !== undefined && section.from === 'text'))(
    'finds the seed’s sentence for $id in its own section',
    ({ id, example = '' }) => {
      const { findings } = read({ id: 'seed', title: 'Xi Jinping visits Kazakhstan', text: example })
      expect(findings.map((finding) => finding.sectionId)).toContain(id)
    },
  )

  test('quotes word for word and says why', () => {
    const text =
      'Trade between Kazakhstan and China reached $43.8 billion in 2024, the Bureau of National Statistics said.'
    const [finding] = read({ id: 'kz', title: 'Kazakh trade with China', text }).findings
    expect(finding).toMatchObject({ sectionId: 'trade-energy', quote: text })
    expect(finding?.figures).toMatchObject([
      {
        value: 43.8e9,
        unit: 'USD',
        what: 'trade-turnover',
        between: ['china', 'kazakhstan'],
        period: '2024',
        quote: '$43.8 billion',
      },
    ])
    expect(finding?.why.entities).toEqual(expect.arrayContaining(['kazakhstan', 'china']))
  })

  test.each<['en' | 'ru' | 'kk' | 'tg', string]>([
    ['en', 'Kazakhstan borrowed 5 billion US dollars from the bank.'],
    ['ru', 'Казахстан взял у банка 5 млрд долларов США.'],
    ['ru', 'Казахстан взял у банка 5 млрд долл. США.'],
    ['kk', 'Қазақстан банктен 5 млрд АҚШ долларын алды.'],
    ['tg', 'Қазоқистон аз бонк 5 миллиард доллари ИМА гирифт.'],
  ])('%s: a currency names no country: %s', (language, text) => {
    const figures = findArticleFigures([{ text, words: tokenize(text) }], language, {})
    expect(markSentence(text, { index: 1, language, reader, figures: figures[0] ?? [] }).entityIds).toEqual([
      'kazakhstan',
    ])
  })

  test('calls a figure that the baseline knows the same, and another one disputed', () => {
    const figureOf = (amount: string) =>
      read({
        id: 'x',
        title: 'China and Central Asia',
        text: `Trade between China and Central Asia reached ${amount} in 2024.`,
      }).figures[0]?.change.kind
    expect(figureOf('$127 billion')).toBe('same')
    expect(figureOf('$60 billion')).toBe('disputed')
  })

  test.each([
    [
      'ru',
      'Товарооборот Казахстана и Китая',
      'Товарооборот Казахстана с Китаем в 2024 году достиг 43,8 млрд долларов.',
    ],
    [
      'kk',
      'Қазақстан мен Қытай саудасы',
      '2024 жылы Қазақстан мен Қытай арасындағы тауар айналымы 43,8 млрд долларға жетті.',
    ],
    ['zh', '中国与哈萨克斯坦贸易', '2024年，中国与哈萨克斯坦贸易额达到438亿美元。'],
  ] as const)('reads the same figure in %s', (language, title, text) => {
    const { figures } = read({ id: language, language, title, text })
    expect(figures).toMatchObject([
      { value: 43.8e9, unit: 'USD', what: 'trade-turnover', between: ['china', 'kazakhstan'], period: '2024' },
    ])
  })

  test('finds nothing in off-topic news that names the region', () => {
    const text =
      'Kazakhstan beat China in the football qualifier in Astana. The goalkeeper saved a penalty and the coach praised the team after the match.'
    expect(read({ id: 'sport', title: 'Kazakhstan win football match in Astana', text }).findings).toEqual([])
  })

  test('finds nothing in news of elsewhere, although the subject is trade', () => {
    const text = 'Trade between Brazil and Argentina reached $28 billion in 2024, exports of cars rose.'
    const { findings } = read({ id: 'far', title: 'Brazil and Argentina', text })
    expect(findings.filter((finding) => finding.sectionId === 'trade-energy')).toEqual([])
  })

  test('takes no evidence from share buttons and "read also"', () => {
    const text =
      'Dushanbe celebrated the day of the city with a parade.\nRead also: Xi Jinping held talks in Astana at the summit of China and Central Asia.'
    expect(read({ id: 'also', title: 'Day of the city', text }).findings).toEqual([])
  })

  test('reads comments apart, keeps n and no figure of them', () => {
    const comments = ['China only wants our gas.', 'Nice weather today.']
    const { findings } = read({ id: 'c', title: 'Talks', text: 'A short text.', comments })
    expect(findings).toMatchObject([
      { sectionId: 'reader-reaction', quote: 'China only wants our gas.', figures: [], comments: 2 },
    ])
  })

  test('never quotes what does not stand in the article', () => {
    const words = [
      'China', 'Казахстан', 'торговля', 'reached', '$5 billion', 'in 2024', 'visit', 'саммит', '访问', '哈萨克斯坦', '贸易额', '12%', '\n', '. ', '“', '！', 'Қытай', 'саудасы', '5 млрд',
    ] // prettier-ignore
    fc.assert(
      fc.property(
        fc.constantFrom(...LANGUAGES),
        fc.array(fc.oneof(fc.constantFrom(...words), fc.string()), { maxLength: 60 }),
        (language, parts) => {
          const text = parts.join(' ')
          const { findings, figures } = read({
            id: 'f',
            language,
            title: 'Title of China and Kazakhstan trade talks',
            text,
          })
          for (const { quote } of [...findings, ...figures])
            expect(`Title of China and Kazakhstan trade talks\n${text}`).toContain(quote)
          for (const finding of findings) expect(finding.quote.length).toBeLessThanOrEqual(300)
        },
      ),
      { numRuns: 300, seed: 7 },
    )
  })

  test('gives the same reading twice', () => {
    const given = {
      id: 'd',
      title: 'Xi visits Astana',
      text: 'Xi Jinping held talks with Tokayev in Astana. They signed 10 agreements worth $24 billion.',
    }
    expect(JSON.stringify(read(given))).toBe(JSON.stringify(read(given)))
  })
})

describe('a bulletin is read item by item', () => {
  const bulletin = {
    id: 'bulletin',
    title: 'News in brief',
    text: [
      'Kazakhstan and China sign a rail deal',
      'Kazakhstan and China signed an agreement: their trade reached $40 billion in 2023.',
      'Peru harvests more coffee',
      'Exports of coffee reached $5 billion, the ministry of Peru said.',
      'Tajikistan receives the minister of Uzbekistan',
      'The foreign minister of Uzbekistan arrived in Dushanbe for talks with the president of Tajikistan.',
    ].join('\n'),
  }

  test('sections, figures and periods of one item never reach into another', () => {
    const { findings, figures } = read(bulletin)
    expect(findings.map(({ quote }) => quote).join(' ')).not.toContain('coffee')
    expect(findings.map(({ sectionId }) => sectionId)).toContain('lead-event')
    const coffee = figures.find(({ value }) => value === 5e9)
    expect(coffee).toMatchObject({ value: 5e9, between: [] })
    expect(coffee?.period).toBeUndefined()
  })

  test('the same sentences in one article do reach each other', () => {
    const { figures } = read({ ...bulletin, title: 'Trade of Kazakhstan', text: bulletin.text.replaceAll('\n', '. ') })
    expect(figures.find(({ value }) => value === 5e9)?.period).toBe('2023')
  })

  test('it joins the story of no article', () => {
    const whole = article(bulletin)
    const { features } = signatureOf(whole, readArticle(whole, { reader, known }), reader)
    expect(Object.values(features).every((weight) => weight === 0)).toBe(true)
  })
})

describe('what is quoted', () => {
  const long =
    'Президент Казахстана прибыл в Пекин с государственным визитом и провёл переговоры с председателем КНР о торговле и транзите'

  test('is never a title that was made of the first words', () => {
    const text = `${long}. Стороны подписали соглашение о железной дороге.`
    const title = firstWords(text)
    expect(title).toContain('…')
    const { findings } = read({ id: 'post', title, text, language: 'ru' })
    expect(findings.length).toBeGreaterThan(0)
    for (const { quote } of findings) expect(text).toContain(quote)
  })

  test('is a whole sentence where there is one, rather than a title', () => {
    const text = `${long}.`
    const { findings } = read({
      id: 'post',
      title: 'Президент Казахстана прибыл в Пекин на переговоры',
      text,
      language: 'ru',
    })
    expect(findings.map(({ quote }) => quote)).toEqual(findings.map(() => text))
  })

  test('is a title where there is nothing else', () => {
    const title = 'Президент Казахстана прибыл в Пекин с визитом на переговоры с председателем КНР'
    expect(read({ id: 'post', title, text: '', language: 'ru' }).findings[0]?.quote).toBe(title)
  })

  test('stands in the article word for word, whatever is cut around it', () => {
    const piece = fc.constantFrom(
      `${long}.`, 'Trade between Kazakhstan and China reached $43.8 billion in 2024.', 'Читайте также: Казахстан и Китай подписали договор', '\n', '■ ', '⚡️', ' ', 'kz.Как', '👉 Степь. Подписаться', '哈萨克斯坦总统抵达北京进行国事访问。',
    ) // prettier-ignore
    fc.assert(
      fc.property(piece, fc.array(piece, { maxLength: 8 }), (title, pieces) => {
        const text = pieces.join('')
        const { findings, stances } = read({ id: 'any', title, text })
        for (const { quote } of [...findings, ...stances]) {
          expect(quote.length).toBeLessThanOrEqual(300)
          expect([title, text].some((told) => told.includes(quote))).toBe(true)
        }
      }),
      { numRuns: 60 },
    )
  })
})
