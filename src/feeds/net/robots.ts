import { FeedError, type Fetched } from './fetch-feed.js'

/** What a site lets us read, by RFC 9309. */
export interface Robots {
  readonly isAllowed: (url: string) => boolean
  /** What it wants between two requests. */
  readonly delayMs: number | undefined
}

interface Rule {
  readonly allows: boolean
  readonly path: string
}

const NAME = 'silkwire'
const LONGEST = 500_000
const MOST_RULES = 2_000

/** The rules for us in a robots.txt: those that name us, else those for all. The longest path that matches decides. */
function readRobots(text: string): Robots {
  const groups = groupsOf(text.slice(0, LONGEST))
  const mine = groups.filter(({ agents }) => agents.some((agent) => agent.split(/[/\s]/u)[0] === NAME))
  const used = mine.length > 0 ? mine : groups.filter(({ agents }) => agents.includes('*'))
  const rules = used.flatMap((group) => group.rules).slice(0, MOST_RULES)
  const delay = used.map(({ delaySeconds }) => delaySeconds).find((seconds) => seconds !== undefined)
  return {
    delayMs: delay === undefined ? undefined : delay * 1_000,
    isAllowed: (url) => {
      const { pathname, search } = new URL(url)
      let best: Rule | undefined
      for (const rule of rules) {
        if (!doesMatch(rule.path, `${pathname}${search}`)) continue
        const isLonger = best === undefined || rule.path.length > best.path.length
        if (isLonger || (rule.path.length === best?.path.length && rule.allows)) best = rule
      }
      return best?.allows ?? true
    },
  }
}

interface Group {
  readonly agents: string[]
  readonly rules: Rule[]
  delaySeconds: number | undefined
}

function groupsOf(text: string): readonly Group[] {
  const groups: Group[] = []
  let isNaming = false
  for (const line of text.split(/\r\n?|\n/u)) {
    const [, field = '', value = ''] = /^\s*([a-z-]+)\s*:\s*([^#]*)/iu.exec(line.slice(0, 2_000)) ?? []
    const name = field.toLowerCase()
    if (name === 'user-agent') {
      if (!isNaming) groups.push({ agents: [], rules: [], delaySeconds: undefined })
      groups.at(-1)?.agents.push(value.trim().toLowerCase())
      isNaming = true
      continue
    }
    if (name === '') continue
    isNaming = false
    const group = groups.at(-1)
    if ((name === 'allow' || name === 'disallow') && value.trim() !== '')
      group?.rules.push({ allows: name === 'allow', path: value.trim() })
    if (name === 'crawl-delay' && group !== undefined && Number(value) >= 0)
      group.delaySeconds = Math.min(Number(value), 86_400)
  }
  return groups
}

/** `*` stands for anything, `$` at the end for the end; all else is a prefix. Linear in the path for each star. */
function doesMatch(pattern: string, path: string): boolean {
  const isWhole = pattern.endsWith('$')
  const [first = '', ...rest] = (isWhole ? pattern.slice(0, -1) : pattern).split('*')
  if (!path.startsWith(first)) return false
  let at = first.length
  const last = rest.pop()
  for (const part of rest) {
    const found = path.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  if (last === undefined) return !isWhole || path.length === at
  if (!isWhole) return path.includes(last, at)
  return path.length - last.length >= at && path.endsWith(last)
}

const ALL: Robots = { isAllowed: () => true, delayMs: undefined }
const NONE: Robots = { isAllowed: () => false, delayMs: undefined }
const KEPT_MS = 24 * 3_600_000
const MOST_SITES = 500

/**
 * Asks a site's robots.txt once a day. None there: all is allowed. One that we are refused, or that cannot be read just
 * now: nothing is, until it is asked again.
 */
export function robotsKeeper({ fetchPage, now }: { fetchPage: (url: string) => Promise<Fetched>; now: () => number }): {
  readonly of: (url: string) => Promise<Robots>
} {
  const sites = new Map<string, { readonly robots: Robots; readonly until: number }>()
  return {
    of: async (url) => {
      const { origin } = new URL(url)
      const kept = sites.get(origin)
      if (kept !== undefined && kept.until > now()) return kept.robots
      const { robots, keptMs } = await askRobots(origin, fetchPage)
      sites.delete(origin)
      if (sites.size >= MOST_SITES) sites.delete([...sites.keys()][0] ?? '')
      sites.set(origin, { robots, until: now() + keptMs })
      return robots
    },
  }
}

async function askRobots(
  origin: string,
  fetchPage: (url: string) => Promise<Fetched>,
): Promise<{ robots: Robots; keptMs: number }> {
  try {
    const fetched = await fetchPage(`${origin}/robots.txt`)
    const text = fetched.status === 'ok' ? Buffer.from(fetched.bytes).toString('utf8') : ''
    return { robots: readRobots(text), keptMs: KEPT_MS }
  } catch (error) {
    if (!(error instanceof FeedError)) throw error
    return error.verdict === 'gone' ? { robots: ALL, keptMs: KEPT_MS } : { robots: NONE, keptMs: KEPT_MS / 24 }
  }
}
