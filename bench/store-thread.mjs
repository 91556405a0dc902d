// The database in a thread of its own, as the newsroom's thread has it.
import { parentPort, workerData } from 'node:worker_threads'
import { openStores } from '../dist/newsroom/open-stores.js'
import { openDatabase } from '../dist/store/open-database.js'
import { NEWSROOM_PORTS } from '../dist/newsroom/newsroom-ports.js'
import { calledPort, serveCalls } from '../dist/process/threads.js'

const database = await openDatabase(workerData.databaseUrl)
const { chats, deliveries } = openStores(database)
serveCalls(
  parentPort,
  { deliveries: NEWSROOM_PORTS.deliveries, setUp: calledPort({ add: 60_000 }) },
  {
    deliveries,
    setUp: {
      /** Adds subscriptions without a sync to the disk for each. */
      async add(subscriptions) {
        database.sqlite.pragma('synchronous = OFF')
        for (const subscription of subscriptions) await chats.addSubscription(subscription)
        database.sqlite.pragma('synchronous = FULL')
      },
    },
  },
)
parentPort.postMessage({ kind: 'ready' })
