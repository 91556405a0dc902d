import type { ResultItem } from '../summaries/results.js'
import { cutText } from '../text/cut-text.js'
import type { Answer, AnswerFigure, Citation, FigureHistory, FigureRecord } from '../summaries/types.js'
import { heading, linked, list, paragraph, quote, small, table, type RunLike } from './blocks.js'
import { cleanLine } from './clean.js'
import { formatDate, formatFigure, formatPeriod } from './format.js'
import type { Block, Message, Result } from './message.js'
import { changeWords, citationMark, languageTag, namesInARow, sourceRuns, voiceWord } from './present-parts.js'
import { measureName, type View } from './view.js'

const MOST_FIGURES = 8
const MOST_RECORDS = 15

/** An answer as a message: cited lines with their quotes, figures, sources; or what the archive holds instead. */
export function presentAnswer(answer: Answer, view: View): Message {
  const title = cutText(cleanLine(answer.question), 100)
  const notes = (answer.notes ?? []).map((note) => small(note))
  // What has no source is not said.
  const sentences = answer.sentences.filter(({ citations }) => citationsOf(citations, answer).length > 0)
  if (!answer.found || sentences.length === 0) return { title, blocks: [...notes, paragraph(answer.text)] }

  const shown = new Set<number>()
  const lines = sentences.flatMap(({ text, citations }) => {
    const cited = citationsOf(citations, answer)
    const quotes = cited.filter((citation) => !shown.has(citation.number) && citation.quote !== text)
    for (const { number } of cited) shown.add(number)
    return [
      paragraph(text, ' ', ...cited.map(citationMark)),
      ...quotes.map((citation) => quote(citation.quote, citation.language)),
    ]
  })
  return { title, blocks: [...notes, ...lines, ...figureBlocks(answer, view), ...sourceBlocks(answer, view)] }
}

/** A measure's history as a table by period, one row a value however many tell it, and the source of each. */
export function presentFigure(history: FigureHistory, view: View): Message {
  const { say } = view
  const values = valuesOf(history.records)
  const shown = values.slice(0, MOST_RECORDS)
  const sources = shown.flatMap((value) => value.records.slice(0, MOST_TELLERS))
  const numberOf = new Map(sources.map((record, index) => [record, index + 1]))
  const rows = shown.map(({ records: [first, ...others] }) => [
    formatFigure(first, view),
    formatPeriod(first.period, view),
    changeWords(first.change, view) || '–',
    tellersOf([first, ...others], numberOf, view),
  ])
  const rest = values.length - shown.length
  return {
    title: cleanLine(history.name),
    blocks: [
      heading(measureName(history.what, history.entityIds, view)),
      table([say('table.value'), say('table.period'), say('table.change'), say('table.source')], rows),
      heading(say('answer.sources'), 2),
      list(sources.map((record, index) => recordRuns(record, index + 1, view))),
      ...(rest > 0 ? [small(say('count.more', { count: rest }))] : []),
    ],
  }
}

/** Who tells one value is shown so often. */
const MOST_TELLERS = 3

interface ToldValue {
  readonly records: readonly [FigureRecord, ...FigureRecord[]]
}

function valuesOf(records: readonly FigureRecord[]): readonly ToldValue[] {
  const values = new Map<string, [FigureRecord, ...FigureRecord[]]>()
  for (const record of records) {
    const { value, unit, kind, bound = '', period = '', between } = record
    const key = [value, unit, kind, bound, period, ...[...between].sort()].join(' ')
    const told = values.get(key)
    if (told === undefined) values.set(key, [record])
    // An outlet that says it twice says it once.
    else if (!told.some(({ source }) => source === record.source)) told.push(record)
  }
  return [...values.values()].map((told) => ({ records: told }))
}

function tellersOf(records: readonly FigureRecord[], numberOf: ReadonlyMap<FigureRecord, number>, view: View): string {
  const named = records.flatMap((record) =>
    numberOf.has(record) ? [`[${numberOf.get(record) ?? 0}] ${record.source}`] : [],
  )
  return namesInARow([...named, ...records.slice(named.length).map(({ source }) => source)], view, MOST_TELLERS)
}

function recordRuns(record: FigureRecord, number: number, view: View): readonly RunLike[] {
  const dated = `, ${formatDate(record.publishedAt, view)}`
  return [`[${number}] `, linked(record.source, record.url), dated, `: “${cleanLine(record.quote)}”`]
}

function figureBlocks(answer: Answer, view: View): readonly Block[] {
  const figures = answer.figures.filter(({ citation }) => citationsOf([citation], answer).length > 0)
  if (figures.length === 0) return []
  const { say } = view
  const head = ['', say('table.value'), say('table.period'), say('table.change'), say('table.source')]
  const rows = figures.slice(0, MOST_FIGURES).map((figure) => figureRow(figure, view))
  return [heading(say('answer.figures'), 2), table(head, rows)]
}

function figureRow(figure: AnswerFigure, view: View): readonly string[] {
  return [
    measureName(figure.what, figure.between, view),
    formatFigure(figure, view),
    formatPeriod(figure.period, view),
    changeWords(figure.change, view) || '–',
    `[${figure.citation}] ${figure.outlet}`,
  ]
}

function sourceBlocks({ citations }: Answer, view: View): readonly Block[] {
  const sources = citations.map((citation) => [
    `[${citation.number}] `,
    linked(citation.title === '' ? citation.outlet : citation.title, citation.url),
    ` – ${citation.outlet} (${voiceWord(citation.voice, view)})${languageTag(citation)}, ${formatDate(citation.publishedAt, view)}`,
  ])
  return [heading(view.say('answer.sources'), 2), list(sources)]
}

function citationsOf(numbers: readonly number[], { citations }: Answer): readonly Citation[] {
  return citations.filter(({ number }) => numbers.includes(number))
}

/** One result of a list: what is posted where it is chosen is cited as an answer is. */
export function presentResult({ storyId, line, citation }: ResultItem, view: View): Result {
  const dated = `${citation.outlet}, ${formatDate(citation.publishedAt, view)}`
  return {
    id: storyId,
    title: citation.title === '' ? line : citation.title,
    description: `${line} – ${dated}`,
    blocks: [paragraph(line), quote(citation.quote, citation.language), small(...sourceRuns(citation, view))],
  }
}
