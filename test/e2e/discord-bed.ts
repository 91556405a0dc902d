import { discordPlatform } from '../../src/bots/discord/discord.js'
import type { DiscordOptions } from '../../src/bots/discord/discord.js'
import type { Message } from '../../src/bots/contract/message.js'
import type { PlatformEvents, Handle, Platform } from '../../src/bots/contract/platform.js'
import type { Request } from '../../src/bots/contract/request.js'
import { storyThreads } from '../bots/stand-ins/stand-ins.js'
import { shownTexts } from './fake-discord/component-faults.js'
import { startFakeDiscord } from './fake-discord/fake-discord.js'
import type { FakeDiscord } from './fake-discord/fake-discord.js'
import type { OpenInteraction, PostedMessage } from './fake-discord/state.js'

const TOKEN = 'MTMwMDAwMDAwMDAwMDAwMDAwMQ.GfakeX.not-a-real-token-of-anybody'
export const SECRET = 'a secret of the tests'

/** A fake Discord with the bot on it, whose answers a test decides. */
export interface Bed {
  readonly fake: FakeDiscord
  readonly platform: Platform
  /** What was asked of the bot, in order. */
  readonly asked: readonly Request[]
  readonly lines: readonly string[]
  /** What the bot answers from now on. */
  answer(handle: Handle): void
  stop(): Promise<void>
}

export function say(text: string, rest: Partial<Message> = {}): Message {
  return { blocks: [{ kind: 'paragraph', runs: [{ text }] }], ...rest }
}

function bedOptions(fake: FakeDiscord, lines: string[]): DiscordOptions {
  const seen = new Set<string>()
  return {
    token: TOKEN,
    apiUrl: fake.url,
    secret: SECRET,
    storyThreads: storyThreads(),
    now: () => Date.parse('2025-06-17T08:00:00Z'),
    log: (line) => lines.push(line),
    firstSight: async (_, id) => !seen.has(id) && seen.add(id).has(id),
  }
}

export async function openBed(events: PlatformEvents = {}, options: Partial<DiscordOptions> = {}): Promise<Bed> {
  const fake = await startFakeDiscord({ token: TOKEN })
  const lines: string[] = []
  const asked: Request[] = []
  let handle: Handle = async ({ command }) => say(`answer to ${command.name}`)
  const platform = discordPlatform({ ...bedOptions(fake, lines), ...options })
  await platform.start(async (request, onGrown) => {
    asked.push(request)
    return handle(request, onGrown)
  }, events)
  return {
    ...{ fake, platform, asked, lines },
    answer: (next) => (handle = next),
    stop: async () => {
      await platform.stop()
      await fake.stop()
    },
  }
}

/** Resolves when the bot said `parts` messages to it, opened a form or suggested something. */
export async function answered(fake: FakeDiscord, { token, id }: OpenInteraction, parts = 1): Promise<void> {
  const ofIt = (path: string): boolean => path.includes(token)
  const saying = (): number =>
    fake.requests.filter(
      ({ method, path, body, status }) =>
        (status ?? 0) < 300 &&
        ofIt(path) &&
        (method === 'PATCH' ||
          path.endsWith(token) ||
          [4, 7, 8, 9].includes((body as { type?: number } | undefined)?.type ?? 0)),
    ).length
  await fake.waitFor(
    ({ path, status }) => (ofIt(path) || path.includes(id)) && (status ?? 0) < 300 && saying() >= parts,
  )
}

/** All that a reader sees of a message. */
export function textOf(message: PostedMessage | 'waiting' | 'removed' | undefined): string {
  return typeof message === 'object' ? shownTexts(message.body).join('\n') : `(${message ?? 'none'})`
}

/** What was said first. */
export function shownIn({ original, followUps }: OpenInteraction): PostedMessage {
  const [first] = typeof original === 'object' ? [original] : followUps
  if (!first) throw new Error('nothing was said')
  return first
}
