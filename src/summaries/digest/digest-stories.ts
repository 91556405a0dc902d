import { setImmediate as breath } from 'node:timers/promises'
import type { Article } from '../../feeds/article.js'
import type { Region } from '../../regions/region.js'
import type { Language } from '../../text/types.js'
import type { Stories } from '../stories/stories-port.js'
import type { Articles } from '../terms/articles-port.js'
import type { NewsRow, Readings, ReadWeight } from '../terms/readings-port.js'
import { standsIn } from '../lines/citations.js'
import { factsOf } from '../facts/facts-told.js'
import { tellingFigure } from '../lines/lines.js'
import type { NewsMatcher } from './news-filter.js'
import type { Reader } from '../terms/reader.js'
import type { Change, Finding, Reading } from '../terms/shapes.js'
import { outletOf, voicesOf } from '../terms/voices.js'

/** A story with what was found of it in the time asked for, weighed by rows alone. */
export interface WeighedStory {
  readonly storyId: string
  readonly rows: readonly NewsRow[]
  /** Of its weightiest article; absent where a pack has learned nothing. */
  readonly matters?: ReadWeight
  readonly weight: number
}

/** A finding that may stand for its story. */
export interface Candidate {
  readonly finding: Finding
  readonly article: Article
  readonly change: Change
  readonly rank: number
  /** What its article weighs, and the sentence there that tells the news; absent where a pack has learned nothing. */
  readonly matters?: ReadWeight
  readonly lead?: string
}

/** The same story with its articles opened. */
export interface OpenStory {
  readonly storyId: string
  /** Of its weightiest article of the time; absent where a pack has learned nothing. */
  readonly matters?: ReadWeight
  readonly candidates: readonly Candidate[]
  /** Of all that told it up to the end of the time. */
  readonly voices: ReturnType<typeof voicesOf>
  /** Of those who told it in the time. */
  readonly voicesNow: number
  /** What its articles of the time say: see factsOf. */
  readonly facts: readonly string[]
  readonly lastAt: number
  /** Somebody tells it in the reader's language. */
  readonly isReadable: boolean
  /** Its articles of the days before, the newest first. */
  readonly earlier: readonly Article[]
}

const CHANGE_WEIGHTS = { 'figure-changed': 3, 'side-changed': 2, figure: 0.5 } as const
const MOST_VOICES_WEIGHED = 5
/** How many voices make a story important. */
const MANY_VOICES = 3

// A month has tens of thousands of rows: so many at once take a few milliseconds.
const ROWS_AT_ONCE = 4000

/**
 * Stories of these rows, weightiest first. An outlet that is muted or a section that is not wanted adds nothing. Others may work between its pieces.
 */
export async function weighStories(
  rows: readonly NewsRow[],
  { region, isWanted }: { region: Region; isWanted: (row: NewsRow) => boolean },
): Promise<readonly WeighedStory[]> {
  const owners = ownersOf(region)
  const byStory = new Map<string, NewsRow[]>()
  for (const [index, row] of rows.entries()) {
    if (index % ROWS_AT_ONCE === 0) await breath()
    if (!isWanted(row)) continue
    const story = byStory.get(row.storyId)
    if (story === undefined) byStory.set(row.storyId, [row])
    else story.push(row)
  }
  const weighed: WeighedStory[] = []
  for (const [storyId, told] of byStory) {
    if (weighed.length % ROWS_AT_ONCE === 0) await breath()
    const matters = heaviest(told.map((row) => row.weight))
    weighed.push({ storyId, rows: told, weight: weightOf(told, owners), ...(matters && { matters }) })
  }
  await breath()
  return weighed.sort((a, b) => compareMatters(a, b) || b.weight - a.weight || compareIds(a.storyId, b.storyId))
}

function heaviest(weights: readonly (ReadWeight | undefined)[]): ReadWeight | undefined {
  return weights.reduce((most, each) => (each !== undefined && (most === undefined || compareWeights(each, most) < 0) ? each : most), undefined) // prettier-ignore
}

function compareWeights(a: ReadWeight, b: ReadWeight): number {
  return b.expected - a.expected
}

interface Matters {
  readonly matters?: ReadWeight
  readonly isReadable?: boolean
}

/**
 * Heaviest first, by what is to be expected in steps: within one, what is said and by how many decides. What the reader can read stands before what is a little
 * heavier. What was read before weights were learned comes last.
 */
function compareMatters(a: Matters, b: Matters): number {
  const step = ({ matters, isReadable = false }: Matters) =>
    matters === undefined ? -1 : Math.round((matters.expected + (isReadable ? READABLE : 0)) / STEP)
  return step(b) - step(a)
}

/** Differences of expected weight below this tell nothing. */
const STEP = 0.1
/** What it is worth that the reader can read it, in expected weight. */
const READABLE = 0.2

function weightOf(rows: readonly NewsRow[], owners: ReadonlyMap<string, string>): number {
  const best = Math.max(...rows.map((row) => row.score + (row.change === undefined ? 0 : CHANGE_WEIGHTS[row.change])))
  const voices = new Set(rows.map(({ outletId }) => owners.get(outletId) ?? outletId)).size
  return best + Math.min(voices, MOST_VOICES_WEIGHED)
}

function ownersOf({ outlets }: Region): ReadonlyMap<string, string> {
  return new Map(outlets.map(({ id, owner = id }) => [id, owner]))
}

export interface Span {
  /** Articles published before are taken only where they arrived since. */
  readonly from: number
  readonly to: number
}

interface OpenContext {
  readonly archive: Articles & Readings & Stories
  readonly reader: Reader
  readonly matcher: NewsMatcher
  /** Of who reads it. */
  readonly language: Language
}

const MAX_TELLERS = 40

