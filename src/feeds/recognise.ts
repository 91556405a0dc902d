import type { ArticleKey, ArticleStore, KeyedArticle, KnownArticle } from './article-store.js'
import type { Article } from './article.js'
import { articleId, canonicalUrl, isOwnKey, likeness } from './identity.js'

export interface Recognised {
  /** To be saved: new articles, and revisions under the id that they have. */
  readonly toSave: readonly KeyedArticle[]
  readonly newOnes: readonly Article[]
  readonly revisedCount: number
  readonly knownCount: number
  /** What known articles are called by now: the feed may change the rest at its next poll. */
  readonly newKeys: readonly { readonly key: ArticleKey; readonly articleId: string }[]
}

/** Which of a feed's articles are new, which are corrected, which are known. */
export async function recognise(
  found: readonly KeyedArticle[],
  store: Pick<ArticleStore, 'knownArticles'>,
): Promise<Recognised> {
  const drafts = withoutSharedKeys(found)
  const known = await store.knownArticles([...new Set(drafts.flatMap((draft) => draft.keys))])
  const matches = matchesOf(drafts, known)
  const inDocument = new Map<ArticleKey, KnownArticle>()
  const settled = new Set<string>()
  const toSave = new Map<string, KeyedArticle>()
  const newOnes: Article[] = []
  const newKeys: { key: ArticleKey; articleId: string }[] = []
  for (const [index, draft] of drafts.entries()) {
    // The same item twice in one document: its first says what stands.
    if (isRepeated(draft, inDocument)) continue
    const match = matches[index]
    const kept = match === undefined ? underOwnId(draft, known, toSave) : draft
    for (const key of kept.keys) if (!inDocument.has(key)) inDocument.set(key, knownOf(kept))
    if (match === undefined) {
      newOnes.push(kept.article)
      toSave.set(kept.article.id, kept)
      continue
    }
    if (settled.has(match.id)) continue
    settled.add(match.id)
    // Another feed of the outlet may have a shorter version: only the article's own feed corrects it.
    if (match.feedId !== draft.article.feedId) continue
    if (match.contentHash !== draft.contentHash) toSave.set(match.id, revisionOf(draft, match))
    else newKeys.push(...draft.keys.filter((key) => !known.has(key)).map((key) => ({ key, articleId: match.id })))
  }
  const revisedCount = toSave.size - newOnes.length
  const knownCount = drafts.length - toSave.size
  return { toSave: [...toSave.values()], newOnes, revisedCount, knownCount, newKeys }
}

type Known = ReadonlyMap<ArticleKey, KnownArticle>

/** Series repeat their words every day ("Exchange rates for today"): words alone tell only within less than that. */
const SAME_WORDS_WITHIN = 20 * 3_600_000
/** Titles that share less are not taken for one that was edited. */
const LEAST_LIKENESS = 0.4
/** Guids that count the places of a document name another article at each poll: without address and date they say little. */
const LEAST_LIKENESS_BY_GUID = 0.8

function matchOf(draft: KeyedArticle, known: Known, hasMoved: boolean): KnownArticle | undefined {
  // Guids are counted anew more often than addresses are given away.
  const byAddress = draft.keys.filter((key) => key.startsWith('url:'))
  for (const key of [...byAddress, ...draft.keys]) {
    const found = known.get(key)
    if (found !== undefined && isSame(key, draft, found, hasMoved)) return found
  }
  return undefined
}

function isSame(key: ArticleKey, draft: KeyedArticle, known: KnownArticle, hasMoved: boolean): boolean {
  if (key.startsWith('url:') || key.startsWith('date:')) return true
  const { article, keys, contentHash } = draft
  const isAlike = (least = LEAST_LIKENESS): boolean =>
    contentHash === known.contentHash || likeness(article.title, known.title) >= least
  if (key.startsWith('text:')) {
    const hasNoOther = !keys.some((other) => isOwnKey(other) || other.startsWith('date:'))
    const isNear = Math.abs(known.publishedAt - article.publishedAt) <= SAME_WORDS_WITHIN
    return (hasMoved || hasNoOther || isNear) && isAlike()
  }
  if (article.publishedAt === known.publishedAt) return true
  if (key.startsWith('path:')) return isAlike()
  return pathOf(article.url) === pathOf(known.url) || isAlike(LEAST_LIKENESS_BY_GUID)
}

