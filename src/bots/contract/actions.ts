import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * What a press of a control asks for: a verb and short arguments without spaces, e.g. `['story', 's41f09c']`. What does not
 * fit is kept in the store and named by its key (see Memos). A verb that begins with `type-` opens a form.
 */
export type Action = readonly [verb: string, ...args: string[]]

/** Bytes of an action's words together: Telegram takes 64 for all of `callback_data`. */
const ACTION_LIMIT = 52

const VERSION = '1'
const MAC_LENGTH = 8

/**
 * An action as the id of a control: its version, a signature and its words, at most 64 bytes of ASCII. The same everywhere and for ever
 * under one secret, so that a button works after a restart. Who may do it is checked at the press.
 * Throws RangeError for words that are too long, have spaces, or are not ASCII.
 */
export function sealAction(action: Action, secret: string): string {
  const words = action.join(' ')
  if (!action.every(isWord)) throw new RangeError(`"${words}" is no action: ASCII words without spaces`)
  if (words.length > ACTION_LIMIT) throw new RangeError(`"${words}" is longer than ${ACTION_LIMIT} bytes`)
  return `${VERSION}${signatureOf(words, secret)}${words}`
}

/** Whether an action can be a control's id: what `sealAction` throws for cannot. */
export function isSealable(action: Action): boolean {
  return action.every(isWord) && action.join(' ').length <= ACTION_LIMIT
}

const isWord = (word: string): boolean => /^[\x21-\x7e]+$/.test(word)

/** The action of a control's id; undefined where it is not ours: another version, another secret, made up. */
export function openAction(sealed: string, secret: string): Action | undefined {
  if (!sealed.startsWith(VERSION) || sealed.length <= 1 + MAC_LENGTH || sealed.length > 64) return undefined
  const words = sealed.slice(1 + MAC_LENGTH)
  const [given, wanted] = [sealed.slice(1, 1 + MAC_LENGTH), signatureOf(words, secret)].map((mac) => Buffer.from(mac))
  if (!given || !wanted || given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined
  const [verb = '', ...args] = words.split(' ')
  return [verb, ...args]
}

/** Whether a press opens a form: on Discord that must be the first answer to it. */
export function opensForm([verb]: Action): boolean {
  return verb.startsWith('type-')
}

function signatureOf(words: string, secret: string): string {
  return createHmac('sha256', secret).update(`${VERSION} ${words}`).digest('base64url').slice(0, MAC_LENGTH)
}
