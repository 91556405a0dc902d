/** What is counted and measured: one row a metric. A new one is a row here and a call where it happens. Seconds and counts; names as Prometheus has them. */
export const METRICS = {
  feed_polls_total: { kind: 'counter', help: 'Feeds asked, by outcome: fresh, unchanged, failed', labels: ['outcome'] },
  articles_new_total: { kind: 'counter', help: 'New articles that feeds brought', labels: [] },
  article_lag_seconds: {
    kind: 'histogram',
    help: 'Time from the publication of a dated article to its arrival',
    labels: [],
    buckets: [60, 300, 900, 1_800, 3_600, 10_800, 43_200, 86_400],
  },
  articles: { kind: 'gauge', help: 'Articles in the archive', labels: [] },
  articles_unread: { kind: 'gauge', help: 'Articles that are still to be held against the template', labels: [] },
  feeds: { kind: 'gauge', help: 'Feeds of the pack, by how they were when last asked: read, failed, never', labels: ['state'] }, // prettier-ignore
  articles_read_total: { kind: 'counter', help: 'Articles held against the template', labels: [] },
  reading_seconds: { kind: 'histogram', help: 'Time to read one piece of articles and save it', labels: [] },
  rows_swept_total: { kind: 'counter', help: 'Rows deleted because their time was over', labels: ['what'] },
  requests_total: {
    kind: 'counter',
    help: 'Requests of people, by command and outcome',
    labels: ['command', 'outcome'],
  },
  request_seconds: { kind: 'histogram', help: 'Time from a request to its answer', labels: ['command'] },
  digests_composed_total: { kind: 'counter', help: 'Digests and alerts put into the outbox', labels: [] },
  sends_total: { kind: 'counter', help: 'Tries to send, by platform and result', labels: ['platform', 'result'] },
  sends_in_doubt_total: {
    kind: 'counter',
    help: 'Messages of which nobody knows whether they arrived',
    labels: ['platform'],
  },
  sends_waiting: { kind: 'gauge', help: 'Messages that are due or on their way', labels: [] },
  rate_limited_total: {
    kind: 'counter',
    help: 'Tries to send that a rate limit held back (429), by what it is of: chat, all',
    labels: ['platform', 'of'],
  },
  model_tokens_total: { kind: 'counter', help: 'Tokens of a language model, as far as it tells them', labels: [] },
  web_requests_total: { kind: 'counter', help: 'Answers of the web pages, by route and status', labels: ['route', 'status'] }, // prettier-ignore
  web_seconds: { kind: 'histogram', help: 'Time to answer a web request, by route', labels: ['route'] },
  platform_up: { kind: 'gauge', help: '1 where a platform runs and is heard', labels: ['platform'] },
  loop_delay_seconds: { kind: 'gauge', help: 'Longest stall of the bots’ thread since the last look', labels: [] },
} as const satisfies Record<string, MetricRow>

export interface MetricRow {
  readonly kind: 'counter' | 'gauge' | 'histogram'
  readonly help: string
  readonly labels: readonly string[]
  /** Of a histogram: upper bounds; absent: from a millisecond to the time limit of a call, in seconds. */
  readonly buckets?: readonly number[]
}

export type MetricName = keyof typeof METRICS
type Named<Kind extends MetricRow['kind']> = {
  [Name in MetricName]: (typeof METRICS)[Name]['kind'] extends Kind ? Name : never
}[MetricName]

export type Labels<Name extends MetricName> = Readonly<Record<(typeof METRICS)[Name]['labels'][number], string>>

/** The registry as the rooms see it, handed down like the clock. */
export interface Metrics {
  count<Name extends Named<'counter'>>(name: Name, labels: Labels<Name>, by?: number): void
  set<Name extends Named<'gauge'>>(name: Name, labels: Labels<Name>, value: number): void
  observe<Name extends Named<'histogram'>>(name: Name, labels: Labels<Name>, value: number): void
}

/** One note of a metric: plain data, which may cross to another thread. */
export interface Sample {
  readonly name: MetricName
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** Metrics by one function that takes each note. */
export function metricsTo(note: (sample: Sample) => void): Metrics {
  const sample = (name: MetricName, labels: Readonly<Record<string, string>>, value: number) => {
    note({ name, labels, value })
  }
  return { count: (name, labels, by = 1) => { sample(name, labels, by) }, set: sample, observe: sample } // prettier-ignore
}

/** For tests and single commands. */
export const noMetrics: Metrics = metricsTo(() => undefined)
