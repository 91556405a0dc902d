import type { Body } from './body.js'

/** Who and what there is on the fake Discord. Ids are fixed, so that they can be written out in tests. */
export const APPLICATION_ID = '1300000000000000001'
export const BOT_ID = '1300000000000000001'
export const GUILD_ID = '1300000000000000010'
/** A server that the bot is added to later. */
export const NEW_GUILD_ID = '1300000000000000011'
/** A text channel of the guild. */
export const CHANNEL_ID = '1300000000000000020'
/** Another one. */
export const OTHER_CHANNEL_ID = '1300000000000000021'
export const ANNOUNCEMENTS_ID = '1300000000000000022'
export const FORUM_ID = '1300000000000000023'
/** A thread of CHANNEL_ID. */
export const THREAD_ID = '1300000000000000024'
/** A text channel where the bot may only look. */
export const CLOSED_CHANNEL_ID = '1300000000000000025'
/** A forum where the bot may do nothing but look. */
export const CLOSED_FORUM_ID = '1300000000000000026'
/** The direct messages of READER_ID and the bot. */
export const DM_CHANNEL_ID = '1300000000000000030'
/** A group of people without the bot, where somebody uses it as their own. */
export const GROUP_DM_ID = '1300000000000000031'
/** Owns the guild, and so may manage it. */
export const OWNER_ID = '1300000000000000040'
/** A member without rights. */
export const READER_ID = '1300000000000000041'
/** No member of the guild. */
export const STRANGER_ID = '1300000000000000042'
/** Anyone may mention it. */
export const ROLE_ID = '1300000000000000050'
/** Nobody may mention it. */
export const QUIET_ROLE_ID = '1300000000000000051'

export const MANAGE_CHANNELS = 1n << 4n
export const MANAGE_GUILD = 1n << 5n
export const VIEW_CHANNEL = 1n << 10n
export const SEND_MESSAGES = 1n << 11n
const EMBED_LINKS = 1n << 14n
const ATTACH_FILES = 1n << 15n
export const READ_HISTORY = 1n << 16n
export const SEND_IN_THREADS = 1n << 38n
/** What everyone may: all that the bot asks for, and nothing that manages. */
const EVERYONE = VIEW_CHANNEL | SEND_MESSAGES | EMBED_LINKS | ATTACH_FILES | READ_HISTORY | SEND_IN_THREADS

export const TEXT = 0
export const DM = 1
export const GROUP_DM = 3
export const ANNOUNCEMENT = 5
export const PUBLIC_THREAD = 11
export const FORUM = 15

/** A channel or thread, as it stands now. */
export interface Channel {
  readonly id: string
  readonly type: number
  readonly guildId?: string
  name: string
  readonly parentId?: string
  readonly ownerId?: string
  /** What the bot lacks there. */
  denied: bigint
  /** What the bot has there beyond what everyone has. */
  allowed: bigint
  /** Of a forum. */
  availableTags: Body[]
  /** Of a forum: each post needs a tag. */
  readonly needsTag?: boolean
  /** Of a thread. */
  appliedTags: readonly string[]
  isArchived: boolean
}

export type NewChannel = Pick<Channel, 'id' | 'type'> & Partial<Channel>

export function newChannel(parts: NewChannel): Channel {
  return {
    name: `news-${parts.id.slice(-2)}`,
    denied: 0n,
    allowed: 0n,
    availableTags: [],
    appliedTags: [],
    isArchived: false,
    ...parts,
  }
}

