import type { DeliveryStore } from './bots/chats.js'
import type { Deliveries } from './bots/deliveries.js'
import type { Leavings } from './bots/leavings.js'
import type { Platform } from './bots/platform.js'
import type { PlatformStates } from './bots/platform-state.js'
import type { StoryThreads } from './bots/story-threads.js'
import { withinTime } from './bots/time-limit.js'
import type { Config } from './config.js'
import type { Log } from './logs.js'
import type { Region } from './regions/region.js'

export interface PlatformsDeps {
  readonly config: Config
  readonly region: Region
  readonly now: () => number
  readonly log: Log
  readonly deliveries: DeliveryStore
  readonly states: PlatformStates
  readonly storyThreads: StoryThreads
  readonly leavings: Leavings | undefined
  /** What controls are signed with; see actions.ts. */
  readonly secret: string
}

/** The platforms that have a token. A library is loaded only for a platform that runs. */
export async function platformsOf({
  config,
  now,
  log,
  deliveries,
  states,
  storyThreads,
  leavings,
  secret,
}: PlatformsDeps): Promise<Platform[]> {
  const firstSight = (platform: string, id: string) => deliveries.firstSight(platform, id, now())
  const platforms: Platform[] = []
  if (config.discordToken !== undefined) {
    const { discordPlatform } = await import('./bots/discord/discord.js')
    const options = {
      token: config.discordToken.reveal(),
      apiUrl: config.discordApiUrl,
      secret,
      now,
      firstSight,
      states,
      storyThreads,
    }
    platforms.push(discordPlatform({ ...options, log: (line) => { log.warn({ platform: 'discord' }, line) } })) // prettier-ignore
  }
  if (config.telegramToken !== undefined) {
    const { telegramPlatform } = await import('./bots/telegram/telegram.js')
    const token = config.telegramToken.reveal()
    const options = { token, apiUrl: config.telegramApiUrl, now, firstSight, secret, leavings }
    platforms.push(telegramPlatform({ ...options, log: (line) => { log.warn({ platform: 'telegram' }, line) } })) // prettier-ignore
  }
  return platforms
}

// Together below the 5 s that a stop may take.
const PLATFORM_STOP_MS = 3_000
const DELIVERIES_STOP_MS = 300

/** Begins nothing new; what is under way ends with its platform, and how is still written. */
export async function stopSending(deliveries: Deliveries, platforms: readonly Platform[]): Promise<void> {
  const ended = deliveries.stop(PLATFORM_STOP_MS)
  const stopped = Promise.allSettled(platforms.map((platform) => platform.stop()))
  await withinTime(stopped, PLATFORM_STOP_MS, undefined)
  await withinTime(ended, DELIVERIES_STOP_MS, undefined)
}
