import type { Deliveries } from '../bots/deliver/deliver-due.js'
import type { Outages } from '../bots/owner/owner-platforms.js'
import {
  PlatformError,
  type PlatformEvents,
  type Handle,
  type Platform,
  type Refusal,
} from '../bots/contract/platform.js'
import type { PlatformName } from '../bots/contract/request.js'
import { withinTime } from '../bots/timing/time-limit.js'
import { announce, type Log } from '../process/logs.js'

export interface StartsDeps {
  /** Gets what runs. */
  readonly platforms: Map<PlatformName, Platform>
  readonly handle: Handle
  readonly events: Omit<PlatformEvents, 'onRefused'>
  readonly log: Log
  readonly outages: Pick<Outages, 'silent' | 'refused'>
  /** The last platform is refused: the process should end. */
  readonly onNone: (reason: string) => void
}

/** Starts platforms one by one. One that cannot be used takes no other down: it is named in one line. */
export interface PlatformStarts {
  start(platform: Platform): Promise<void>
  /** Again those that could not be reached; not those that refuse the token. Gives how many run now. */
  startLate(): Promise<number>
  /** One that stays silent is stopped and started as at a start; what goes to it waits meanwhile. */
  restart(name: PlatformName): Promise<void>
}

export function platformStarts({ platforms, handle, events, log, outages, onNone }: StartsDeps): PlatformStarts {
  const late = new Set<Platform>()
  const haveRun = new Set<PlatformName>()
  // It is no more until somebody acts and starts the process again; the others go on.
  const giveUp = (name: PlatformName, refusal: Refusal): void => {
    log.error({ platform: name }, `${refusal.message}; then start Silkwire again`)
    outages.refused(name, refusal)
    if (platforms.size === 0) onNone(`${name} refuses the bot`)
  }
  const refuse = async (platform: Platform, refusal: Refusal): Promise<void> => {
    if (platforms.get(platform.name) !== platform) return
    platforms.delete(platform.name)
    giveUp(platform.name, refusal)
    await platform.stop()
  }
  const start = async (platform: Platform): Promise<void> => {
    try {
      const onRefused = (refusal: Refusal): void => void refuse(platform, refusal)
      const { link, account } = await platform.start(handle, { ...events, onRefused })
      platforms.set(platform.name, platform)
      haveRun.add(platform.name)
      late.delete(platform)
      if (link !== undefined) announce(log, { platform: platform.name, account, link }, `add the bot: ${link}`)
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error
      const { isFinal, cause } = error.details
      if (isFinal) late.delete(platform)
      else late.add(platform)
      if (isFinal && haveRun.has(platform.name))
        giveUp(platform.name, { cause: cause ?? 'token', message: error.message })
      else log.error({ platform: platform.name }, error.message)
    }
  }
  return {
    start,
    async startLate() {
      const before = platforms.size
      for (const platform of late) await start(platform)
      return platforms.size - before
    },
    async restart(name) {
      const platform = platforms.get(name)
      if (platform === undefined) return
      platforms.delete(name)
      log.error({ platform: name }, 'mending did not help for ten minutes: it is started anew as a whole')
      outages.silent(name)
      await platform.stop()
      await start(platform)
    },
  }
}

/** A stop that takes longer is broken off: what it had not finished is left as by a kill, and taken up at the next start. */
export const LONGEST_STOP_MS = 4_000
// Together below it.
const PLATFORM_STOP_MS = 2_000
const DELIVERIES_STOP_MS = 300

/** Begins nothing new; what is under way ends with its platform, and how is still written. */
export async function stopSending(deliveries: Deliveries, platforms: readonly Platform[]): Promise<void> {
  const ended = deliveries.stop(PLATFORM_STOP_MS)
  const stopped = Promise.allSettled(platforms.map((platform) => platform.stop()))
  await withinTime(stopped, PLATFORM_STOP_MS, undefined)
  await withinTime(ended, DELIVERIES_STOP_MS, undefined)
}
