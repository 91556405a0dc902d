import { ApplicationIntegrationType, ChannelType, InteractionContextType, PermissionFlagsBits } from 'discord.js'
import type {
  APIApplicationCommandAutocompleteInteraction,
  APIApplicationCommandInteraction,
  APIMessageComponentInteraction,
  APIModalSubmitInteraction,
} from 'discord.js'
import { LANGUAGES } from '../../../text/types.js'
import type { Language } from '../../../text/types.js'
import type { Chat, Command, Request } from '../../contract/request.js'

export type Interaction =
  | APIApplicationCommandAutocompleteInteraction
  | APIApplicationCommandInteraction
  | APIMessageComponentInteraction
  | APIModalSubmitInteraction

/** Who asked, where and with which rights: read from the interaction itself, so it is as of now. */
export function requestOfInteraction(interaction: Interaction, command: Command): Request {
  const language = clientLanguage(interaction.locale)
  return {
    chat: chatOf(interaction),
    userId: interaction.member?.user.id ?? interaction.user?.id ?? '',
    command,
    mayManage: mayManage(interaction),
    ...(language !== undefined && { clientLanguage: language }),
    ...(isDirect(interaction) && { isDirect: true }),
  }
}

function chatOf(interaction: { readonly channel?: { readonly id: string }; readonly channel_id?: string }): Chat {
  return { platform: 'discord', chatId: interaction.channel?.id ?? interaction.channel_id ?? '' }
}

/** Whether it was asked in the chat of one person with the bot. */
export function isDirect({ context, channel, guild_id: guildId }: Interaction): boolean {
  if (context !== undefined) return context === InteractionContextType.BotDM
  return guildId === undefined && channel?.type === ChannelType.DM
}

/** Whether the app is here as somebody's own, and no member: it may say little, and post nothing by itself. */
export function isOutside(interaction: Interaction): boolean {
  const owners = interaction.authorizing_integration_owners as Readonly<Record<string, string>> | undefined
  return owners !== undefined && !(String(ApplicationIntegrationType.GuildInstall) in owners) && !isDirect(interaction)
}

const MANAGING = PermissionFlagsBits.ManageGuild | PermissionFlagsBits.Administrator

function mayManage(interaction: Interaction): boolean {
  if (isDirect(interaction)) return true
  if (isOutside(interaction) || !interaction.member) return false
  return (BigInt(interaction.member.permissions) & MANAGING) !== 0n
}

/** The language of a Discord client ("zh-TW", "en-GB"), where it is one of ours. */
export function clientLanguage(locale: string): Language | undefined {
  const [language] = locale.split('-')
  return LANGUAGES.find((ours) => ours === language)
}
