import type { DeliveryStore } from './bots/chats.js'
import type { Deliveries } from './bots/deliveries.js'
import type { Leavings } from './bots/leavings.js'
import { PlatformError, type Beside, type Handle, type Platform } from './bots/platform.js'
import type { PlatformName } from './bots/request.js'
import type { PlatformStates } from './bots/platform-state.js'
import type { StoryThreads } from './bots/story-threads.js'
import { withinTime } from './bots/time-limit.js'
import type { Config } from './config.js'
import { announce, type Log } from './logs.js'
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

export interface StartsDeps {
  /** Gets what runs. */
  readonly platforms: Map<PlatformName, Platform>
  readonly handle: Handle
  readonly beside: Beside
  readonly log: Log
}

/** Starts platforms one by one. One that cannot be used takes no other down: it is named in one line. */
export interface PlatformStarts {
  start(platform: Platform): Promise<void>
  /** Again those that could not be reached; not those that refuse the token. Gives how many run now. */
  startLate(): Promise<number>
}

export function platformStarts({ platforms, handle, beside, log }: StartsDeps): PlatformStarts {
  const late = new Set<Platform>()
  const start = async (platform: Platform): Promise<void> => {
    try {
      const { link, account } = await platform.start(handle, beside)
      platforms.set(platform.name, platform)
      late.delete(platform)
      if (link !== undefined) announce(log, { platform: platform.name, account, link }, `add the bot: ${link}`)
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error
      log.error({ platform: platform.name }, error.message)
      if (error.details.isFinal) late.delete(platform)
      else late.add(platform)
    }
  }
  return {
    start,
    async startLate() {
      const before = platforms.size
      for (const platform of late) await start(platform)
      return platforms.size - before
    },
  }
}

/** A stop that takes longer is broken off: what it had not finished is left as by a kill, and taken up at the next start. */
export const LONGEST_STOP_MS = 4_600
// Together below it.
const PLATFORM_STOP_MS = 2_500
const DELIVERIES_STOP_MS = 300

/** Begins nothing new; what is under way ends with its platform, and how is still written. */
export async function stopSending(deliveries: Deliveries, platforms: readonly Platform[]): Promise<void> {
  const ended = deliveries.stop(PLATFORM_STOP_MS)
  const stopped = Promise.allSettled(platforms.map((platform) => platform.stop()))
  await withinTime(stopped, PLATFORM_STOP_MS, undefined)
  await withinTime(ended, DELIVERIES_STOP_MS, undefined)
}
