/** The cookies of one fetch: each goes back to the host that set it, and what was set in secret in secret only. */
export interface Cookies {
  /** Takes what an answer of that address sets. */
  readonly take: (address: URL, setCookie: readonly string[]) => void
  /** The Cookie header for an address; undefined where it has none. */
  readonly of: (address: URL) => string | undefined
}

const MOST = 20
const LONGEST = 4_096

/** A jar that is thrown away with the fetch: some servers send everyone back to where they came from until their cookie comes along. */
export function cookiesOfOneFetch(now: () => number): Cookies {
  const jar = new Map<string, Map<string, string>>()
  const placeOf = ({ protocol, hostname }: URL) => `${protocol}//${hostname}`
  return {
    take: (address, setCookie) => {
      const kept = jar.get(placeOf(address)) ?? new Map<string, string>()
      for (const written of setCookie) {
        const [, name, value] = /^\s*([^\s=;,]+)\s*=\s*([^;]*)/.exec(written.slice(0, LONGEST)) ?? []
        if (name === undefined || value === undefined) continue
        if (isOver(written, now())) kept.delete(name)
        else if (kept.has(name) || kept.size < MOST) kept.set(name, value.trim())
      }
      jar.set(placeOf(address), kept)
    },
    of: (address) => {
      const open = address.protocol === 'https:' ? jar.get(`http://${address.hostname}`) : undefined
      const cookies = [...new Map([...(open ?? []), ...(jar.get(placeOf(address)) ?? [])])]
      return cookies.length === 0 ? undefined : cookies.map(([name, value]) => `${name}=${value}`).join('; ')
    },
  }
}

function isOver(written: string, now: number): boolean {
  const seconds = /;\s*max-age\s*=\s*(-?\d{1,12})/i.exec(written)?.[1]
  if (seconds !== undefined) return Number(seconds) <= 0
  return Date.parse(/;\s*expires\s*=\s*([^;]{1,60})/i.exec(written)?.[1] ?? '') <= now
}
