import { decodeEntities, mendControls } from './xml-entities.js'
import { scanXml } from './xml-scan.js'

/** The text of HTML: entities decoded, paragraphs apart by "\n", without scripts and without the tail that blogs add. */
export function plainText(html: string): string {
  if (html === '') return ''
  const pieces: string[] = []
  let skipped: string | undefined
  scanXml(html, {
    open: (written, _rest, isEmpty) => {
      const name = written.toLowerCase()
      if (skipped !== undefined) return
      if (SKIPPED.has(name) && !isEmpty) skipped = name
      else if (BLOCKS.has(name)) pieces.push('\n')
      else if (name === 'td' || name === 'th') pieces.push(' ')
    },
    close: (written) => {
      const name = written.toLowerCase()
      if (name === skipped) skipped = undefined
      else if (skipped === undefined && BLOCKS.has(name)) pieces.push('\n')
    },
    text: (text, isCdata) => {
      if (skipped !== undefined) return
      // A line break of the source is a space; paragraphs are made by tags.
      pieces.push(isCdata ? text : decodeEntities(text))
    },
  })
  const hasTags = pieces.includes('\n')
  const text = mendControls(
    pieces.map((piece) => (hasTags && piece !== '\n' ? piece.replace(/\s+/g, ' ') : piece)).join(''),
  )
  return tidied(text)
}

/** On one line: for titles and names. */
export function plainLine(html: string): string {
  return plainText(html).replaceAll('\n', ' ')
}

/** The first `length` characters, no pair of surrogates cut. */
export function startOf(text: string, length: number): string {
  if (text.length <= length) return text
  const end = /[\ud800-\udbff]/.test(text[length - 1] ?? '') ? length - 1 : length
  return text.slice(0, end)
}

const BLOCKS: ReadonlySet<string> = new Set([
  'p', 'div', 'br', 'li', 'ul', 'ol', 'dl', 'dt', 'dd', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'tr', 'table', 'blockquote', 'section', 'article', 'header',
  'footer', 'figure', 'figcaption', 'pre', 'hr', 'aside', 'main', 'nav',
]) // prettier-ignore
const SKIPPED: ReadonlySet<string> = new Set([
  'script',
  'style',
  'iframe',
  'object',
  'svg',
  'template',
  'head',
  'noscript',
  'video',
  'audio',
])

const INVISIBLE = /[\u00ad\u200b\u200e\u200f\u2060\ufeff]/g
const BLOG_TAIL =
  /^(?:The post .{1,300} (?:appeared first on|first appeared on) .{1,100}|(?:Запись|Сообщение) .{1,300} (?:впервые )?появи.{1,100})$/

function tidied(text: string): string {
  const lines = text
    .replace(INVISIBLE, '')
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
  const last = lines.at(-1)
  if (last !== undefined && last.length < 500 && BLOG_TAIL.test(last)) lines.pop()
  return lines.join('\n')
}
