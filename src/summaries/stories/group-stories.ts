import { createHash } from 'node:crypto'
import type { StorySignature } from '../terms/readings-port.js'
import type { Frequencies, Weighed } from './likeness.js'
import { alikeness, STORY_WINDOW_MS, weigh } from './likeness.js'
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
// A story is weighed whole where one of its articles is at least so alike.
const ALIKE = 0.8
const MAX_MEMBERS = 6

/**
 * Starts from signatures already grouped. What is rare is learned from those, and from each article that joins; a batch hands over what its whole file
 * teaches as `frequencies`. Cost of an article follows the few that share a telling feature with it, not the archive.
 */
export function startGrouping(known: readonly StorySignature[], frequencies = learnFrequencies()): Grouping {
  const learned = frequencies
  const byFeature = new Map<string, Weighed[]>()
  const members = new Map<string, Weighed[]>()
  const stories = new Map<string, string>()
  const remember = (signature: StorySignature, weighed: Weighed) => {
    stories.set(signature.articleId, signature.storyId)
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
    const storyId = bestStory(weighed, { byFeature, members, stories }) ?? newStoryId(signature.articleId)
    const joined = { ...signature, storyId }
    remember(joined, weighed)
    return joined
  }
  return { join }
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

function bestStory(article: Weighed, { byFeature, members, stories }: Known): string | undefined {
  const tried = new Set<string>()
  // A candidate is most often a member of its story, too.
  const looked = new Map<Weighed, number>()
  const likenessTo = (other: Weighed) => {
    const known = looked.get(other) ?? alikeness(article, other)
    looked.set(other, known)
    return known
  }
  let best: { score: number; storyId: string } | undefined
  for (const candidate of candidatesOf(article, byFeature)) {
    const storyId = stories.get(candidate.articleId)
    if (storyId === undefined || tried.has(storyId) || likenessTo(candidate) < ALIKE) continue
    tried.add(storyId)
    const scores = (members.get(storyId) ?? []).slice(-MAX_MEMBERS).map(likenessTo)
    // A story grows by articles that are like it, not like one of its edges.
    const score = 0.6 * Math.max(...scores) + (0.4 * scores.reduce((sum, each) => sum + each, 0)) / scores.length
    if (score >= 1 && (best === undefined || score > best.score)) best = { score, storyId }
  }
  return best?.storyId
}

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

/** True: two articles tell one event. */
export function isSameStory(a: Signature, b: Signature, frequencies: Frequencies): boolean {
  return alikeness(weigh(a, frequencies), weigh(b, frequencies)) >= 1
}
