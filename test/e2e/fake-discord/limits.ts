import { bodyOf, listOf, sum, textOf } from './body.js'
import type { Body } from './body.js'
import { componentFaults, shownTexts } from './component-faults.js'

const MESSAGE_KEYS = new Set([
  'content',
  'embeds',
  'allowed_mentions',
  'components',
  'flags',
  'attachments',
  'message_reference',
  'nonce',
  'enforce_nonce',
  'tts',
  'sticker_ids',
  'poll',
])
const EMBED_KEYS = new Set([
  'title',
  'type',
  'description',
  'url',
  'timestamp',
  'color',
  'footer',
  'image',
  'thumbnail',
  'author',
  'fields',
])
export const EPHEMERAL = 1 << 6
export const COMPONENTS_V2 = 1 << 15
const SUPPRESS_EMBEDS = 1 << 2

/** What Discord - or our own rule that nobody is pinged - has against a message body. Lengths are UTF-16 units. */
export function messageFaults(body: Body, uploaded: readonly string[] = []): readonly string[] {
  const faults: string[] = []
  const content = textOf(body['content'])
  const embeds = listOf(body['embeds'])
  const components = listOf(body['components'])
  for (const key of Object.keys(body)) if (!MESSAGE_KEYS.has(key)) faults.push(`${key}: no such key`)
  if (content.length > 2_000) faults.push(`content: ${content.length} characters`)
  if (embeds.length > 10) faults.push(`embeds: ${embeds.length}`)
  faults.push(...embeds.flatMap(embedFaults))
  const total = sum(embeds.map(embedLength))
  if (total > 6_000) faults.push(`embeds: ${total} characters together`)
  if (content.trim() === '' && embeds.length === 0 && components.length === 0 && uploaded.length === 0)
    faults.push('the message is empty')
  faults.push(...flagFaults(body), ...componentFaults(body), ...fileFaults(body, uploaded), ...pingFaults(body))
  const nonce = textOf(body['nonce'])
  if (nonce.length > 25) faults.push(`nonce: ${nonce.length} characters`)
  if (body['enforce_nonce'] === true && nonce === '') faults.push('enforce_nonce: without a nonce')
  return faults
}

function flagFaults(body: Body): readonly string[] {
  const flags = Number(body['flags'] ?? 0)
  const known = EPHEMERAL | COMPONENTS_V2 | SUPPRESS_EMBEDS
  if ((flags & ~known) !== 0) return [`flags: ${flags}`]
  const isV2 = (flags & COMPONENTS_V2) !== 0
  if (isV2 && (textOf(body['content']) !== '' || listOf(body['embeds']).length > 0))
    return ['components V2: beside content or embeds']
  return []
}

/** Files that are named must be there, and in Components V2 a file that is nowhere shown is lost. */
function fileFaults(body: Body, uploaded: readonly string[]): readonly string[] {
  const attachments = listOf(body['attachments'])
  const faults: string[] = []
  const names = attachments.map(({ filename }) => textOf(filename))
  for (const name of uploaded) if (!names.includes(name)) faults.push(`attachments: ${name} is sent and not named`)
  for (const name of names) if (!uploaded.includes(name)) faults.push(`attachments: ${name} is named and not sent`)
  const shown = JSON.stringify([body['components'], body['embeds']])
  for (const [, name = ''] of shown.matchAll(/"attachment:\/\/([^"]+)"/g))
    if (!names.includes(name)) faults.push(`attachment://${name}: no such file`)
  const isV2 = (Number(body['flags'] ?? 0) & COMPONENTS_V2) !== 0
  for (const name of names)
    if (isV2 && !shown.includes(`"attachment://${name}"`)) faults.push(`attachments: ${name} is not shown`)
  if (uploaded.length > 10) faults.push(`attachments: ${uploaded.length}`)
  return faults
}

/** Our own rule: nobody is pinged but a role that was chosen for it, which is named in the text. */
function pingFaults(body: Body): readonly string[] {
  const { roles = [], ...rest } = bodyOf(body['allowed_mentions'])
  if (JSON.stringify(rest) !== '{"parse":[]}') return ['allowed_mentions: is not {"parse":[]}']
  const chosen = Array.isArray(roles) ? (roles as readonly string[]) : []
  const named = shownTexts(body).flatMap((text) => [...text.matchAll(/(?<!\\)<@&(\d+)>/g)].map(([, id = '']) => id))
  const faults = named.filter((id) => !chosen.includes(id)).map((id) => `role ${id} is named and not chosen`)
  if (chosen.length > 1) faults.push(`allowed_mentions: ${chosen.length} roles`)
  return faults
}

function embedFaults(embed: Body): readonly string[] {
  const faults: string[] = []
  const tooLong = (what: string, text: unknown, most: number): void => {
    if (textOf(text).length > most) faults.push(`${what}: ${textOf(text).length} characters, at most ${most}`)
  }
  for (const key of Object.keys(embed)) if (!EMBED_KEYS.has(key)) faults.push(`embed.${key}: no such key`)
  tooLong('embed.title', embed['title'], 256)
  tooLong('embed.description', embed['description'], 4_096)
  tooLong('embed.footer.text', bodyOf(embed['footer'])['text'], 2_048)
  tooLong('embed.author.name', bodyOf(embed['author'])['name'], 256)
  const fields = listOf(embed['fields'])
  if (fields.length > 25) faults.push(`embed.fields: ${fields.length}`)
  for (const field of fields) {
    tooLong('embed.field.name', field['name'], 256)
    tooLong('embed.field.value', field['value'], 1_024)
    if (textOf(field['name']).trim() === '' || textOf(field['value']).trim() === '') faults.push('embed.field: empty')
  }
  if (embedLength(embed) === 0 && embed['image'] === undefined) faults.push('embed: empty')
  if (typeof embed['description'] === 'string' && embed['description'].trim() === '') {
    faults.push('embed.description: blank')
  }
  return faults
}

function embedLength(embed: Body): number {
  const texts = [
    embed['title'],
    embed['description'],
    bodyOf(embed['footer'])['text'],
    bodyOf(embed['author'])['name'],
    ...listOf(embed['fields']).flatMap((field) => [field['name'], field['value']]),
  ]
  return sum(texts.map((text) => textOf(text).trim().length))
}
