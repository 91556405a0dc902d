import type { Body } from './limits.js'

/** Who and what there is on the fake Discord. Ids are fixed, so that they can be written out in tests. */
export const APPLICATION_ID = '1300000000000000001'
export const BOT_ID = '1300000000000000001'
export const GUILD_ID = '1300000000000000010'
/** A text channel of the guild. */
export const CHANNEL_ID = '1300000000000000020'
/** Another one. */
export const OTHER_CHANNEL_ID = '1300000000000000021'
/** The direct messages of READER_ID and the bot. */
export const DM_CHANNEL_ID = '1300000000000000030'
/** Owns the guild, and so may manage it. */
export const OWNER_ID = '1300000000000000040'
/** A member without rights. */
export const READER_ID = '1300000000000000041'

export const MANAGE_GUILD = 1n << 5n

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

export function channel(id: string): Body | undefined {
  if (id === DM_CHANNEL_ID) return { id, type: 1, last_message_id: null, recipients: [user(READER_ID, 'user-41')] }
  if (id !== CHANNEL_ID && id !== OTHER_CHANNEL_ID) return undefined
  return { id, type: 0, guild_id: GUILD_ID, name: `news-${id.slice(-2)}`, position: 0, permission_overwrites: [] }
}

/** GUILD_CREATE's data. */
export function guild(): Body {
  return {
    id: GUILD_ID,
    name: 'Readers of Central Asia',
    owner_id: OWNER_ID,
    roles: [{ id: GUILD_ID, name: '@everyone', permissions: '377957124096', position: 0, color: 0 }],
    channels: [channel(CHANNEL_ID), channel(OTHER_CHANNEL_ID)],
    members: [member(BOT_ID)],
    member_count: 3,
    preferred_locale: 'en-US',
    emojis: [],
    stickers: [],
    threads: [],
    voice_states: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    features: [],
    large: false,
    unavailable: false,
  }
}
