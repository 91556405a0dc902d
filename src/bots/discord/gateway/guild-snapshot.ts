import type { Client, Guild, GuildBasedChannel, Role, ThreadChannel } from 'discord.js'

/** What a resumed session has to know of a server, in the gateway's words: GUILD_CREATE's data without persons. */
export type GuildSnapshot = Readonly<Record<string, unknown>> & { readonly id: string }

/** READY's data and a GUILD_CREATE's for each server, as they would be sent now. */
export interface Snapshot {
  readonly ready: Readonly<Record<string, unknown>>
  readonly guilds: readonly GuildSnapshot[]
}

/**
 * The client's knowledge as the gateway would tell it anew; a session that is resumed by another process is told only
 * what changed since. Undefined where the client never became ready.
 */
export function takeSnapshot(client: Client): Snapshot | undefined {
  if (!client.isReady()) return undefined
  const { user, application } = client
  const guilds = [...client.guilds.cache.values()].filter(({ available }) => available)
  const bot = {
    id: user.id,
    username: user.username,
    discriminator: user.discriminator,
    global_name: user.globalName,
    avatar: user.avatar,
    bot: true,
    flags: 0,
  }
  return {
    ready: {
      v: 10,
      user: bot,
      guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
      application: { id: application.id, flags: application.flags.bitfield },
      private_channels: [],
    },
    guilds: guilds.map((guild) => guildOf(guild, bot)),
  }
}

function guildOf(guild: Guild, bot: object): GuildSnapshot {
  const { me } = guild.members
  const all = [...guild.channels.cache.values()]
  return {
    id: guild.id,
    name: guild.name,
    owner_id: guild.ownerId,
    preferred_locale: guild.preferredLocale,
    member_count: guild.memberCount,
    features: guild.features,
    roles: [...guild.roles.cache.values()].map(roleOf),
    channels: all.filter((channel) => !channel.isThread()).map(channelOf),
    threads: all.filter((channel) => channel.isThread()).map(threadOf),
    members: me
      ? [
          {
            user: bot,
            roles: [...me.roles.cache.keys()].filter((id) => id !== guild.id),
            joined_at: (me.joinedAt ?? new Date(0)).toISOString(),
            communication_disabled_until: me.communicationDisabledUntil?.toISOString() ?? null,
            deaf: false,
            mute: false,
            flags: 0,
          },
        ]
      : [],
    emojis: [],
    stickers: [],
    voice_states: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    large: guild.large,
    unavailable: false,
  }
}

function roleOf({ id, name, position, permissions, mentionable, managed, hoist }: Role): object {
  return { id, name, position, permissions: String(permissions.bitfield), mentionable, managed, hoist, color: 0 }
}

function channelOf(channel: Exclude<GuildBasedChannel, ThreadChannel>): object {
  const overwrites = [...channel.permissionOverwrites.cache.values()].map(({ id, type, allow, deny }) => ({
    id,
    type,
    allow: String(allow.bitfield),
    deny: String(deny.bitfield),
  }))
  return {
    id: channel.id,
    guild_id: channel.guildId,
    type: channel.type,
    name: channel.name,
    position: channel.rawPosition,
    parent_id: channel.parentId,
    permission_overwrites: overwrites,
    ...('nsfw' in channel && { nsfw: channel.nsfw }),
    ...('availableTags' in channel && { available_tags: channel.availableTags.map(tagOf) }),
    ...('flags' in channel && { flags: channel.flags.bitfield }),
  }
}

function tagOf({ id, name, moderated }: { id: string; name: string; moderated: boolean }): object {
  return { id, name, moderated, emoji_id: null, emoji_name: null }
}

function threadOf(thread: ThreadChannel): object {
  return {
    id: thread.id,
    guild_id: thread.guildId,
    parent_id: thread.parentId,
    type: thread.type,
    name: thread.name,
    thread_metadata: {
      archived: thread.archived ?? false,
      locked: thread.locked ?? false,
      auto_archive_duration: thread.autoArchiveDuration ?? 1_440,
      archive_timestamp: (thread.archivedAt ?? new Date(0)).toISOString(),
    },
    message_count: 0,
    member_count: 0,
  }
}
