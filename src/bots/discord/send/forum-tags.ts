import { PermissionFlagsBits, Routes } from 'discord.js'
import type { APIGuildForumChannel, APIGuildForumTag, REST } from 'discord.js'
import { shortened } from '../render/control-rows.js'

const MOST_APPLIED = 5
const MOST_AVAILABLE = 20
const MAX_TAG_NAME = 20

/** A forum as it stands, and what the bot may do there. */
export interface Forum {
  readonly channel: APIGuildForumChannel
  readonly permissions: bigint
}

/**
 * The ids of at most five tags of a forum by their names. Those that are not there are made where the bot may manage the
 * channel and there is room; else they are left out. Never throws.
 */
export async function tagIds(
  rest: REST,
  { channel, permissions }: Forum,
  names: readonly string[],
): Promise<readonly string[]> {
  const wanted = [...new Map(names.map((name) => shortened(name, MAX_TAG_NAME)).map((name) => [folded(name), name]))]
  const mayModerate = (permissions & PermissionFlagsBits.ManageThreads) !== 0n
  const idsAmong = (tags: readonly APIGuildForumTag[]) =>
    wanted
      .flatMap(([key]) => tags.find((tag) => folded(tag.name) === key && (mayModerate || !tag.moderated)) ?? [])
      .slice(0, MOST_APPLIED)
      .map(({ id }) => id)
  const known = new Set(channel.available_tags.map((tag) => folded(tag.name)))
  const missing = wanted
    .slice(0, MOST_APPLIED)
    .filter(([key]) => !known.has(key))
    .map(([, name]) => name)
    .slice(0, Math.max(0, MOST_AVAILABLE - channel.available_tags.length))
  if (missing.length === 0 || (permissions & PermissionFlagsBits.ManageChannels) === 0n)
    return idsAmong(channel.available_tags)
  try {
    const body = { available_tags: [...channel.available_tags, ...missing.map((name) => ({ name }))] }
    const changed = (await rest.patch(Routes.channel(channel.id), { body })) as APIGuildForumChannel
    return idsAmong(changed.available_tags)
  } catch {
    return idsAmong(channel.available_tags)
  }
}

function folded(name: string): string {
  return name.toLocaleLowerCase()
}
