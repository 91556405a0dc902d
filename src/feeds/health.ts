import type { Article } from './article.js'

/** What one poll saw of a feed. */
export type PollResult =
  | {
      readonly kind: 'read'
      readonly articles: readonly Pick<Article, 'text' | 'language' | 'publishedAt'>[]
      readonly newCount: number
      /** The language that the pack or else the feed itself names, as it is written. */
      readonly declared?: string | undefined
    }
  | { readonly kind: 'unchanged' }
  /** `verdict` and `message` of FeedError, NotAFeedError or ParserError. */
  | { readonly kind: 'failed'; readonly verdict: string; readonly message: string }

/** What earlier polls told of a feed: enough to judge one that answers "unchanged". */
export interface FeedHistory {
  /** Date of its newest item. */
  readonly newestAt?: number
  /** Median time between two of its items. */
  readonly usualGapMs?: number
  /** What its last whole document was, its age apart. */
  readonly document?: Health
  /** When that was read. */
  readonly wholeAt?: number
  /** Its marks of freshness are not to be believed until then: see freshness-marks.ts. */
  readonly marksIgnoredUntil?: number
}

/**
 * How a feed is. Ten verdicts: ok, quiet (silent for longer than it uses to be), stale (for a month), html (a page instead
 * of a feed), empty, thin (teasers without text), language (another than declared), certificate, blocked (it will not
 * serve us, or its address is not allowed), gone. Other faults (bridge: an error in place of news; no-preview: a channel without a public page) keep the verdict of their error.
 */
export interface Health {
  readonly verdict: string
  /** One sentence with the values. */
  readonly cause: string
  /** What the owner can do, one sentence; '' where there is nothing to do. */
  readonly advice: string
}

const DAY = 86_400_000
const QUIET_AFTER = 3 * DAY
const STALE_AFTER = 30 * DAY
/** So many of its usual gaps without news are more than chance. */
const GAPS = 4
/** What is thin has fewer characters, and may be one of so many. */
export const THIN_CHARACTERS = 280

/** The verdict on a feed from what a poll saw and what is known of it, and what is to be remembered. Pure. */
export function judgeFeed(
  pollResult: PollResult,
  { history = {}, lastNewAt, now }: { history?: FeedHistory | undefined; lastNewAt?: number | undefined; now: number },
): { readonly health: Health; readonly history: FeedHistory } {
  if (pollResult.kind === 'failed') return { health: faultOf(pollResult), history }
  if (pollResult.kind === 'unchanged') {
    const document = history.document ?? ok('Nothing changed since it was last read.')
    return { health: ageOf(history, now) ?? document, history }
  }
  const seen = seenIn(pollResult, { lastNewAt, now })
  return {
    health: pollResult.articles.length === 0 ? seen.document : (ageOf(seen, now) ?? seen.document),
    history: seen,
  }
}

/** The same of a feed whose address leads to another one for good. */
export function withMove(health: Health, to: string | undefined): Health {
  if (to === undefined) return health
  const advice = health.advice === '' ? `Set url: ${to} in feeds.yaml.` : health.advice
  return { ...health, cause: `${health.cause} It has moved for good to ${to}.`, advice }
}

/** True where a text is a teaser at most: fewer letters than a short paragraph has. */
export function isThin(text: string): boolean {
  if (text.length >= THIN_CHARACTERS) return false
  // A Chinese character says as much as three letters do.
  return text.length + 2 * (text.match(/\p{Script=Han}/gu)?.length ?? 0) < THIN_CHARACTERS
}

/** Verdicts that a feed can have while it is read. */
export const READ_VERDICTS: ReadonlySet<string> = new Set([
  'ok',
  'unchanged',
  'quiet',
  'stale',
  'empty',
  'thin',
  'language',
])

/** True where a fault is more than a hiccup: three failures in a row, or an address that is gone or closed to us. */
export function isBroken({ verdict, failures }: { readonly verdict: string; readonly failures: number }): boolean {
  return failures >= 3 || (failures > 0 && (verdict === 'gone' || verdict === 'blocked'))
}

type Read = Extract<PollResult, { kind: 'read' }>

function seenIn(
  { articles, newCount, declared }: Read,
  { lastNewAt, now }: { lastNewAt: number | undefined; now: number },
): FeedHistory & { document: Health } {
  // What is undated or dated ahead bears the time of its first sight, which says nothing of the feed's age.
  const dates = articles.map(({ publishedAt }) => publishedAt).filter((at) => at < now)
  const newestAt = dates.length > 0 ? dates.reduce((a, b) => Math.max(a, b)) : newCount > 0 ? now : lastNewAt
  const usualGapMs = medianGap(dates)
  return {
    ...(newestAt === undefined ? {} : { newestAt }),
    ...(usualGapMs === undefined ? {} : { usualGapMs }),
    document: documentOf(articles, { newCount, declared }),
  }
}

