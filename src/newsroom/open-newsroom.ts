import { randomUUID } from 'node:crypto'
import type { ChatStore, DeliveryStore } from '../bots/contract/chats.js'
import type { Memos } from '../bots/contract/memos.js'
import type { CompareReport, FeedReport, Newsroom, SourcesReport } from '../bots/contract/newsroom-port.js'
import type { FeedFared, FeedNotices } from '../bots/owner/owner.js'
import type { ChatLife } from '../bots/owner/chat-changes-seen.js'
import type { Persons } from '../bots/contract/persons.js'
import type { PlatformStates } from '../bots/contract/platform.js'
import { traitsIn, type TraitsTable } from '../bots/contract/platform-traits.js'
import type { StoryThreads } from '../bots/contract/story-threads.js'
import type { Article } from '../feeds/article.js'
import type { ArticleStore, FeedState } from '../feeds/article-store.js'
import type { CommentsStore } from '../feeds/pages/comments-feed.js'
import type { FullTextStore } from '../feeds/pages/full-text.js'
import { detectLanguage } from '../text/language/language.js'
import type { Feed, Region } from '../regions/region.js'
import { openReadingDesk, type ReadingDesk } from './reading-rounds.js'
import { archive as archiveOf } from '../store/news/archive-store.js'
import { sharedWithinMinute } from '../process/shared-calls.js'
import { articleStore } from '../store/news/article-store-sql.js'
import { chatStore } from '../store/chats/chat-store.js'
import { deliveryStore } from '../store/chats/delivery-store.js'
import type { FeedList } from '../store/news/feed-list.js'
import { noticeStore } from '../store/news/feed-notices.js'
import { memoStore } from '../store/chats/memo-store.js'
import { chatLife } from '../store/chats/ended-chat-store.js'
import { persons } from '../store/chats/person-store.js'
import { platformStates } from '../store/chats/platform-state-store.js'
import { storyThreads } from '../store/chats/story-thread-store.js'
import { openDatabase } from '../store/open-database.js'
import { embeddingStore } from '../store/news/embedding-store.js'
import { visitStore } from '../store/news/page-visit-store.js'
import { findAlerts } from '../summaries/digest/alerts.js'
import { answerQuestion } from '../summaries/answer.js'
import type { Archive } from '../summaries/terms/archive.js'
import { chartOf } from '../summaries/chart/chart.js'
import { type Drawing, startDrawing } from '../summaries/chart/start-drawing.js'
import { knownFigures } from '../summaries/facts/compare.js'
import { findCorrections } from '../summaries/digest/corrections.js'
import { composeDigest, type FeedsFared } from '../summaries/digest.js'
import type { DigestRequest } from '../summaries/digest/digest-choice.js'
import { figureHistory } from '../summaries/facts/figure-history.js'
import { languageToAnswer } from '../summaries/question/question.js'
import { readArticle } from '../summaries/read-article.js'
import { prepareReader, type Reader } from '../summaries/terms/reader.js'
import { viewItem } from '../summaries/digest/item-view.js'
import { listResults } from '../summaries/answer/result-list.js'
import { viewStory } from '../summaries/stories/story-view.js'
import { outletOf } from '../summaries/terms/voices.js'
import { noTelemetry, type Telemetry } from '../telemetry/telemetry.js'
import type { Database } from '../store/base/database.js'
import type { EmbeddingStore } from '../summaries/terms/vector.js'

/** What the bots and the feed desk ask of the newsroom, in its own thread or in theirs. */
export interface NewsroomPorts {
  readonly newsroom: Newsroom
  readonly chats: ChatStore
  readonly memos: Memos
  readonly states: PlatformStates
  readonly storyThreads: StoryThreads
  readonly life: ChatLife
  readonly persons: Persons
  readonly deliveries: DeliveryStore
  readonly notices: FeedNotices
  readonly embeddings: EmbeddingStore
}

/** Everything that stands on the database: built once, used by one thread. */
export interface OpenNewsroom extends NewsroomPorts {
  readonly visits: FullTextStore & CommentsStore
  readonly articles: ArticleStore & FeedList
  readonly archive: Archive
  readonly database: Database
  readonly desk: ReadingDesk
  /** The pack with the outlets and feeds that the store has beside it. */
  readonly reader: () => Reader
  /** Looks up anew the outlets and feeds that the store has beside the pack's. */
  refreshOutlets(): Promise<void>
  close(): Promise<void>
}

