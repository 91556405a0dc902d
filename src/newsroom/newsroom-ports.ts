import type { ChatStore, DeliveryStore } from '../bots/contract/chats.js'
import type { Memos } from '../bots/contract/memos.js'
import type { FeedCatalogue, Newsroom } from '../bots/contract/newsroom-port.js'
import type { Persons } from '../bots/contract/persons.js'
import type { PlatformStates } from '../bots/contract/platform.js'
import type { StoryThreads } from '../bots/contract/story-threads.js'
import type { ChatLife } from '../bots/owner/chat-changes-seen.js'
import type { FeedNotices } from '../bots/owner/owner.js'
import type { PublicNews } from '../web/base/web-deps.js'
import { calledPort, type PortsOf } from '../process/threads.js'
import type { Condition } from '../store/condition.js'
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

/** How the newsroom's thread and its database are. */
export interface NewsroomCondition extends Condition {
  /** Of the feeds that are to be read: how many could be when they were last asked, how many not, how many were not asked yet. */
  readonly feeds: { readonly read: number; readonly failed: number; readonly never: number }
  /** When a feed last answered, epoch ms. */
  readonly lastReadAt?: number
}

export interface NewsroomLook {
  condition(): Promise<NewsroomCondition>
}

/** A question waits at most so long for the newsroom. */
const CALL = 15_000
/** Whoever asks how all is waits for no more. */
const LOOK = 5_000
/** What goes to the net: a round of all feeds, a page that somebody names. */
const ROUND = 30 * 60_000

/** What the bots' thread may ask of the newsroom's, each method with how long a call may take, ms: serving and calling derive from this list. */
export const NEWSROOM_PORTS = {
  newsroom: calledPort<Newsroom>({
    ...{ ask: CALL, results: CALL, digest: CALL, alerts: CALL, corrections: CALL, item: CALL, story: CALL },
    ...{ recentStories: CALL, figure: CALL, figurePicture: CALL, compare: CALL, sources: CALL },
  }),
  publicNews: calledPort<PublicNews>({
    ...{ ask: CALL, digest: CALL, item: CALL, story: CALL, figure: CALL, figurePicture: CALL, sources: CALL },
  }),
  look: calledPort<NewsroomLook>({ condition: LOOK }),
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
