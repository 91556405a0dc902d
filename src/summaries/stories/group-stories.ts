import { createHash } from 'node:crypto'
import type { StorySignature } from '../terms/readings-port.js'
import type { Frequencies } from './likeness.js'
import type { Weighed } from './weighed.js'
import { hasDistinct, isCertainlyApart, isDoubtful } from './distinct.js'
import { alikeness, headingWords, outletOf, STORY_WINDOW_MS, weigh } from './likeness.js'
import { startPairs, type PairModel } from './pair-model.js'
import type { Signature } from './story-features.js'

/** Remembers the articles of the last days and gives each new one its story. */
export interface Grouping {
  /** The story of the most alike earlier articles, or a new one named after the article. Deterministic; an article read again keeps its story. */
  join(signature: Signature): StorySignature
}

// A feature that so many articles have brings no candidates: it tells nothing about which of them are one story.
const COMMON = 64
// So many of the articles that share most are looked at closely.
const MAX_CANDIDATES = 10
// Of a story so many are asked, the one that opened it and the newest among them.
const MAX_MEMBERS = 8

/** How a story takes in an article: each member asked must be this alike, and a voice of its own more than a second text of one outlet. */
interface Bar {
  readonly ofOutlet: number
  readonly ofVoices: number
  /** Where the titles name other states, persons or numbers. */
  readonly inDoubt: number
  /** Across languages pairs tell less: none may be less alike than this, and all on average `onAverage`. */
  readonly ofLanguages: number
  readonly onAverage: number
}
const BY_LISTS: Bar = { ofOutlet: 0.8, ofVoices: 1, inDoubt: 1, ofLanguages: 0.6, onAverage: 0.9 }
// Learned scores are -1 to 1. What is shown as one story must be one: joined later than a pair alone would be.
const LEARNED: Bar = { ofOutlet: 0.3, ofVoices: 0.45, inDoubt: 0.65, ofLanguages: -0.3, onAverage: 0.2 }
// Pairs that by the lists are less alike than this are not looked at word by word, and of more than so many stories the most alike.
const LOOKED_AT = 0.6
const MOST_LOOKED_AT = 3

/** What grouping goes by. */
export interface GroupingOptions {
  /** What a batch's whole file teaches; else what is rare is learned as articles join. */
  readonly frequencies?: LearnedFrequencies
  /** What a pack has learned of pairs; else the lists decide. */
  readonly model?: PairModel | undefined
  /** Nothing has a date, and nothing is known of when: articles without one are grouped by what they say. */
  readonly joinsUndated?: boolean
}

/**
 * Starts from signatures already grouped. What is rare is learned from those, and from each article that joins; a batch hands over what its whole file
 * teaches as `frequencies`. Cost of an article follows the few that share a telling feature with it, not the archive.
 * An article without a date stays alone: what it tells may be years old.
 */
export function startGrouping(
  known: readonly StorySignature[],
  { frequencies: learned = learnFrequencies(), model, joinsUndated = false }: GroupingOptions = {},
): Grouping {
  const byFeature = new Map<string, Weighed[]>()
  const members = new Map<string, Weighed[]>()
  const stories = new Map<string, string>()
  const scale = scaleOf(model)
  const isAlone = ({ isUndated }: Signature) => isUndated === true && !joinsUndated
  const remember = (signature: StorySignature, weighed: Weighed) => {
    stories.set(signature.articleId, signature.storyId)
    if (isAlone(signature)) return
    const story = members.get(signature.storyId)
    if (story === undefined) members.set(signature.storyId, [weighed])
    else story.push(weighed)
    for (const feature of weighed.rare.keys()) {
      const list = byFeature.get(feature)
      if (list === undefined) byFeature.set(feature, [weighed])
      // Oldest leave first: they fall out of the window anyway.
      else if (list.push(weighed) > COMMON) list.shift()
    }
  }
  for (const signature of known) learned.learn(signature)
  for (const signature of known) remember(signature, weigh(signature, learned))
  const join = (signature: Signature): StorySignature => {
    const before = stories.get(signature.articleId)
    if (before !== undefined) return { ...signature, storyId: before }
    learned.learn(signature)
    const weighed = weigh(signature, learned)
    const found = isAlone(signature) ? undefined : bestStory(weighed, { byFeature, members, stories }, scale)
    const joined = { ...signature, storyId: found ?? newStoryId(signature.articleId) }
    remember(joined, weighed)
    return joined
  }
  return { join }
}

/** How two articles are compared, and from where their stories are one. */
interface Scale {
  readonly bar: Bar
  readonly compare: (a: Weighed, b: Weighed) => number
  /** Below this by the lists, two articles are not compared. */
  readonly least: number
}

const scaleOf = (model: PairModel | undefined): Scale =>
  model === undefined
    ? { bar: BY_LISTS, compare: alikeness, least: 0 }
    : { bar: LEARNED, compare: startPairs(model), least: LOOKED_AT }

/** Counts features, online: the counts of the articles seen so far. */
export interface LearnedFrequencies extends Frequencies {
  learn(signature: Signature): void
}

/** Empty counts. With a `fixed` set of signatures they are counted now, and later ones change nothing: what a batch uses. */
export function learnFrequencies(fixed?: readonly Signature[]): LearnedFrequencies {
  const counts = new Map<string, number>()
  const headings = startHeadings()
  let articles = 0
  const count = (signature: Signature) => {
    articles++
    for (const feature of Object.keys(signature.features)) counts.set(feature, (counts.get(feature) ?? 0) + 1)
    headings.learn(signature)
  }
  for (const signature of fixed ?? []) count(signature)
  return {
    get articles() {
      return articles
    },
    of: (feature) => counts.get(feature) ?? 0,
    isHeading: headings.isHeading,
    learn: fixed === undefined ? count : () => undefined,
  }
}

