import { ButtonStyle, ChannelType, ComponentType, SelectMenuDefaultValueType } from 'discord.js'
import type {
  APIActionRowComponent,
  APIButtonComponent,
  APIComponentInMessageActionRow,
  APISelectMenuComponent,
} from 'discord.js'
import { characterStart } from '../../../text/words/cut-text.js'
import type { Action } from '../../contract/actions.js'
import { cleanLine } from '../../wording/clean.js'
import type { Choice, Control, Run } from '../../contract/message.js'
import { namesOtherDomain } from '../../adapter-kit/shown-domain.js'
import { linkAddress } from './markdown.js'

export type Row = APIActionRowComponent<APIComponentInMessageActionRow>

/** A row of controls as Discord shows it: rows of buttons or one select each, and the links that no button can carry. */
export interface ControlRows {
  readonly rows: readonly Row[]
  readonly links: readonly Run[]
}

const MAX_BUTTONS = 5
const MAX_LABEL = 80
const MAX_URL = 512
const MAX_PLACEHOLDER = 150
const MAX_OPTIONS = 25
const MAX_OPTION = 100

/** Where a digest can be posted. */
const POSTABLE = [
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.AnnouncementThread,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.GuildForum,
]

const STYLES = { plain: ButtonStyle.Secondary, primary: ButtonStyle.Primary, danger: ButtonStyle.Danger } as const

/** Controls in order; those that Discord has no counterpart of, or that cannot be carried, are left out. */
export function controlRows(controls: readonly Control[], idOf: (action: Action) => string | undefined): ControlRows {
  const rows: Row[] = []
  const links: Run[] = []
  let buttons: APIButtonComponent[] = []
  const add = (components: APIComponentInMessageActionRow[]): void => {
    if (components.length > 0) rows.push({ type: ComponentType.ActionRow, components })
  }
  const close = (): void => {
    add(buttons)
    buttons = []
  }
  for (const control of controls) {
    if (control.kind === 'button' || control.kind === 'link') {
      const button = control.kind === 'button' ? pressButton(control, idOf) : linkButton(control)
      if (button) buttons.push(button)
      else if (control.kind === 'link') links.push({ text: cleanLine(control.label), link: control.url })
      if (buttons.length === MAX_BUTTONS) close()
      continue
    }
    const select = selectOf(control, idOf)
    if (!select) continue
    close()
    add([select])
  }
  close()
  return { rows, links }
}

function pressButton(
  { label, action, look = 'plain' }: Extract<Control, { kind: 'button' }>,
  idOf: (action: Action) => string | undefined,
): APIButtonComponent | undefined {
  const id = idOf(action)
  if (id === undefined) return undefined
  return { type: ComponentType.Button, style: STYLES[look], label: shortened(label, MAX_LABEL), custom_id: id }
}

function linkButton({ label, url }: Extract<Control, { kind: 'link' }>): APIButtonComponent | undefined {
  const address = linkAddress(url)
  if (address === undefined || address.length > MAX_URL) return undefined
  const shown = namesOtherDomain(label, address) ? new URL(address).host : label
  return { type: ComponentType.Button, style: ButtonStyle.Link, label: shortened(shown, MAX_LABEL), url: address }
}

function selectOf(
  control: Extract<Control, { kind: 'select' | 'pick-chat' | 'pick-role' | 'share' }>,
  idOf: (action: Action) => string | undefined,
): APISelectMenuComponent | undefined {
  // A question cannot be handed over to another chat here.
  if (control.kind === 'share') return undefined
  const id = idOf(control.action)
  if (id === undefined) return undefined
  const placeholder = shortened(control.label, MAX_PLACEHOLDER)
  if (control.kind === 'pick-chat')
    return { type: ComponentType.ChannelSelect, custom_id: id, placeholder, channel_types: POSTABLE }
  if (control.kind === 'pick-role') return roleSelect(control.chosen, { custom_id: id, placeholder })
  const isFirst = ({ value }: Choice, index: number) =>
    control.choices.findIndex((one) => one.value === value) === index
  const options = control.choices
    .filter(isFirst)
    .filter(({ value }) => value.length >= 1 && value.length <= MAX_OPTION)
    .slice(0, MAX_OPTIONS)
    .map(({ value, label, description, isChosen }) => ({
      value,
      label: shortened(label, MAX_OPTION),
      ...(description !== undefined && cleanLine(description) !== '' && { description: shortened(description, MAX_OPTION) }), // prettier-ignore
      ...(isChosen && { default: true }),
    }))
  if (options.length === 0) return undefined
  const most = Math.min(Math.max(1, control.most), options.length)
  const least = Math.min(Math.max(0, control.least), most)
  return {
    type: ComponentType.StringSelect,
    custom_id: id,
    placeholder,
    options: withinMost(options, most),
    min_values: least,
    max_values: most,
  }
}

function roleSelect(
  chosen: string | undefined,
  named: { readonly custom_id: string; readonly placeholder: string },
): APISelectMenuComponent {
  const type = SelectMenuDefaultValueType.Role
  const ofChosen = chosen === undefined ? {} : { default_values: [{ id: chosen, type } as const] }
  return { type: ComponentType.RoleSelect, ...named, ...ofChosen, min_values: 0, max_values: 1 }
}

// More that are chosen than may be chosen are refused.
function withinMost<Option extends { readonly default?: boolean }>(options: readonly Option[], most: number): Option[] {
  let left = most
  return options.map((option) => {
    if (option.default !== true) return option
    left -= 1
    return left >= 0 ? option : { ...option, default: false }
  })
}

/** One line of at least one and at most `most` UTF-16 units. */
export function shortened(text: string, most: number): string {
  const line = cleanLine(text)
  if (line.length <= most) return line === '' ? '–' : line
  return `${line.slice(0, characterStart(line, most - 1)).trimEnd()}…`
}
