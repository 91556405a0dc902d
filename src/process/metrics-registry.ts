import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { METRICS, metricsTo, type MetricName, type MetricRow, type Metrics, type Sample } from '../telemetry/metrics.js'

/** The one registry of a process. */
export interface MetricsRegistry extends Metrics {
  /** Takes notes that another thread made. */
  take(samples: readonly Sample[]): void
  /** All metrics in Prometheus' text format, https://prometheus.io/docs/instrumenting/exposition_formats/. */
  text(): Promise<string>
}

/** Metrics are named `silkwire_` and their row's name. */
export function openMetrics(): MetricsRegistry {
  const registry = new Registry()
  const rows = Object.entries(METRICS) as [MetricName, MetricRow][]
  const notes = new Map(rows.map(([name, row]) => [name, noteOf(name, row, registry)]))
  const note = (sample: Sample) => notes.get(sample.name)?.(sample)
  return {
    ...metricsTo(note),
    take: (samples) => {
      samples.forEach(note)
    },
    text: () => registry.metrics(),
  }
}

// From a millisecond to the time limit of a call.
const BUCKETS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 15]

function noteOf(
  name: MetricName,
  { kind, help, labels, buckets = BUCKETS }: MetricRow,
  registry: Registry,
): (sample: Sample) => void {
  const options = { name: `silkwire_${name}`, help, labelNames: [...labels], registers: [registry] }
  switch (kind) {
    case 'counter': {
      const counter = new Counter(options)
      return (sample) => {
        counter.inc(sample.labels, sample.value)
      }
    }
    case 'gauge': {
      const gauge = new Gauge(options)
      return (sample) => {
        gauge.set(sample.labels, sample.value)
      }
    }
    case 'histogram': {
      const histogram = new Histogram({ ...options, buckets: [...buckets] })
      return (sample) => {
        histogram.observe(sample.labels, sample.value)
      }
    }
  }
}

const MOST_SAMPLES = 1_000

/** Metrics of a thread without a registry: its notes go over in batches. `send` is called after `everyMs`, or once there are many. */
export function forwardMetrics(send: (samples: readonly Sample[]) => void, everyMs = 1_000): Metrics {
  let waiting: Sample[] = []
  let timer: NodeJS.Timeout | undefined
  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    send(waiting)
    waiting = []
  }
  return metricsTo((sample) => {
    waiting.push(sample)
    if (waiting.length >= MOST_SAMPLES) flush()
    else timer ??= setTimeout(flush, everyMs).unref()
  })
}
