import type { Platform } from '../contract/platform.js'
import type { PlatformName } from '../contract/request.js'

export interface WatchDeps {
  /** Those that run; they come and go. */
  readonly platforms: () => readonly Pick<Platform, 'name' | 'lastHeardAt' | 'mend'>[]
  readonly now: () => number
  readonly log: (line: string, platform: PlatformName) => void
  /** Mending has not helped this one for ten minutes, while another is heard: it is to be stopped and started as at a start. */
  readonly restart: (platform: PlatformName) => void
  /** One that was restarted has been heard for ten minutes since. */
  readonly onSteady: (platform: PlatformName) => void
}

export interface Watch {
  /** To be called every LOOK_MS. True: nothing is heard from any platform and mending does not help, the process should end. */
  look(): boolean
}

export const LOOK_MS = 5_000
const DEAF_MS = 60_000
// Ten minutes of looks, whatever the clock says: a machine that slept is not deaf for hours.
const MANY_LOOKS = 120

/**
 * Notices platforms that say nothing for a minute and opens them anew, once a minute, until they are heard again. One that
 * this has not helped within ten more minutes is restarted as a whole, every ten minutes; where it has helped none of
 * them, only a new process may.
 */
export function createWatch({ platforms, now, log, restart, onSteady }: WatchDeps): Watch {
  const mendedAt = new Map<PlatformName, number>()
  const deafLooks = new Map<PlatformName, number>()
  /** How often those were heard in a row that were restarted. */
  const heardLooks = new Map<PlatformName, number>()

  const noteHeard = (name: PlatformName): void => {
    if (deafLooks.delete(name)) log('is heard again', name)
    mendedAt.delete(name)
    const looks = heardLooks.get(name)
    if (looks === undefined) return
    heardLooks.set(name, looks + 1)
    if (looks + 1 < MANY_LOOKS) return
    heardLooks.delete(name)
    onSteady(name)
  }

  const lookAt = ({ name, lastHeardAt, mend }: ReturnType<WatchDeps['platforms']>[number]): void => {
    const silentMs = now() - (lastHeardAt?.() ?? now())
    if (silentMs < DEAF_MS) {
      noteHeard(name)
      return
    }
    if (heardLooks.has(name)) heardLooks.set(name, 0)
    deafLooks.set(name, (deafLooks.get(name) ?? 0) + 1)
    if (now() - (mendedAt.get(name) ?? 0) < DEAF_MS) return
    mendedAt.set(name, now())
    log(`says nothing for ${Math.round(silentMs / 1_000)} s: its connection is opened anew`, name)
    mend?.()
  }

  const isLost = ({ name }: { readonly name: PlatformName }): boolean => (deafLooks.get(name) ?? 0) >= MANY_LOOKS
  return {
    look() {
      const watched = platforms().filter(({ lastHeardAt }) => lastHeardAt !== undefined)
      for (const platform of watched) lookAt(platform)
      if (watched.length > 0 && watched.every(isLost)) return true
      for (const { name } of watched.filter(isLost)) {
        deafLooks.delete(name)
        mendedAt.delete(name)
        heardLooks.set(name, 0)
        restart(name)
      }
      return false
    },
  }
}
