import type { ArticleKey, ArticleStore, KeyedArticle, KnownArticle } from './article-store.js'
import { isOwnKey } from './identity.js'

export interface Recognised {
  /** To be saved: new articles, and revisions under the id that they have. */
  readonly toSave: readonly KeyedArticle[]
  readonly newCount: number
  readonly revisedCount: number
  readonly knownCount: number
}

/** Which of a feed's articles are new, which are corrected, which are known. */
export async function recognise(
  found: readonly KeyedArticle[],
  store: Pick<ArticleStore, 'knownArticles'>,
): Promise<Recognised> {
  const drafts = withoutSharedKeys(found)
  const known = await store.knownArticles([...new Set(drafts.flatMap((draft) => draft.keys))])
  const toSave = new Map<string, KeyedArticle>()
  const taken = new Set<ArticleKey>()
  let newCount = 0
  let revisedCount = 0
  for (const draft of drafts) {
    // The same item twice in one document.
    if (draft.keys.some((key) => taken.has(key)) || toSave.has(draft.article.id)) continue
    for (const key of draft.keys) taken.add(key)
    const match = matchOf(draft, known)
    if (match === undefined) {
      newCount++
      toSave.set(draft.article.id, draft)
    } else if (match.isOwn && match.known.contentHash !== draft.contentHash && !toSave.has(match.known.id)) {
      revisedCount++
      toSave.set(match.known.id, revisionOf(draft, match.known))
    }
  }
  return { toSave: [...toSave.values()], newCount, revisedCount, knownCount: drafts.length - newCount - revisedCount }
}

const A_DAY_AND_A_HALF = 36 * 3_600_000

function matchOf(
  { keys, article }: KeyedArticle,
  known: ReadonlyMap<ArticleKey, KnownArticle>,
): { readonly known: KnownArticle; readonly isOwn: boolean } | undefined {
  for (const key of keys) {
    const found = known.get(key)
    if (found === undefined) continue
    // Series repeat their words every day ("Exchange rates for today"): the words alone tell only within a day.
    if (key.startsWith('text:') && Math.abs(found.publishedAt - article.publishedAt) > A_DAY_AND_A_HALF) continue
    return { known: found, isOwn: isOwnKey(key) }
  }
  return undefined
}

function revisionOf(draft: KeyedArticle, known: KnownArticle): KeyedArticle {
  return {
    ...draft,
    article: { ...draft.article, id: known.id, revision: known.revision + 1, publishedAt: known.publishedAt },
  }
}

/**
 * A guid or address that several different articles of one document bear tells them apart no more, and is dropped: or all
 * but one of them would be lost.
 */
function withoutSharedKeys(drafts: readonly KeyedArticle[]): readonly KeyedArticle[] {
  const contents = new Map<ArticleKey, string>()
  const shared = new Set<ArticleKey>()
  for (const { keys, contentHash } of drafts) {
    for (const key of keys) {
      if (key.startsWith('text:')) continue
      const before = contents.get(key)
      if (before !== undefined && before !== contentHash) shared.add(key)
      contents.set(key, contentHash)
    }
  }
  if (shared.size === 0) return drafts
  return drafts.map((draft) => (draft.keys.some((key) => shared.has(key)) ? withoutKeys(draft, shared) : draft))
}

function withoutKeys(draft: KeyedArticle, shared: ReadonlySet<ArticleKey>): KeyedArticle {
  const rest = draft.keys.filter((key) => !shared.has(key))
  // Too short to be known by its words: by its whole content then.
  const keys = rest.length > 0 ? rest : [`text:${draft.article.outletId}:${draft.contentHash}`]
  const first = draft.keys[0]
  const isIdShared = first !== undefined && shared.has(first)
  return { ...draft, keys, article: isIdShared ? { ...draft.article, id: draft.contentHash } : draft.article }
}
