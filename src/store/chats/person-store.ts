import { sql } from 'kysely'
import type { Persons } from '../../bots/contract/persons.js'
import type { TraitsOf } from '../../bots/contract/platform-traits.js'
import type { Chat, PlatformName } from '../../bots/contract/request.js'
import { addedBy, forgetRows } from './ended-chat-store.js'
import { chatColumns } from '../base/rows.js'
import type { Database } from '../base/database.js'
import { scrub } from '../base/database.js'

/** What the tables know of persons. Throws what the database throws. */
export function persons(database: Database, traits: TraitsOf): Persons {
  const { db } = database

  /** A person's private chat has the person's id, or is known from noteDirect. */
  const ownChats = async (platform: PlatformName, userId: string): Promise<readonly string[]> => {
    const noted = await db
      .selectFrom('direct_chats')
      .select('chat_id')
      .where((columns) => columns.and({ platform, user_id: userId }))
      .execute()
    const ids = noted.map(({ chat_id: id }) => id)
    return traits(platform).privateChatIsPerson ? [...new Set([userId, ...ids])] : ids
  }

  return {
    async export(platform, userId) {
      const own = await ownChats(platform, userId)
      const ofOwn = (table: 'chat_settings' | 'memos' | 'deliveries') =>
        db.selectFrom(table).selectAll().where('platform', '=', platform).where('chat_id', 'in', own).execute()
      const [settings, memos, deliveries] = [
        await ofOwn('chat_settings'),
        await ofOwn('memos'),
        await ofOwn('deliveries'),
      ]
      const subscriptions = await db
        .selectFrom('subscriptions')
        .selectAll()
        .where('platform', '=', platform)
        .where((columns) => columns.or([columns('chat_id', 'in', own), columns('created_by', '=', userId)]))
        .execute()
      const feeds = await db
        .selectFrom('added_feeds')
        .selectAll()
        .where(
          'added_by',
          'in',
          own.map((id) => addedBy({ platform, chat_id: id })),
        ) // prettier-ignore
        .execute()
      const notices = await db.selectFrom('feed_notices').selectAll().where('owner', '=', `${platform}:${userId}`).execute() // prettier-ignore
      const chats = own.map((chatId): Chat => ({ platform, chatId }))
      return { platform, userId, chats, settings, subscriptions, deliveries, memos, feeds, notices }
    },

    async forget(platform, userId) {
      const own = await ownChats(platform, userId)
      await db.transaction().execute(async (trx) => {
        for (const chat_id of own) await forgetRows(trx, { platform, chat_id })
        await trx
          .updateTable('subscriptions')
          .set({ created_by: null })
          .where((columns) => columns.and({ platform, created_by: userId }))
          .execute()
        await trx.deleteFrom('feed_notices').where('owner', '=', `${platform}:${userId}`).execute()
      })
      scrub(database)
    },

    async noteDirect(chat, userId) {
      const { platform, chat_id } = chatColumns(chat)
      await sql`
        insert or ignore into direct_chats (platform, chat_id, user_id)
        select ${platform}, ${chat_id}, ${userId}
        where exists (select 1 from chat_settings where platform = ${platform} and chat_id = ${chat_id})
          or exists (select 1 from subscriptions where platform = ${platform} and chat_id = ${chat_id})
          or exists (select 1 from memos where platform = ${platform} and chat_id = ${chat_id})
      `.execute(db)
    },
  }
}
