import type { StoryThreads } from '../../bots/contract/story-threads.js'
import { isChat } from './chat-store.js'
import { chatColumns } from '../base/rows.js'
import type { Database } from '../base/database.js'

/** Which post of a forum tells which story; forgotten with its chat. Throws what the database throws. */
export function storyThreads({ db }: Database): StoryThreads {
  return {
    async find(forum, key) {
      const row = await db
        .selectFrom('story_threads')
        .select(['post_id', 'nonce'])
        .where('story_key', '=', key)
        .where(isChat(forum))
        .executeTakeFirst()
      if (row === undefined) return undefined
      return row.post_id === null ? {} : { threadId: row.post_id, ...(row.nonce !== null && { nonce: row.nonce }) }
    },

    async begin(forum, key, at) {
      await db
        .insertInto('story_threads')
        .values({ ...chatColumns(forum), story_key: key, post_id: null, nonce: null, kept_at: at })
        .onConflict((conflict) =>
          conflict
            .columns(['platform', 'chat_id', 'thread_id', 'story_key'])
            .doUpdateSet({ post_id: null, nonce: null, kept_at: at }),
        )
        .execute()
    },

    async keep(forum, key, { threadId, nonce, at }) {
      const made = { post_id: threadId, nonce, kept_at: at }
      await db
        .insertInto('story_threads')
        .values({ ...chatColumns(forum), story_key: key, ...made })
        .onConflict((conflict) => conflict.columns(['platform', 'chat_id', 'thread_id', 'story_key']).doUpdateSet(made))
        .execute()
    },

    async keyOf(platform, threadId) {
      const row = await db
        .selectFrom('story_threads')
        .select('story_key')
        .where('platform', '=', platform)
        .where('post_id', '=', threadId)
        .executeTakeFirst()
      return row?.story_key
    },
  }
}
