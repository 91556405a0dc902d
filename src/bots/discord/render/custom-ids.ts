import { openAction, sealAction } from '../../contract/actions.js'
import type { Action } from '../../contract/actions.js'

/** What the id of a control tells. */
export interface OpenedId {
  readonly action: Action
  /** Stands in a message that was made for one person or for those who manage the chat. */
  readonly isOfPrivate: boolean
}

/**
 * Makes the ids of one message's controls. Discord refuses two of the same in one message, so each has a number before its
 * sealed action. Undefined: the action cannot be carried.
 */
export function idMaker(secret: string, isPrivate: boolean): (action: Action) => string | undefined {
  let made = 0
  return (action) => {
    try {
      const id = `${isPrivate ? 'p' : 'o'}${made.toString(36)}:${sealAction(action, secret)}`
      made += 1
      return id
    } catch (error) {
      if (error instanceof RangeError) return undefined
      throw error
    }
  }
}

/** The action of a control's id; undefined where it is not ours. */
export function openId(id: string, secret: string): OpenedId | undefined {
  const [, mark, sealed] = /^([po])[0-9a-z]*:(.*)$/s.exec(id) ?? [undefined, 'o', id]
  const action = openAction(sealed, secret)
  return action && { action, isOfPrivate: mark === 'p' }
}
