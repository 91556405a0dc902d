import fs from 'node:fs'
import { parseFeed } from '../feeds/parse/parse-feed.js'
import { decodeFeed } from '../feeds/xml/decode.js'
import type { Article } from '../feeds/article.js'
import { dateOfRow, readArticleRow } from '../feeds/pages/article-rows.js'
import { compareStatement } from '../summaries/facts/compare-statement.js'
import { knownFigures } from '../summaries/facts/compare.js'
import { readArticle } from '../summaries/read-article.js'
import type { Reader } from '../summaries/terms/reader.js'
import { isSameStory, learnFrequencies, startGrouping } from '../summaries/stories/group-stories.js'
import type { PairModel } from '../summaries/stories/pair-model.js'
import { storyModelOf } from '../summaries/stories/story-model.js'
import { signatureOf, type Signature } from '../summaries/stories/story-features.js'
import { figureLine } from '../summaries/lines/lines.js'
import type { Change, Claim, Figure, Reading } from '../summaries/terms/shapes.js'
import { startRepeats, type RepeatsByOutlet } from '../text/clean/repeats.js'
import { detectLanguage } from '../text/language/language.js'
import { idOf, print, printRows, readLines, readRow, toJson } from './output.js'
import { packReader } from './room.js'
import { reasonOf } from '../text/reason-of.js'

// These commands open no database: what they print depends on the file and the pack alone.

// Rows without a date are read as of one fixed day, so that a second run prints the same.
const UNDATED_AT = Date.parse('2025-01-01T00:00:00Z')

/** A row of a file as an article; one without a date is read as of one fixed day. Throws RowError. */
export function articleOfRow(row: Readonly<Record<string, unknown>>, reader: Reader): Article {
  // No clock here: a row is seen on its own day, else a date of today would count as the future.
  return readArticleRow(row, { outlets: reader.region.outlets, detectLanguage, seenAt: dateOfRow(row) ?? UNDATED_AT })
    .article
}

/** `silkwire read FILE`: what the template makes of each article, in file order; stories group within the file. */
export async function readFile(file: string): Promise<void> {
  const reader = packReader()
  const known = knownFigures(reader, [])
  const told = readLines(file).map((line): { article: Article } | Unread => {
    try {
      return { article: articleOfRow(readRow(line.text), reader) }
    } catch (error) {
      return { id: idOf(line), error: reasonOf(error) }
    }
  })
  const repeats = learnRepeats(told.flatMap((row) => ('article' in row ? row.article : [])))
  const rows = told.map((row): Read | Unread => {
    if (!('article' in row)) return row
    const { article } = row
    const { reading, sentences } = readArticle(article, { reader, known, repeats: repeats.of(article.outletId) })
    return { reading, signature: signatureOf(article, { reading, sentences }, reader) }
  })
  const stories = groupRows(
    rows.filter((row): row is Read => 'reading' in row),
    storyModelOf(reader.region),
  )
  for (const row of rows)
    print(toJson('reading' in row ? shownReading(row.reading, stories.get(row.reading.articleId), reader) : row))
}

const REPEATS_WINDOW = 200

// What repeats over the file's articles of an outlet, the same for the first of them as for the last: of many, so many evenly spread.
function learnRepeats(told: readonly Article[]): RepeatsByOutlet {
  const byOutlet = new Map<string, Article[]>()
  for (const article of told) {
    const ofOutlet = byOutlet.get(article.outletId)
    if (ofOutlet === undefined) byOutlet.set(article.outletId, [article])
    else ofOutlet.push(article)
  }
  const repeats = startRepeats({ window: REPEATS_WINDOW, outlets: Infinity })
  for (const articles of byOutlet.values()) {
    const step = Math.max(1, articles.length / REPEATS_WINDOW)
    for (let at = 0; Math.floor(at) < articles.length; at += step) {
      const article = articles[Math.floor(at)]
      if (article !== undefined) repeats.see(article)
    }
  }
  return repeats
}

interface Read {
  readonly reading: Reading
  readonly signature: Signature
}
interface Unread {
  readonly id: string | number
  readonly error: string
}

// Oldest first, as the articles would have come in.
const FEW = 0.1

