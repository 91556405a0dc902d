import { ChannelFlags, PermissionFlagsBits, Routes } from 'discord.js'
import type { APIGuildForumChannel, APIGuildForumTag, REST } from 'discord.js'
import { shortened } from '../render/control-rows.js'

const MOST_APPLIED = 5
const MOST_AVAILABLE = 20
const MAX_TAG_NAME = 20
/** Made where a forum requires a tag, has none, and we may make one. */
const OWN_TAG = 'Silkwire'

/** A forum as it stands, and what the bot may do there. */
export interface Forum {
  readonly channel: APIGuildForumChannel
  readonly permissions: bigint
}

/**
 * The ids of at most five tags of a forum by their names. Those that are not there are made where the bot may manage the
 * channel and there is room; else they are left out. Where the forum requires a tag and has none of these, the first that
 * the bot may use. 'none': it requires one and there is none. Never throws.
 */
export async function tagIds(rest: REST, forum: Forum, names: readonly string[]): Promise<readonly string[] | 'none'> {
  const named = await namedTags(rest, forum, names)
  if (named.length > 0 || !requiresTag(forum.channel)) return named
  const usable = usableTag(forum.channel.available_tags, forum.permissions)
  if (usable !== undefined) return [usable.id]
  const made = await namedTags(rest, forum, [OWN_TAG])
  return made.length > 0 ? made : 'none'
}

/** Whether a forum takes no post of ours for want of a tag: it requires one, has none that we may use, and we may make none. */
export function lacksTag(
  {
    flags,
    availableTags,
  }: { readonly flags: number; readonly availableTags: readonly { readonly moderated: boolean }[] },
  permissions: bigint,
): boolean {
  const mayMake = (permissions & PermissionFlagsBits.ManageChannels) !== 0n
  return (flags & ChannelFlags.RequireTag) !== 0 && !mayMake && usableTag(availableTags, permissions) === undefined
}

function requiresTag({ flags }: APIGuildForumChannel): boolean {
  return ((flags ?? 0) & ChannelFlags.RequireTag) !== 0
}

/** Moderators alone apply a tag that is moderated. */
function usableTag<Tag extends { readonly moderated: boolean }>(
  tags: readonly Tag[],
  permissions: bigint,
): Tag | undefined {
  const mayModerate = (permissions & PermissionFlagsBits.ManageThreads) !== 0n
  return tags.find(({ moderated }) => !moderated) ?? (mayModerate ? tags[0] : undefined)
}

async function namedTags(
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