function documentOf(
  articles: Read['articles'],
  { newCount, declared }: { newCount: number; declared: string | undefined },
): Health {
  if (articles.length === 0) {
    return {
      verdict: 'empty',
      cause: 'The feed has no items.',
      advice: 'Look whether the outlet has a newer feed: silkwire feeds discover URL.',
    }
  }
  const other = otherLanguage(articles, declared)
  if (other !== undefined) {
    return {
      verdict: 'language',
      cause: `It is declared as "${(declared ?? '').slice(0, 20)}", but its texts are in "${other}".`,
      advice: `Texts are read by their own language; set language: ${other} in feeds.yaml.`,
    }
  }
  const lengths = articles.map(({ text }) => text.length).sort((a, b) => a - b)
  const middle = lengths[Math.floor(lengths.length / 2)] ?? 0
  if (articles.filter(({ text }) => isThin(text)).length * 2 > articles.length) {
    return {
      verdict: 'thin',
      cause: `It gives teasers only: half of its texts have ${String(middle)} characters or less.`,
      advice: 'Set fullText: true at its outlet in feeds.yaml to read the pages themselves.',
    }
  }
  return ok(`${String(articles.length)} items, ${String(newCount)} of them new.`)
}

/** The language of most texts where it is not the declared one; at least three texts, four of five agreeing. */
function otherLanguage(articles: Read['articles'], declared: string | undefined): string | undefined {
  const [named = ''] = (declared ?? '').toLowerCase().split(/[-_]/u)
  if (named === '') return undefined
  const counts = new Map<string, number>()
  for (const { language } of articles) {
    if (language !== 'und') counts.set(language, (counts.get(language) ?? 0) + 1)
  }
  const known = [...counts.values()].reduce((a, b) => a + b, 0)
  const [most] = [...counts].sort(([, a], [, b]) => b - a)
  if (most === undefined || known < 3 || most[0] === named) return undefined
  return most[1] >= 0.8 * known ? most[0] : undefined
}

function medianGap(dates: readonly number[]): number | undefined {
  if (dates.length < 3) return undefined
  const sorted = [...dates].sort((a, b) => a - b)
  const gaps = sorted.slice(1).map((at, index) => at - (sorted[index] ?? at))
  return gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)]
}

function ageOf({ newestAt, usualGapMs = 0 }: FeedHistory, now: number): Health | undefined {
  if (newestAt === undefined) return undefined
  const silence = now - newestAt
  const days = Math.floor(silence / DAY)
  if (silence > Math.max(STALE_AFTER, GAPS * usualGapMs)) {
    return {
      verdict: 'stale',
      cause: `Its newest item is ${String(days)} days old.`,
      advice: 'It may be abandoned: look for a newer feed with silkwire feeds discover URL.',
    }
  }
  if (silence > Math.max(QUIET_AFTER, GAPS * usualGapMs)) {
    const usual = usualGapMs === 0 ? '' : `; it used to bring one every ${span(usualGapMs)}`
    return {
      verdict: 'quiet',
      cause: `No new item for ${String(days)} days${usual}.`,
      advice: 'Nothing yet: it is read on.',
    }
  }
  return undefined
}

function span(ms: number): string {
  const hours = ms / 3_600_000
  if (hours < 1) return `${String(Math.max(1, Math.round(ms / 60_000)))} min`
  return hours < 48 ? `${String(Math.round(hours))} h` : `${String(Math.round(hours / 24))} days`
}

const ok = (cause: string): Health => ({ verdict: 'ok', cause, advice: '' })

const WAIT = 'It is tried again by itself, less and less often.'
const ADVICE: Readonly<Record<string, string>> = {
  html: 'The feed has moved or a wall stands before it: find it anew with silkwire feeds discover URL.',
  empty: 'Look whether the outlet has a newer feed: silkwire feeds discover URL.',
  certificate: 'Only the outlet can renew it; where the feed has an address without the fault, use that one.',
  gone: 'Find its new address with silkwire feeds discover URL, or set its status to off.',
  refused: 'It asked for fewer requests: it is left alone for hours, then tried again.',
  timeout: WAIT,
  unreachable: WAIT,
  'http-error': WAIT,
  'too-large': 'Look for a shorter feed of the outlet: silkwire feeds discover URL.',
  bridge:
    'The program that makes this feed failed: it is tried again by itself; look whether the outlet has a feed of its own.',
  'no-preview': 'Only channels that show their posts on t.me/s can be read; set its status to off.',
  'not-a-feed': 'Look at the address in a browser; find the feed with silkwire feeds discover URL.',
}
const CLOSED = 'The outlet does not let feed readers in: set a userAgent in feeds.yaml or ask the outlet.'
const INWARD = 'Feeds are read from public addresses only; name the host in ALLOW_PRIVATE_HOSTS if it is yours.'

function faultOf({ verdict, message }: { readonly verdict: string; readonly message: string }): Health {
  const cause = `${message.slice(0, 300)}.`
  // A server that finds us too frequent has not closed its door; any other refusal is one.
  if (verdict === 'refused' && !/\b429\b/.test(message)) return { verdict: 'blocked', cause, advice: CLOSED }
  if (verdict === 'blocked') return { verdict, cause, advice: INWARD }
  return { verdict, cause, advice: ADVICE[verdict] ?? WAIT }
}
