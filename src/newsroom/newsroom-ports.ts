import type { ChatStore, DeliveryStore } from '../bots/contract/chats.js'
import type { Memos } from '../bots/contract/memos.js'
import type { FeedCatalogue, Newsroom } from '../bots/contract/newsroom-port.js'
import type { Persons } from '../bots/contract/persons.js'
import type { PlatformStates } from '../bots/contract/platform.js'
import type { StoryThreads } from '../bots/contract/story-threads.js'
import type { ChatLife } from '../bots/owner/chat-changes-seen.js'
import type { FeedNotices } from '../bots/owner/owner.js'
import { calledPort, type PortsOf } from '../process/threads.js'
import type { EmbeddingStore } from '../summaries/terms/vector.js'

export interface RefreshReport {
  readonly checked: number
  readonly unchanged: number
  readonly fresh: number
  readonly read: number
  readonly failures: readonly { readonly feedId: string; readonly verdict: string; readonly detail: string }[]
}

export interface FeedRefresh {
  /** One round; a call while one runs gets that one's report. */
  refresh(): Promise<RefreshReport>
}

/** A question waits at most so long for the newsroom. */
const CALL = 15_000
/** What goes to the net: a round of all feeds, a page that somebody names. */
const ROUND = 30 * 60_000

/** What the bots' thread may ask of the newsroom's, each method with how long a call may take, ms: serving and calling derive from this list. */
export const NEWSROOM_PORTS = {
  newsroom: calledPort<Newsroom>({
    ...{ ask: CALL, results: CALL, digest: CALL, alerts: CALL, corrections: CALL, item: CALL, story: CALL },
    ...{ recentStories: CALL, figure: CALL, figurePicture: CALL, compare: CALL, sources: CALL },
  }),
  feedRounds: calledPort<FeedRefresh>({ refresh: ROUND }),
  catalogue: calledPort<FeedCatalogue>({
    ...{ discover: ROUND, add: ROUND, remove: ROUND, importOpml: ROUND, exportOpml: ROUND, article: ROUND },
  }),
  chats: calledPort<ChatStore>({
    ...{ settings: CALL, saveSettings: CALL, subscriptions: CALL, subscription: CALL, subscriptionsBy: CALL },
    ...{ addSubscription: CALL, updateSubscription: CALL, removeSubscription: CALL },
    ...{ pauseSubscription: CALL, resumeSubscription: CALL, forgetPerson: CALL, forget: CALL },
  }),
  life: calledPort<ChatLife>({
    ...{ end: CALL, revive: CALL, move: CALL, personLeft: CALL, untold: CALL, markTold: CALL, purge: CALL },
  }),
  deliveries: calledPort<DeliveryStore>({
    ...{ dueSubscriptions: CALL, alertSubscriptions: CALL, mendDueTimes: CALL, enqueue: CALL, open: CALL, begin: CALL },
    ...{ finish: CALL, unfinished: CALL, endChat: CALL, told: CALL, revisedQuotes: CALL, sentSince: CALL },
    ...{ firstSight: CALL, list: CALL, countByChat: CALL, untoldDoubts: CALL, untoldRefusals: CALL, markTold: CALL },
  }),
  memos: calledPort<Memos>({ keep: CALL, recall: CALL, secret: CALL }),
  persons: calledPort<Persons>({ export: CALL, forget: CALL, noteDirect: CALL }),
  storyThreads: calledPort<StoryThreads>({ find: CALL, begin: CALL, keep: CALL, keyOf: CALL }),
  states: calledPort<PlatformStates>({ recall: CALL, keep: CALL }),
  notices: calledPort<FeedNotices>({ feedsFared: CALL, said: CALL, save: CALL }),
  embeddings: calledPort<EmbeddingStore>({ unembedded: CALL, saveEmbeddings: CALL }),
}

export type NewsroomPorts = PortsOf<typeof NEWSROOM_PORTS>
