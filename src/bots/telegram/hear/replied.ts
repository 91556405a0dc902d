import { openAction, type Action } from '../../contract/actions.js'
import type { About } from '../../contract/request.js'
import type { RepliedMessage } from './addressed.js'
import { LABEL } from '../render/expandable.js'
import { readPress } from '../render/keyboard.js'

const FORM = 'form'

/** An address that carries a form's action in the message that asks for the text: a reply to it fills the form. */
export function formAddress(username: string, sealed: string): string {
  return `https://t.me/${username}?${FORM}=${encodeURIComponent(sealed)}`
}

/** The action of the form that a message asks for; undefined: it asks for none. */
export function formOf({ entities = [] }: RepliedMessage, secret: string): Action | undefined {
  for (const { url } of entities) {
    if (url === undefined || !URL.canParse(url)) continue
    const sealed = new URL(url).searchParams.get(FORM)
    const action = sealed === null ? undefined : openAction(sealed, secret)
    if (action) return action
  }
  return undefined
}

/** The stories that a message of the bot shows, by its buttons and its words; undefined where it shows none. */
export function aboutOf(
  { text = '', reply_markup }: RepliedMessage,
  quote: string | undefined,
  secret: string,
): About | undefined {
  const pressed = (reply_markup?.inline_keyboard ?? []).flat().flatMap(({ callback_data: data }) => {
    const press = data === undefined ? undefined : readPress(data, secret)
    const [verb, id] = press?.kind === 'press' ? press.action : []
    return (verb === 'item' || verb === 'story') && id !== undefined ? [id] : []
  })
  const written = [...storiesIn(text)]
  const at = quote === undefined ? -1 : text.indexOf(quote)
  const near = at < 0 ? [] : [...storiesIn(text.slice(restsAt(text, at)))].slice(0, 1)
  const storyIds = near.length > 0 ? near : [...new Set([...written, ...pressed])]
  return storyIds.length === 0 ? undefined : { storyIds, ...(quote !== undefined && { quote }) }
}

/** Where what was said at `at` has its "/story ID" next: right below it, or below the number of its item in the fold of its section. */
function restsAt(text: string, at: number): number {
  const lineEnd = text.indexOf('\n', at)
  const before = text.slice(0, lineEnd < 0 ? undefined : lineEnd)
  const label = [...before.matchAll(new RegExp(LABEL, 'gm'))].at(-1)
  const again = label === undefined ? -1 : text.indexOf(`\n${label[0]}`, label.index)
  return again < 0 ? at : Math.max(at, again)
}

function* storiesIn(text: string): Iterable<string> {
  for (const [, id = ''] of text.matchAll(/\/story ([\w-]{2,40})/g)) yield id
}
