import type { TopLevelSpec } from 'vega-lite'
import type { Chart } from './chart.js'

const FONT = 'DejaVu Sans'
const INK = '#1f2933'
const SOFT = '#52606d'
const GRID = '#e4e7eb'
// Told apart by readers who see red and green alike, and dark enough on white.
const COLOURS = ['#0b6e99', '#d9730d', '#6940a5', '#0f7b6c', '#ad1a72', '#8a6d00', '#e03e3e', '#787774']
const SHAPES = { actual: 'circle', forecast: 'diamond', target: 'triangle-up' } as const
const DISPUTE = '#e03e3e'

/** The size of the plot, in units of the drawing. */
const WIDTH = 760
const HEIGHT = 360

/** A chart as a drawing of vega-lite: it has its own background, so that it reads on a light page and on a dark one. */
export function specOf(chart: Chart): TopLevelSpec {
  const { title, disputed, footer, periods } = chart
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    background: '#ffffff',
    padding: 22,
    config: {
      font: FONT,
      view: { stroke: null },
      axis: { labelFontSize: 14, labelColor: SOFT, gridColor: GRID, domainColor: '#9aa5b1', labelLimit: 260 },
      legend: {
        labelFontSize: 14,
        titleFontSize: 13,
        titleColor: SOFT,
        titleFontWeight: 'normal',
        labelColor: INK,
        symbolSize: 130,
        labelLimit: 340,
      },
    },
    title: {
      text: linesOf(title),
      ...(disputed === ''
        ? {}
        : { subtitle: disputed, subtitleColor: DISPUTE, subtitleFontSize: 14, subtitlePadding: 6 }),
      ...{ anchor: 'start', fontSize: 20, color: INK, offset: 14, limit: WIDTH + 100 },
    },
    vconcat: [
      { width: WIDTH, height: HEIGHT, layer: layersOf(chart), encoding: { x: xOf(periods) } },
      {
        ...{ width: WIDTH, height: 14, data: { values: [{ footer }] } },
        mark: { type: 'text', align: 'right', x: WIDTH, fontSize: 12, color: SOFT },
        encoding: { text: { field: 'footer', type: 'nominal' } },
      },
    ],
    spacing: 12,
  } as TopLevelSpec
}

// Letters of the bold title that fit the width of the plot.
const TITLE_LETTERS = 46

function linesOf(title: string): string[] {
  const lines: string[] = []
  // A pair of names may be parted after its dash.
  for (const word of title.split(/(?<=[ –])/u)) {
    const last = lines.at(-1)
    if (last === undefined || last.length + word.trimEnd().length > TITLE_LETTERS) lines.push(word)
    else lines[lines.length - 1] = last + word
  }
  return lines.map((line) => line.trimEnd())
}

// The longest name stands in each column: the picture must not grow wider than its plot.
function columnsOf(sources: readonly string[]): number {
  const longest = Math.max(...sources.map(({ length }) => length))
  return longest > 24 ? 2 : 3
}

// The width of a letter of an axis, about.
const LETTER = 8.5

function xOf(periods: readonly string[]): object {
  const labels = JSON.stringify(periods)
  const isTight = Math.max(...periods.map(({ length }) => length)) * LETTER > WIDTH / periods.length
  return {
    ...{ field: 'x', type: 'quantitative' },
    scale: { domain: [-0.5, periods.length - 0.5], nice: false, zero: false },
    axis: {
      ...{ title: null, values: periods.map((_, index) => index), labelExpr: `${labels}[datum.value]` },
      ...{ grid: false, ticks: false, labelPadding: 8, labelOverlap: false, labelAngle: isTight ? -30 : 0 },
    },
  }
}

function yOf({ ticks }: Chart): object {
  const values = ticks.map(({ value }) => value)
  const labels = JSON.stringify(Object.fromEntries(ticks.map(({ value, label }) => [String(value), label])))
  const axis = { title: null, values, labelExpr: `${labels}[toString(datum.value)]`, domain: false, ticks: false, labelPadding: 8 } // prettier-ignore
  return { field: 'value', type: 'quantitative', scale: { domain: [values[0], values.at(-1)], nice: false, zero: false }, axis } // prettier-ignore
}

function layersOf(chart: Chart): object[] {
  const y = yOf(chart)
  const line = {
    data: { values: chart.line },
    mark: { type: 'line', color: '#9aa5b1', strokeWidth: 2 },
    encoding: { y },
  }
  const disputes = {
    data: { values: chart.disputes },
    mark: { type: 'rule', color: DISPUTE, strokeWidth: 3, opacity: 0.45 },
    encoding: { y: { ...y, field: 'low' }, y2: { field: 'high' } },
  }
  const [actual, expected] = [true, false].map((isActual) => chart.points.filter(({ kind }) => (kind === 'actual') === isActual)) // prettier-ignore
  return [
    ...(chart.line.length > 1 ? [line] : []),
    ...(chart.disputes.length > 0 ? [disputes] : []),
    pointsOf(actual ?? [], { chart, y, isFilled: true }),
    pointsOf(expected ?? [], { chart, y, isFilled: false }),
    ...[false, true].flatMap((isBelow) => labelsOf(chart, y, isBelow)),
  ]
}

// What was is filled; what is expected or wanted is hollow.
function pointsOf(
  points: Chart['points'],
  { chart: { sources, kinds, legend }, y, isFilled }: { chart: Chart; y: object; isFilled: boolean },
): object {
  const words = JSON.stringify(Object.fromEntries(kinds.map(({ kind, label }) => [kind, label])))
  const expected = kinds.flatMap(({ kind }) => (kind === 'actual' ? [] : [kind]))
  return {
    data: { values: points },
    mark: { type: 'point', size: 150, strokeWidth: 2.5, filled: isFilled, opacity: 1 },
    encoding: {
      y,
      color: {
        ...{ field: 'source', type: 'nominal', scale: { domain: sources, range: COLOURS } },
        legend: { title: legend, orient: 'bottom', columns: columnsOf(sources), symbolType: 'circle', titleAnchor: 'start' },
      },
      shape: {
        ...{ field: 'kind', type: 'nominal' },
        scale: { domain: kinds.map(({ kind }) => kind), range: kinds.map(({ kind }) => SHAPES[kind]) },
        legend: expected.length === 0 ? null : {
          ...{ title: null, orient: 'top', direction: 'horizontal', values: expected, labelExpr: `${words}[datum.label]` },
          ...{ symbolStrokeColor: SOFT, symbolFillColor: '#ffffff' },
        },
      },
    },
  } // prettier-ignore
}

// White round the letters keeps them apart from what they stand on.
function labelsOf({ labels }: Chart, y: object, isBelow: boolean): object[] {
  const data = { values: labels.filter((label) => label.isBelow === isBelow) }
  const mark = { type: 'text', dy: isBelow ? 19 : -17, fontSize: 13 }
  const encoding = { y, text: { field: 'text', type: 'nominal' } }
  return [
    { data, mark: { ...mark, color: '#ffffff', stroke: '#ffffff', strokeWidth: 4 }, encoding },
    { data, mark: { ...mark, color: INK }, encoding },
  ]
}
