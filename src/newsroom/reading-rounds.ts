import type { Article } from '../feeds/article.js'
import type { Archive } from '../summaries/archive.js'
import type { Stories } from '../summaries/stories/stories-port.js'
import type { StorySignature } from '../summaries/terms/readings-port.js'
import type { Reading } from '../summaries/terms/shapes.js'
import type { Telemetry } from '../telemetry/telemetry.js'
import type { KnownFigure } from '../summaries/facts/compare.js'
import { knownFigures } from '../summaries/facts/compare.js'
import { confirmFigures } from '../summaries/facts/propose-facts.js'
import { readArticle } from '../summaries/read-article.js'
import type { Reader } from '../summaries/terms/reader.js'
import { searchDocument } from '../summaries/reading/search-words.js'
import type { Grouping } from '../summaries/stories/group-stories.js'
import { STORY_WINDOW_MS } from '../summaries/stories/likeness.js'
import { startGrouping } from '../summaries/stories/group-stories.js'
import type { PairModel } from '../summaries/stories/pair-model.js'
import { storyModelOf } from '../summaries/stories/story-model.js'
import { signatureOf } from '../summaries/stories/story-features.js'
import { startRepeats, type RepeatsByOutlet } from '../text/clean/repeats.js'

/** Reads what the archive has not read yet, a piece at a time, so that questions are answered in between. */
export interface ReadingRounds {
  /**
   * Reads all unread articles, new ones oldest first before what is only to be read again, newest first, and returns how many. `onRead` hears the count after each piece. `shouldStop` ends it between two articles.
   * `pieceMs`: how long a question may wait, 10 unless given; a longer piece saves more readings at once.
   */
  readUnread(options?: ReadOptions): Promise<number>
  /** Looks up anew what is known: after the owner accepted or rejected a fact. */
  refreshKnown(): Promise<void>
}

interface ReadOptions {
  readonly onRead?: (read: number) => void
  readonly shouldStop?: () => boolean
  readonly pieceMs?: number
}

const BATCH = 50
// Questions wait for one piece at the most; half of it is for the disk.
const PIECE_MS = 10

const DAY_MS = 24 * 3600_000

/** Opens the rounds of reading over an archive. `reader` is asked for at each batch: outlets may have been added meanwhile. */
export async function openReadingRounds({
  archive,
  reader,
  telemetry: { log, metrics },
}: {
  archive: Archive
  reader: () => Reader
  telemetry: Telemetry
}): Promise<ReadingRounds> {
  let known: readonly KnownFigure[] = []
  const refreshKnown = async () => {
    known = knownFigures(reader(), await archive.learnedFacts())
  }
  await refreshKnown()
  const remembered = rememberStories(archive, () => storyModelOf(reader().region))
  const repeats = startRepeats()

  // One transaction a piece: the disk is waited for once, not once an article.
  const readPiece = async (articles: readonly Article[], { shouldStop, pieceMs = PIECE_MS }: ReadOptions) => {
    const [first] = articles
    if (first === undefined) return 0
    const grouping = await remembered(first.publishedAt)
    await learnOutlets(articles, { archive, repeats })
    return archive.together(async (open) => {
      const startedAt = performance.now()
      let read = 0
      for (const article of articles) {
        if (shouldStop?.() === true || !grouping.covers(article.publishedAt)) break
        repeats.see(article)
        const common = repeats.of(article.outletId)
        const { reading, sentences, passages } = readArticle(article, { reader: reader(), known, repeats: common })
        const story = grouping.join(signatureOf(article, { reading, sentences }, reader()))
        await open.saveReading({
          reading,
          story,
          document: searchDocument(article, reading, passages),
          passages,
          revision: article.revision,
        })
        log.debug(decisionsOf(reading, story), 'read an article')
        if (article.revision === 1 && article.isUndated !== true)
          metrics.observe('article_lag_seconds', {}, (article.fetchedAt - article.publishedAt) / 1000)
        await confirmFigures(article, reading, { archive: open, region: reader().region })
        read++
        if (performance.now() - startedAt >= pieceMs / 2) break
      }
      metrics.count('articles_read_total', {}, read)
      metrics.observe('reading_seconds', {}, (performance.now() - startedAt) / 1000)
      return read
    })
  }

  const readUnread: ReadingRounds['readUnread'] = async (options = {}) => {
    let read = 0
    for (;;) {
      const articles = await archive.articles(await archive.unreadIds(BATCH))
      if (articles.length === 0) {
        await archive.tendSearch(options.shouldStop)
        return read
      }
      for (let at = 0; at < articles.length;) {
        const done = await readPiece(articles.slice(at), options)
        if (done === 0) return read
        at += done
        read += done
        options.onRead?.(read)
        await pause()
      }
    }
  }
  return { readUnread, refreshKnown }
}

const LEARNED_FROM = 64

// What an outlet's articles have in common is learned from those that are stored, before the first of them is read.
async function learnOutlets(
  articles: readonly Article[],
  { archive, repeats }: { archive: Archive; repeats: RepeatsByOutlet },
): Promise<void> {
  for (const outletId of new Set(articles.map((article) => article.outletId))) {
    if (repeats.knows(outletId)) continue
    for (const article of await archive.latestOf(outletId, LEARNED_FROM)) repeats.see(article)
  }
}

/** What reading made of an article, and what each section hung on. */
const decisionsOf = ({ articleId, language, findings, figures }: Reading, { storyId }: StorySignature) => ({
  ...{ articleId, language, storyId, figures: figures.length },
  sections: findings.map(({ sectionId, score, why }) => ({ sectionId, score, cues: why.cues })),
})

const pause = () => new Promise((resolve) => setImmediate(resolve))

interface RememberedStories extends Grouping {
  covers(publishedAt: number): boolean
}

const SPAN_MS = 4 * DAY_MS
// Signatures are read by so much of time, so that no load takes longer than a piece.
const LOAD_MS = DAY_MS

// The stories round an article's day are loaded when the first article of that span is read.
function rememberStories(
  archive: Stories,
  model: () => PairModel | undefined,
): (publishedAt: number) => Promise<RememberedStories> {
  const spans = new Map<number, RememberedStories>()
  return async (publishedAt) => {
    const span = Math.floor(publishedAt / SPAN_MS)
    const open = spans.get(span)
    if (open !== undefined) return open
    const from = span * SPAN_MS - STORY_WINDOW_MS
    const to = (span + 1) * SPAN_MS + STORY_WINDOW_MS
    const signatures: StorySignature[] = []
    for (let at = from; at < to; at += LOAD_MS) {
      signatures.push(...(await archive.signatures(at, at + LOAD_MS)))
      await pause()
    }
    const grouping = startGrouping(signatures, { model: model() })
    const remembered = { ...grouping, covers: (at: number) => Math.floor(at / SPAN_MS) === span }
    // Two spans at the most stay in memory.
    if (spans.size >= 2) spans.delete([...spans.keys()][0] ?? span)
    spans.set(span, remembered)
    return remembered
  }
}
