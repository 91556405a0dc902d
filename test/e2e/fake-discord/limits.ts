/** A JSON object from outside. */
export type Body = Readonly<Record<string, unknown>>

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
const COMPONENTS_V2 = 1 << 15

/** What Discord - or our own rule that nobody is pinged - has against a message body. Lengths are UTF-16 units. */
export function messageFaults(body: Body): readonly string[] {
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
  faults.push(...componentFaults(components, body))
  if (content.trim() === '' && embeds.length === 0 && components.length === 0) faults.push('the message is empty')
  if (JSON.stringify(body['allowed_mentions']) !== '{"parse":[]}') faults.push('allowed_mentions: is not {"parse":[]}')
  const nonce = textOf(body['nonce'])
  if (nonce.length > 25) faults.push(`nonce: ${nonce.length} characters`)
  if (body['enforce_nonce'] === true && nonce === '') faults.push('enforce_nonce: without a nonce')
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
  if (embedLength(embed) === 0) faults.push('embed: empty')
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

function componentFaults(components: readonly Body[], body: Body): readonly string[] {
  const all = withChildren(components)
  const faults: string[] = []
  if (all.length > 40) faults.push(`components: ${all.length}, at most 40`)
  const text = sum(all.map((component) => textOf(component['content']).length))
  if (text > 4_000) faults.push(`components: ${text} characters, at most 4000`)
  for (const component of all) {
    if (textOf(component['custom_id']).length > 100) faults.push('component.custom_id: over 100 characters')
    if (component['type'] === 1 && listOf(component['components']).length > 5) faults.push('action row: over 5 buttons')
  }
  const isV2 = (Number(body['flags'] ?? 0) & COMPONENTS_V2) !== 0
  if (isV2 && (textOf(body['content']) !== '' || listOf(body['embeds']).length > 0)) {
    faults.push('components V2: beside content or embeds')
  }
  return faults
}

function withChildren(components: readonly Body[]): readonly Body[] {
  return components.flatMap((component) => [component, ...withChildren(listOf(component['components']))])
}

/** What Discord has against a list of global chat-input commands. */
export function commandFaults(commands: readonly Body[]): readonly string[] {
  const faults: string[] = []
  if (commands.length > 100) faults.push(`${commands.length} commands`)
  for (const command of commands) {
    const options = listOf(command['options'])
    const required = options.map((option) => option['required'] === true)
    if (required.lastIndexOf(true) > required.indexOf(false) && required.includes(false)) {
      faults.push(`${textOf(command['name'])}: a required option after one that is not`)
    }
    if (options.length > 25) faults.push(`${textOf(command['name'])}: ${options.length} options`)
    faults.push(...[command, ...options].flatMap(namedFaults))
  }
  const names = commands.map((command) => command['name'])
  if (new Set(names).size < names.length) faults.push('two commands of one name')
  return faults
}

function namedFaults(named: Body): readonly string[] {
  const name = textOf(named['name'])
  const description = textOf(named['description'])
  const choices = listOf(named['choices'])
  const faults: string[] = []
  if (!/^[-_\p{L}\p{N}]{1,32}$/u.test(name) || name !== name.toLowerCase()) faults.push(`name: ${name}`)
  if (description.length < 1 || description.length > 100) faults.push(`${name}: description of ${description.length}`)
  if (choices.length > 25) faults.push(`${name}: ${choices.length} choices`)
  for (const choice of choices) {
    if (textOf(choice['name']).length < 1 || textOf(choice['name']).length > 100) faults.push(`${name}: choice name`)
    if (textOf(choice['value']).length > 100) faults.push(`${name}: choice value`)
  }
  return faults
}

export function bodyOf(value: unknown): Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : {}
}

export function listOf(value: unknown): readonly Body[] {
  return Array.isArray(value) ? value.map(bodyOf) : []
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
