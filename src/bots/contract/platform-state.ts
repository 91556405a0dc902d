import type { PlatformName } from './request.js'

/** What a platform wants to find again after a restart: JSON that only it reads. No secrets, no persons. */
export interface PlatformStates {
  /** What was kept last; undefined: nothing, or it was forgotten. */
  recall(platform: PlatformName): Promise<unknown>
  /** Replaces what was kept. */
  keep(platform: PlatformName, state: unknown, at: number): Promise<void>
}
