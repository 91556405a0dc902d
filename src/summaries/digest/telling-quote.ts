import { z } from 'zod'
import { isWhole, newsSentences } from '../../text/clean/news-sentences.js'
import { readData } from '../../text/read-data.js'
import { tellingFigure } from '../lines/lines.js'
import type { Candidate } from './digest-stories.js'

/**
 * The quote of an item: the sentence that tells the news, unless a figure is told, whose own sentence bears it out. What is no whole sentence, recalls what was
 * before, or is only the title again, gives way to the finding's own, then to the article's first whole sentence; where there is none, the finding's stands.
 */
export function tellingQuote({ finding, article, lead }: Candidate): string {
  if (finding.comments !== undefined || tellingFigure(finding.figures) !== undefined) return finding.quote
  const isQuotable = (sentence: string | undefined): sentence is string =>
    sentence !== undefined && sentence !== article.title && isSaidWhole(sentence)
  const said = [lead, finding.quote].filter(isQuotable)
  const news = said.find((sentence) => !isBackground(sentence))
  if (news !== undefined) return news
  const beginning = article.text.slice(0, MOST_LETTERS)
  const first = newsSentences(beginning, article.language).find(
    ({ text }) => text.length >= LEAST && isQuotable(text) && !isBackground(text),
  )
  return first !== undefined && first.text.length <= MOST_LETTERS / 4 ? first.text : (said[0] ?? finding.quote)
}

const backgrounds = Object.values(z.record(z.string(), z.array(z.string())).parse(readData(new URL('background-words.yaml', import.meta.url)))).flat() // prettier-ignore

// Of any language: no beginning is another thing's in another one.
function isBackground(sentence: string): boolean {
  const beginning = sentence.slice(0, 40).toLocaleLowerCase()
  return backgrounds.some((words) => beginning.startsWith(words))
}

/** Letters of an article's beginning that are looked at; a quote has at most a quarter of them. */
const MOST_LETTERS = 1200
/** A sentence shorter than this tells nothing. */
const LEAST = 20

// A sentence out of somebody's longer words opens a quotation that it does not close.
const isSaidWhole = (sentence: string) =>
  isWhole(sentence) && (sentence.includes('„') || count(sentence, '“') === count(sentence, '”'))
const count = (sentence: string, mark: string) => sentence.split(mark).length - 1
