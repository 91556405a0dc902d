import type { ResultItem } from '../../summaries/answer/result-list.js'
import { cutText } from '../../text/words/cut-text.js'
import type { Answer, AnswerFigure, Citation } from '../../summaries/terms/shapes.js'
import { heading, linked, list, paragraph, quote, small, table } from '../wording/blocks.js'
import { cleanLine } from '../wording/clean.js'
import { formatFigure, formatPeriod, formatWhen } from '../wording/format.js'
import type { Block, Message, Result } from '../contract/message.js'
import { changeWords, citationMark, languageTag, sourceRuns, voiceTag } from './present-parts.js'
import { comma, measureName, ownLine, type View } from '../wording/view.js'

const MOST_FIGURES = 8
/** An answer of more lines shows one quote a line; its other sources are a tap away. */
const FULLY_QUOTED = 2

/** An answer as a message: cited lines with their quotes, figures, sources; or what the archive holds instead. */
export function presentAnswer(answer: Answer, view: View): Message {
  const title = cutText(cleanLine(answer.question), 100)
  const notes = (answer.notes ?? []).map((note) => small(ownLine(note, view)))
  // What has no source is not said.
  const sentences = answer.sentences.filter(({ citations }) => citationsOf(citations, answer).length > 0)
  if (!answer.found || sentences.length === 0)
    return { title, blocks: [...notes, paragraph(ownLine(answer.text, view))] }

  // Two outlets of one agency say the same words: they stand there once, with both sources.
  const shown = new Set<string>()
  const lines = sentences.flatMap(({ text, citations, rendering }) => {
    const cited = citationsOf(citations, answer)
    const told = [...new Map(cited.map((citation) => [citation.quote, citation])).values()]
    const unsaid = told.filter((citation) => !shown.has(citation.quote) && citation.quote !== text)
    const quotes = unsaid.slice(0, sentences.length > FULLY_QUOTED ? 1 : undefined)
    for (const citation of told) shown.add(citation.quote)
    return [
      paragraph(isQuoted(text, cited) ? text : ownLine(text, view), ' ', ...cited.map(citationMark)),
      ...quotes.map((citation) => quote(citation.quote, citation.language)),
      ...(rendering === undefined ? [] : [small(view.say('answer.rendering', { text: rendering }))]),
    ]
  })
  return { title, blocks: [...notes, ...lines, ...figureBlocks(answer, view), ...sourceBlocks(answer, view)] }
}

/** An answer to which a model still adds its renderings. */
export function presentGrowing(answer: Answer, view: View): Message {
  const message = presentAnswer(answer, view)
  return { ...message, blocks: [...message.blocks, small(view.say('answer.growing'))] }
}

function figureBlocks(answer: Answer, view: View): readonly Block[] {
  const isLong = answer.sentences.length > FULLY_QUOTED
  const figures = answer.figures.filter(({ citation, change, isDisputed = false }) => {
    // What is as it was known stands in the lines of a long answer already.
    const isSaid = isLong && !isDisputed && (change.kind === 'same' || change.kind === 'unrelated')
    return !isSaid && citationsOf([citation], answer).length > 0
  })
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
    changeOf(figure, view),
    `[${figure.citation}] ${figure.outlet}`,
  ]
}

// What was known may say the same of a value that another source of the answer gives otherwise.
function changeOf({ change, isDisputed = false }: AnswerFigure, view: View): string {
  const words = changeWords(change, view)
  if (!isDisputed || change.kind === 'disputed') return words || '–'
  return [view.say('change.doubted'), ...(words === '' ? [] : [words])].join(comma(view))
}

function sourceBlocks({ citations }: Answer, view: View): readonly Block[] {
  const sources = citations.map((citation) => [
    `[${citation.number}] `,
    linked(citation.title === '' ? citation.outlet : citation.title, citation.url),
    ` – ${citation.outlet}${voiceTag(citation, view)}${languageTag(citation, view)}${comma(view)}${formatWhen(citation, view)}`,
  ])
  return [heading(view.say('answer.sources'), 2), list(sources)]
}

const isQuoted = (text: string, cited: readonly Citation[]) => cited.some(({ quote: said }) => said === text)

function citationsOf(numbers: readonly number[], { citations }: Answer): readonly Citation[] {
  return citations.filter(({ number }) => numbers.includes(number))
}

/** One result of a list: what is posted where it is chosen is cited as an answer is. */
export function presentResult({ storyId, line, citation }: ResultItem, view: View): Result {
  const dated = `${citation.outlet}${comma(view)}${formatWhen(citation, view)}`
  const said = ownLine(line, view)
  return {
    id: storyId,
    title: citation.title === '' ? said : citation.title,
    description: `${said} – ${dated}`,
    blocks: [paragraph(said), quote(citation.quote, citation.language), small(...sourceRuns(citation, view))],
  }
}
