import { createHash } from 'node:crypto'
import type { StorySignature } from '../terms/readings-port.js'
import type { Frequencies, Weighed } from './likeness.js'
import { alikeness, STORY_WINDOW_MS, weigh } from './likeness.js'
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
const MAX_CANDIDATES = 16
const MAX_MEMBERS = 4

/** How a story takes in an article: it is weighed whole where one of its articles is at least `alike`, and takes it where it `fits` most of them. */
interface Bar {
  readonly alike: number
  readonly fits: number
  /** None of its articles may be less alike. */
  readonly least: number
}
const BY_LISTS: Bar = { alike: 0.8, fits: 1, least: 0 }
// Learned scores are -1 to 1. What is shown as one story must be one: joined later than a pair alone would be.
const LEARNED: Bar = { alike: 0.2, fits: 0.3, least: -0.15 }
// Pairs that by the lists are less alike than this are not looked at word by word, and of more than so many the most alike.
const LOOKED_AT = 0.6
const MOST_LOOKED_AT = 6

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
    for (const feature of weighed.weights.keys()) {
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
  /** Those of the candidates that are worth comparing. */
  readonly worth: (article: Weighed, candidates: readonly Weighed[]) => readonly Weighed[]
}

function scaleOf(model: PairModel | undefined): Scale {
  if (model === undefined) return { bar: BY_LISTS, compare: alikeness, worth: (_article, candidates) => candidates }
  const score = startPairs(model)
  const worth: Scale['worth'] = (article, candidates) =>
    candidates
      .map((candidate) => ({ candidate, alike: alikeness(article, candidate) }))
      .filter(({ alike }) => alike >= LOOKED_AT)
      .sort((a, b) => b.alike - a.alike)
      .slice(0, MOST_LOOKED_AT)
      .map(({ candidate }) => candidate)
  return { bar: LEARNED, compare: score, worth }
}

/** Counts features, online: the counts of the articles seen so far. */
export interface LearnedFrequencies extends Frequencies {
  learn(signature: Signature): void
}

/** Empty counts. With a `fixed` set of signatures they are counted now, and later ones change nothing: what a batch uses. */
export function learnFrequencies(fixed?: readonly Signature[]): LearnedFrequencies {
  const counts = new Map<string, number>()
  let articles = 0
  const count = ({ features }: Signature) => {
    articles++
    for (const feature of Object.keys(features)) counts.set(feature, (counts.get(feature) ?? 0) + 1)
  }
  for (const signature of fixed ?? []) count(signature)
  return {
    get articles() {
      return articles
    },
    of: (feature) => counts.get(feature) ?? 0,
    learn: fixed === undefined ? count : () => undefined,
  }
}

interface Known {
  readonly byFeature: ReadonlyMap<string, readonly Weighed[]>
  readonly members: ReadonlyMap<string, readonly Weighed[]>
  readonly stories: ReadonlyMap<string, string>
}

function bestStory(
  article: Weighed,
  { byFeature, members, stories }: Known,
  { bar, compare, worth }: Scale,
): string | undefined {
  const tried = new Set<string>()
  // A candidate is most often a member of its story, too.
  const looked = new Map<Weighed, number>()
  const likenessTo = (other: Weighed) => {
    const known = looked.get(other) ?? compare(article, other)
    looked.set(other, known)
    return known
  }
  let best: { score: number; storyId: string } | undefined
  for (const candidate of worth(article, candidatesOf(article, byFeature))) {
    const storyId = stories.get(candidate.articleId)
    if (storyId === undefined || tried.has(storyId) || likenessTo(candidate) < bar.alike) continue
    tried.add(storyId)
    const scores = sampleOf(members.get(storyId) ?? []).map(likenessTo)
    // A story grows by articles that are like it, not like one of its edges.
    const score = 0.5 * Math.max(...scores) + (0.5 * scores.reduce((sum, each) => sum + each, 0)) / scores.length
    if (Math.min(...scores) < bar.least) continue
    if (score >= bar.fits && (best === undefined || score > best.score)) best = { score, storyId }
  }
  return best?.storyId
}

// Who opened the story says what it is about; held to the latest alone, it would drift from one event to the next.
const sampleOf = (members: readonly Weighed[]) =>
  members.length <= MAX_MEMBERS ? members : [...members.slice(0, 1), ...members.slice(1 - MAX_MEMBERS)]

/** Those that share most with the article, by weight. */
function candidatesOf(article: Weighed, byFeature: Known['byFeature']): Weighed[] {
  const shares = new Map<Weighed, number>()
  for (const [feature, weight] of article.weights) {
    const list = byFeature.get(feature)
    if (list === undefined || list.length >= COMMON) continue
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
