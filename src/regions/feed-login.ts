import { Secret } from '../text/secret.js'

/** Name and password of a feed, as "name:password". */
export type FeedLogin = Secret

export interface OpenAddress {
  /** Without name and password. */
  readonly url: string
  readonly login?: FeedLogin
}

/** An address taken apart from the name and password that stand in it ("https://name:password@host/feed"). */
export function splitLogin(address: string): OpenAddress {
  if (!/^https?:\/\/[^/?#]*@/i.test(address) || !URL.canParse(address)) return { url: address }
  const url = new URL(address)
  const login = `${decoded(url.username)}:${decoded(url.password)}`
  url.username = ''
  url.password = ''
  return login === ':' ? { url: url.href } : { url: url.href, login: new Secret(login) }
}

/** Feeds with what is kept of their logins, "name:password". */
export function withLogins<Known extends { readonly id: string; readonly url: string; readonly login?: FeedLogin }>(
  feeds: readonly Known[],
  loginOf: (feed: Known) => string | undefined,
): readonly Known[] {
  return feeds.map((feed) => {
    const login = loginOf(feed)
    return login === undefined ? feed : { ...feed, login: new Secret(login) }
  })
}

/** Logins by feed, to be handed to another thread, which a FeedLogin does not survive. */
export function loginsOf(
  feeds: readonly { readonly id: string; readonly login?: FeedLogin }[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(feeds.flatMap(({ id, login }) => (login === undefined ? [] : [[id, login.reveal()]])))
}

/** A text that may be an address, without what stands before an "@" where a host does: to be shown. */
export function withoutLogin(text: string): string {
  return text.replace(/(:\/\/)[^/?#\s]*@/g, '$1')
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
