import { traitsIn, type TraitsTable } from '../bots/contract/platform-traits.js'
import { MEMO_LIFE_MS } from '../bots/contract/memos.js'
import { ALERTS, FILTER, LENGTH, POSTING, SCHEDULE, SETTINGS } from '../bots/menus/order-shape.js'
import { RETURN_MS } from '../bots/owner/chat-changes-seen.js'
import { nextDueAt } from '../bots/schedule/next-due.js'
import { zoneClock } from '../bots/schedule/zone-clock.js'
import type { Database } from '../store/base/database.js'
import { chatStore } from '../store/chats/chat-store.js'
import { deliveryStore } from '../store/chats/delivery-store.js'
import { chatLife } from '../store/chats/ended-chat-store.js'
import { memoStore } from '../store/chats/memo-store.js'
import { persons } from '../store/chats/person-store.js'
import { platformStates } from '../store/chats/platform-state-store.js'
import { storyThreads } from '../store/chats/story-thread-store.js'
import type { SubscriptionRules } from '../store/chats/subscription-rows.js'
import { archive } from '../store/news/archive-store.js'
import { articleStore } from '../store/news/article-store-sql.js'
import { embeddingStore } from '../store/news/embedding-store.js'
import { feedLogins } from '../store/news/feed-logins.js'
import { noticeStore } from '../store/news/feed-notices.js'
import { privateArticles } from '../store/news/private-articles.js'
import { visitStore } from '../store/news/page-visit-store.js'
import type { Retention } from '../store/retention.js'

const SUBSCRIPTIONS: SubscriptionRules = {
  shapes: {
    length: LENGTH,
    filter: FILTER,
    schedule: SCHEDULE,
    alerts: ALERTS,
    posting: POSTING,
    settings: SETTINGS,
  },
  zoneClock,
  nextDueAt,
}

/** How long is kept what the bots lay down; the operator's settings say the rest. */
export const KEPT: Pick<Retention, 'endedChatMs' | 'memoMs'> = { endedChatMs: RETURN_MS, memoMs: MEMO_LIFE_MS }

export type Stores = ReturnType<typeof openStores>

/** The stores over one database, with the rules of the rooms that they keep for: the store itself knows none. */
export function openStores(database: Database, traits: TraitsTable = {}) {
  return {
    articles: articleStore(database),
    logins: feedLogins(database),
    archive: archive(database),
    privateArticles: privateArticles(database),
    visits: visitStore(database),
    embeddings: embeddingStore(database),
    notices: noticeStore(database),
    chats: chatStore(database, SUBSCRIPTIONS),
    deliveries: deliveryStore(database, SUBSCRIPTIONS),
    life: chatLife(database, SUBSCRIPTIONS),
    memos: memoStore(database, { lifeMs: KEPT.memoMs }),
    persons: persons(database, traitsIn(traits)),
    states: platformStates(database),
    storyThreads: storyThreads(database),
  }
}
