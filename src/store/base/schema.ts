import type { Generated } from 'kysely'
import type { Delivery, Subscription } from '../../bots/contract/chats.js'
import type { PlatformName } from '../../bots/contract/request.js'
import type { Feed } from '../../regions/region.js'
import type { LearnedFact } from '../../summaries/facts/facts-port.js'
import type { NewsRow } from '../../summaries/terms/readings-port.js'
import type { DetectedLanguage, Language, Unit } from '../../text/types.js'
import type { EndCause } from '../../bots/contract/payload.js'

/** Tables as migrations.ts makes them. Times are epoch ms; lists and nested objects are JSON text; absent is null. */
export interface Schema {
  migrations: { name: string; applied_at: number }
  articles: ArticleRow
  article_revisions: RevisionRow
  /** `article` is the article's number. */
  article_keys: { key: string; article: number }
  feed_states: FeedStateRow
  outlets: { id: string; name: string }
  added_feeds: AddedFeedRow
  /** Name and password of a feed that was added. */
  feed_logins: { url: string; login: string }
  readings: { article_id: string; revision: number; reading: string }
  passages: { article_id: string; revision: number; passages: string }
  findings: FindingRow
  figures: FigureRow
  story_articles: {
    article_id: string
    story_id: string
    published_at: number
    features: string
    beginning: string
    is_undated: number
  }
  story_corrections: { key: string; story_id: string }
  learned_facts: { id: string; what: string; status: LearnedFact['status']; as_of: number; fact: string }
  /** `settings` is the rest of ChatSettings as JSON. */
  chat_settings: ChatColumns & { language: Language | null; settings: string | null }
  subscriptions: SubscriptionRow
  deliveries: DeliveryRow
  /** What is sent, once for all chats that get it: JSON by its hash. */
  payloads: { key: string; payload: string; kept_at: number }
  /** What a composed text told: one row a story and quote, facts as JSON. */
  edition_items: { edition_id: string; story_id: string; facts: string; quote_id: number | null; told_at: number }
  cited_quotes: { id: Generated<number>; article_id: string; quote: string }
  feed_notices: { owner: string; feed_id: string; said: 'broken' | 'back'; not_before_at: number }
  comment_feeds: CommentFeedRow
  page_visits: { article_id: string; revision: number; visited_at: number }
  sights: { platform: string; update_id: string; seen_at: number }
  memos: ChatColumns & { key: string; memo: string; kept_at: number }
  /** `post_id` null: it was begun, and whether it was made is not known. */
  story_threads: ChatColumns & { story_key: string; post_id: string | null; nonce: string | null; kept_at: number }
  secrets: { name: string; value: string }
  ended_chats: ChatColumns & { cause: EndCause; reason: string; ended_at: number; told_at: number | null }
  /** Whose own a chat is, where its id is not the person's. */
  direct_chats: { platform: PlatformName; chat_id: string; user_id: string }
  /** `article` is the article's number; no numbers: its text was not taken. */
  embeddings: { sequence: Generated<number>; article: number; revision: number; model: string; numbers: Buffer }
  platform_states: { platform: PlatformName; state: string; kept_at: number }
}

export interface ArticleRow {
  /** Key of the full-text index; rises with time of arrival. */
  number: Generated<number>
  id: string
  feed_id: string
  outlet_id: string
  url: string
  title: string
  text: string
  language: DetectedLanguage
  author: string | null
  published_at: number
  /** 1: its source gave no date. */
  is_undated: number
  updated_at: number | null
  fetched_at: number
  revision: number
  comments: string
  content_hash: string
  /** The revision that was read last, 0 for none. */
  read_revision: number
}

interface RevisionRow {
  article_id: string
  revision: number
  title: string
  text: string
  content_hash: string
  replaced_at: number
}

export interface FeedStateRow {
  feed_id: string
  etag: string | null
  last_modified: string | null
  last_fetched_at: number | null
  last_ok_at: number | null
  last_new_at: number | null
  next_due_at: number
  verdict: string
  detail: string | null
  failures: number
  /** FeedHistory as JSON. */
  history: string | null
  rhythm: string | null
  pace: string | null
  shown: number | null
  moved: string | null
}

interface CommentFeedRow {
  article_id: string
  url: string
  /** As the article's feed tells it; null where it tells none. */
  count: number | null
  /** The count when the comments were read last, 0 for never. */
  read_count: number
  read_at: number | null
  published_at: number
}

export interface AddedFeedRow {
  id: string
  outlet_id: string
  url: string
  language: Language | null
  status: Feed['status']
  every_minutes: number
  user_agent: string | null
  /** The chat that added it; null for the owner. */
  added_by: string | null
}

interface FindingRow {
  article_id: string
  position: number
  section_id: string
  published_at: number
  /** What follows is of the article and its reading, kept here so that a day's stories are weighed without opening them. */
  outlet_id: string
  score: number
  change: NonNullable<NewsRow['change']> | null
  weight: number | null
  expected_weight: number | null
}

interface FigureRow {
  article_id: string
  position: number
  what: string
  value: number
  unit: Unit
  period: string | null
  published_at: number
  figure: string
}

/** `thread_id` is '' where a chat has none, so that it can stand in keys. */
export interface ChatColumns {
  platform: PlatformName
  chat_id: string
  thread_id: string
}

/** `filter`, `schedule`, `alerts` and `posting` are JSON, checked where they are read. */
export interface SubscriptionRow extends ChatColumns {
  id: string
  language: Language
  created_at: number
  status: Subscription['status']
  next_due_at: number
  reason: string | null
  length: Subscription['length']
  filter: string
  schedule: string
  alerts: string | null
  posting: string | null
  created_by: string | null
  /** What was published before is told. */
  covered_until: number | null
  /** What the zone's clocks show at next_due_at, so that it can be found again under new rules of the zone. */
  next_due_wall: number | null
}

export interface DeliveryRow extends ChatColumns {
  id: string
  subscription_id: string
  kind: Delivery['kind']
  language: Language
  occurrence_at: number
  part: number
  parts: number
  /** Null where there is nothing to send. */
  payload_key: string | null
  edition_id: string | null
  nonce: string
  state: Delivery['state']
  attempts: number
  message_id: string | null
  reason: string | null
  /** The first attempt of which nobody knows whether it arrived, and why. */
  first_try_at: number | null
  doubt: string | null
  is_marked: number
  /** How many attempts nobody knows of, and how many of those ended in a line that broke. */
  tries_in_doubt: number
  cuts: number
  /** When the owner heard of the doubt. */
  told_at: number | null
  /** Of a row that is gone: the platform refused what it says. */
  refusal: 'fault' | 'meant' | null
  not_before_at: number
  changed_at: number
}
