import type { Outlet } from '../../regions/region.js'
import { cutText } from '../../text/words/cut-text.js'
import { outletOf } from '../addresses/outlet-of.js'
import type { ArticleStore, KeyedArticle, UnknownOutlet } from '../article-store.js'
import { readDate } from '../dates/dates.js'
import { dateToldBy } from '../dates/told-date.js'
import { articleId, contentHash, keysOf } from '../identity.js'
import { effectiveDate, firstWords, languageSample, LONGEST_TEXT, type DetectLanguage, priorOf } from '../normalise.js'
import { commentsOf } from '../parse/parsed-feed.js'
import { resolve } from '../parse/repair-feed.js'
import { reasonOf } from '../../text/reason-of.js'

/** A row that is no article; the message says why. */
export class RowError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'RowError'
  }
}

export interface RowDeps {
  readonly outlets: readonly Outlet[]
  readonly detectLanguage: DetectLanguage
  /** Dates rows that have no date, or one that is ahead. */
  readonly seenAt: number
}

export type RowArticle = KeyedArticle

/** The feed that articles of a file come from. */
const IMPORT_FEED = 'import'

/** One line of JSON as an article. Throws RowError. */
function parseArticleRow(line: string, deps: RowDeps): RowArticle {
  let row: unknown
  try {
    row = JSON.parse(line)
  } catch (error) {
    throw new RowError(`is no JSON: ${reasonOf(error)}`, { cause: error })
  }
  if (typeof row !== 'object' || row === null || Array.isArray(row)) throw new RowError('is no JSON object')
  return readArticleRow(row as Readonly<Record<string, unknown>>, deps)
}

/**
 * `{id, title?, body?, url?, source?, lang?, date?, comments?}` as an article, title and body word for word. Null, "" and
 * absent are the same, unknown keys are ignored, a date that cannot be read is absent. Throws RowError.
 */
export function readArticleRow(
  row: Readonly<Record<string, unknown>>,
  { outlets, detectLanguage, seenAt }: RowDeps,
): RowArticle {
  const text = cutText(textOf(row, 'body') ?? '', LONGEST_TEXT)
  const title = textOf(row, 'title') ?? firstWords(text)
  if (title === '') throw new RowError('has neither title nor body')
  const url = resolve(textOf(row, 'url'), undefined)
  const outlet = outletOf(url, textOf(row, 'source'), outlets)
  const id = idOf(row)
  const keys = keysOf({ guid: id, url, title, text }, { feedId: IMPORT_FEED, outletId: outlet.id })
  const hash = contentHash({ title, text })
  const dated = dateOfRow(row, seenAt)
  return {
    keys,
    contentHash: hash,
    ...(outlet.isKnown ? {} : { unknownOutlet: { id: outlet.id, name: outlet.name } }),
    article: {
      id: id ?? articleId(keys[0] ?? `text:${outlet.id}:${hash}`),
      feedId: IMPORT_FEED,
      outletId: outlet.id,
      url: url ?? '',
      title,
      text,
      language: detectLanguage(languageSample(title, text), priorOf(textOf(row, 'lang'))),
      publishedAt: effectiveDate(dated, seenAt),
      ...(dated === undefined ? { isUndated: true } : {}),
      fetchedAt: seenAt,
      revision: 1,
      comments: commentsOf(row.comments),
    },
  }
}

export interface ImportDeps {
  readonly store: Pick<ArticleStore, 'knownArticles' | 'saveArticles'> & {
    readonly saveOutlet?: (outlet: UnknownOutlet) => Promise<void>
  }
  readonly outlets: readonly Outlet[]
  readonly detectLanguage: DetectLanguage
  readonly now: () => number
}

export interface Imported {
  readonly new: number
  /** Known by their id, with another title or body. */
  readonly updated: number
  readonly known: number
  /** Lines count from 1. */
  readonly failed: readonly { readonly line: number; readonly error: string }[]
}

/** Rows into the archive, in batches; one that cannot be read is reported and stops no other. A row is known by its id alone. */
export async function importArticles(
  lines: readonly string[],
  { store, outlets, detectLanguage, now }: ImportDeps,
): Promise<Imported> {
  const counts = { new: 0, updated: 0, known: 0 }
  const failed: { line: number; error: string }[] = []
  const savedOutlets = new Set<string>()
  for (let start = 0; start < lines.length; start += BATCH) {
    const batch = new Map<string, RowArticle>()
    for (const [index, line] of lines.slice(start, start + BATCH).entries()) {
      if (line.trim() === '') continue
      try {
        const row = parseArticleRow(line, { outlets, detectLanguage, seenAt: now() })
        if (batch.has(row.article.id)) counts.known++
        batch.set(row.article.id, row)
      } catch (error) {
        if (!(error instanceof RowError)) throw error
        failed.push({ line: start + index + 1, error: error.message })
      }
    }
    const rows = [...batch.values()]
    for (const { unknownOutlet } of rows) {
      if (unknownOutlet === undefined || savedOutlets.has(unknownOutlet.id)) continue
      savedOutlets.add(unknownOutlet.id)
      await store.saveOutlet?.(unknownOutlet)
    }
    const changed = await changedRows(rows, store)
    if (changed.length > 0) await store.saveArticles(changed)
    const updated = changed.filter(({ article }) => article.revision > 1).length
    counts.new += changed.length - updated
    counts.updated += updated
    counts.known += rows.length - changed.length
  }
  return { ...counts, failed }
}

const BATCH = 200

async function changedRows(rows: readonly RowArticle[], store: ImportDeps['store']): Promise<readonly KeyedArticle[]> {
  // The id alone: two rows may well have one address and are two articles all the same.
  const known = await store.knownArticles(rows.flatMap(({ keys }) => keys.slice(0, 1)))
  return rows.flatMap(({ article, keys, contentHash }) => {
    const before = known.get(keys[0] ?? '')
    if (before === undefined) return [{ article, keys, contentHash }]
    if (before.contentHash === contentHash) return []
    return [{ keys, contentHash, article: { ...article, id: before.id, revision: before.revision + 1 } }]
  })
}

function textOf(row: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const value = row[key]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw new RowError(`${key} is ${JSON.stringify(value).slice(0, 60)}, not a text`)
  return value.trim() === '' ? undefined : value
}

function idOf({ id }: Readonly<Record<string, unknown>>): string | undefined {
  if (id === undefined || id === null || id === '') return undefined
  if (typeof id === 'string' || typeof id === 'number') return String(id)
  throw new RowError(`id is ${JSON.stringify(id).slice(0, 60)}, not a text`)
}

/** When a row says that it was published: by its date, else its address or dateline. Undefined: it says nothing, or a time ahead of `seenAt`. */
export function dateOfRow(row: Readonly<Record<string, unknown>>, seenAt = Infinity): number | undefined {
  const { date } = row
  const dated = typeof date === 'string' || typeof date === 'number' ? readDate(String(date)) : undefined
  return dated ?? dateToldBy({ url: textOf(row, 'url'), text: textOf(row, 'body') ?? '' }, seenAt)
}
