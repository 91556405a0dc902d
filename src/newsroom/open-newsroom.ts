import { randomUUID } from 'node:crypto'
import type { CompareReport, FeedReport, Newsroom, SourcesReport } from '../bots/contract/newsroom-port.js'
import type { FeedFared } from '../bots/owner/owner.js'
import type { TraitsTable } from '../bots/contract/platform-traits.js'
import type { Article } from '../feeds/article.js'
import type { ArticleStore, FeedState } from '../feeds/article-store.js'
import { detectLanguage } from '../text/language/language.js'
import { withLogins } from '../regions/feed-login.js'
import type { Feed, Region } from '../regions/region.js'
import type { NewsroomCondition, NewsroomPorts } from './newsroom-ports.js'
import { openStores, type Stores } from './open-stores.js'
import { openPublicView } from './public-news.js'
import { openReadingRounds, type ReadingRounds } from './reading-rounds.js'
import { sharedWithinMinute } from '../process/shared-calls.js'
import type { FeedList } from '../store/news/feed-list.js'
import { conditionOf } from '../store/condition.js'
import { openDatabase } from '../store/open-database.js'
import { findAlerts } from '../summaries/digest/alerts.js'
import { answerQuestion } from '../summaries/answer.js'
import type { Archive } from '../summaries/archive.js'
import type { Stories } from '../summaries/stories/stories-port.js'
import type { Articles } from '../summaries/terms/articles-port.js'
import type { Readings } from '../summaries/terms/readings-port.js'
import { chartOf } from '../summaries/chart/chart.js'
import { type Drawing, startDrawing } from '../summaries/chart/start-drawing.js'
import { knownFigures } from '../summaries/facts/compare.js'
import { findCorrections } from '../summaries/digest/corrections.js'
import { composeDigest, type FeedsFared } from '../summaries/digest.js'
import type { DigestRequest } from '../summaries/digest/digest-choice.js'
import { figureHistory } from '../summaries/facts/figure-history.js'
import { languageToAnswer } from '../summaries/question/question.js'
import { readArticle } from '../summaries/read-article.js'
import { judgeOf } from '../summaries/learned/judge-of-pack.js'
import { prepareReader, type Reader } from '../summaries/terms/reader.js'
import { viewItem } from '../summaries/digest/item-view.js'
import { listResults } from '../summaries/answer/result-list.js'
import { viewStory } from '../summaries/stories/story-view.js'
import { outletOf } from '../summaries/terms/voices.js'
import { noTelemetry, type Telemetry } from '../telemetry/telemetry.js'
import type { Database } from '../store/base/database.js'

/** Everything that stands on the database: built once, used by one thread. */
export interface OpenNewsroom
  extends Omit<Stores, 'notices'>, Pick<NewsroomPorts, 'newsroom' | 'publicNews' | 'look' | 'notices'> {
  readonly database: Database
  readonly readingRounds: ReadingRounds
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
  // Weights that cannot be read end the start, not each reading.
  judgeOf(region)
  const database = await openDatabase(databaseUrl)
  const stores = openStores(database, traits)
  const { archive, articles } = stores
  const publicView = openPublicView(archive, stores.privateArticles)
  const packReader = prepareReader(region)
  let reader = packReader
  const refreshOutlets = async () => {
    reader = { ...packReader, region: await withStored(region, stores) }
    await publicView.refresh(region.feeds.map(({ id }) => id))
  }
  await refreshOutlets()
  const readingRounds = await openReadingRounds({ archive, reader: () => reader, telemetry })
  const drawing = startDrawing()
  return {
    ...stores,
    newsroom: newsroomOver({ archive: () => archive, articles, reader: () => reader, now, drawing }),
    publicNews: newsroomOver({
      ...{ archive: publicView.archive, articles, now, drawing },
      reader: () => ({ ...reader, region: { ...reader.region, feeds: reader.region.feeds.filter(({ id }) => publicView.hasFeed(id)) } }), // prettier-ignore
    }),
    look: { condition: async () => conditionNow(database, { articles, region, now: now() }) },
    notices: { ...stores.notices, feedsFared: () => feedsNow(articles, reader.region) },
    database,
    readingRounds,
    reader: () => reader,
    refreshOutlets,
    close: async () => {
      await drawing.stop()
      await database.close()
    },
  }
}

