import { describe, expect, test } from 'vitest'
import { chartOf } from '../../../src/summaries/chart/chart.js'
import { legible, nameOf } from '../../../src/summaries/chart/legible.js'
import type { FigureHistory, FigureRecord } from '../../../src/summaries/terms/shapes.js'
import { reader } from '../pack.js'

const said = (value: number, period: string | undefined, given: Partial<FigureRecord> = {}): FigureRecord => ({
  ...{
    value,
    unit: 'USD',
    what: 'trade-turnover',
    between: ['china', 'kazakhstan'],
    kind: 'actual',
    quote: `${value}`,
  },
  ...{ source: 'The Astana Times', publishedAt: Date.parse('2025-06-17T08:00Z'), change: { kind: 'new' } },
  ...(period === undefined ? {} : { period }),
  ...given,
})
interface Asked {
  readonly language?: 'en' | 'zh'
}

const chart = (records: readonly FigureRecord[], { language = 'en' }: Asked = {}) => {
  const entityIds = ['china', 'kazakhstan']
  const history: FigureHistory = { what: 'trade-turnover', name: 'trade', entityIds, records }
  return chartOf(history, { reader, language })
}

describe('a chart', () => {
  test('has a column a period in order of time, and joins years alone', () => {
    const drawn = chart([said(43.8e9, '2024'), said(20e9, '2025-01/05'), said(41e9, '2023')])
    expect(drawn?.title).toBe('China–Kazakhstan trade')
    expect(drawn?.periods).toEqual(['2023', '2024', 'Jan-May 2025'])
    expect(drawn?.line).toEqual([{ x: 0, value: 41e9 }, { x: 1, value: 43.8e9 }]) // prettier-ignore
    expect(drawn?.labels.map(({ text }) => text)).toEqual(['$41 bn', '$43.8 bn', '$20 bn'])
  })

  test('says in words what it shows, in the reader’s language', () => {
    const other = { source: 'UzA' }
    const records = [said(41e9, '2022'), said(42e9, '2023'), said(43.8e9, '2024'), said(50e9, '2025', { kind: 'forecast' })] // prettier-ignore
    expect(chart(records)?.alt).toBe('China–Kazakhstan trade. 2022: $41 bn; …; 2025: $50 bn (forecast). Sources: The Astana Times.') // prettier-ignore
    const disputed = chart([said(41e9, '2024'), said(44e9, '2024', other)], { language: 'zh' })?.alt
    expect(disputed).toMatch(/2024年: .+ \/ .+来源.*The Astana Times，UzA/)
    expect(chart([said(41e9, '2024'), said(44e9, '2024', other)])?.alt).toMatch(
      /2024: \$41 bn \/ \$44 bn.+The sources differ\.$/,
    )
  })

  test('shows where sources differ, and not where they round', () => {
    const other = { source: 'UzA' }
    expect(chart([said(43.8e9, '2024'), said(43.82e9, '2024', other)])?.disputes).toEqual([])
    const drawn = chart([said(43.8e9, '2024'), said(30.1e9, '2024', other)])
    expect(drawn?.disputes).toEqual([{ x: 0, low: 30.1e9, high: 43.8e9 }])
    expect(drawn?.disputed).not.toBe('')
  })

  test('takes the two ends of a range for no dispute, and says of a limit that it is one', () => {
    const range = [said(4.5e9, '2024', { bound: 'about' }), said(5e9, '2024', { bound: 'about' })]
    expect(chart(range)?.disputes).toEqual([])
    expect(chart([said(6e9, '2024', { bound: 'at-least' })])?.labels.map(({ text }) => text)).toEqual([
      'at least $6 bn',
    ])
  })

  test('draws no line to a year of which as many sources say otherwise', () => {
    const [astana, uza] = [said(43.8e9, '2024'), said(30.1e9, '2024', { source: 'UzA' })]
    expect(chart([said(41e9, '2023'), astana, uza])?.line).toEqual([{ x: 0, value: 41e9 }])
    const third = said(43.8e9, '2024', { source: 'Kursiv' })
    expect(chart([said(41e9, '2023'), astana, uza, third])?.line).toHaveLength(2)
  })

  test('labels the highest and the lowest of many values, and between them none upon another', () => {
    const records = Array.from({ length: 12 }, (_, index) => said((30 + index * 4) * 1e9, '2024', { source: `Paper ${index}` })) // prettier-ignore
    const labels = chart(records)?.labels ?? []
    expect([labels[0]?.text, labels.at(-1)?.text]).toEqual(['$30 bn', '$74 bn'])
    const places = labels.map(({ value, isBelow }) => value + (isBelow ? -5e9 : 5e9)).sort((a, b) => a - b)
    for (const [index, place] of places.slice(1).entries()) expect(place - (places[index] ?? 0)).toBeGreaterThan(4e9)
  })

  test('sets points of one value side by side, one a source', () => {
    const drawn = chart([said(43.8e9, '2024'), said(43.8e9, '2024', { source: 'UzA' }), said(43.8e9, '2024')])
    expect(drawn?.points.map(({ source }) => source)).toEqual(['The Astana Times', 'UzA'])
    const [a, b] = drawn?.points ?? []
    expect((a?.x ?? 0) + (b?.x ?? 0)).toBeCloseTo(0)
    expect(a?.x).toBeLessThan(b?.x ?? 0)
  })

  test('tells what is expected from what was, and leaves it out of the line', () => {
    const drawn = chart([said(41e9, '2023'), said(43.8e9, '2024'), said(120e9, '2030', { kind: 'target' })])
    expect(drawn?.points.map(({ kind }) => kind)).toEqual(['actual', 'actual', 'target'])
    expect(drawn?.line).toHaveLength(2)
    expect(drawn?.kinds).toEqual([
      { kind: 'actual', label: 'as reported' },
      { kind: 'target', label: 'target' },
    ])
  })

  test('mixes no parties, units or projects, and no difference with an amount', () => {
    const drawn = chart([
      said(41e9, '2023'),
      said(94.8e9, '2024', { between: ['central-asia', 'china'] }),
      said(312e9, '2024', { unit: 'CNY' }),
      said(2e9, '2024', { kind: 'change' }),
    ])
    expect(drawn?.points.map(({ value }) => value)).toEqual([41e9])
  })

  test('leaves out what is vague beside what is not', () => {
    const vague = [said(40e9, '2024', { bound: 'at-least' }), said(90e9, undefined)]
    expect(chart([said(43.8e9, '2024'), ...vague])?.points.map(({ value }) => value)).toEqual([43.8e9])
    expect(chart([said(40e9, undefined)])?.periods).toEqual(['Jun 2025'])
  })

  test('begins at zero and ends above the highest point', () => {
    const values = chart([said(5.7e9, '2023'), said(5.8e9, '2024')])?.ticks.map(({ value }) => value) ?? []
    expect(values[0]).toBe(0)
    expect(values.at(-1)).toBeGreaterThan(5.8e9)
    const falling = chart([said(-3, '2023', { unit: 'percent' }), said(4, '2024', { unit: 'percent' })])?.ticks ?? []
    expect(falling[0]?.value).toBeLessThanOrEqual(-3)
  })

  test('names the sources that are most, and counts the rest', () => {
    const records = Array.from({ length: 12 }, (_, index) => said(40e9, '2024', { source: `Paper ${index}` }))
    const drawn = chart(records)
    expect(drawn?.sources).toHaveLength(8)
    expect(drawn?.sources.at(-1)).toBe('+ 5')
  })

  test('writes Chinese readers English, and calls a source without letters of the font by its host', () => {
    const drawn = chart([said(41e9, '2023', { source: '丝路新闻社', url: 'https://www.silu.example/1' })], {
      language: 'zh',
    })
    expect(drawn?.title).toBe('China–Kazakhstan trade')
    expect(drawn?.sources).toEqual(['silu.example'])
    expect(JSON.stringify({ ...drawn, alt: '' })).not.toMatch(/\p{Script=Han}/u)
    expect(drawn?.alt).toBe('中国与哈萨克斯坦贸易额。2023年: 410亿美元。来源：丝路新闻社。')
  })

  test('is none of no records', () => {
    expect(chart([])).toBeUndefined()
  })
})

test('labels keep the letters of our languages and lose what the font lacks', () => {
  expect(legible('Іскер қала, Oʻzbekiston, Türkmenistanyň ₸')).toBe('Іскер қала, Oʻzbekiston, Türkmenistanyň ₸')
  expect(legible('CCTV 新闻联播 ‮abc')).toBe('CCTV abc')
  expect(nameOf({ source: 'CCTV 新闻联播' })).toBe('CCTV')
  expect(nameOf({ source: '新华社', articleId: 'x1' })).toBe('x1')
})
