import type { Correction } from '../../summaries/digest/corrections.js'
import type { Digest } from '../../summaries/terms/shapes.js'
import type { ChatStore, DueSubscription } from '../contract/chats.js'
import type { Platform } from '../contract/platform.js'
import type { DigestLook } from '../present/present-digest.js'
import { presentCorrected } from '../present/present-news.js'
import { sectionTitle, type View } from '../wording/view.js'
import type { Payload } from '../contract/payload.js'

export interface TopicDeps {
  readonly platform: Platform
  readonly chats: Pick<ChatStore, 'subscription' | 'updateSubscription'>
  readonly view: View
  readonly look: DigestLook
}

/**
 * A digest as messages into the topics of its sections, made where a section has its first item. Undefined: the subscription has no topics,
 * or none can be made now; then it comes as one, which loses nothing. What is made is kept before anything is composed.
 */
export async function topicPayloads(
  digest: Digest,
  corrections: readonly Correction[],
  subscription: DueSubscription,
  { platform, chats, view, look }: TopicDeps,
): Promise<readonly Payload[] | undefined> {
  const { chat, delivery } = subscription
  const intoTopic = platform.intoTopic?.bind(platform)
  if (delivery?.topics === undefined || !platform.openTopic || !intoTopic) return undefined
  const told = digest.sections.filter(({ items }) => items.length > 0)
  if (told.length === 0) return undefined
  const topics = new Map(Object.entries(delivery.topics))
  for (const { sectionId } of told) {
    if (topics.has(sectionId)) continue
    const threadId = await platform.openTopic(chat, sectionTitle(sectionId, view)).catch(() => undefined)
    if (threadId === undefined) return undefined
    topics.set(sectionId, threadId)
    // Somebody may have changed it while the topic was made.
    const now = await chats.subscription(chat.platform, subscription.id)
    if (now?.delivery?.topics === undefined) return undefined
    await chats.updateSubscription({ ...now, delivery: { ...now.delivery, topics: Object.fromEntries(topics) } })
  }
  return told.flatMap((section, index) => {
    // Corrections head the first; who was read stands in each, since a topic is read alone.
    const message = presentCorrected({ ...digest, sections: [section] }, index === 0 ? corrections : [], view, look)
    const topicId = topics.get(section.sectionId) ?? ''
    return platform.render(message).map((payload) => intoTopic(payload, topicId))
  })
}
