import type { Archive } from '../summaries/archive.js'
import type { PrivateArticles } from '../store/news/private-articles.js'

/** The feed of articles that were imported by hand. */
const IMPORTED = 'import'

interface PublicView {
  /** What everybody may see of the archive now. */
  readonly archive: () => Archive
  readonly hasFeed: (feedId: string) => boolean
  /** Looks anew which feeds are a chat's own. `packFeedIds`: those of the pack. */
  refresh(packFeedIds: readonly string[]): Promise<void>
}

/**
 * The archive as everybody may see it, for the web pages: without articles of feeds that a chat added for itself. All that the pages show goes through
 * here and nowhere else; what a chat may see is decided where its commands run.
 */
export function openPublicView(archive: Archive, own: PrivateArticles): PublicView {
  let hidden: readonly string[] = []
  const openOf = async (ids: readonly string[]): Promise<ReadonlySet<string>> => {
    const closed = await own.among([...new Set(ids)], hidden)
    return new Set(ids.filter((id) => !closed.has(id)))
  }
  const seen = viewOf(archive, openOf)
  return {
    hasFeed: (feedId) => !hidden.includes(feedId),
    archive: () => (hidden.length === 0 ? archive : seen),
    async refresh(packFeedIds) {
      hidden = await own.feedsBeside([...packFeedIds, IMPORTED])
    },
  }
}

function viewOf(archive: Archive, openOf: (ids: readonly string[]) => Promise<ReadonlySet<string>>): Archive {
  const rowsOf = async <Row extends { readonly articleId: string }>(found: Promise<readonly Row[]>) => {
    const rows = await found
    const open = await openOf(rows.map(({ articleId }) => articleId))
    return rows.filter(({ articleId }) => open.has(articleId))
  }
  const idsOf = async (ids: readonly string[]) => {
    const open = await openOf(ids)
    return ids.filter((id) => open.has(id))
  }
  return {
    ...archive,
    articles: async (ids) => archive.articles(await idsOf(ids)),
    readings: async (ids) => archive.readings(await idsOf(ids)),
    passages: async (ids) => archive.passages(await idsOf(ids)),
    findingsBetween: async (...asked) => idsOf(await archive.findingsBetween(...asked)),
    newsBetween: async (...asked) => rowsOf(archive.newsBetween(...asked)),
    figures: async (query) => rowsOf(archive.figures(query)),
    figuresBetween: async (...asked) => rowsOf(archive.figuresBetween(...asked)),
    signatures: async (...asked) => rowsOf(archive.signatures(...asked)),
    search: async (...asked) => rowsOf(archive.search(...asked)),
    nearest: async (...asked) => idsOf(await archive.nearest(...asked)),
    async stories(ids) {
      const stories = await archive.stories(ids)
      const open = await openOf(stories.flatMap(({ articleIds }) => articleIds))
      const left = await Promise.all(
        stories.map(async (story) => {
          const articleIds = story.articleIds.filter((id) => open.has(id))
          if (articleIds.length === story.articleIds.length) return story
          const outlets = new Set((await archive.articles(articleIds)).map(({ outletId }) => outletId))
          return { ...story, articleIds, voices: story.voices.filter(({ outletId }) => outlets.has(outletId)) }
        }),
      )
      return left.filter(({ articleIds }) => articleIds.length > 0)
    },
  }
}
