import { READ_VERDICTS } from '../../feeds/health.js'
import type { Finding, Stance, StoryView } from '../../summaries/terms/shapes.js'
import { bold, heading, linked, list, paragraph, quote, small } from '../wording/blocks.js'
import { cleanLine } from '../wording/clean.js'
import { formatDate, formatFigure, formatWhen } from '../wording/format.js'
import type { Block, Message } from '../contract/message.js'
import type { CompareReport, FeedReport, SourcesReport } from '../contract/newsroom-port.js'
import { firstReadingLine } from './first-reading.js'
import { changeWords, languageTag, namesInARow, stanceWords, voicesWords, voiceTag } from './present-parts.js'
import { TEXT_KEYS, type TextKey } from '../wording/text-keys.js'
import {
  colon,
  comma,
  entityName,
  inBrackets,
  measureName,
  namesJoined,
  sectionTitle,
  type View,
} from '../wording/view.js'
import { isTelling } from '../../summaries/lines/lines.js'

const MOST_ARTICLES = 15
const MOST_FAULTS = 15

/** A story: who tells it, since when, why it is one, and its articles. */
export function presentStory({ story, title, why, articles }: StoryView, view: View): Message {
  const { say } = view
  const isUndated = articles.every((article) => article.isUndated === true)
  const told = say('story.told', {
    voices: voicesWords(story.voices.length, view),
    articles: say('count.articles', { count: articles.length }),
    from: formatWhen({ publishedAt: story.firstAt, isUndated }, view),
    to: formatWhen({ publishedAt: story.lastAt, isUndated }, view),
  })
  const items = articles.slice(0, MOST_ARTICLES).map((article) => {
    const named = linked(article.title === '' ? article.outlet : article.title, article.url)
    const told = `${article.outlet}${voiceTag(article, view)}${languageTag(article, view)}`
    return [named, ` – ${told}${comma(view)}${formatWhen(article, view)}`]
  })
  const rest = articles.length - items.length
  return {
    title: cleanLine(title),
    blocks: [
      heading(title),
      paragraph(told),
      list(items),
      ...(rest > 0 ? [small(say('count.more', { count: rest }))] : []),
      ...(why.length > 0 ? [small(say('story.why', { words: namesInARow(why, view) }))] : []),
    ],
  }
}

/** An article held against the template: by section its quotes and what changed, and what it is silent on. */
export function presentCompare({ title, findings, missing }: CompareReport, view: View): Message {
  const { say } = view
  const named = say('compare.title', { title: cleanLine(title) })
  const sectionIds = [...new Set(findings.map(({ sectionId }) => sectionId))]
  const sections = sectionIds.flatMap((id) => [
    heading(sectionTitle(id, view), 2),
    ...findings.filter(({ sectionId }) => sectionId === id).flatMap((finding) => findingBlocks(finding, view)),
  ])
  const silent = namesInARow(
    missing.map((id) => sectionTitle(id, view)),
    view,
  )
  return {
    title: named,
    blocks: [
      heading(named),
      ...(findings.length === 0 ? [paragraph(say('compare.nothing'))] : sections),
      ...(missing.length > 0 && findings.length > 0 ? [small(say('compare.missing', { names: silent }))] : []),
    ],
  }
}

function findingBlocks({ quote: words, figures, stances }: Finding, view: View): readonly Block[] {
  const ofFigures = figures.filter(isTelling).map((figure) => ({
    change: changeWords(figure.change, view),
    says: `${measureName(figure.what, figure.between, view)} – ${formatFigure(figure, view)}`,
  }))
  const ofStances = stances.map((stance) => ({
    change: stanceWords(stance.change, view),
    says: stanceLine(stance, view),
  }))
  const changes = [...ofFigures, ...ofStances].filter(({ change }) => change !== '')
  return [
    quote(words),
    ...(changes.length > 0 ? [list(changes.map(({ change, says }) => [bold(change), ` · ${says}`]))] : []),
  ]
}

function stanceLine({ actor, towards, stance }: Stance, view: View): string {
  const others = namesJoined(towards.map((id) => entityName(id, view)), view) // prettier-ignore
  return `${entityName(actor, view)} → ${others}${colon(view)}${view.say(`stance.${stance}`)}`
}

