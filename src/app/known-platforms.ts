import { CONSOLE_TRAITS } from '../bots/console/traits.js'
import type { DeliveryStore } from '../bots/contract/chats.js'
import type { Platform, PlatformStates } from '../bots/contract/platform.js'
import type { Traits, TraitsTable } from '../bots/contract/platform-traits.js'
import type { SendJournal } from '../bots/contract/send-journal.js'
import type { StoryThreads } from '../bots/contract/story-threads.js'
import { DISCORD_TRAITS } from '../bots/discord/traits.js'
import { TELEGRAM_TRAITS } from '../bots/telegram/traits.js'
import type { Config } from '../process/config.js'
import type { Log } from '../process/logs.js'
import type { Secret } from '../text/secret.js'

export interface OpenDeps {
  readonly config: Config
  readonly now: () => number
  readonly log: Log
  readonly deliveries: DeliveryStore
  readonly states: PlatformStates
  readonly storyThreads: StoryThreads
  readonly sendJournal: SendJournal | undefined
  /** What controls are signed with; see actions.ts. */
  readonly secret: string
}

/** What every platform is opened with beside its token and address. */
type Opening = ReturnType<typeof openingOf>

/** A platform that is reached with a token. */
interface NetPlatform {
  readonly name: string
  readonly traits: Traits
  /** Of the settings; undefined: it is not wanted. */
  readonly token: (config: Config) => Secret | undefined
  /** Said where no platform has a token. */
  readonly howToSet: string
  readonly open: (token: string, opening: Opening) => Promise<Platform>
}

// One row a platform: all that the wiring knows of it. A library is loaded only for a platform that runs.
const NET_PLATFORMS: readonly NetPlatform[] = [
  {
    name: 'discord',
    traits: DISCORD_TRAITS,
    token: ({ discordToken }) => discordToken,
    howToSet: 'Discord: set DISCORD_TOKEN to the bot token of an application made at https://discord.com/developers/applications', // prettier-ignore
    open: async (token, { config, ...opening }) => {
      const { discordPlatform } = await import('../bots/discord/discord.js')
      return discordPlatform({ ...opening, token, apiUrl: config.discordApiUrl })
    },
  },
  {
    name: 'telegram',
    traits: TELEGRAM_TRAITS,
    token: ({ telegramToken }) => telegramToken,
    howToSet: 'Telegram: set TELEGRAM_TOKEN to the token that @BotFather gives you',
    open: async (token, { config, ...opening }) => {
      const { telegramPlatform } = await import('../bots/telegram/telegram.js')
      return telegramPlatform({ ...opening, token, apiUrl: config.telegramApiUrl })
    },
  },
]

/** The names of the platforms on which persons talk to the bot. */
export const NET_PLATFORM_NAMES: readonly string[] = NET_PLATFORMS.map(({ name }) => name)

/** What to do for each of them, a line each. */
export const HOW_TO_SET: readonly string[] = NET_PLATFORMS.map(({ howToSet }) => howToSet)

/** The traits of every platform that this program knows, whether it runs or not. */
export const KNOWN_TRAITS: TraitsTable = {
  console: CONSOLE_TRAITS,
  ...Object.fromEntries(NET_PLATFORMS.map(({ name, traits }) => [name, traits])),
}

/** The same, and those of platforms that are handed in. */
export function traitsWith(others: readonly Platform[]): TraitsTable {
  return { ...KNOWN_TRAITS, ...Object.fromEntries(others.map(({ name, traits }) => [name, traits])) }
}

/** Whether any of them has a token. */
export function hasNetPlatform(config: Config): boolean {
  return NET_PLATFORMS.some(({ token }) => token(config) !== undefined)
}

/** Opens, without starting, those that have a token. */
export async function platformsOf(deps: OpenDeps): Promise<readonly Platform[]> {
  const platforms: Platform[] = []
  for (const { name, token, open } of NET_PLATFORMS) {
    const given = token(deps.config)
    if (given !== undefined) platforms.push(await open(given.reveal(), openingOf(name, deps)))
  }
  return platforms
}

function openingOf(name: string, { deliveries, log, now, ...deps }: OpenDeps) {
  const firstSight = (platform: string, id: string) => deliveries.firstSight(platform, id, now())
  return { ...deps, now, firstSight, log: (line: string) => { log.warn({ platform: name }, line) } } // prettier-ignore
}
