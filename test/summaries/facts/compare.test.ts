import { describe, expect, test } from 'vitest'
import type { KnownFigure } from '../../../src/summaries/facts/compare.js'
import { compareFigure, isSameValue } from '../../../src/summaries/facts/compare.js'
import type { Figure } from '../../../src/summaries/terms/shapes.js'

const known: KnownFigure = {
  id: 'china-trade',
  what: 'trade-turnover',
  between: ['central-asia', 'china'],
  value: 127e9,
  unit: 'USD',
  kind: 'actual',
  period: '2024',
  asOf: '2025-06-17',
  says: 'Trade reached $127 billion.',
}
const said: Figure = {
  what: 'trade-turnover',
  between: ['china', 'central-asia'],
  value: 127e9,
  unit: 'USD',
  kind: 'actual',
  period: '2024',
  quote: '$127 billion',
}
const at = Date.parse('2025-07-01')
const kindOf = (change: Partial<Figure>, facts = [known]) => compareFigure({ ...said, ...change }, facts, at)

describe('compareFigure', () => {
  test('calls an equal value of the same period the same', () => {
    expect(kindOf({})).toEqual({ kind: 'same', factId: 'china-trade' })
    expect(kindOf({ value: 127.4e9 })).toEqual({ kind: 'same', factId: 'china-trade' })
  })

  test('calls another value of the same period disputed, with both', () => {
    expect(kindOf({ value: 94.8e9 })).toEqual({
      kind: 'disputed',
      factId: 'china-trade',
      from: 127e9,
      to: 94.8e9,
      unit: 'USD',
    })
  })

  test('calls a later period with another value changed', () => {
    expect(kindOf({ value: 106.3e9, period: '2025' })).toEqual({
      kind: 'changed', factId: 'china-trade', from: 127e9, to: 106.3e9, unit: 'USD',
    }) // prettier-ignore
  })

  test('reckons no rise from a value that others doubt', () => {
    const doubted: KnownFigure = { ...known, isDisputed: true }
    expect(kindOf({ value: 106.3e9, period: '2025' }, [doubted])).toEqual({ kind: 'new' })
    expect(kindOf({}, [doubted])).toMatchObject({ kind: 'same' })
  })

  test('compares with the one of two facts in a row that held on that day', () => {
    const plant = { ...known, what: 'nuclear-capacity', between: ['uzbekistan'], unit: 'W' as const }
    const { period: _period, ...small } = {
      ...plant,
      id: 'small',
      value: 330e6,
      asOf: '2024-05-27',
      until: '2025-09-26',
    }
    const { period: _none, ...large } = {
      ...plant,
      id: 'large',
      value: 2110e6,
      asOf: '2025-09-26',
      since: '2025-09-26',
    }
    const { period: _any, ...figure } = {
      ...said,
      what: 'nuclear-capacity',
      between: ['uzbekistan'],
      unit: 'W' as const,
    }
    const told = (value: number, day: string) => compareFigure({ ...figure, value }, [small, large], Date.parse(day))
    expect(told(330e6, '2025-07-01')).toMatchObject({ kind: 'same', factId: 'small' })
    expect(told(2110e6, '2025-12-01')).toMatchObject({ kind: 'same', factId: 'large' })
    expect(told(330e6, '2025-12-01')).toMatchObject({ kind: 'changed', factId: 'large', from: 2110e6 })
  })

  test.each([
    ['another unit', { unit: 'CNY' as const }],
    ['other parties', { between: ['china', 'kazakhstan'] }],
    ['a forecast', { kind: 'forecast' as const }],
    ['another measure', { what: 'exports' }],
    ['a part of the year', { period: '2025-01/05' }],
    ['an earlier period', { period: '2023' }],
    ['no period', { period: undefined as unknown as string }],
  ])('never compares %s', (_name, change) => {
    expect(kindOf({ ...change, value: 1e9 })).toEqual({ kind: 'new' })
  })

  test('never compares two projects of one state', () => {
    const railway = {
      ...known,
      id: 'cost',
      what: 'railway-cost',
      between: ['kyrgyzstan'],
      project: 'cku',
      value: 4.7e9,
    }
    const other = { ...said, what: 'railway-cost', between: ['kyrgyzstan'], project: 'other-line', value: 2e9 }
    expect(compareFigure(other, [railway], at)).toEqual({ kind: 'new' })
    expect(compareFigure({ ...other, project: 'cku' }, [railway], at)).toMatchObject({ kind: 'disputed' })
  })

  test('calls a later word on a property of a project changed', () => {
    const { period: _known, ...railway } = {
      ...known,
      id: 'cost',
      what: 'railway-cost',
      between: ['cku'],
      value: 4.7e9,
    }
    const { period: _said, ...figure } = { ...said, what: 'railway-cost', between: ['cku'], value: 8e9 }
    expect(compareFigure(figure, [railway], at)).toMatchObject({ kind: 'changed', from: 4.7e9, to: 8e9 })
  })
})

describe('isSameValue', () => {
  test.each([
    [94.8e9, 94.82e9, true],
    [95e9, 94.8e9, true],
    [94e9, 94.8e9, false],
    [4.5e6, 4.6e6, false],
    [12.5, 12.4, false],
    [0, 5, false],
  ])('%d and %d: %s', (a, b, same) => {
    expect(isSameValue({ value: a }, { value: b })).toBe(same)
  })
})
