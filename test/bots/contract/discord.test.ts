import { openBed, textOf } from '../../e2e/discord-bed.js'
import { bodyOf } from '../../e2e/fake-discord/body.js'
import type { Ending as FakeEnding, FakeDiscord } from '../../e2e/fake-discord/fake-discord.js'
import type { OpenInteraction, PostedMessage } from '../../e2e/fake-discord/state.js'
import { CHANNEL_ID, DM_CHANNEL_ID, READER_ID } from '../../e2e/fake-discord/world.js'
import { readMarkdown } from '../discord/render/read-markdown.js'
import { platformCases, type Ending, type OpenStage, type Seen } from './platform-cases.js'

const own = { platform: 'discord', chatId: DM_CHANNEL_ID }
const many = { platform: 'discord', chatId: CHANNEL_ID }

const ENDINGS = {
  refused: { status: 400, body: { code: 50_035, message: 'Invalid Form Body' } },
  gone: { status: 404, body: { code: 10_003, message: 'Unknown Channel' } },
  limited: { status: 429, body: { message: 'You are being rate limited.', retry_after: 3, global: false }, headers: { 'retry-after': '3', 'x-ratelimit-scope': 'user' } }, // prettier-ignore
  unanswered: 'cut',
} as const satisfies Record<Ending, Exclude<FakeEnding, 'reset'>>

function seen(message: PostedMessage): Seen {
  // Whom a message may call; where it does not say, everybody that it names.
  const { parse = ['all'], users, roles } = bodyOf(message.body['allowed_mentions'])
  const pings = [parse, users, roles].flatMap((called) =>
    Array.isArray(called) ? (called as readonly unknown[]) : [],
  ).length
  const text = textOf(message)
  // Words as they were cut; what is quoted without its escapes.
  const read = /[\\\u200b]/.test(text) ? readMarkdown(text).text : text
  return { id: message.id, text: read, isPrivate: message.isEphemeral, pings }
}

/** What stands in a channel: posts, and answers to what was asked and pressed there. */
function standing(
  fake: FakeDiscord,
  interactions: readonly OpenInteraction[],
  chatId: string,
): readonly PostedMessage[] {
  const answers = interactions.flatMap(({ original, followUps }) => [...(typeof original === 'object' ? [original] : []), ...followUps]) // prettier-ignore
  const inChannel = [...fake.messages, ...answers].filter(({ channelId }) => channelId === chatId)
  return [...new Map(inChannel.map((message) => [message.id, message])).values()].sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1)) // prettier-ignore
}

const openDiscord: OpenStage = async (handle, events) => {
  const bed = await openBed(events)
  const { fake, platform } = bed
  bed.answer(handle)
  const interactions: OpenInteraction[] = []
  const newest = (chatId: string): PostedMessage => {
    const message = standing(fake, interactions, chatId).at(-1)
    if (!message) throw new Error('nothing stands there')
    return message
  }
  return {
    ...{ platform, own, many, personId: READER_ID, most: 4_000, restarts: true },
    shown: ({ chatId }) => standing(fake, interactions, chatId).map(seen),
    ask: (name, { chatId }) => void interactions.push(fake.sendInteraction({ name, channelId: chatId })),
    press: (label, { chatId }, select) =>
      void interactions.push(
        fake.press({
          ...{ message: newest(chatId), channelId: chatId, label: select?.label ?? label },
          ...(select && { values: [select.value] }),
        }),
      ),
    forge: (customId, { chatId }) =>
      void interactions.push(fake.press({ message: newest(chatId), channelId: chatId, customId })),
    end: (how) =>
      fake.addFault({
        when: ({ method, path }) => method === 'POST' && path.endsWith('/messages'),
        times: 1,
        answer: ENDINGS[how],
      }),
    stop: async () => bed.stop(),
  }
}

platformCases('Discord', openDiscord)
