import { silentLogger, type Logger } from './logger.js'
import { noMetrics, type Metrics } from './metrics.js'

/** What a room tells of its work, both ways. */
export interface Telemetry {
  readonly log: Logger
  readonly metrics: Metrics
}

/** For single commands and tests: nothing is told. */
export const noTelemetry: Telemetry = { log: silentLogger, metrics: noMetrics }
