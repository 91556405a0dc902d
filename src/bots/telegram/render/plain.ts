import { cutText } from '../../../text/words/cut-text.js'
import type { Payload } from '../../contract/payload.js'

const MAX_TEXT = 4_096
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' }

/** A payload of render.ts without any dress, as Telegram takes it in any case: no markup, no buttons, addresses behind their links. Undefined: it has no text, or no dress to take off. */
export function plainTelegram(payload: Payload): Payload | undefined {
  const { text, parse_mode: mode, link_preview_options: previews } = payload
  if (typeof text !== 'string' || mode === undefined) return undefined
  const addressed = text.replace(
    /<a href="([^"]*)">(.*?)<\/a>/gs,
    (_, address: string, words: string) => `${words} (${address})`,
  )
  const [whole = '', short = ''] = [addressed, text].map(undressed)
  return {
    text: cutText(whole.length <= MAX_TEXT ? whole : short, MAX_TEXT),
    ...(previews !== undefined && { link_preview_options: previews }),
  }
}

function undressed(html: string): string {
  const text = html.replace(/<\/?[a-z][^>]*>/g, '')
  return text.replace(/&(amp|lt|gt|quot);/g, (whole, name: string) => ENTITIES[name] ?? whole)
}