export interface NewsroomDeps {
  readonly region: Region
  readonly traits: TraitsTable
  readonly databaseUrl: string
  readonly now: () => number
  /** Absent: nothing is told. */
  readonly telemetry?: Telemetry
}

/** Opens the database and the rooms over it. Throws DatabaseError. */
export async function openNewsroom({
  region,
  traits,
  databaseUrl,
  now,
  telemetry = noTelemetry,
}: NewsroomDeps): Promise<OpenNewsroom> {
  const database = await openDatabase(databaseUrl)
  const articles = articleStore(database)
  const archive = archiveOf(database)
  const packReader = prepareReader(region)
  let reader = packReader
  const refreshOutlets = async () => {
    reader = { ...packReader, region: await withStored(region, articles) }
  }
  await refreshOutlets()
  const desk = await openReadingDesk({ archive, reader: () => reader, telemetry })
  const drawing = startDrawing()
  return {
    newsroom: newsroomOver({ archive, articles, reader: () => reader, now, drawing }),
    chats: chatStore(database),
    memos: memoStore(database),
    states: platformStates(database),
    storyThreads: storyThreads(database),
    life: chatLife(database),
    persons: persons(database, traitsIn(traits)),
    deliveries: deliveryStore(database),
    visits: visitStore(database),
    notices: { ...noticeStore(database), feedsFared: () => feedsNow(articles, reader.region) },
    embeddings: embeddingStore(database),
    articles,
    archive,
    database,
    desk,
    reader: () => reader,
    refreshOutlets,
    close: async () => {
      await drawing.stop()
      await database.close()
    },
  }
}

async function withStored(region: Region, articles: FeedList): Promise<Region> {
  const [outlets, feeds] = await Promise.all([articles.knownOutlets(), articles.addedFeeds()])
  const inPack = new Set(region.outlets.map((outlet) => outlet.id))
  const added = outlets.filter((outlet) => !inPack.has(outlet.id)).map(({ id, name }) => ({ id, name, domains: [], voice: 'unknown' as const })) // prettier-ignore
  return { ...region, outlets: [...region.outlets, ...added], feeds: [...region.feeds, ...feeds] }
}

async function feedsNow(articles: ArticleStore, region: Region): Promise<readonly FeedFared[]> {
  const feeds = new Map(region.feeds.map((feed) => [feed.id, feed]))
  return (await articles.feedStates()).flatMap(({ feedId, verdict, detail, failures }) => {
    const feed = feeds.get(feedId)
    if (feed?.status !== 'default') return []
    const outlet = outletOf(feed.outletId, region).name
    return [{ feedId, outlet, url: feed.url, verdict, failures, ...(detail === undefined ? {} : { detail }) }]
  })
}

async function recentStories(limit: number, archive: Archive, now: number) {
  const ids = await archive.findingsBetween(now - 7 * 86_400_000, now + 1, 5 * limit)
  const [storyOf, articles] = await Promise.all([archive.storiesOf(ids), archive.articles(ids)])
  const titles = new Map(articles.map(({ id, title }) => [id, title]))
  const stories = new Map(ids.toReversed().map((id) => [storyOf.get(id) ?? id, titles.get(id) ?? '']))
  return [...stories].reverse().slice(0, limit).map(([id, title]) => ({ id, title: title === '' ? id : title })) // prettier-ignore
}

interface Rooms {
  readonly archive: Archive
  readonly articles: ArticleStore & FeedList
  readonly reader: () => Reader
  readonly now: () => number
  readonly drawing: Drawing
}

/** Two people who ask for today within a minute ask for the same digest. */
function digestKey({ from, to, ...rest }: DigestRequest): string {
  return JSON.stringify([Math.floor(from / 60_000), Math.floor(to / 60_000), rest])
}

