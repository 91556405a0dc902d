// The database in a thread of its own, as the newsroom's thread has it.
import { parentPort, workerData } from 'node:worker_threads'
import { chatStore } from '../dist/store/chats/chat-store.js'
import { deliveryStore } from '../dist/store/chats/delivery-store.js'
import { openDatabase } from '../dist/store/open-database.js'
import { serveCalls } from '../dist/process/threads.js'

const database = await openDatabase(workerData.databaseUrl)
const chats = chatStore(database)
const deliveries = deliveryStore(database)
serveCalls(parentPort, {
  deliveries,
  setUp: {
    /** Adds subscriptions without a sync to the disk for each. */
    async add(subscriptions) {
      database.sqlite.pragma('synchronous = OFF')
      for (const subscription of subscriptions) await chats.addSubscription(subscription)
      database.sqlite.pragma('synchronous = FULL')
    },
  },
})
parentPort.postMessage({ kind: 'ready' })