/** The channels that are there from the start. */
export function firstChannels(): readonly Channel[] {
  const ofGuild = { guildId: GUILD_ID }
  return [
    newChannel({ id: CHANNEL_ID, type: TEXT, ...ofGuild }),
    newChannel({ id: OTHER_CHANNEL_ID, type: TEXT, ...ofGuild }),
    newChannel({ id: ANNOUNCEMENTS_ID, type: ANNOUNCEMENT, ...ofGuild }),
    newChannel({
      id: FORUM_ID,
      type: FORUM,
      ...ofGuild,
      allowed: MANAGE_CHANNELS,
      availableTags: [{ id: '1300000000000000060', name: 'Trade and energy', moderated: false }],
    }),
    newChannel({ id: THREAD_ID, type: PUBLIC_THREAD, ...ofGuild, parentId: CHANNEL_ID, ownerId: OWNER_ID }),
    newChannel({ id: CLOSED_CHANNEL_ID, type: TEXT, ...ofGuild, denied: SEND_MESSAGES | EMBED_LINKS }),
    newChannel({ id: CLOSED_FORUM_ID, type: FORUM, ...ofGuild, denied: SEND_MESSAGES | SEND_IN_THREADS }),
    newChannel({ id: DM_CHANNEL_ID, type: DM }),
  ]
}

export const BOT_USER: Body = user(BOT_ID, 'silkwire', true)

export function user(id: string, username: string, bot = false): Body {
  return { id, username, discriminator: bot ? '4242' : '0', global_name: null, avatar: null, bot, flags: 0 }
}

export function member(userId: string): Body {
  return {
    user: userId === BOT_ID ? BOT_USER : user(userId, `user-${userId.slice(-2)}`),
    roles: [],
    nick: null,
    avatar: null,
    joined_at: '2025-01-01T00:00:00.000000+00:00',
    deaf: false,
    mute: false,
    flags: 0,
  }
}

/** What the bot may do in a channel; a thread is as its parent. */
export function botPermissions({ denied, allowed }: Pick<Channel, 'denied' | 'allowed'>): bigint {
  return (EVERYONE | allowed) & ~denied
}

/** A channel as Discord shows it. */
export function channelBody(channel: Channel): Body {
  const { id, type, guildId, name, parentId, ownerId, denied, allowed, availableTags, appliedTags } = channel
  if (type === DM) return { id, type, last_message_id: null, recipients: [user(READER_ID, 'user-41')] }
  const overwrite = { id: BOT_ID, type: 1, allow: allowed.toString(), deny: denied.toString() }
  const common = { id, type, guild_id: guildId, name, position: Number(id.slice(-2)) }
  if (type === PUBLIC_THREAD)
    return {
      ...common,
      parent_id: parentId,
      owner_id: ownerId,
      applied_tags: appliedTags,
      message_count: 0,
      member_count: 1,
      thread_metadata: {
        archived: channel.isArchived,
        auto_archive_duration: 10_080,
        archive_timestamp: '2025-06-17T08:00:00.000000+00:00',
        locked: false,
      },
    }
  return {
    ...common,
    permission_overwrites: denied === 0n && allowed === 0n ? [] : [overwrite],
    ...(type === FORUM && { available_tags: availableTags, flags: channel.needsTag ? 1 << 4 : 0 }),
  }
}

/** The roles of a guild as Discord shows them. */
export function guildRoles(guildId: string, deleted: ReadonlySet<string> = new Set()): readonly Body[] {
  const everyone = { id: guildId, name: '@everyone', permissions: EVERYONE.toString(), position: 0, color: 0 }
  const others = [
    { id: ROLE_ID, name: 'readers', permissions: '0', position: 1, color: 0, mentionable: true },
    { id: QUIET_ROLE_ID, name: 'moderators', permissions: '0', position: 2, color: 0, mentionable: false },
  ]
  return [everyone, ...others.filter(({ id }) => !deleted.has(id))]
}

/** GUILD_CREATE's data. */
export function guildBody(id: string, channels: readonly Channel[], deletedRoles?: ReadonlySet<string>): Body {
  const own = channels.filter(({ guildId }) => guildId === id)
  return {
    id,
    name: 'Readers of Central Asia',
    owner_id: OWNER_ID,
    roles: guildRoles(id, deletedRoles),
    channels: own.filter(({ type }) => type !== PUBLIC_THREAD).map(channelBody),
    threads: own.filter(({ type, isArchived }) => type === PUBLIC_THREAD && !isArchived).map(channelBody),
    members: [member(BOT_ID)],
    member_count: 3,
    preferred_locale: 'en-US',
    emojis: [],
    stickers: [],
    voice_states: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    features: [],
    large: false,
    unavailable: false,
  }
}
