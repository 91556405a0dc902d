import { openStores } from '../../src/newsroom/open-stores.js'
import type { Database } from '../../src/store/base/database.js'

// Stores with the rules that the newsroom gives them.

export const chatStore = (database: Database) => openStores(database).chats
export const deliveryStore = (database: Database) => openStores(database).deliveries
export const chatLife = (database: Database) => openStores(database).life
export const memoStore = (database: Database) => openStores(database).memos
