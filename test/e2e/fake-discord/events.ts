import type { Body } from './body.js'
import { shown } from './state.js'
import type { OpenInteraction, PostedMessage, State } from './state.js'
import {
  APPLICATION_ID,
  BOT_ID,
  BOT_USER,
  DM,
  DM_CHANNEL_ID,
  GROUP_DM,
  GROUP_DM_ID,
  GUILD_ID,
  MANAGE_GUILD,
  READER_ID,
  SEND_MESSAGES,
  botPermissions,
  channelBody,
  member,
  user,
} from './world.js'

/** Who does something, and where. */
export interface Doer {
  /** DM_CHANNEL_ID: a direct message. GROUP_DM_ID: where the app is somebody's own. Default: CHANNEL_ID. */
  readonly channelId?: string
  readonly userId?: string
  /** E.g. "ru", "zh-CN". Default: en-US. */
  readonly locale?: string
  /** May manage the guild. */
  readonly mayManage?: boolean
  /** Used as somebody's own app in a server that it is no member of. */
  readonly isOutside?: boolean
}

export type Value = string | number | boolean

export interface SlashCommand extends Doer {
  readonly name: string
  readonly subcommand?: string
  /** Values by option name. */
  readonly options?: Readonly<Record<string, Value>>
  /** A file for the option `file`. */
  readonly file?: { readonly name: string; readonly url: string; readonly size: number }
}

export interface ReaderMessage {
  readonly content: string
  /** DM_CHANNEL_ID: a direct message. Default: CHANNEL_ID. */
  readonly channelId?: string
  readonly userId?: string
  readonly isBot?: boolean
  /** Pings the bot: by a mention, or as a reply to one of its messages. */
  readonly pingsBot?: boolean
  /** The message that it replies to. */
  readonly replyTo?: string
  /** To send the same event again. */
  readonly id?: string
}

/** What all interactions' events have. */
export function interactionEvent(
  { id, token, kind, channelId, pressed, isOutside }: OpenInteraction,
  doer: Doer,
  data: Body,
  state: State,
): Body {
  const { userId = READER_ID, locale = 'en-US', mayManage = false } = doer
  const isDirect = channelId === DM_CHANNEL_ID
  const isGroup = channelId === GROUP_DM_ID
  const channel = state.channels.get(channelId)
  const permissions = ((mayManage ? MANAGE_GUILD : 0n) | SEND_MESSAGES).toString()
  const isInGuild = !isDirect && !isGroup
  return {
    id,
    application_id: APPLICATION_ID,
    type: kind,
    token,
    version: 1,
    locale,
    channel_id: channelId,
    channel: { id: channelId, type: isDirect ? DM : isGroup ? GROUP_DM : (channel?.type ?? 0) },
    context: isDirect ? 1 : isGroup ? 2 : 0,
    authorizing_integration_owners: isOutside ? { '1': userId } : { '0': isDirect ? '0' : GUILD_ID },
    entitlements: [],
    app_permissions: (channel ? botPermissions(channel) : 0n).toString(),
    attachment_size_limit: 10_485_760,
    ...(isInGuild
      ? { guild_id: GUILD_ID, guild_locale: 'en-US', member: { ...member(userId), permissions } }
      : { user: user(userId, 'reader') }),
    ...(pressed && { message: shown(pressed, state) }),
    data,
  }
}

const FILE_ID = '1300000000000000098'

/** A slash command's data; of one that is being typed `focused` names the option under the cursor. */
export function commandData({ name, subcommand, options = {}, file }: SlashCommand, focused?: string): Body {
  const values = Object.entries(options).map(([key, value]) => ({
    name: key,
    type: optionType(value),
    value,
    ...(key === focused && { focused: true }),
  }))
  const all = file ? [...values, { name: 'file', type: 11, value: FILE_ID }] : values
  return {
    id: '1300000000000000099',
    name,
    type: 1,
    options: subcommand === undefined ? all : [{ name: subcommand, type: 1, options: all }],
    ...(file && {
      resolved: {
        attachments: {
          [FILE_ID]: { id: FILE_ID, filename: file.name, url: file.url, proxy_url: file.url, size: file.size },
        },
      },
    }),
  }
}

/** The data of a form's files. */
export function fileData(file: NonNullable<SlashCommand['file']>) {
  const attachment = { id: FILE_ID, filename: file.name, url: file.url, proxy_url: file.url, size: file.size }
  return { id: FILE_ID, resolved: { attachments: { [FILE_ID]: attachment } } }
}

function optionType(value: Value): number {
  if (typeof value === 'string') return 3
  return typeof value === 'number' ? 4 : 5
}

/** The data of a channel that was picked. */
export function pickedChannel(channelId: string, state: State): Body {
  const channel = state.channels.get(channelId)
  return channel ? { channels: { [channelId]: { ...channelBody(channel), permissions: '0' } } } : {}
}

export function messageEvent(id: string, message: ReaderMessage, channelType: number): Body {
  const { content, channelId = '', userId = READER_ID, isBot = false, pingsBot = false, replyTo } = message
  const isDirect = channelType === DM
  return {
    id,
    channel_id: channelId,
    channel_type: channelType,
    author: user(userId, 'reader', isBot),
    // Without the MessageContent intent others' words are hidden.
    content: isDirect || pingsBot ? content : '',
    mentions: pingsBot ? [{ ...BOT_USER, id: BOT_ID }] : [],
    mention_roles: [],
    mention_everyone: false,
    attachments: [],
    embeds: [],
    components: [],
    timestamp: '2025-06-17T08:00:00.000000+00:00',
    edited_timestamp: null,
    tts: false,
    pinned: false,
    flags: 0,
    type: replyTo === undefined ? 0 : 19,
    ...(replyTo !== undefined && { message_reference: { message_id: replyTo, channel_id: channelId } }),
    ...(!isDirect && { guild_id: GUILD_ID, member: { ...member(userId), user: undefined } }),
  }
}

/** A reader's message, as it is looked up later. */
export function readerMessage(
  id: string,
  { content, channelId = '', userId = READER_ID }: ReaderMessage,
): PostedMessage {
  return { id, channelId, authorId: userId, body: { content }, isEphemeral: false, before: [], isCrossposted: false }
}