/** Whose news the archive holds. */
export function presentSources({ feeds, articles, outlets: told, newestAt }: SourcesReport, view: View): Message {
  const { say } = view
  if (articles === 0 || newestAt === undefined)
    return { blocks: [paragraph(firstReadingLine({ feeds }, view) ?? say('sources.none'))] }
  const read = feeds.filter((feed) => feed.articles > 0)
  const outlets = new Map<string, { voice: string; articles: number }>()
  for (const feed of read) {
    const before = outlets.get(feed.outlet)?.articles ?? 0
    outlets.set(feed.outlet, { voice: feed.voice, articles: before + feed.articles })
  }
  const items = [...outlets]
    .sort(([, a], [, b]) => b.articles - a.articles)
    .map(([outlet, { voice, articles: count }]) => `${outlet}${voiceIn(voice, view)}${colon(view)}${count}`)
  const total = say('sources.total', {
    articles: say('count.articles', { count: articles }),
    outlets: say('count.outlets', { count: told }),
    date: formatDate(newestAt, view),
  })
  const { failed, silent } = unheardOutlets(feeds, view)
  return {
    blocks: [
      heading(say('sources.title')),
      paragraph(total),
      paragraph(namesInARow(items, view, 80)),
      ...(failed.length === 0 ? [] : [small(say('digest.failed', { names: namesInARow(failed, view, 40) }))]),
      ...(silent.length === 0 ? [] : [small(say('digest.silent', { names: namesInARow(silent, view, 40) }))]),
    ],
  }
}

const SILENT_VERDICTS: ReadonlySet<string> = new Set(['quiet', 'stale'])

/** Outlets none of whose feeds could be read, and those whose feeds are read and bring nothing: with when they last did. */
function unheardOutlets(feeds: readonly FeedReport[], view: View) {
  const tried = feeds.filter(({ status, verdict }) => status !== 'off' && verdict !== 'never')
  const byOutlet = new Map<string, FeedReport[]>()
  for (const feed of tried) byOutlet.set(feed.outlet, [...(byOutlet.get(feed.outlet) ?? []), feed])
  const isRead = ({ verdict }: FeedReport) => READ_VERDICTS.has(verdict)
  const isSilent = ({ verdict, articles }: FeedReport) => SILENT_VERDICTS.has(verdict) || articles === 0
  const failed = [...byOutlet].filter(([, own]) => !own.some(isRead)).map(([outlet]) => outlet)
  const silent = [...byOutlet].flatMap(([outlet, own]) => {
    const read = own.filter(isRead)
    if (read.length === 0 || !read.every(isSilent)) return []
    const lastAt = Math.max(...own.map(({ lastNewAt }) => lastNewAt ?? -Infinity))
    return Number.isFinite(lastAt) ? [`${outlet}${inBrackets(view.say('feeds.lastNew', { date: formatDate(lastAt, view) }), view)}`] : [outlet] // prettier-ignore
  })
  return { failed, silent }
}

/** Which feeds are read, and what is wrong with those that are not. */
export function presentFeeds({ feeds }: SourcesReport, view: View): Message {
  const { say } = view
  const used = feeds.filter(({ status }) => status !== 'off')
  const good = used.filter(({ verdict }) => READ_VERDICTS.has(verdict))
  const never = used.filter(({ verdict }) => verdict === 'never')
  const faulty = used.filter(({ verdict }) => !READ_VERDICTS.has(verdict) && verdict !== 'never')
  const odd = good.filter(({ verdict }) => verdict !== 'ok' && verdict !== 'unchanged')
  const summary = say('feeds.summary', { good: good.length, faulty: faulty.length, never: never.length })
  return {
    blocks: [
      heading(say('feeds.title')),
      paragraph(summary),
      ...feedBlocks(say('feeds.faulty'), faulty, view),
      ...feedBlocks(say('feeds.odd'), odd, view),
    ],
  }
}

function feedBlocks(title: string, feeds: readonly FeedReport[], view: View): readonly Block[] {
  if (feeds.length === 0) return []
  const rest = feeds.length - MOST_FAULTS
  return [
    heading(title, 2),
    list(feeds.slice(0, MOST_FAULTS).map((feed) => faultRuns(feed, view))),
    ...(rest > 0 ? [small(view.say('count.more', { count: rest }))] : []),
  ]
}

/** What a verdict means and what to do, in the reader's language; `detail` where it is none of ours. */
export function verdictWords({ verdict, detail }: Pick<FeedReport, 'verdict' | 'detail'>, { say }: View): string {
  const key = `verdict.${verdict}`
  return isVerdictKey(key) ? say(key) : (detail ?? verdict)
}

const isVerdictKey = (key: string): key is Extract<TextKey, `verdict.${string}`> => Object.hasOwn(TEXT_KEYS, key)

function faultRuns({ outlet, url, feedId, verdict, detail, lastNewAt }: FeedReport, view: View) {
  const since =
    lastNewAt === undefined ? '' : inBrackets(view.say('feeds.lastNew', { date: formatDate(lastNewAt, view) }), view)
  return [
    linked(outlet, url),
    `${inBrackets(feedId, view)}${colon(view)}${verdictWords({ verdict, ...(detail === undefined ? {} : { detail }) }, view)}${since}`,
  ]
}

function voiceIn(voice: string, view: View): string {
  return voice === 'state' || voice === 'independent' || voice === 'foreign'
    ? voiceTag({ voice }, view)
    : voiceTag({ voice: 'unknown' }, view)
}
