import type { Articles } from '../terms/articles-port.js'
import type { NewsRow, Readings } from '../terms/readings-port.js'
import type { Item } from '../judging/choose-items.js'
import { openArticle } from '../judging/passage-coverage.js'
import { judgeArticle } from '../judging/judge-article.js'
import type { Question } from '../question/question.js'
import type { Reader } from '../terms/reader.js'
import { outletOf } from '../terms/voices.js'

const MOST_ROWS = 2000
const MOST_ITEMS = 6

/** True where a question names a time and nothing else: "what happened yesterday". */
export const asksForNews = ({ facets, time, isContinued }: Question): boolean =>
  time !== undefined && !isContinued && facets.every(({ kind }) => kind === 'year')

/**
 * The news of a time as items of an answer, a story each: those that more voices tell first, then what changed, then what says most. `at`: later news is not
 * seen. None where passages were not kept.
 */
export async function newsOfTime(
  question: Question,
  { archive, reader, at }: { archive: Articles & Readings; reader: Reader; at: number },
): Promise<readonly Item[]> {
  const { from, to } = question.time ?? { from: 0, to: 0 }
  const rows = await archive.newsBetween(from, Math.min(to, at + 1), MOST_ROWS)
  const told = storiesOf(
    rows.filter(({ isUndated }) => isUndated !== true),
    reader,
  ).slice(0, MOST_ITEMS)
  const ids = told.map(({ articleId }) => articleId)
  const [articles, readings, passages] = await Promise.all([archive.articles(ids), archive.readings(ids), archive.passages(ids)]) // prettier-ignore
  return told.flatMap(({ articleId, storyId, sectionId }, rank): Item[] => {
    const article = articles.find(({ id }) => id === articleId)
    const [reading, kept] = [readings.find((each) => each.articleId === articleId), passages.get(articleId)]
    const quote = reading?.findings.find((finding) => finding.sectionId === sectionId)?.quote
    if (article === undefined || kept === undefined || quote === undefined) return []
    const judged = judgeArticle(openArticle(article, kept, reading), { question, reader })
    const passage = judged.find(({ passage: { text } }) => text.includes(quote) || quote.includes(text))
    if (passage === undefined) return []
    const { owner, id } = outletOf(article.outletId, reader.region)
    return [{ told: { ...passage, storyId, rank, voice: owner ?? id }, others: [], score: 1 }]
  })
}

const CHANGES = { 'figure-changed': 2, 'side-changed': 2, figure: 1 } as const

/** The most telling row of each story, the best story first. */
function storiesOf(rows: readonly NewsRow[], reader: Reader): readonly NewsRow[] {
  const stories = new Map<string, NewsRow[]>()
  for (const row of rows) stories.set(row.storyId, [...(stories.get(row.storyId) ?? []), row])
  const changeOf = ({ change }: NewsRow) => (change === undefined ? 0 : CHANGES[change])
  const voiceOf = ({ outletId }: NewsRow) => outletOf(outletId, reader.region).owner ?? outletId
  return [...stories.values()]
    .map((told) => {
      const best = [...told].sort((a, b) => changeOf(b) - changeOf(a) || b.score - a.score || b.publishedAt - a.publishedAt || (a.articleId < b.articleId ? -1 : 1)) // prettier-ignore
      return { best: best[0], voices: new Set(told.map(voiceOf)).size }
    })
    .flatMap(({ best, voices }) => (best === undefined ? [] : [{ best, voices }]))
    .sort(
      (a, b) =>
        b.voices - a.voices ||
        changeOf(b.best) - changeOf(a.best) ||
        b.best.score - a.best.score ||
        b.best.publishedAt - a.best.publishedAt ||
        (a.best.articleId < b.best.articleId ? -1 : 1),
    ) // prettier-ignore
    .map(({ best }) => best)
}
