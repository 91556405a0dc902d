import { ComponentType } from 'discord.js'
import type {
  APIButtonComponent,
  APIComponentInContainer,
  APIEmbed,
  APIMessageTopLevelComponent,
  APITextDisplayComponent,
} from 'discord.js'
import type { Row } from './control-rows.js'
import type { Payload } from '../../contract/payload.js'

const MAX_EMBEDS = 10
const MAX_ROWS = 5
const MAX_BUTTONS = 5

/** What a payload of Components V2 shows, gathered for embeds. */
interface Gathered {
  readonly embeds: APIEmbed[]
  readonly rows: Row[]
  /** Buttons that stood beside texts. */
  readonly buttons: APIButtonComponent[]
}

/**
 * The same message for a server that does not know Components V2: an embed a container, controls below. Texts are all
 * kept; of the controls as many as five rows hold. A payload that is none of V2 stays as it is.
 */
export function classicPayload(payload: Payload): Payload {
  const components = payload['components'] as readonly APIMessageTopLevelComponent[] | undefined
  const { flags: _, components: __, ...rest } = payload
  if (!isComponentsV2(payload) || components === undefined) return payload
  const found: Gathered = { embeds: [], rows: [], buttons: [] }
  for (const component of components) {
    if (component.type === ComponentType.Container)
      gather(component.components, { colour: component.accent_color ?? undefined }, found)
    else gather([component], {}, found)
  }
  const flags = Number(payload['flags']) & ~V2
  return {
    ...rest,
    ...(flags !== 0 && { flags }),
    embeds: atMostTen(found.embeds),
    components: rowsOf(found),
  }
}

const V2 = 1 << 15

export function isComponentsV2(payload: Payload): boolean {
  return (Number(payload['flags'] ?? 0) & V2) !== 0
}

function gather(
  components: readonly (APIComponentInContainer | APIMessageTopLevelComponent)[],
  { colour }: { readonly colour?: number | undefined },
  { embeds, rows, buttons }: Gathered,
): void {
  const texts: string[] = []
  const pictures: string[] = []
  for (const component of components) {
    if (component.type === ComponentType.TextDisplay) texts.push(component.content)
    if (component.type === ComponentType.ActionRow) rows.push(component)
    if (component.type === ComponentType.MediaGallery) pictures.push(...component.items.map(({ media }) => media.url))
    if (component.type !== ComponentType.Section) continue
    texts.push(component.components.map(({ content }: APITextDisplayComponent) => content).join('\n'))
    if (component.accessory.type === ComponentType.Button) buttons.push(component.accessory)
  }
  const [picture] = pictures
  if (texts.length === 0 && picture === undefined) return
  embeds.push({
    ...(texts.length > 0 && { description: texts.join('\n\n') }),
    ...(colour !== undefined && { color: colour }),
    ...(picture !== undefined && { image: { url: picture } }),
  })
}

// Texts of one message are 4,000 characters at most, and a description holds 4,096.
function atMostTen(embeds: readonly APIEmbed[]): readonly APIEmbed[] {
  const [first, second, ...others] = embeds
  if (embeds.length <= MAX_EMBEDS || !first || !second) return embeds
  const descriptions = [first, second].flatMap(({ description }) => description ?? [])
  return atMostTen([{ ...first, ...second, description: descriptions.join('\n\n') }, ...others])
}

function rowsOf({ rows, buttons }: Gathered): readonly Row[] {
  const packed: Row[] = []
  for (let index = 0; index < buttons.length; index += MAX_BUTTONS)
    packed.push({ type: ComponentType.ActionRow, components: buttons.slice(index, index + MAX_BUTTONS) })
  return [...rows, ...packed].slice(0, MAX_ROWS)
}
