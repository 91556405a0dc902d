import { escapeMarkdown } from './markdown.js'
import type { Payload } from '../../contract/payload.js'

const COMPONENTS_V2 = 1 << 15
const TEXT_DISPLAY = 10
const MAX_CONTENT = 2_000
const MAX_COMPONENTS = 40
const MAX_COMPONENT_TEXT = 4_000

type Part = Readonly<Record<string, unknown>>

/** The payload with a line before all else; undefined where Discord would refuse it for its size. */
export function markDiscord(payload: Payload, line: string): Payload | undefined {
  const shown = escapeMarkdown(line)
  if ((Number(payload['flags'] ?? 0) & COMPONENTS_V2) === 0) {
    const content = [shown, payload['content']].filter((text) => typeof text === 'string' && text !== '').join('\n')
    return content.length > MAX_CONTENT ? undefined : { ...payload, content }
  }
  const components = [{ type: TEXT_DISPLAY, content: shown }, ...partsOf(payload['components'])]
  const all = withChildren(components)
  const length = all.reduce((sum, { content }) => sum + (typeof content === 'string' ? content.length : 0), 0)
  return all.length > MAX_COMPONENTS || length > MAX_COMPONENT_TEXT ? undefined : { ...payload, components }
}

function partsOf(value: unknown): readonly Part[] {
  return Array.isArray(value) ? (value as readonly Part[]) : []
}

function withChildren(parts: readonly Part[]): readonly Part[] {
  return parts.flatMap((part) => [part, ...withChildren(partsOf(part['components']))])
}
