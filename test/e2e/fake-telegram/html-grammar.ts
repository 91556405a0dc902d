export interface Entity {
  readonly type: string
  readonly offset: number
  readonly length: number
  readonly url?: string
}

const TYPES: Readonly<Record<string, string>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  'tg-spoiler': 'spoiler',
  a: 'text_link',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
}
const NAMED: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' }
const TOKEN = /<(\/?)([a-z][a-z-]*)((?:\s+[a-z]+(?:="[^"<>]*")?)*)>|(&(?:amp|lt|gt|quot);)|([^<>&]+)|([<>&])/gy

/**
 * Text and entities of Telegram's HTML (https://core.telegram.org/bots/api#html-style), stricter than Telegram: throws
 * an Error on a tag or attribute that is none of it, on wrong nesting and on an unescaped <, > or &.
 */
export function parseTelegramHtml(html: string): { readonly text: string; readonly entities: readonly Entity[] } {
  const entities: Entity[] = []
  const open: { tag: string; type: string; offset: number; url?: string }[] = []
  let text = ''
  for (const [, slash, tag, attributes = '', named, plain, stray] of html.matchAll(TOKEN)) {
    if (stray !== undefined) throw new Error(`unescaped ${stray} after ${JSON.stringify(text.slice(-40))}`)
    if (plain !== undefined) text += plain
    else if (named !== undefined) text += NAMED[named] ?? ''
    else if (slash === '/') {
      const last = open.pop()
      if (!last || last.tag !== tag) throw new Error(`unmatched end tag ${String(tag)}`)
      const { type, offset, url } = last
      if (text.length > offset) entities.push({ type, offset, length: text.length - offset, ...(url && { url }) })
    } else if (tag !== undefined) open.push(openTag(tag, attributes.trim(), text.length, open))
  }
  const [left] = open
  if (left) throw new Error(`unclosed start tag ${left.tag}`)
  return { text, entities: [...entities].sort((one, other) => one.offset - other.offset) }
}

function openTag(tag: string, attributes: string, offset: number, open: readonly { readonly type: string }[]) {
  const type = TYPES[tag]
  if (type === undefined) throw new Error(`unsupported start tag ${tag}`)
  if (open.some((outer) => outer.type === 'pre' || outer.type === 'code')) throw new Error(`${tag} inside code`)
  if (open.some((outer) => outer.type === type)) throw new Error(`${tag} inside ${tag}`)
  if (tag === 'blockquote' && open.some((outer) => outer.type.endsWith('blockquote'))) throw new Error('blockquote inside blockquote') // prettier-ignore
  if (tag === 'a') {
    const url = /^href="((?:&(?:amp|lt|gt|quot);|[^&])+)"$/.exec(attributes)?.[1]
    if (url === undefined) throw new Error(`a with attributes ${attributes}`)
    return { tag, type, offset, url: url.replace(/&\w+;/g, (named) => NAMED[named] ?? named) }
  }
  if (tag === 'blockquote' && attributes === 'expandable') return { tag, type: 'expandable_blockquote', offset }
  if (attributes !== '') throw new Error(`${tag} with attributes ${attributes}`)
  return { tag, type, offset }
}
