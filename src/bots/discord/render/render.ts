import { ButtonStyle, ComponentType, MessageFlags, SeparatorSpacingSize } from 'discord.js'
import type {
  APIComponentInContainer,
  APIContainerComponent,
  APIMessageTopLevelComponent,
  APITextDisplayComponent,
} from 'discord.js'
import type { Message } from '../../contract/message.js'
import { cardsOf, loneButton, type AttachedFile, type Card, type Part } from './cards.js'
import { idMaker } from './custom-ids.js'
import type { Payload } from '../../contract/payload.js'

/**
 * What one message may hold: 40 components and 4,000 UTF-16 units of text in all, with room left for lines that are put
 * before a part later. https://discord.com/developers/docs/components/reference
 */
const MAX_COMPONENTS = 36
const MAX_MESSAGE_TEXT = 3_700
/** Beside a button, a longer text is a narrow column on a telephone. */
const MAX_BESIDE = 400
const MAX_FILES = 10

const COLOUR = 0x2f6f8f
const DANGER_COLOUR = 0xb3261e

/**
 * The bodies of as many messages as `message` needs, in order, each inside Discord's limits: Components V2, a container a
 * section. They hold for Create Message, an interaction's answer and its follow-ups alike. No payload pings anybody. Files
 * stand under the key `files`. A message that shows nothing is one payload with a dash.
 */
export function renderDiscord(message: Message, secret: string): Payload[] {
  const { cards, files } = cardsOf(message.blocks, idMaker(secret, message.isPrivate === true))
  const pages = packed(cards)
  const shown = pages.length > 0 ? pages : [[textDisplay('—')]]
  return shown.map((components) => payloadOf(components, files))
}

/** A body of Components V2 that pings nobody. */
export function payloadOf(
  components: readonly APIMessageTopLevelComponent[],
  files: readonly AttachedFile[] = [],
): Payload {
  const named = JSON.stringify(components)
  const own = files.filter(({ name }) => named.includes(`"attachment://${name}"`))
  return {
    flags: MessageFlags.IsComponentsV2,
    components,
    allowed_mentions: { parse: [] },
    ...(own.length > 0 && {
      files: own,
      attachments: own.map(({ name }, index) => ({ id: String(index), filename: name })),
    }),
  }
}

export function textDisplay(content: string): APITextDisplayComponent {
  return { type: ComponentType.TextDisplay, content }
}

/** A message under way, and the card that is open in it. */
interface Page {
  readonly components: APIMessageTopLevelComponent[]
  card: APIComponentInContainer[] | undefined
  count: number
  length: number
  files: number
}

const emptyPage = (): Page => ({ components: [], card: undefined, count: 0, length: 0, files: 0 })

function packed(cards: readonly Card[]): readonly (readonly APIMessageTopLevelComponent[])[] {
  let page = emptyPage()
  const pages = [page]
  for (const [index, card] of cards.entries()) {
    page.card = undefined
    const plain = plainText(card, index === 0, cards.length)
    if (plain !== undefined) {
      page.components.push(textDisplay(plain))
      page.count += 1
      page.length += plain.length
      continue
    }
    const colour = colourOf(card)
    for (const group of groupsOf(card)) {
      const isWhole = fits(group, page) || fits(group, emptyPage())
      for (const parts of isWhole ? [group] : group.map((part) => [part])) {
        if (!fits(parts, page)) pages.push((page = emptyPage()))
        place(parts, page, colour)
      }
    }
  }
  return pages.filter(({ components }) => components.length > 0).map(({ components }) => components)
}

// A title over sections, and a line or two that are all of a message, need no frame.
function plainText(card: Card, isFirst: boolean, cards: number): string | undefined {
  const [only, ...others] = card
  if (!isFirst || only?.kind !== 'text' || others.length > 0) return undefined
  if (only.isHeading === true) return only.text
  return cards === 1 && only.text.length <= MAX_BESIDE && !only.text.startsWith('#') ? only.text : undefined
}

function colourOf(card: Card): number {
  const isDangerous = card.some(
    (part) =>
      part.kind === 'row' &&
      part.row.components.some((each) => each.type === ComponentType.Button && each.style === ButtonStyle.Danger),
  )
  return isDangerous ? DANGER_COLOUR : COLOUR
}

/** A text with the controls, pictures and files that follow it. */
function groupsOf(card: Card): readonly (readonly Part[])[] {
  const groups: Part[][] = []
  for (const part of card) {
    const last = groups.at(-1)
    if (part.kind === 'text' || last === undefined) groups.push([part])
    else last.push(part)
  }
  return groups
}

// The container, and what parts the group from the one before it.
const FRAME = 2

function fits(group: readonly Part[], page: Page): boolean {
  const count = group.reduce((sum, part) => sum + countOf(part), page.count + FRAME)
  const length = group.reduce((sum, part) => sum + (part.kind === 'text' ? part.text.length + 2 : 0), page.length)
  const files = group.filter(({ kind }) => kind === 'picture' || kind === 'file').length + page.files
  return count <= MAX_COMPONENTS && length <= MAX_MESSAGE_TEXT && files <= MAX_FILES
}

function countOf(part: Part): number {
  return part.kind === 'row' ? 1 + part.row.components.length : 1
}

function place(group: readonly Part[], page: Page, colour: number): void {
  if (!page.card) {
    page.card = []
    const container: APIContainerComponent = {
      type: ComponentType.Container,
      accent_color: colour,
      components: page.card,
    }
    page.components.push(container)
    page.count += 1
  }
  const { card } = page
  const before = card.at(-1)
  if (before && group[0]?.kind === 'text' && before.type !== ComponentType.TextDisplay) {
    card.push({ type: ComponentType.Separator, divider: true, spacing: SeparatorSpacingSize.Small })
    page.count += 1
  }
  const events = besideOf(group)
  if (events) {
    card.push(events)
    page.count += 3
    page.length += events.components.reduce((sum, { content }) => sum + content.length, 0)
    return
  }
  for (const part of group) placePart(part, card, page)
}

function besideOf([text, row, ...others]: readonly Part[]) {
  if (text?.kind !== 'text' || row?.kind !== 'row' || others.length > 0 || text.text.length > MAX_BESIDE)
    return undefined
  const button = loneButton(row.row)
  return button && { type: ComponentType.Section as const, components: [textDisplay(text.text)], accessory: button }
}

function placePart(part: Part, card: APIComponentInContainer[], page: Page): void {
  const last = card.at(-1)
  switch (part.kind) {
    case 'text': {
      if (last?.type === ComponentType.TextDisplay) {
        card[card.length - 1] = { ...last, content: last.content + part.gap + part.text }
        page.length += part.gap.length + part.text.length
        return
      }
      card.push(textDisplay(part.text))
      page.length += part.text.length
      break
    }
    case 'row':
      card.push(part.row)
      break
    case 'picture': {
      const item = { media: { url: `attachment://${part.name}` }, description: part.alt }
      page.files += 1
      if (last?.type === ComponentType.MediaGallery) {
        card[card.length - 1] = { ...last, items: [...last.items, item] }
        return
      }
      card.push({ type: ComponentType.MediaGallery, items: [item] })
      break
    }
    case 'file':
      page.files += 1
      card.push({ type: ComponentType.File, file: { url: `attachment://${part.name}` } })
  }
  page.count += countOf(part)
}
