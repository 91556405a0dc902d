import { GatewayDispatchEvents, PermissionFlagsBits } from 'discord.js'
import type { Client, Guild, GuildBasedChannel } from 'discord.js'
import type { ChatChange } from '../../contract/platform.js'
import type { Chat } from '../../contract/request.js'
import { lacksTag } from '../send/forum-tags.js'

/** What is read of the events that tell how channels fare: https://discord.com/developers/docs/events/gateway-events */
interface ChannelEvent {
  readonly id?: string
  readonly guild_id?: string
  readonly unavailable?: boolean
  readonly user?: { readonly id: string }
}

/** After these the bot may be able to write where it was not. */
const MAY_BRING_BACK = [
  GatewayDispatchEvents.GuildCreate,
  GatewayDispatchEvents.ChannelUpdate,
  GatewayDispatchEvents.ThreadUpdate,
  GatewayDispatchEvents.GuildRoleUpdate,
  GatewayDispatchEvents.GuildMemberUpdate,
] as const

/** Tells what becomes of servers, channels and threads; from before discord.js forgets what was in them. */
export function watchChats(client: Client, report: (change: ChatChange) => void): void {
  client.ws.on(GatewayDispatchEvents.GuildDelete, ({ id, unavailable }: ChannelEvent) => {
    const guild = client.guilds.cache.get(id ?? '')
    // An outage of Discord's takes servers away for a while.
    if (!guild || unavailable === true) return
    const chats = [...guild.channels.cache.keys()].map(chatOf)
    const reason = 'the bot was put out of the server, or the server is no more'
    report({ kind: 'ended', chats, cause: 'removed', reason, isWhole: false })
  })
  for (const [event, what] of [
    [GatewayDispatchEvents.ChannelDelete, 'channel'],
    [GatewayDispatchEvents.ThreadDelete, 'thread'],
  ] as const) {
    client.ws.on(event, ({ id = '' }: ChannelEvent) => {
      const threads = client.channels.cache.filter((channel) => channel.isThread() && channel.parentId === id)
      const chats = [id, ...threads.keys()].map(chatOf)
      report({ kind: 'ended', chats, cause: 'deleted', reason: `the ${what} was deleted`, isWhole: false })
    })
  }
  watchReturns(client, report)
}

function watchReturns(client: Client, report: (change: ChatChange) => void): void {
  const changed = new Set<string>()
  // A role that changes, and a server that is read, say it in many events: one look at each server answers them all.
  const look = (): void => {
    const guilds = [...changed].flatMap((id) => client.guilds.cache.get(id) ?? [])
    changed.clear()
    for (const guild of guilds) {
      const chats = writable(guild)
      if (chats.length > 0) report({ kind: 'back', chats, isWhole: false })
    }
  }
  for (const event of MAY_BRING_BACK) {
    client.ws.on(event, ({ id, guild_id: guildId, user }: ChannelEvent) => {
      if (event === GatewayDispatchEvents.GuildMemberUpdate && user?.id !== client.user?.id) return
      // By then discord.js has read it, too.
      if (changed.size === 0) setImmediate(look)
      changed.add(guildId ?? id ?? '')
    })
  }
}

/** Where the bot may write, channels and threads. */
function writable(guild: Guild): readonly Chat[] {
  const { me } = guild.members
  if (!me) return []
  return [...guild.channels.cache.values()].filter((channel) => mayWrite(channel, me)).map(({ id }) => chatOf(id))
}

function mayWrite(channel: GuildBasedChannel, me: NonNullable<Guild['members']['me']>): boolean {
  if (channel.isThread() && channel.archived === true && channel.locked === true) return false
  if (
    'availableTags' in channel &&
    lacksTag(
      { flags: channel.flags.bitfield, availableTags: channel.availableTags },
      channel.permissionsFor(me).bitfield,
    )
  )
    return false
  const send = channel.isThread() ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages
  return channel.permissionsFor(me).has(PermissionFlagsBits.ViewChannel | send)
}

function chatOf(chatId: string): Chat {
  return { platform: 'discord', chatId }
}
