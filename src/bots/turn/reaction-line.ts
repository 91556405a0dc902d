import { small } from '../wording/blocks.js'
import { cleanLine } from '../wording/clean.js'
import type { Block } from '../contract/message.js'
import type { Chat } from '../contract/request.js'
import { withinTime } from '../timing/time-limit.js'
import type { Turn } from './turn.js'
import type { Reactions, ReadReactions } from '../contract/reaction.js'

const LOOK_BACK_MS = 30 * 24 * 3_600_000
const MOST_READ = 5
const READ_MS = 1_500
const MOST_SHOWN = 8
const LONGEST_EMOJI = 16

/** A line with the reactions to what came to a chat: apart from the comments of outlets, which a section of the template tells. None where there are none. */
export async function reactionLine(
  { request, view, deps }: Turn,
  chat: Chat = request.chat,
): Promise<readonly Block[]> {
  const { reactions, readReactions, now } = deps
  if (reactions === undefined) return []
  const since = now() - LOOK_BACK_MS
  const reading = readReactions && readAnew(chat, since, { reactions, readReactions, now })
  if (reading) await withinTime(reading, READ_MS, undefined).catch(() => undefined)
  const counts = await reactions.here(chat, since)
  if (counts.length === 0) return []
  const words = counts
    .slice(0, MOST_SHOWN)
    .map(({ emoji, count }) => `${cleanLine(emoji).slice(0, LONGEST_EMOJI)} ${count}`)
  return [small(view.say('reactions.here', { counts: words.join(' · ') }))]
}

async function readAnew(
  chat: Chat,
  since: number,
  { reactions, readReactions, now }: { reactions: Reactions; readReactions: ReadReactions; now: () => number },
): Promise<void> {
  const posts = await reactions.posts(chat, since, MOST_READ)
  await Promise.all(
    posts.map(async (post) => {
      const counts = await readReactions(post)
      if (counts) await reactions.note(post, counts, now())
    }),
  )
}