async function withStored(region: Region, { articles, logins }: Pick<Stores, 'articles' | 'logins'>): Promise<Region> {
  const [outlets, feeds, known] = await Promise.all([articles.knownOutlets(), articles.addedFeeds(), logins.all()])
  const inPack = new Set(region.outlets.map((outlet) => outlet.id))
  const added = outlets.filter((outlet) => !inPack.has(outlet.id)).map(({ id, name }) => ({ id, name, domains: [], voice: 'unknown' as const })) // prettier-ignore
  return {
    ...region,
    outlets: [...region.outlets, ...added],
    feeds: [...region.feeds, ...withLogins(feeds, ({ url }) => known.get(url))],
  }
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

const WEEK_MS = 7 * 86_400_000
const MOST_TITLES = 8

/** The stories told last, newest first: of the last week, and where that brought none, the last of all. */
async function recentStories(limit: number, archive: Articles & Readings & Stories, now: number) {
  const ofWeek = await archive.findingsBetween(now - WEEK_MS, now + 1, 5 * limit)
  const ids = ofWeek.length > 0 ? ofWeek : await archive.findingsBetween(0, now + 1, 5 * limit)
  const storyOf = await archive.storiesOf(ids)
  const storyIds = [...new Set(ids.map((id) => storyOf.get(id) ?? id))].slice(0, limit)
  const stories = new Map((await archive.stories(storyIds)).map((story) => [story.id, story]))
  const membersOf = (id: string) => (stories.get(id)?.articleIds ?? [id]).slice(0, MOST_TITLES)
  const newestOf = new Map(ids.toReversed().map((id) => [storyOf.get(id) ?? id, id]))
  const asked = [...new Set([...storyIds.flatMap(membersOf), ...newestOf.values()])]
  const titleOf = new Map((await archive.articles(asked)).map(({ id, title }) => [id, title]))
  return storyIds.map((id) => {
    const titles = [newestOf.get(id) ?? id, ...membersOf(id)].flatMap((each) => titleOf.get(each) || [])
    return { id, title: titles[0] ?? id, titles: [...new Set(titles)] }
  })
}

async function conditionNow(
  database: Database,
  { articles, region, now }: { articles: ArticleStore; region: Region; now: number },
): Promise<NewsroomCondition> {
  const [condition, states] = await Promise.all([conditionOf(database, now), articles.feedStates()])
  const used = new Set(region.feeds.filter(({ status }) => status === 'default').map(({ id }) => id))
  const asked = states.filter(({ feedId, lastFetchedAt }) => used.has(feedId) && lastFetchedAt !== undefined)
  const failed = asked.filter(({ failures }) => failures > 0).length
  const lastReadAt = asked.reduce((last, { lastOkAt = 0 }) => Math.max(last, lastOkAt), 0)
  const feeds = { read: asked.length - failed, failed, never: used.size - asked.length }
  return { ...condition, feeds, ...(lastReadAt > 0 && { lastReadAt }) }
}

interface Rooms {
  /** What may be seen of the archive now. */
  readonly archive: () => Archive
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
    return composeDigest(options, { archive: archive(), reader: reader(), feeds })
  }
  const digestForAll = sharedWithinMinute(digest, { keyOf: digestKey, now })
  return {
    ask: (question, { languageIsGuessed = false, language: given, ...options }) => {
      const language = languageIsGuessed ? languageToAnswer(question, given, reader()) : given
      return answerQuestion(question, { archive: archive(), reader: reader(), now: now(), language, ...options })
    },
    // What was told before is each chat's own.
    digest: (options) => (options.told === undefined ? digestForAll(options) : digest(options)),
    figure: (words, options) => figureHistory(words, { archive: archive(), reader: reader(), ...options }),
    figurePicture: async (words, options) => {
      const history = await figureHistory(words, { archive: archive(), reader: reader(), ...options })
      const chart = history && chartOf(history, { reader: reader(), language: options.language })
      return chart && { png: await drawing.draw(chart), alt: chart.alt }
    },
    recentStories: (limit) => recentStories(limit, archive(), now()),
    item: (asked) => viewItem(asked, { archive: archive(), reader: reader() }),
    results: (question, options) =>
      listResults(question, options, { archive: archive(), reader: reader(), now: now() }),
    story: (id) => viewStory(id, { archive: archive(), reader: reader(), now: now() }),
    alerts: (request) => findAlerts(request, { archive: archive(), reader: reader() }),
    corrections: (quotes) => findCorrections(quotes, { archive: archive(), reader: reader() }),
    compare: async (text) => compareText(text, { reader: reader(), now: now() }),
    sources: async () => sourcesReport({ archive: archive(), articles, region: reader().region }),
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
  archive: Articles
  articles: ArticleStore & FeedList
  region: Region
}): Promise<SourcesReport> {
  const [states, counts, held] = await Promise.all([articles.feedStates(), articles.feedCounts(), archive.extent()])
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
