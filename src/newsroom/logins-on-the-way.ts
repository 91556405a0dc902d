import { randomUUID } from 'node:crypto'
import type { FeedLogin } from '../regions/feed-login.js'

/** Logins between the address that somebody pasted and the feed that is added: others see a key in their place. */
export interface LoginsOnTheWay {
  /** A key that stands for the login of a feed's address. */
  readonly keep: (login: FeedLogin, url: string) => string
  /** Undefined: no such key, or it is another address's. */
  readonly at: (key: string | undefined, url: string) => FeedLogin | undefined
}

const MOST = 500

/** In memory alone, the last 500. */
export function loginsOnTheWay(): LoginsOnTheWay {
  const kept = new Map<string, { readonly login: FeedLogin; readonly url: string }>()
  return {
    keep: (login, url) => {
      const key = randomUUID()
      if (kept.size >= MOST) kept.delete([...kept.keys()][0] ?? '')
      kept.set(key, { login, url })
      return key
    },
    at: (key = '', url) => {
      const found = kept.get(key)
      return found?.url === url ? found.login : undefined
    },
  }
}
