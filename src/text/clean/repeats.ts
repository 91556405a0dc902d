import { splitSentences } from '../words/sentences.js'

// What repeats over an outlet's articles is furniture: a byline, a signature, a list of links. News repeats as well - the background of a story, a
// correction, a reprint - but over articles about one thing: what tells of their subject stands in their titles.

/** Whether a unit of text repeats over an outlet's articles as furniture does: a line, a sentence, the beginning of a text, or the end of a title. */
export type Repeats = (unit: string, kind?: 'unit' | 'head' | 'title') => boolean

/** An article as far as what repeats is learned from it. */
export interface Told {
  readonly id: string
  readonly outletId: string
  readonly title: string
  readonly text: string
}

export interface RepeatsByOutlet {
  /** True where articles of this outlet were seen. */
  knows(outletId: string): boolean
  /** Learns from an article; one that was seen before counts once, as it is now. */
  see(article: Told): void
  of(outletId: string): Repeats
}

// Least carriers, and their least share of the outlet's articles: a label of a line of its own needs less than a sentence does, one with a number in it more.
const LEAST = 4
const SHARE = { unit: 0.25, head: 0.3, title: 0.3, label: 0.04, number: 0.5 } as const
const LONGEST_LABEL = 40
const LONGEST_UNIT = 300
// A word that so many carriers have in their titles, and twice as many as the outlet's other articles, is their subject.
const SUBJECT = 0.6
const SUBJECT_LIFT = 2
// What stands in nearly all of so many articles is no story's.
const NEARLY_ALL = 0.9
const MANY = 12

/**
 * Learns over the last `window` articles of each of `outlets` outlets at most, those seen longest ago leaving first: about 20 KB an outlet. What it says
 * depends on those articles alone.
 */
export function startRepeats({ window = 64, outlets = 200 } = {}): RepeatsByOutlet {
  const byOutlet = new Map<string, Outlet>()
  const never: Repeats = () => false
  return {
    knows: (outletId) => byOutlet.has(outletId),
    see(article) {
      const outlet = byOutlet.get(article.outletId) ?? startOutlet(window)
      byOutlet.delete(article.outletId)
      byOutlet.set(article.outletId, outlet)
      if (byOutlet.size > outlets) byOutlet.delete([...byOutlet.keys()][0] ?? '')
      outlet.see(article)
    },
    of: (outletId) => byOutlet.get(outletId)?.repeats ?? never,
  }
}

interface Outlet {
  readonly see: (article: Told) => void
  readonly repeats: Repeats
}

interface Seen {
  readonly units: ReadonlySet<number>
  readonly subjects: ReadonlySet<number>
}

function startOutlet(window: number): Outlet {
  const seen = new Map<string, Seen>()
  const counts = new Map<number, number>()
  const count = ({ units }: Seen, by: number) => {
    for (const unit of units) {
      const now = (counts.get(unit) ?? 0) + by
      if (now === 0) counts.delete(unit)
      else counts.set(unit, now)
    }
  }
  const forget = (id: string) => {
    const before = seen.get(id)
    if (before !== undefined) count(before, -1)
    seen.delete(id)
  }
  const see = (article: Told) => {
    forget(article.id)
    if (seen.size >= window) forget([...seen.keys()][0] ?? '')
    const fresh = { units: unitsOf(article), subjects: subjectsOf(article.title) }
    seen.set(article.id, fresh)
    count(fresh, 1)
  }
  const repeats: Repeats = (text, kind = 'unit') => {
    if (seen.size < LEAST || text.length > LONGEST_UNIT) return false
    const unit = keyOf(text, kind)
    const carriers = counts.get(unit) ?? 0
    if (kind === 'title' && carriers >= LEAST && carriers >= seen.size / 2) return true
    return (
      carriers >= Math.max(LEAST, leastShare(text, kind) * seen.size) &&
      !isOfSubject(unit, kind === 'title' ? subjectsOf(text) : NONE, [...seen.values()])
    )
  }
  return { see, repeats }
}

