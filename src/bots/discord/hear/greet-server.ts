import { ChannelType, PermissionFlagsBits } from 'discord.js'
import type { Guild, GuildBasedChannel } from 'discord.js'
import type { PlatformEvents } from '../../contract/platform.js'
import { clientLanguage } from './interaction-request.js'
import { renderDiscord } from '../render/render.js'
import { createMessage } from '../send/send.js'

interface GreetingDeps {
  readonly greet: NonNullable<PlatformEvents['greet']>
  readonly secret: string
  /** True the first time only. */
  readonly isFirst: (eventId: string) => Promise<boolean>
}

/**
 * Greets a server that the bot was added to, in its system channel or the first text channel that the bot may write in.
 * A server that was greeted before hears nothing: Discord tells of servers at every connection.
 */
export async function greetServer(guild: Guild, deps: GreetingDeps): Promise<void> {
  const channel = channelToGreetIn(guild)
  if (!channel || !(await deps.isFirst(`greeted-${guild.id}`))) return
  const language = clientLanguage(guild.preferredLocale)
  const message = await deps.greet({ platform: 'discord', chatId: channel.id }, language)
  if (!message) return
  for (const [index, payload] of renderDiscord(message, deps.secret).entries()) {
    const nonce = `g${guild.id}-${String(index)}`
    const result = await createMessage(guild.client.rest, channel.id, { payload, nonce })
    if (result.kind !== 'sent') throw new Error(`the greeting in channel ${channel.id}: ${result.reason}`)
  }
}

const WRITING = PermissionFlagsBits.ViewChannel | PermissionFlagsBits.SendMessages

function channelToGreetIn({ systemChannel, channels, members }: Guild): GuildBasedChannel | undefined {
  const { me } = members
  if (!me) return undefined
  const texts = [...channels.cache.values()].flatMap((channel) => (channel.type === ChannelType.GuildText ? [channel] : [])) // prettier-ignore
  const inOrder = texts.sort((one, other) => one.rawPosition - other.rawPosition)
  return [systemChannel, ...inOrder].find((channel) => channel?.permissionsFor(me).has(WRITING)) ?? undefined
}
