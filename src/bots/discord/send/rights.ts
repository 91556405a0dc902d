import { ChannelType, DiscordAPIError, PermissionFlagsBits, RESTJSONErrorCodes } from 'discord.js'
import type { Client, GuildBasedChannel, PermissionsBitField } from 'discord.js'
import type { ChatRole, Rights } from '../../contract/platform.js'
import type { Chat } from '../../contract/request.js'
import { lacksTag } from './forum-tags.js'

/** What the bot needs of a channel, in Discord's words for its own settings. */
type Need = readonly [permission: bigint, name: string]

const EVERYWHERE: readonly Need[] = [
  [PermissionFlagsBits.ViewChannel, 'View Channel'],
  [PermissionFlagsBits.EmbedLinks, 'Embed Links'],
  [PermissionFlagsBits.AttachFiles, 'Attach Files'],
  [PermissionFlagsBits.ReadMessageHistory, 'Read Message History'],
]

const BY_KIND: Readonly<Record<Exclude<Rights['kind'], 'private' | 'group' | 'topic'>, readonly Need[]>> = {
  channel: [[PermissionFlagsBits.SendMessages, 'Send Messages']],
  announcements: [[PermissionFlagsBits.SendMessages, 'Send Messages']],
  thread: [[PermissionFlagsBits.SendMessagesInThreads, 'Send Messages in Threads']],
  forum: [
    [PermissionFlagsBits.SendMessages, 'Create Posts'],
    [PermissionFlagsBits.SendMessagesInThreads, 'Send Messages in Posts'],
  ],
}

const UNKNOWN: ReadonlySet<number | string> = new Set([
  RESTJSONErrorCodes.UnknownChannel,
  RESTJSONErrorCodes.UnknownGuild,
  RESTJSONErrorCodes.UnknownMember,
  RESTJSONErrorCodes.UnknownUser,
  RESTJSONErrorCodes.MissingAccess,
])

/**
 * What a person and the bot may do in a channel, asked of Discord now. Undefined: the bot cannot see it. A person who does
 * not see the channel, or is no member of its server, may manage nothing there. Throws what the calls throw.
 */
export async function rightsIn(client: Client<true>, { chatId }: Chat, userId: string): Promise<Rights | undefined> {
  const channel = await known(client.channels.fetch(chatId, { force: true }))
  if (!channel) return undefined
  if (channel.isDMBased()) {
    const isOwn = channel.type === ChannelType.DM && channel.recipientId === userId
    return { mayManage: isOwn, missing: [], kind: 'private' }
  }
  const kind = kindOf(channel)
  const [bot, person] = await Promise.all([
    channel.guild.members.fetch({ user: client.user.id, force: true }),
    known(channel.guild.members.fetch({ user: userId, force: true })),
  ])
  const ofPerson = person ? channel.permissionsFor(person) : undefined
  const mayManage = ofPerson?.has(PermissionFlagsBits.ManageGuild | PermissionFlagsBits.ViewChannel) ?? false
  const permissions = channel.permissionsFor(bot)
  const needsTag =
    'availableTags' in channel &&
    lacksTag({ flags: channel.flags.bitfield, availableTags: channel.availableTags }, permissions.bitfield)
  return {
    name: `#${channel.name}`,
    mayManage,
    missing: missingOf(permissions, kind),
    kind,
    ...(needsTag && { needsTag }),
  }
}

/** A role of a channel's server, asked of Discord now. Throws what the calls throw. */
export async function roleIn(client: Client<true>, { chatId }: Chat, roleId: string): Promise<ChatRole | undefined> {
  const channel = await known(client.channels.fetch(chatId))
  if (!channel || channel.isDMBased()) return undefined
  const { guild } = channel
  const role = (await guild.roles.fetch(undefined, { force: true })).get(roleId)
  if (!role) return undefined
  const bot = await guild.members.fetch({ user: client.user.id, force: true })
  const mayPing = role.mentionable || channel.permissionsFor(bot).has(PermissionFlagsBits.MentionEveryone)
  return { name: `@${role.name.replace(/^@/, '')}`, mayPing, isEveryone: role.id === guild.id }
}

/** What the bot lacks to post in a channel of this kind. */
function missingOf(permissions: Readonly<PermissionsBitField>, kind: keyof typeof BY_KIND): readonly string[] {
  return [...EVERYWHERE, ...BY_KIND[kind]].filter(([bit]) => !permissions.has(bit)).map(([, name]) => name)
}

function kindOf(channel: GuildBasedChannel): keyof typeof BY_KIND {
  if (channel.isThread()) return 'thread'
  if (channel.type === ChannelType.GuildForum || channel.type === ChannelType.GuildMedia) return 'forum'
  return channel.type === ChannelType.GuildAnnouncement ? 'announcements' : 'channel'
}

async function known<Found>(asked: Promise<Found>): Promise<Found | undefined> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof DiscordAPIError && UNKNOWN.has(error.code)) return undefined
    throw error
  }
}
