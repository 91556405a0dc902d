import type { Platform } from './platform.js'

export interface WatchDeps {
  /** Those that run; more may come. */
  readonly platforms: () => readonly Pick<Platform, 'name' | 'lastHeardAt' | 'mend'>[]
  readonly now: () => number
  readonly log: (line: string, platform: string) => void
}

export interface Watch {
  /** To be called every LOOK_MS. True: nothing is heard from any platform and mending does not help, the process should end. */
  look(): boolean
}

export const LOOK_MS = 5_000
const DEAF_MS = 60_000
// Ten minutes of looks without a word, whatever the clock says: a machine that slept is not deaf for hours.
const LOOKS_TO_END = 120

/**
 * Notices platforms that say nothing for a minute and opens them anew, once a minute, until they are heard again. When
 * that has not helped any of them within ten more minutes, only a new process may.
 */
export function createWatch({ platforms, now, log }: WatchDeps): Watch {
  const mendedAt = new Map<string, number>()
  const deafLooks = new Map<string, number>()
  const lookAt = ({ name, lastHeardAt, mend }: ReturnType<WatchDeps['platforms']>[number]): void => {
    const silentMs = now() - (lastHeardAt?.() ?? now())
    if (silentMs < DEAF_MS) {
      if (deafLooks.delete(name)) log('is heard again', name)
      mendedAt.delete(name)
      return
    }
    deafLooks.set(name, (deafLooks.get(name) ?? 0) + 1)
    if (now() - (mendedAt.get(name) ?? 0) < DEAF_MS) return
    mendedAt.set(name, now())
    log(`says nothing for ${Math.round(silentMs / 1_000)} s: its connection is opened anew`, name)
    mend?.()
  }
  return {
    look() {
      const watched = platforms().filter(({ lastHeardAt }) => lastHeardAt !== undefined)
      for (const platform of watched) lookAt(platform)
      return watched.length > 0 && watched.every(({ name }) => (deafLooks.get(name) ?? 0) >= LOOKS_TO_END)
    },
  }
}
