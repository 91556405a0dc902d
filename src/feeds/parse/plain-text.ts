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

const INVISIBLE = /[\u00ad\u200b\u200e\u200f\u2060\ufeff]/g
const BLOG_TAIL =
  /^(?:The post .{1,300} (?:appeared first on|first appeared on) .{1,100}|(?:Запись|Сообщение) .{1,300} (?:впервые )?появи.{1,100})$/
