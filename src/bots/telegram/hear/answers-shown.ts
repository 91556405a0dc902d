import { createHash } from 'node:crypto'
import type { Addressed } from './addressed.js'

/** Which messages answer which, so that an edited question gets its answer edited: in memory, for two minutes, without anybody's words. */
export interface AnswersShown {
  note(asked: Addressed, shown: { readonly messageIds: readonly number[]; readonly askedAt: number }): void
  /** What answered the question before it was edited; undefined: nothing of late, or it says the same still. */
  of(edited: Addressed): readonly number[] | undefined
}

const KEPT_MS = 2 * 60_000
const MOST_KEPT = 2_000

interface Shown {
  readonly words: string
  readonly messageIds: readonly number[]
  readonly askedAt: number
}

/** Opens the memory. Two minutes count from the question, however often a question is edited. */
export function rememberAnswers(now: () => number): AnswersShown {
  const shown = new Map<string, Shown>()
  const sweep = (): void => {
    for (const [key, { askedAt }] of shown) {
      if (shown.size <= MOST_KEPT && askedAt + KEPT_MS > now()) break
      shown.delete(key)
    }
  }
  return {
    note(asked, { messageIds, askedAt: at }) {
      const { askedAt = at } = shown.get(keyOf(asked)) ?? {}
      sweep()
      if (messageIds.length > 0) shown.set(keyOf(asked), { words: hashOf(asked.text), messageIds, askedAt })
    },
    of(edited) {
      sweep()
      const before = shown.get(keyOf(edited))
      return before === undefined || before.words === hashOf(edited.text) ? undefined : before.messageIds
    },
  }
}

const keyOf = ({ chat, messageId, userId }: Addressed): string => `${chat.chatId} ${messageId} ${userId}`
const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url')