// An outlet of few articles has no headings yet.
const HEADED_FROM = 8
const HEADED_SHARE = 0.25

/** Which words an outlet begins a quarter of its articles with: "#economy", "Warning", its own country. */
function startHeadings() {
  const byOutlet = new Map<string, { articles: number; words: Map<string, number> }>()
  const learn = (signature: Signature) => {
    const id = outletOf(signature)
    const outlet = byOutlet.get(id) ?? { articles: 0, words: new Map<string, number>() }
    byOutlet.set(id, outlet)
    outlet.articles++
    for (const word of new Set(headingWords(signature))) outlet.words.set(word, (outlet.words.get(word) ?? 0) + 1)
  }
  const isHeading = (id: string, word: string): boolean => {
    const outlet = byOutlet.get(id)
    if (outlet === undefined || outlet.articles < HEADED_FROM) return false
    return (outlet.words.get(word) ?? 0) >= HEADED_SHARE * outlet.articles
  }
  return { learn, isHeading }
}

interface Known {
  readonly byFeature: ReadonlyMap<string, readonly Weighed[]>
  readonly members: ReadonlyMap<string, readonly Weighed[]>
  readonly stories: ReadonlyMap<string, string>
}

function bestStory(article: Weighed, { byFeature, members, stories }: Known, scale: Scale): string | undefined {
  const tried = new Set<string>()
  let best: { score: number; storyId: string } | undefined
  let looked = 0
  for (const candidate of closest(article, candidatesOf(article, byFeature), scale.least)) {
    const storyId = stories.get(candidate.articleId)
    if (storyId === undefined || tried.has(storyId)) continue
    tried.add(storyId)
    if (++looked > MOST_LOOKED_AT) break
    const score = fit(article, [candidate, ...sampleOf(members.get(storyId) ?? [])], scale)
    if (score !== undefined && (best === undefined || score > best.score)) best = { score, storyId }
  }
  return best?.storyId
}

/** Those that by the lists are alike enough to be looked at, the most alike first. */
const closest = (article: Weighed, candidates: readonly Weighed[], least: number) =>
  candidates
    .map((candidate) => ({ candidate, alike: alikeness(article, candidate) }))
    .filter(({ alike }) => alike > 0 && alike >= least)
    .sort((a, b) => b.alike - a.alike)
    .map(({ candidate }) => candidate)

/** The mean likeness to these members, where each of them tells the article's event; undefined where one does not. The cheap questions come first. */
function fit(article: Weighed, asked: readonly Weighed[], { bar, compare }: Scale): number | undefined {
  const members = [...new Set(asked)]
  if (members.some((member) => isCertainlyApart(article, member) || !isOneEvent(article, member))) return undefined
  let sum = 0
  for (const member of members) {
    const score = compare(article, member)
    if (score < leastOf(article, member, bar)) return undefined
    sum += score
  }
  return sum / members.length < bar.onAverage && members.some((member) => member.language !== article.language)
    ? undefined
    : sum / members.length
}

const isOneOutlet = (a: Weighed, b: Weighed) => a.marks.get('S')?.[0] === b.marks.get('S')?.[0]

const isOneEvent = (a: Weighed, b: Weighed) => isOneOutlet(a, b) || hasDistinct(a, b)

function leastOf(a: Weighed, b: Weighed, { ofOutlet, ofVoices, inDoubt, ofLanguages }: Bar): number {
  if (a.language !== b.language) return ofLanguages
  if (isDoubtful(a, b)) return inDoubt
  return isOneOutlet(a, b) ? ofOutlet : ofVoices
}

// Who opened the story says what it is about; held to the latest alone, it would drift from one event to the next.
const sampleOf = (members: readonly Weighed[]) =>
  members.length <= MAX_MEMBERS ? members : [...members.slice(0, 1), ...members.slice(1 - MAX_MEMBERS)]

/** Those that share most of what is rare with the article, by weight. */
function candidatesOf(article: Weighed, byFeature: Known['byFeature']): Weighed[] {
  const shares = new Map<Weighed, number>()
  for (const feature of article.rare.keys()) {
    const list = byFeature.get(feature)
    if (list === undefined || list.length >= COMMON) continue
    const weight = article.weights.get(feature) ?? 0
    for (const other of list) shares.set(other, (shares.get(other) ?? 0) + (weight * weight) / (other.crossLength + 1))
  }
  const at = article.publishedAt
  return [...shares]
    .filter(([other]) => Math.abs(other.publishedAt - at) <= STORY_WINDOW_MS)
    .sort((a, b) => b[1] - a[1] || (a[0].articleId < b[0].articleId ? -1 : 1))
    .slice(0, MAX_CANDIDATES)
    .map(([other]) => other)
}

/** A story's id: short, and the same whenever the same article opens it. */
export function newStoryId(articleId: string): string {
  return `s${createHash('sha256').update(articleId).digest('hex').slice(0, 10)}`
}

/** True: two articles tell one event. Of articles without a date by what they say alone. */
export function isSameStory(
  a: Signature,
  b: Signature,
  { frequencies, model }: { frequencies: Frequencies; model?: PairModel | undefined },
): boolean {
  const [left, right] = [weigh(a, frequencies), weigh(b, frequencies)]
  if (model === undefined) return alikeness(left, right) >= 1
  if (Math.abs(a.publishedAt - b.publishedAt) > STORY_WINDOW_MS) return false
  return startPairs(model)(left, right) >= model.thresholds.same
}
