import type { Level } from '../telemetry/logger.js'
import type { Sample } from '../telemetry/metrics.js'

/** What the newsroom's thread tells the one that started it, beside answers to calls. */
export type NewsroomEvent =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly message: string }
  /** A line for the log, and notes for the registry: both stand in the thread that started this one. */
  | { readonly kind: 'log'; readonly level: Level; readonly values: object; readonly message: string }
  | { readonly kind: 'metrics'; readonly samples: readonly Sample[] }
  | { readonly kind: 'progress'; readonly doing: 'feeds' | 'reading'; readonly done: number; readonly of?: number }
