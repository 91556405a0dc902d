import type { DeliveryList } from '../../bots/contract/chats.js'
import type { Message } from '../../bots/contract/message.js'
import type { Newsroom } from '../../bots/contract/newsroom-port.js'
import type { View } from '../../bots/wording/view.js'
import type { Region } from '../../regions/region.js'

/** What everybody may read: the newsroom without what came by feeds that a chat added for itself. */
export type PublicNews = Pick<Newsroom, 'ask' | 'digest' | 'item' | 'story' | 'figure' | 'figurePicture' | 'sources'>

/** How all is. `reasons` says in a sentence each what is not well; none where all is. */
export interface HealthReport {
  readonly isWell: boolean
  readonly reasons: readonly string[]
  /** By part: feeds, database, platforms, queue. */
  readonly parts: Readonly<Record<string, Readonly<Record<string, string | number | boolean>>>>
}

/** What the pages are made of. */
export interface WebDeps {
  readonly news: PublicNews
  readonly region: Region
  /** Never throws. */
  readonly health: () => Promise<HealthReport>
  /** All metrics in Prometheus' text format. */
  readonly metrics: () => Promise<string>
  readonly deliveries: Pick<DeliveryList, 'list'>
  /** Says something to each owner by direct message, made anew for each. Never throws. */
  readonly tellOwners: (message: () => (view: View) => Message) => Promise<void>
  /** Where readers find the pages, without a slash at the end. */
  readonly base: string
  readonly now: () => number
  /** An answer left: by its route, as it is written in code. */
  readonly onServed: (route: string, status: number, seconds: number) => void
  readonly onFault: (where: string, reason: string) => void
}
