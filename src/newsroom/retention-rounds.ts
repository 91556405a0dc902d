import type { Config } from '../process/config.js'
import { stackOf } from '../process/crash.js'
import { KEPT } from './open-stores.js'
import { sweep } from '../store/retention.js'
import type { Database } from '../store/base/database.js'
import type { Telemetry } from '../telemetry/telemetry.js'

// Not among all that a start does; then often enough that each round is small.
const FIRST_AFTER_MS = 2 * 60_000
const EVERY_MS = 6 * 3_600_000

/** Deletes now and then what is no longer kept, between everything else; a fault is logged and the next round tries again. */
export function startRetentionRounds(
  database: Database,
  {
    keepArticleDays: articleDays,
    keepDeliveryDays: deliveryDays,
  }: Pick<Config, 'keepArticleDays' | 'keepDeliveryDays'>,
  { log, metrics }: Telemetry,
): { stop(): void } {
  let isStopping = false
  const run = async (): Promise<void> => {
    try {
      const options = { at: Date.now(), shouldStop: () => isStopping }
      const swept = await sweep(database, { ...KEPT, articleDays, deliveryDays }, options)
      const { articles, deliveries, chats } = swept
      for (const [what, count] of Object.entries(swept) as [string, number][])
        metrics.count('rows_swept_total', { what }, count)
      if (articles + deliveries + chats > 0) log.info(swept, 'deleted what is no longer kept')
    } catch (error) {
      if (!isStopping) log.error({ job: 'retention' }, stackOf(error))
    }
  }
  let timer = setTimeout(function next() {
    void run()
    timer = setTimeout(next, EVERY_MS)
  }, FIRST_AFTER_MS)
  return {
    stop() {
      isStopping = true
      clearTimeout(timer)
    },
  }
}