// In a file that dates next to nothing, nothing is known to lie apart in time.
function groupRows(rows: readonly Read[], model: PairModel | undefined): ReadonlyMap<string, string> {
  const frequencies = learnFrequencies(rows.map((row) => row.signature))
  const dated = rows.filter(({ signature }) => signature.isUndated !== true).length
  const joinsUndated = dated <= rows.length * FEW
  const grouping = startGrouping([], { frequencies, model, joinsUndated })
  const inOrder = [...rows].sort((a, b) => a.signature.publishedAt - b.signature.publishedAt || a.signature.articleId.localeCompare(b.signature.articleId)) // prettier-ignore
  return new Map(inOrder.map(({ signature }) => [signature.articleId, grouping.join(signature).storyId]))
}

/** A line as the contract has it, in English; what is not said is null. */
function shownClaim(figure: Figure & { readonly change: Change }, claim: Claim, reader: Reader): unknown {
  const { quote, what, between, from, to, period, kind, bound, sign } = claim
  const line = figureLine(figure, { kind: 'new' }, { reader, language: 'en' })
  const { value, unit } = figure
  return { line, quote, value, unit, what, between, ...(from !== undefined && { from, to }), period: period ?? null, kind, bound: bound ?? null, ...(sign !== undefined && { sign }) } // prettier-ignore
}

function shownReading(reading: Reading, story: string | undefined, reader: Reader): unknown {
  const sections: Record<string, string[]> = {}
  for (const finding of reading.findings) (sections[finding.sectionId] ??= []).push(finding.quote)
  const figures = reading.figures.map(
    ({ quote, value, unit, what, between, kind, period, assumedPeriod, bound, change }) => {
      return {
        quote,
        value,
        unit,
        what,
        between,
        kind,
        period: period ?? assumedPeriod ?? null,
        bound: bound ?? null,
        change,
      }
    },
  )
  const stances = reading.stances.map(({ quote, actor, towards, stance, change }) => ({
    quote,
    actor,
    towards,
    stance,
    change,
  }))
  const claims = reading.figures.flatMap((figure) =>
    figure.claim === undefined ? [] : [shownClaim(figure, figure.claim, reader)],
  )
  const { articleId: id, language, entityIds: entities, lead, weight } = reading
  return { id, language, sections, lead, weight, entities, figures, claims, stances, story }
}

/** `silkwire compare FILE`: rows {id, baseline, statement} → {id, change}. */
export async function compareFile(file: string): Promise<void> {
  const reader = packReader()
  await printRows(file, (line) => {
    const row = readRow(line)
    return { id: row['id'], change: compareStatement(row, reader) }
  })
}

/** `silkwire language FILE`: rows {id, text} → {id, lang}. */
export async function languageFile(file: string): Promise<void> {
  await printRows(file, (line) => {
    const { id, text } = readRow(line)
    if (typeof text !== 'string') throw new Error('has no text')
    return { id, lang: detectLanguage(text) }
  })
}

/** `silkwire same FILE`: rows {id, a, b} of articles → {id, same}. What is rare is learned from the whole file. */
export async function sameFile(file: string): Promise<void> {
  const reader = packReader()
  const rows = readLines(file).map((line): Pair | Unread => {
    try {
      const { id, a, b } = readRow(line.text)
      return { id, pair: [signatureOfSide('a', a, reader), signatureOfSide('b', b, reader)] }
    } catch (error) {
      return { id: idOf(line), error: reasonOf(error) }
    }
  })
  const frequencies = learnFrequencies(rows.flatMap((row) => ('pair' in row ? [...row.pair] : [])))
  const model = storyModelOf(reader.region)
  for (const row of rows)
    print(toJson('pair' in row ? { id: row.id, same: isSameStory(...row.pair, { frequencies, model }) } : row))
}

interface Pair {
  readonly id: unknown
  readonly pair: readonly [Signature, Signature]
}

function signatureOfSide(name: 'a' | 'b', side: unknown, reader: Reader): Signature {
  if (typeof side !== 'object' || side === null) throw new Error(`${name} is no article`)
  const article = articleOfRow({ id: name, ...side }, reader)
  return signatureOf(article, readArticle(article, { reader, known: [] }), reader)
}

/** `silkwire parse FILE...`: one line a feed file; `{file, error}` for one that is no feed. */
export async function parseFiles(files: readonly string[]): Promise<void> {
  for (const file of files) {
    try {
      const parsed = await parseFeed(decodeFeed(fs.readFileSync(file)), {})
      print(toJson({ file, ...parsed }))
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      const message = reasonOf(error)
      print(toJson({ file, error: code === 'ENOENT' ? 'no such file' : message }))
    }
  }
}
