import { cutText } from '../../text/words/cut-text.js'
import { showPeriod } from '../../text/shown/numbers-shown.js'
import type { Language } from '../../text/types.js'
import type { Articles } from '../terms/articles-port.js'
import type { SearchIndex } from '../terms/search-port.js'
import type { Lack } from '../judging/judge-article.js'
import { figureLine, inBrackets, phrase, showDate } from '../lines/lines.js'
import type { Question } from '../question/question.js'
import type { Reader } from '../terms/reader.js'
import type { RankedArticle } from '../finding/find-articles.js'
import { outletOf } from '../terms/voices.js'
import { figureOf, type Candidate } from '../judging/score-passage.js'
import { REFUSAL } from '../terms/ranking-weights.js'

export interface RefuseContext {
  readonly archive: Articles & SearchIndex
  readonly reader: Reader
  readonly language: Language
  readonly at?: number
}

const SHOWN_QUESTION = 80
const SHOWN_TITLE = 110

/** What is said where nothing answers: that it is so, why, the nearest that the archive has, and what it holds. */
export async function sayNothing(
  question: Question,
  { ranked, candidates }: { ranked: readonly RankedArticle[]; candidates: readonly Candidate[] },
  { archive, reader, language, at }: RefuseContext,
): Promise<string> {
  const held = await archive.extent(at)
  if (held.articles === 0) return phrase('empty', language)
  const { total: read } = await archive.documentFrequencies([])
  const closest = closestOf(candidates)
  const nearest =
    closest === undefined ? titlesOf(ranked, { reader, language }) : nearestOf(closest, question, { reader, language })
  const counts = { articles: String(held.articles), outlets: String(held.outletIds.length), date: showDate(held.newestAt ?? 0, { reader, language }) } // prettier-ignore
  return [
    phrase('nothing', language, { question: cutText(question.text, SHOWN_QUESTION) }),
    ...(closest === undefined ? [] : lackOf(closest, question, { reader, language })),
    ...(nearest === '' ? [] : [phrase('nearest', language, { titles: nearest })]),
    phrase('holds', language, counts),
    ...(read < held.articles * REFUSAL.mostlyRead ? [phrase('unread', language, { read: String(read) })] : []),
  ].join(language === 'zh' ? '' : ' ')
}

// Fewest faults, and among these the one that speaks most of what is asked.
function closestOf(candidates: readonly Candidate[]): Candidate | undefined {
  const near = candidates.filter(
    ({ lacks }) => lacks.length > 0 && !lacks.includes('name') && !lacks.includes('subject'),
  )
  return [...near].sort((a, b) => a.lacks.length - b.lacks.length || b.whole + b.own - a.whole - a.own)[0]
}

const REASONS = { figure: 'noFigure', act: 'notSaid', forecast: 'noForecast', speaker: 'notSaid', subject: 'notSaid' } as const satisfies Partial<Record<Lack, string>> // prettier-ignore

function lackOf(
  { lacks }: Candidate,
  { time }: Question,
  { language }: { reader: Reader; language: Language },
): string[] {
  if (lacks.includes('time'))
    return time?.period === undefined ? [] : [phrase('noTime', language, { period: showPeriod(time.period, language) })]
  const [first] = (Object.keys(REASONS) as (keyof typeof REASONS)[]).filter((lack) => lacks.includes(lack))
  return first === undefined ? [] : [phrase(REASONS[first], language)]
}

function nearestOf(
  closest: Candidate,
  question: Question,
  { reader, language }: { reader: Reader; language: Language },
): string {
  const figure = figureOf(closest, { question, reader })
  const title = titleOf(closest.open.article, { reader, language })
  return figure === undefined ? title : `${figureLine(figure, figure.change, { reader, language })} – ${title}`
}

type Told = Pick<RefuseContext, 'reader' | 'language'>

const titlesOf = (ranked: readonly RankedArticle[], told: Told) =>
  ranked
    .slice(0, 2)
    .map(({ article }) => titleOf(article, told))
    .join(told.language === 'zh' ? '；' : '; ')

const titleOf = ({ title, outletId }: RankedArticle['article'], { reader, language }: Told) =>
  `“${cutText(title, SHOWN_TITLE)}”${inBrackets(outletOf(outletId, reader.region).name, language)}`