function pathOf(url: string): string | undefined {
  return canonicalUrl(url)?.replace(/^[^/?]*/, '')
}

/**
 * The known article of each draft. A feed has moved where half of its items, and three at least, are known by their words
 * alone: then the words tell without a date too, as those of undated items must.
 */
function matchesOf(drafts: readonly KeyedArticle[], known: Known): readonly (KnownArticle | undefined)[] {
  const matches = drafts.map((draft) => matchOf(draft, known, false))
  if (matches.every((match) => match !== undefined)) return matches
  const byWords = drafts.map((draft, index) => matches[index] ?? matchOf(draft, known, true))
  const moved = new Set(byWords.filter((match, index) => match !== matches[index]).map((match) => match?.id))
  return moved.size >= 3 && moved.size * 2 >= drafts.length ? byWords : matches
}

/** Whether an item stood in this document before. Two with guids and addresses of their own are two unless all else is one. */
function isRepeated(draft: KeyedArticle, inDocument: Known): boolean {
  const hasOwn = draft.keys.some(isOwnKey)
  return draft.keys.some((key) => {
    const before = inDocument.get(key)
    if (before === undefined || key.startsWith('path:')) return false
    if (isOwnKey(key)) return true
    const isNear = Math.abs(before.publishedAt - draft.article.publishedAt) <= SAME_WORDS_WITHIN
    const isLong = draft.article.text.length >= 100 || key.startsWith('date:')
    return isNear && (!hasOwn || (isLong && before.contentHash === draft.contentHash))
  })
}

function knownOf({ article, contentHash }: KeyedArticle): KnownArticle {
  const { id, revision, publishedAt, feedId, title, url } = article
  return { id, revision, contentHash, publishedAt, feedId, title, url }
}

/** A new article whose guid is another's already takes its id from what else it has. */
function underOwnId(draft: KeyedArticle, known: Known, toSave: ReadonlyMap<string, KeyedArticle>): KeyedArticle {
  const taken = new Set([...[...known.values()].map(({ id }) => id), ...toSave.keys()])
  if (!taken.has(draft.article.id)) return draft
  const keys = draft.keys.filter((key) => !known.has(key))
  const { publishedAt, outletId } = draft.article
  const candidates = [...keys, `text:${outletId}:${draft.contentHash}:${String(publishedAt)}`].map(articleId)
  const id = candidates.find((candidate) => !taken.has(candidate)) ?? draft.article.id
  return { ...draft, keys, article: { ...draft.article, id } }
}

function revisionOf(draft: KeyedArticle, known: KnownArticle): KeyedArticle {
  const { id, revision, publishedAt } = known
  return { ...draft, article: { ...draft.article, id, revision: revision + 1, publishedAt } }
}

/**
 * A guid, address or text that several different articles of one document bear tells them apart no more, and is dropped:
 * or all but one of them would be lost.
 */
function withoutSharedKeys(drafts: readonly KeyedArticle[]): readonly KeyedArticle[] {
  const titles = new Map<ArticleKey, string>()
  const shared = new Set<ArticleKey>()
  for (const { keys, article } of drafts) {
    for (const key of keys) {
      const before = titles.get(key)
      if (before === undefined) titles.set(key, article.title)
      else if (likeness(before, article.title) < 1) shared.add(key)
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
  return { ...draft, keys, article: isIdShared ? { ...draft.article, id: articleId(keys[0] ?? '') } : draft.article }
}
