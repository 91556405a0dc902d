import { createRequire } from 'node:module'
import { parentPort } from 'node:worker_threads'
import { Resvg } from '@resvg/resvg-js'
import * as vega from 'vega'
import { compile } from 'vega-lite'
import { reasonOf } from '../../text/reason-of.js'
import type { Chart } from './chart.js'
import { specOf } from './chart-spec.js'

const require = createRequire(import.meta.url)
const FONTS = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((file) => require.resolve(`dejavu-fonts-ttf/ttf/${file}`))

/** Pixels a unit: sharp on a dense screen, and still small to send. */
const SCALE = 1.5

/** One chart to draw. */
export interface DrawJob {
  readonly id: number
  readonly chart: Chart
}

export type DrawOutcome =
  { readonly id: number; readonly png: Uint8Array } | { readonly id: number; readonly error: string }

// The thread's entry: it holds nothing between jobs.
parentPort?.on('message', (job: DrawJob) => {
  void draw(job).then((outcome) => parentPort?.postMessage(outcome))
})

async function draw({ id, chart }: DrawJob): Promise<DrawOutcome> {
  try {
    return { id, png: await drawChart(chart) }
  } catch (error) {
    return { id, error: reasonOf(error) }
  }
}

/** Draws a chart as a PNG. Takes some tenths of a second and does not yield: hence the thread. */
async function drawChart(chart: Chart): Promise<Uint8Array> {
  const { spec } = compile(specOf(chart))
  const svg = await new vega.View(vega.parse(spec), { renderer: 'none' }).toSVG()
  // Without a font of its own resvg leaves all text out, silently.
  const font = { fontFiles: FONTS, loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' }
  const drawn = new Resvg(svg, { font, fitTo: { mode: 'zoom', value: SCALE } }).render()
  return drawn.asPng()
}
