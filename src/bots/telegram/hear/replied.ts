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

/** The stories that a message of the bot shows, by its buttons and words: of the item that is quoted, where one is; undefined where it shows none. */
export function aboutOf(
  { text = '', reply_markup }: RepliedMessage,
  quote: string | undefined,
  secret: string,
): About | undefined {
  const shown = (reply_markup?.inline_keyboard ?? []).flat().flatMap(({ text: label = '', callback_data: data }) => {
    const press = data === undefined ? undefined : readPress(data, secret)
    const [verb, id] = press?.kind === 'press' ? press.action : []
    return (verb === 'item' || verb === 'story') && id !== undefined ? [{ id, number: numberIn(label) }] : []
  })
  const asked = quote === undefined ? undefined : numberOfItem(text, quote)
  const near = asked === undefined ? [] : shown.filter(({ number }) => number === asked).map(({ id }) => id)
  const written = writtenStories(text, quote)
  const storyIds = [...new Set(near.length > 0 ? near : written.length > 0 ? written : shown.map(({ id }) => id))]
  return storyIds.length === 0 ? undefined : { storyIds, ...(quote !== undefined && { quote }) }
}

/** Messages sent before 2026-12 name their stories as "/story ID": the next one below a quote, else all. */
function writtenStories(text: string, quote: string | undefined): readonly string[] {
  const all = [...text.matchAll(/\/story ([\w-]{2,40})/g)].map(({ 1: id = '', index }) => ({ id, index }))
  const at = quote === undefined ? -1 : text.indexOf(quote)
  const next = at < 0 ? undefined : all.find(({ index }) => index > at)
  return (next === undefined ? all : [next]).map(({ id }) => id)
}

const numberIn = (label: string): string | undefined => /\d+/.exec(label)?.[0]

/** The number of the item in which a quote stands: that of its line, or the last one before it. */
function numberOfItem(text: string, quote: string): string | undefined {
  const at = text.indexOf(quote)
  if (at < 0) return undefined
  const lineEnd = text.indexOf('\n', at)
  const before = text.slice(0, lineEnd < 0 ? undefined : lineEnd)
  return numberIn([...before.matchAll(new RegExp(LABEL, 'gm'))].at(-1)?.[0] ?? '')
}
