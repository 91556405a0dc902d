import { plainText } from '../../text/words/html-text.js'
import { mendControls } from '../xml/xml-entities.js'

/** The text of a feed's HTML, one paragraph a line, without what is invisible and without the tail that blogs add. */
export function articleText(html: string): string {
  if (html === '') return ''
  const lines = mendControls(plainText(html))
    .replace(INVISIBLE, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const last = lines.at(-1)
  if (last !== undefined && last.length < 500 && BLOG_TAIL.test(last)) lines.pop()
  return lines.join('\n')
}

/** On one line: for titles and names. */
export function plainLine(html: string): string {
  return articleText(html).replaceAll('\n', ' ')
}

/**
 * The first of several texts in HTML that says something: one with no words, or hardly any beside another that says twice
 * as much (a picture with its caption, "Read more"), gives way to that.
 */
export function mostTelling(htmls: readonly (string | undefined)[]): string | undefined {
  const [first, ...others] = htmls.filter((html) => html !== undefined)
  return others.reduce<string | undefined>((best = '', next) => {
    const said = lettersIn(best)
    return said < FEW_LETTERS && lettersIn(next) > 2 * said ? next : best
  }, first)
}

/** What "read more", a caption or a signature has at the most. */
const FEW_LETTERS = 100
const SAMPLE = 2_000

/** How many letters a text has, counted no further than what is enough; a Chinese character says as much as three letters do. */
function lettersIn(html: string): number {
  if (html.length <= SAMPLE) return lettersOf(html)
  // A tag that is cut apart would be read as text.
  const start = lettersOf(html.slice(0, Math.max(0, html.lastIndexOf('<', SAMPLE))))
  return start >= 2 * FEW_LETTERS ? start : lettersOf(html)
}

function lettersOf(html: string): number {
  const text = articleText(html)
  return (text.match(/\p{L}/gu)?.length ?? 0) + 2 * (text.match(/\p{Script=Han}/gu)?.length ?? 0)
}

const INVISIBLE = /[\u00ad\u200b\u200e\u200f\u2060\ufeff]/g
const BLOG_TAIL =
  /^(?:The post .{1,300} (?:appeared first on|first appeared on) .{1,100}|(?:Запись|Сообщение) .{1,300} (?:впервые )?появи.{1,100})$/
