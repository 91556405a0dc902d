import { createHash, randomBytes } from 'node:crypto'

/** How long a link can be followed. */
const LINK_MS = 10 * 60_000
/** How long a browser stays the owner's. */
export const SESSION_MS = 12 * 3_600_000
const MOST = 50

/** Links that work once, and the browsers that followed one: kept in memory as hashes, gone with the process. */
export interface OwnerLinks {
  /** What a link carries. */
  newLink(): string
  /** The name of a session for a link that was not followed yet. */
  follow(link: string): string | undefined
  isOwner(session: string | undefined): boolean
}

export function openOwnerLinks(now: () => number): OwnerLinks {
  const links = openTokens(LINK_MS, now)
  const sessions = openTokens(SESSION_MS, now)
  return {
    newLink: () => links.make(),
    follow: (link) => (links.take(link) ? sessions.make() : undefined),
    isOwner: (session) => session !== undefined && sessions.has(session),
  }
}

function openTokens(lifeMs: number, now: () => number) {
  const until = new Map<string, number>()
  const hashOf = (token: string) => createHash('sha256').update(token).digest('hex')
  const has = (token: string) => (until.get(hashOf(token)) ?? 0) > now()
  return {
    make(): string {
      const token = randomBytes(24).toString('base64url')
      const oldest = until.size >= MOST ? until.keys().next().value : undefined
      if (oldest !== undefined) until.delete(oldest)
      until.set(hashOf(token), now() + lifeMs)
      return token
    },
    has,
    take(token: string): boolean {
      const isGood = has(token)
      until.delete(hashOf(token))
      return isGood
    },
  }
}