function newsroomOver({ archive, articles, reader, now, drawing }: Rooms): Newsroom {
  const digest = async (options: DigestRequest) => {
    const feeds = feedsFared(reader().region, await articles.feedStates())
    return composeDigest(options, { archive, reader: reader(), feeds })
  }
  const digestForAll = sharedWithinMinute(digest, { keyOf: digestKey, now })
  return {
    ask: (question, { languageIsGuessed = false, language: given, ...options }) => {
      const language = languageIsGuessed ? languageToAnswer(question, given, reader()) : given
      return answerQuestion(question, { archive, reader: reader(), now: now(), language, ...options })
    },
    // What was told before is each chat's own.
    digest: (options) => (options.told === undefined ? digestForAll(options) : digest(options)),
    figure: (words, options) => figureHistory(words, { archive, reader: reader(), ...options }),
    figurePicture: async (words, options) => {
      const history = await figureHistory(words, { archive, reader: reader(), ...options })
      const chart = history && chartOf(history, { reader: reader(), language: options.language })
      return chart && { png: await drawing.draw(chart), alt: chart.alt }
    },
    recentStories: (limit) => recentStories(limit, archive, now()),
    item: (asked) => viewItem(asked, { archive, reader: reader() }),
    results: (question, options) => listResults(question, options, { archive, reader: reader(), now: now() }),
    story: (id) => viewStory(id, { archive, reader: reader(), now: now() }),
    alerts: (request) => findAlerts(request, { archive, reader: reader() }),
    corrections: (quotes) => findCorrections(quotes, { archive, reader: reader() }),
    compare: async (text) => compareText(text, { reader: reader(), now: now() }),
    sources: async () => sourcesReport({ archive, articles, region: reader().region }),
  }
}

function feedsFared(region: Region, states: readonly FeedState[]): FeedsFared {
  const read = states.filter((state) => state.lastFetchedAt !== undefined)
  const failed = read.filter((state) => state.failures > 0)
  const nameOf = (feedId: string) => {
    const feed = region.feeds.find((each) => each.id === feedId)
    return feed === undefined ? feedId : outletOf(feed.outletId, region).name
  }
  return {
    feedsRead: read.length - failed.length,
    feedsFailed: [...new Set(failed.map((state) => nameOf(state.feedId)))],
  }
}

/** A text held against the template: its first line is the title. */
export function compareText(text: string, { reader, now }: { reader: Reader; now: number }): CompareReport {
  const [first = '', ...rest] = text.trim().split('\n')
  const isHeaded = rest.length > 0 && first.length <= 250
  const article: Article = {
    id: randomUUID(),
    feedId: 'chat',
    outletId: 'chat',
    url: '',
    title: isHeaded ? first : '',
    text: isHeaded ? rest.join('\n') : text.trim(),
    language: detectLanguage(text),
    publishedAt: now,
    fetchedAt: now,
    revision: 1,
    comments: [],
  }
  const { reading } = readArticle(article, { reader, known: knownFigures(reader, []) })
  const filled = new Set(reading.findings.map((finding) => finding.sectionId))
  const missing = reader.region.sections.map((section) => section.id).filter((id) => !filled.has(id))
  return { title: article.title, findings: reading.findings, missing }
}

async function sourcesReport({
  archive,
  articles,
  region,
}: {
  archive: Archive
  articles: ArticleStore & FeedList
  region: Region
}): Promise<SourcesReport> {
  const [states, counts, held] = await Promise.all([articles.feedStates(), articles.feedCounts(), archive.holdings()])
  const stateOf = new Map(states.map((state) => [state.feedId, state]))
  const feeds = region.feeds.map((feed) =>
    feedReport(feed, { region, state: stateOf.get(feed.id), count: counts.get(feed.id) ?? 0 }),
  )
  const newest = held.newestAt === undefined ? {} : { newestAt: held.newestAt }
  return { feeds, articles: held.articles, outlets: held.outletIds.length, ...newest }
}

function feedReport(
  feed: Feed,
  { region, state, count }: { region: Region; state: FeedState | undefined; count: number },
): FeedReport {
  const outlet = outletOf(feed.outletId, region)
  return {
    feedId: feed.id,
    outlet: outlet.name,
    voice: outlet.voice,
    url: feed.url,
    status: feed.status,
    verdict: state?.verdict ?? 'never',
    articles: count,
    ...(feed.language === undefined ? {} : { language: feed.language }),
    ...(state?.detail === undefined ? {} : { detail: state.detail }),
    ...(state?.lastFetchedAt === undefined ? {} : { lastFetchedAt: state.lastFetchedAt }),
    ...(state?.lastNewAt === undefined ? {} : { lastNewAt: state.lastNewAt }),
  }
}
