import { escapeHtml } from './html.js'
import type { Payload } from '../../contract/payload.js'

/** Room that render.ts leaves in each message for a first line. */
export const MARK_ROOM = 200

/** The payload with a line before all else; undefined where the line is longer than its room. */
export function markTelegram(payload: Payload, line: string): Payload | undefined {
  if (line.length > MARK_ROOM - 2) return undefined
  const first = `<i>${escapeHtml(line)}</i>`
  const { text, rich } = payload
  return {
    ...payload,
    text: `${first}\n\n${String(text)}`,
    ...(typeof rich === 'string' && { rich: `<p>${first}</p>${rich}` }),
  }
}
