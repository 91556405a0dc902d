import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Platform } from '../bots/contract/platform.js'
import type { PlatformName } from '../bots/contract/request.js'
import type { Metrics } from '../telemetry/metrics.js'

interface GaugeDeps {
  readonly platforms: ReadonlyMap<PlatformName, Platform>
  readonly metrics: Metrics
}

/** Notes which platforms run, and the longest stall of this thread since the last look. */
export function openGauges({ platforms, metrics }: GaugeDeps) {
  const delays = monitorEventLoopDelay({ resolution: 20 })
  delays.enable()
  const seen = new Set<PlatformName>()
  return {
    note: () => {
      for (const platform of platforms.keys()) seen.add(platform)
      for (const platform of seen) metrics.set('platform_up', { platform }, platforms.has(platform) ? 1 : 0)
      metrics.set('loop_delay_seconds', {}, delays.max / 1e9)
      delays.reset()
    },
    stop: () => void delays.disable(),
  }
}
