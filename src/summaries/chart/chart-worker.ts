import { parentPort } from 'node:worker_threads'
import type { Chart } from './chart.js'
import { drawChart } from './draw.js'
import { reasonOf } from '../../text/reason-of.js'

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