/** Opens stories: reads what was found, leaves out what a correction removed and what the reader does not want. Stories without a finding left are left out. */
export async function openStories(
  stories: readonly WeighedStory[],
  { from, to }: Span,
  { archive, reader, matcher, language }: OpenContext,
): Promise<readonly OpenStory[]> {
  const whole = await archive.stories(stories.map(({ storyId }) => storyId))
  const tellers = new Map(whole.map(({ id, articleIds }) => [id, articleIds.slice(0, MAX_TELLERS)]))
  const idsNow = stories.map(({ rows }) => [...new Set(rows.map(({ articleId }) => articleId))])
  const [articles, readings] = await Promise.all([
    archive.articles([...idsNow.flat(), ...[...tellers.values()].flat()]),
    archive.readings(idsNow.flat()),
  ])
  const articleById = new Map(articles.map((article) => [article.id, article]))
  const readingById = new Map(readings.map((reading) => [reading.articleId, reading]))
  const all = (ids: readonly string[]) => ids.flatMap((id) => articleById.get(id) ?? [])
  return stories.flatMap(({ storyId }, index): OpenStory[] => {
    const now = all(idsNow[index] ?? []).filter(
      (article) => (article.publishedAt >= from || article.fetchedAt >= from) && matcher.takesArticle(article),
    )
    const candidates = now.flatMap((article) => candidatesOf(article, readingById.get(article.id), matcher))
    if (candidates.length === 0) return []
    const known = new Map([...all(tellers.get(storyId) ?? []), ...now].map((article) => [article.id, article]))
    const voices = voicesOf([...known.values()].filter(({ publishedAt }) => publishedAt < to), reader.region) // prettier-ignore
    if (!matcher.takesStory({ voices: voices.length })) return []
    const told = now.flatMap(({ id }) => readingById.get(id) ?? [])
    const facts = told.flatMap((reading) => factsOf(reading, reader))
    const lastAt = Math.max(...now.map(({ publishedAt }) => publishedAt))
    const voicesNow = new Set(now.map(({ outletId }) => ownerOf(outletId, reader.region))).size
    const matters = heaviest(candidates.map((candidate) => candidate.matters))
    return [
      {
        storyId,
        ...(matters && { matters }),
        candidates,
        voices,
        voicesNow,
        facts: [...new Set(facts)].sort(),
        lastAt,
        earlier: earlierOf([...known.values()], from),
        isReadable: candidates.some(({ article }) => article.language === language),
      },
    ]
  })
}

const MOST_EARLIER = 3

function earlierOf(articles: readonly Article[], from: number): readonly Article[] {
  return articles
    .filter(({ publishedAt, isUndated }) => publishedAt < from && isUndated !== true)
    .sort((a, b) => b.publishedAt - a.publishedAt || compareIds(a.id, b.id))
    .slice(0, MOST_EARLIER)
}

function ownerOf(outletId: string, region: Region): string {
  const { id, owner = id } = outletOf(outletId, region)
  return owner
}

function candidatesOf(article: Article, reading: Reading | undefined, matcher: NewsMatcher): Candidate[] {
  return (
    (reading?.findings ?? [])
      // A quote that a correction removed is never shown again.
      .filter((finding) => standsIn(finding.quote, article) && matcher.takesFinding(finding, article))
      .map((finding) => candidateOf(finding, article, reading))
  )
}

function toldBy(reading: Reading | undefined, article: Article): Pick<Candidate, 'matters' | 'lead'> {
  if (reading?.weight === undefined) return {}
  const { weight, expectedWeight: expected = weight, lead } = reading
  return { matters: { weight, expected }, ...(lead !== undefined && standsIn(lead, article) ? { lead } : {}) }
}

/** A finding with its rank: what changed or is disputed before a side that changed, before a new figure, before words. */
export function candidateOf(finding: Finding, article: Article, reading?: Reading): Candidate {
  const untold = { kind: article.isUndated === true ? ('unrelated' as const) : ('new' as const) }
  const change = tellingFigure(finding.figures)?.change ?? untold
  return { finding, article, change, rank: finding.score + changeWeight(finding, change), ...toldBy(reading, article) }
}

function changeWeight(finding: Finding, change: Change): number {
  if (hasMoved(change)) return CHANGE_WEIGHTS['figure-changed']
  if (finding.stances.some((stance) => stance.change.kind === 'changed')) return CHANGE_WEIGHTS['side-changed']
  return finding.figures.length > 0 && change.kind === 'new' ? CHANGE_WEIGHTS.figure : 0
}

/** Whether what was known is changed or disputed. */
export function hasMoved(change: Change): boolean {
  return change.kind === 'changed' || change.kind === 'disputed'
}

/** Three voices in the time, or a fact that changed: what a digest must not leave out. */
function isImportant({ voicesNow, candidates }: OpenStory): boolean {
  return voicesNow >= MANY_VOICES || candidates.some(({ change }) => hasMoved(change))
}

/** Heaviest first: what is important, then what says most and is told by most, then the newest. */
export function compareStories(a: OpenStory, b: OpenStory): number {
  const important = Number(isImportant(b)) - Number(isImportant(a))
  return (
    compareMatters(a, b) ||
    important ||
    storyWeight(b) - storyWeight(a) ||
    b.lastAt - a.lastAt ||
    compareIds(a.storyId, b.storyId)
  )
}

function storyWeight({ candidates, voices }: OpenStory): number {
  // State and others together tell more than as many of one kind.
  const kinds = new Set(voices.map(({ voice }) => voice)).size
  const best = Math.max(...candidates.map(({ rank }) => rank))
  return best + Math.min(voices.length, MOST_VOICES_WEIGHED) + (kinds > 1 ? 0.5 : 0)
}

/** Ids in one order everywhere, whatever the machine's locale. */
export function compareIds(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