function leastShare(text: string, kind: Kind): number {
  if (kind !== 'unit') return SHARE[kind]
  if (/\p{N}/u.test(text)) return SHARE.number
  return text.length <= LONGEST_LABEL && !/[.!?…。！？]["»”)]?\s*$/u.test(text) ? SHARE.label : SHARE.unit
}

type Kind = 'unit' | 'head' | 'title'

const NONE: ReadonlySet<number> = new Set()

// `own`: words of the unit itself, where it is part of the titles.
function isOfSubject(unit: number, own: ReadonlySet<number>, seen: readonly Seen[]): boolean {
  const carriers = seen.filter(({ units }) => units.has(unit))
  if (seen.length >= MANY && carriers.length >= NEARLY_ALL * seen.length) return false
  const share = (of: readonly Seen[], word: number) =>
    of.filter(({ subjects }) => subjects.has(word)).length / of.length
  const words = new Set(carriers.flatMap(({ subjects }) => [...subjects]))
  return [...words].some((word) => {
    if (own.has(word)) return false
    const among = share(carriers, word)
    return among >= SUBJECT && (carriers.length === seen.length || among >= SUBJECT_LIFT * share(seen, word))
  })
}

const FIRST_LINES = 3
const LAST_LINES = 6
const LABELS = 12
const LAST_SENTENCES = 4
const TAIL = 400

// What may be furniture: lines at both ends, short lines anywhere, the last sentences, what stands before the first colon or dash, the end of the title.
function unitsOf({ title, text }: Told): Set<number> {
  const lines = text.split('\n').map((line) => line.trim()).filter((line) => line !== '') // prettier-ignore
  const labels = lines.filter((line) => line.length <= LONGEST_LABEL).slice(0, LABELS)
  const units = [...lines.slice(0, FIRST_LINES), ...lines.slice(-LAST_LINES), ...labels]
  const tail = (lines.at(-1) ?? '').slice(-TAIL)
  const last = splitSentences(tail, 'und').map((span) => span.text)
  const sentences = (tail.length < TAIL ? last : last.slice(1)).slice(-LAST_SENTENCES)
  return new Set([
    ...[...units, ...sentences].filter((unit) => unit.length <= LONGEST_UNIT).map((unit) => keyOf(unit, 'unit')),
    ...headsOf(lines[0] ?? '').map((head) => keyOf(head, 'head')),
    ...endsOf(title).map((end) => keyOf(end, 'title')),
  ])
}

const HEAD_END = /[:：]|\s[-–—]{1,2}\s/gu
const LONGEST_HEAD = 60

/** What a text may begin with that is not of the news: up to its first colons and dashes, longest first. */
export function headsOf(line: string): string[] {
  const start = line.slice(0, LONGEST_HEAD)
  return [...start.matchAll(HEAD_END)].map((match) => start.slice(0, match.index + match[0].length)).reverse()
}

/** What a title may end with that is not of the news: from its bars and dashes, longest first. */
export function endsOf(title: string): string[] {
  return [...title.matchAll(/\s(?:[|]|[-–—]{1,2}|::)(?=\s|$)/gu)].map((match) => title.slice(match.index))
}

// A title that is an article's first line is its subject as well; what is in every title says nothing, and is weighed by the outlet's share.
function subjectsOf(title: string): Set<number> {
  const words = title.toLowerCase().match(/[\p{L}\p{M}]{4,}|\p{Script=Han}{2}/gu) ?? []
  return new Set(words.slice(0, 24).map((word) => hash(/^\p{Script=Han}/u.test(word) ? word : word.slice(0, 6))))
}

function keyOf(text: string, kind: Kind): number {
  return hash(`${kind}:${text.trim()}`)
}

/** 53 bits of a text, the same on every machine (cyrb53, public domain). */
function hash(text: string): number {
  let [low, high] = [0xdeadbeef, 0x41c6ce57]
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    low = Math.imul(low ^ code, 2654435761)
    high = Math.imul(high ^ code, 1597334677)
  }
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  return 4294967296 * (2097151 & high) + (low >>> 0)
}
