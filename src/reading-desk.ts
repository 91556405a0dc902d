import type { Article } from './feeds/article.js'
import type { Archive, StorySignature } from './summaries/archive.js'
import type { KnownFigure } from './summaries/compare.js'
import { knownFigures } from './summaries/compare.js'
import { confirmFigures } from './summaries/learn.js'
import { readArticle } from './summaries/read-article.js'
import type { Reader } from './summaries/reader.js'
import { searchDocument } from './summaries/search-words.js'
import type { Grouping } from './summaries/stories.js'
import { STORY_WINDOW_MS } from './summaries/likeness.js'
import { startGrouping } from './summaries/stories.js'
import { signatureOf } from './summaries/story-features.js'

/** Reads what the archive has not read yet, a piece at a time, so that questions are answered in between. */
export interface ReadingDesk {
  /** Reads all unread articles, oldest first, and returns how many. `onRead` hears the count after each piece. `shouldStop` ends it between two articles. */
  readUnread(options?: { onRead?: (read: number) => void; shouldStop?: () => boolean }): Promise<number>
  /** Looks up anew what is known: after the owner accepted or rejected a fact. */
  refreshKnown(): Promise<void>
}

const BATCH = 50
// Questions wait for one piece at the most.
const PIECE_MS = 10

const DAY_MS = 24 * 3600_000

/** Opens the desk over an archive. `reader` is asked for at each batch: outlets may have been added meanwhile. */
export async function openReadingDesk({
  archive,
  reader,
}: {
  archive: Archive
  reader: () => Reader
}): Promise<ReadingDesk> {
  let known: readonly KnownFigure[] = []
  const refreshKnown = async () => {
    known = knownFigures(reader(), await archive.learnedFacts())
  }
  await refreshKnown()
  const remembered = rememberStories(archive)

  const readOne = async (article: Article): Promise<void> => {
    const read = readArticle(article, { reader: reader(), known })
    const grouping = await remembered(article.publishedAt)
    const story = grouping.join(signatureOf(article, read, reader()))
    const document = searchDocument(article, read.reading)
    await archive.saveReading({ reading: read.reading, story, document, revision: article.revision })
    await confirmFigures(article, read.reading, { archive, region: reader().region })
  }

  const readUnread: ReadingDesk['readUnread'] = async ({ onRead, shouldStop } = {}) => {
    let read = 0
    for (;;) {
      const ids = await archive.unreadIds(BATCH)
      if (ids.length === 0) return read
      const articles = await archive.articles(ids)
      if (articles.length === 0) return read
      let pieceAt = performance.now()
      for (const article of articles) {
        if (shouldStop?.() === true) return read
        await readOne(article)
        read++
        if (performance.now() - pieceAt < PIECE_MS / 2) continue
        onRead?.(read)
        await new Promise((resolve) => setImmediate(resolve))
        pieceAt = performance.now()
      }
      onRead?.(read)
    }
  }
  return { readUnread, refreshKnown }
}

// The stories round an article's day are loaded when the first article of that day is read.
function rememberStories(archive: Archive): (publishedAt: number) => Promise<Grouping> {
  const days = new Map<number, Grouping>()
  return async (publishedAt) => {
    const window = Math.floor(publishedAt / (30 * DAY_MS))
    const open = days.get(window)
    if (open !== undefined) return open
    const from = window * 30 * DAY_MS - STORY_WINDOW_MS
    const signatures: readonly StorySignature[] = await archive.signatures(
      from,
      from + 30 * DAY_MS + 2 * STORY_WINDOW_MS,
    )
    const grouping = startGrouping(signatures)
    // Two months at the most stay in memory.
    if (days.size >= 2) days.delete([...days.keys()][0] ?? window)
    days.set(window, grouping)
    return grouping
  }
}
