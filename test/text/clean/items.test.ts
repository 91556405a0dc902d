import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { placeInItems } from '../../../src/text/clean/items.js'
import { newsSentences } from '../../../src/text/clean/news-sentences.js'
import type { DetectedLanguage } from '../../../src/text/types.js'

const partsOf = (title: string, text: string, language: DetectedLanguage = 'en') =>
  placeInItems(title, newsSentences(text, language), text, language).map(
    ({ part, isHeading }) => `${part}${isHeading ? 'h' : ''}`,
  )

describe('a bulletin is told by its shape', () => {
  test('headings from the first line on, whole sentences under each', () => {
    const text =
      'Bridge over the Oxus opens\nThe bridge took three years to build. It has four lanes.\nHarvest of apricots falls\nFarmers of the valley blame frost in April.'
    expect(partsOf('What happened on Friday', text)).toEqual(['1h', '1', '1', '2h', '2'])
  })

  test('Chinese headlines under a title that says so', () => {
    const text =
      '丝路网消息（晚间新闻）：\n甲市机场新航站楼启用\n甲市机场新航站楼今天启用，年旅客吞吐量三千万人次。\n乙国小麦丰收\n乙国农业部说，今年小麦产量增长一成。'
    expect(partsOf('国际快讯', text, 'zh')).toEqual(['1h', '1', '2h', '2'])
  })

  test('bullets or numbers before whole sentences on different things', () => {
    expect(
      partsOf(
        'Friday',
        '■ The bridge over the river opened.\n■ Apricot farmers blamed frost.\n■ A museum received ancient coins.',
      ),
    ).toEqual(['1', '2', '3'])
    expect(
      partsOf(
        'Friday',
        '1. The bridge over the river opened.\n2. Apricot farmers blamed frost.\n3. A museum received ancient coins.',
      ),
    ).toEqual(['1', '2', '3'])
    expect(
      partsOf(
        'Friday',
        '■ The bridge over the river opened. ■ Apricot farmers blamed frost. ■ A museum received ancient coins.',
      ),
    ).toEqual(['1', '2', '3'])
  })

  test('datelines of several places', () => {
    const text =
      'ASTANA. The bridge over the river opened.\nTASHKENT. Apricot farmers blamed frost.\nDUSHANBE. A museum received ancient coins.'
    expect(partsOf('Friday', text)).toEqual(['1', '1', '2', '2', '3', '3'])
  })

  test('lines, where only the title says so', () => {
    expect(partsOf('Коротко', 'Мост открыли утром. Он длиной триста метров.\nУрожай абрикосов упал.', 'ru')).toEqual([
      '1',
      '1',
      '2',
    ])
  })
})

describe('what only looks like one is one article', () => {
  test('a list of what one speaker said', () => {
    const text = 'The president named his aims:\n— to build a bridge;\n— to plant apricot trees;\n— to open a museum.'
    expect(partsOf('President speaks', text)).toEqual(['0', '0', '0', '0'])
  })

  test('bullets behind a colon', () => {
    expect(
      partsOf(
        'Visit',
        'The minister said:\n• The bridge will open.\n• Farmers will get water.\n• A museum will be built.',
      ),
    ).toEqual(['0', '0', '0', '0'])
  })

  test('numbered documents that were signed', () => {
    const text = '1. Agreement on customs;\n2. Memorandum on schools;\n3. Protocol on water;\n4. Programme on rail.'
    expect(partsOf('Papers signed', text)).toEqual(['0', '0', '0', '0'])
  })

  test('subheadings under a lead of its own', () => {
    const text =
      'The bridge over the river opened on Friday.\nWhat it cost\nThe bridge cost 3 million.\nWho built it\nThe bridge was built by engineers.'
    expect(partsOf('Bridge opens', text)).toEqual(['0', '0', '0', '0', '0'])
  })

  test('headings over parts that speak of the same', () => {
    const text =
      'Bridge over the river opens\nThe long bridge over the river opened near the border.\nBridge over the river praised\nEngineers praised the long bridge over the river near the border.'
    expect(partsOf('Bridge', text)).toEqual(['0', '0', '0', '0'])
  })

  test('a standfirst, and two of them', () => {
    expect(
      partsOf(
        'Final',
        'Player beats rival in straight sets\nChampion cruises past veteran\nThe player won the final on Friday.',
      ),
    ).toEqual(['0', '0', '0'])
  })
})

test('items partition the sentences: each is in one, and they stand in order', () => {
  const line = fc.constantFrom(
    'Bridge opens',
    '■ The bridge opened.',
    'Frost hit the farms.',
    '1. Coins were found.',
    'ASTANA. Trains run.',
    'He said:',
    '— to wait;',
    '国内快讯',
    '',
  )
  const title = fc.constantFrom('News in brief', 'Bridge opens', '联播快讯', '')
  fc.assert(
    fc.property(title, fc.array(line, { maxLength: 12 }), (name, lines) => {
      const text = lines.join('\n')
      const sentences = newsSentences(text, 'en')
      const places = placeInItems(name, sentences, text, 'en')
      expect(places).toHaveLength(sentences.length)
      const parts = places.map(({ part }) => part)
      expect(parts).toEqual([...parts].sort((a, b) => a - b))
      const most = Math.max(0, ...parts)
      expect(new Set(parts.filter((part) => part > 0)).size).toBe(most)
    }),
    { numRuns: 300 },
  )
})
