import { cutText } from '../../../text/words/cut-text.js'
import { isSealable, openAction, sealAction, type Action } from '../../contract/actions.js'
import { cleanLine } from '../../wording/clean.js'
import type { Choice, Control } from '../../contract/message.js'
import { namesOtherDomain } from '../../adapter-kit/shown-domain.js'
import { linkAddress } from './html.js'

/** A button of an inline keyboard: https://core.telegram.org/bots/api#inlinekeyboardbutton */
export type InlineButton = Readonly<Record<string, unknown>> & { readonly text: string }

// Telegram keeps 100.
const MOST_BUTTONS = 96
const LONGEST_LABEL = 64
/** Letters that a row of a telephone shows beside each other. */
const ROW_WIDTH = 30

/** Verbs that are this adapter's own; the rest of the action is the control's. */
const CHOOSE = '='
const TOGGLE = '~'
const PICK = '@'
const NOTHING = '.'

/** What a press of one of our buttons asks for. */
export type Pressed =
  | { readonly kind: 'press'; readonly action: Action; readonly values: readonly string[]; readonly isToggle?: boolean }
  /** Asks for a chat to be picked. */
  | { readonly kind: 'pick'; readonly action: Action }
  /** A label that can be pressed and does nothing. */
  | { readonly kind: 'nothing' }

/**
 * Rows of an inline keyboard for rows of controls, at most 96 buttons. Telegram has no selects: each choice is a button, below one that
 * says what is chosen; the chosen ones have a check mark. A choice whose value no button can carry is left out.
 */
export function keyboardOf(
  rows: readonly (readonly Control[])[],
  secret: string,
): readonly (readonly InlineButton[])[] {
  const keyboard: (readonly InlineButton[])[] = []
  let buttons = 0
  for (const row of rows.flatMap((controls) => buttonRows(controls, secret))) {
    if (buttons + row.length > MOST_BUTTONS) break
    keyboard.push(row)
    buttons += row.length
  }
  return keyboard
}

/** What `callback_data` asks for; undefined: it is none of ours. */
export function readPress(data: string, secret: string): Pressed | undefined {
  const action = openAction(data, secret)
  const [verb, first = '', ...rest] = action ?? ['']
  if (action === undefined) return undefined
  if (verb === NOTHING) return { kind: 'nothing' }
  if (verb === PICK) return { kind: 'pick', action: [first, ...rest] }
  if (verb !== CHOOSE && verb !== TOGGLE) return { kind: 'press', action, values: [] }
  const value = rest.at(-1) ?? ''
  return {
    kind: 'press',
    action: [first, ...rest.slice(0, -1)],
    values: [value],
    ...(verb === TOGGLE && { isToggle: true }),
  }
}

function buttonRows(controls: readonly Control[], secret: string): readonly (readonly InlineButton[])[] {
  const plain = controls.flatMap((control) => (control.kind === 'select' ? [] : buttonOf(control, secret)))
  const selects = controls.flatMap((control) => (control.kind === 'select' ? selectRows(control, secret) : []))
  return [...selects, ...inRows(plain)]
}

function buttonOf(control: Exclude<Control, { kind: 'select' }>, secret: string): readonly InlineButton[] {
  const text = labelOf(control.label)
  switch (control.kind) {
    case 'link': {
      const url = linkAddress(control.url)
      if (url === undefined) return []
      return [{ text: namesOtherDomain(text, url) ? labelOf(new URL(url).host) : text, url }]
    }
    case 'share': {
      const where = { allow_user_chats: true, allow_group_chats: true, allow_channel_chats: true }
      return [{ text, switch_inline_query_chosen_chat: { query: cutText(cleanLine(control.query), 256), ...where } }]
    }
    // There are no roles here.
    case 'pick-role':
      return []
    case 'pick-chat':
      return sealed([PICK, ...control.action], { text }, secret)
    case 'button': {
      const style = control.look === 'primary' || control.look === 'danger' ? { style: control.look } : {}
      return sealed(control.action, { text, ...style }, secret)
    }
  }
}

function selectRows({ label, action, choices, most }: Extract<Control, { kind: 'select' }>, secret: string) {
  const verb = most === 1 ? CHOOSE : TOGGLE
  const buttons = choices.flatMap((choice) =>
    sealed([verb, ...action, choice.value], { text: choiceLabel(choice) }, secret),
  )
  return [
    ...sealed([NOTHING, ...action.slice(0, 1)], { text: labelOf(`▾ ${label}`) }, secret).map((button) => [button]),
    ...inRows(buttons),
  ]
}

function choiceLabel({ label, isChosen }: Choice): string {
  return labelOf(isChosen === true ? `✓ ${label}` : label)
}

function sealed(action: Action, button: InlineButton, secret: string): readonly InlineButton[] {
  return isSealable(action) ? [{ ...button, callback_data: sealAction(action, secret) }] : []
}

function labelOf(label: string): string {
  const line = cleanLine(label)
  return line.length <= LONGEST_LABEL ? line || '·' : `${cutText(line, LONGEST_LABEL - 1)}…`
}

// Buttons of a row share its width: short labels stand side by side.
function inRows(buttons: readonly InlineButton[]): readonly (readonly InlineButton[])[] {
  const rows: InlineButton[][] = []
  for (const button of buttons) {
    const row = rows.at(-1)
    const longest = Math.max(button.text.length, ...(row ?? []).map(({ text }) => text.length))
    if (row && (row.length + 1) * (longest + 2) <= ROW_WIDTH && row.length < 8) row.push(button)
    else rows.push([button])
  }
  return rows
}
