import { createHash, randomBytes } from 'node:crypto'
import type { Memos } from '../../bots/contract/memos.js'
import { isChat } from './chat-store.js'
import { chatColumns } from '../base/rows.js'
import type { Database } from '../base/database.js'

/** Memos of chats, kept for `lifeMs`, and the secret that actions are signed with. Throws what the database throws. */
export function memoStore({ db }: Database, { lifeMs }: { readonly lifeMs: number }): Memos {
  return {
    async keep(chat, value, at) {
      const memo = JSON.stringify(value)
      const { platform, chat_id, thread_id } = chatColumns(chat)
      const named = `${platform} ${chat_id} ${thread_id} ${memo}`
      const key = createHash('sha256').update(named).digest('base64url').slice(0, 10)
      await db
        .deleteFrom('memos')
        .where('kept_at', '<', at - lifeMs)
        .execute()
      await db
        .insertInto('memos')
        .values({ key, ...chatColumns(chat), memo, kept_at: at })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ kept_at: at }))
        .execute()
      return key
    },

    async recall(chat, key, at) {
      const row = await db
        .selectFrom('memos')
        .select('memo')
        .where('key', '=', key)
        .where('kept_at', '>=', at - lifeMs)
        .where(isChat(chat))
        .executeTakeFirst()
      return row === undefined ? undefined : (JSON.parse(row.memo) as unknown)
    },

    async secret() {
      const made = randomBytes(32).toString('base64url')
      await db
        .insertInto('secrets')
        .values({ name: 'actions', value: made })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      const { value } = await db
        .selectFrom('secrets')
        .select('value')
        .where('name', '=', 'actions')
        .executeTakeFirstOrThrow()
      return value
    },
  }
}
