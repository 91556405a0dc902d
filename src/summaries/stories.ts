import { createHash } from 'node:crypto'
import type { Article } from '../feeds/article.js'
import type { StorySignature } from './archive.js'
import type { Reader } from './reader.js'
import { searchWords } from './search-words.js'
import type { ReadSentence } from './sentences.js'
import type { Reading } from './types.js'

// Articles further apart in time than this tell different stories.
export const STORY_WINDOW_MS = 3 * 24 * 3600_000

const JOIN = 0.42
const MAX_FEATURES = 60

/**
 * What grouping knows of an article: words of its title and lead (`w_LANGUAGE_WORD`), names (`e_ID`), figures (`f_UNIT_VALUE`) and subjects (`c_ID`).
 * Names, figures and subjects carry across languages. Weights are relative; cosine is taken over them.
 */
export function signatureOf(
  article: Article,
  { reading, sentences }: { reading: Reading; sentences: readonly ReadSentence[] },
  reader: Reader,
): Omit<StorySignature, 'storyId'> {
  const weights = new Map<string, number>()
  const add = (feature: string, weight: number) => weights.set(feature, (weights.get(feature) ?? 0) + weight)
  for (const sentence of sentences.slice(0, 4)) {
    const isTitle = sentence.index === 0
    for (const word of searchWords(sentence.text, article.language))
      if (word.length > 2 || /\p{Script=Han}{2}/u.test(word)) add(`w_${article.language}_${word}`, isTitle ? 1 : 0.5)
    for (const id of sentence.entityIds) add(`e_${id}`, (isTitle ? 1.2 : 0.7) * rarity(id, reader))
  }
  for (const sentence of sentences.slice(0, 8))
    for (const figure of sentence.figures) add(`f_${figure.unit}_${Number(figure.value.toPrecision(3))}`, 1.5)
  for (const id of reading.conceptIds) add(`c_${id}`, 0.4)
  const strongest = [...weights].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).slice(0, MAX_FEATURES)
  return { articleId: article.id, publishedAt: article.publishedAt, features: Object.fromEntries(strongest) }
}

// States stand in most of the region's news: a project or a person tells more.
function rarity(id: string, reader: Reader): number {
  const kind = reader.entityById.get(id)?.kind
  return kind === 'country' || kind === 'group' ? 0.7 : 1.3
}

/** Why two articles are one story, or not: what they share and how alike that makes them. */
export interface Likeness {
  readonly score: number
  readonly shared: readonly string[]
}

/** How alike two articles are, 0 to 1: cosine over all features in one language, over names, figures and subjects across languages; figures that clash keep them apart. */
export function likeness(a: Omit<StorySignature, 'storyId'>, b: Omit<StorySignature, 'storyId'>): Likeness {
  const sameLanguage = languageOf(a) !== undefined && languageOf(a) === languageOf(b)
  const keep = sameLanguage ? () => true : (feature: string) => !feature.startsWith('w_')
  const shared: string[] = []
  let [dot, normA, normB] = [0, 0, 0]
  for (const [feature, weight] of Object.entries(a.features)) {
    if (!keep(feature)) continue
    normA += weight * weight
    const other = b.features[feature]
    if (other === undefined) continue
    dot += weight * other
    shared.push(feature)
  }
  for (const [feature, weight] of Object.entries(b.features)) if (keep(feature)) normB += weight * weight
  if (dot === 0) return { score: 0, shared }
  const cosine = dot / Math.sqrt(normA * normB)
  const days = Math.abs(a.publishedAt - b.publishedAt) / 86_400_000
  // Across languages names alone prove little: a shared figure or three shared names are asked for.
  const strong =
    shared.filter((feature) => feature.startsWith('f_')).length * 2 + shared.filter((f) => f.startsWith('e_')).length
  const proof = sameLanguage || strong >= 3 ? 1 : 0.5
  return { score: cosine * proof * Math.exp(-days / 8), shared }
}

const languageOf = ({ features }: Pick<StorySignature, 'features'>): string | undefined =>
  Object.keys(features)
    .find((feature) => feature.startsWith('w_'))
    ?.split('_')[1]

/** Remembers the articles of the last days and gives each new one its story. */
export interface Grouping {
  /** The story of the most alike earlier article, or a new one named after the article. Deterministic; an article read again keeps its story. */
  join(signature: Omit<StorySignature, 'storyId'>): StorySignature
}

// A feature that so many articles have tells nothing about which of them are one story.
const COMMON = 150

/** Starts from signatures already grouped. Cost of an article follows the few that share a telling feature with it, not the archive. */
export function startGrouping(known: readonly StorySignature[]): Grouping {
  const byFeature = new Map<string, StorySignature[]>()
  const stories = new Map<string, string>()
  const remember = (signature: StorySignature) => {
    stories.set(signature.articleId, signature.storyId)
    for (const feature of Object.keys(signature.features)) {
      const list = byFeature.get(feature) ?? []
      list.push(signature)
      // Oldest leave first: they fall out of the window anyway.
      if (list.length > COMMON) list.shift()
      byFeature.set(feature, list)
    }
  }
  for (const signature of known) remember(signature)
  const join = (signature: Omit<StorySignature, 'storyId'>): StorySignature => {
    const before = stories.get(signature.articleId)
    if (before !== undefined) return { ...signature, storyId: before }
    const joined = { ...signature, storyId: bestStory(signature, byFeature) ?? newStoryId(signature.articleId) }
    remember(joined)
    return joined
  }
  return { join }
}

function bestStory(
  signature: Omit<StorySignature, 'storyId'>,
  byFeature: ReadonlyMap<string, readonly StorySignature[]>,
): string | undefined {
  const rare = Object.keys(signature.features).filter((feature) => (byFeature.get(feature)?.length ?? 0) < COMMON)
  const candidates = new Set(rare.flatMap((feature) => byFeature.get(feature) ?? []))
  let best: { score: number; storyId: string } | undefined
  for (const other of candidates) {
    if (Math.abs(other.publishedAt - signature.publishedAt) > STORY_WINDOW_MS) continue
    const { score } = likeness(signature, other)
    if (score >= JOIN && (best === undefined || score > best.score)) best = { score, storyId: other.storyId }
  }
  return best?.storyId
}

/** A story's id: short, and the same whenever the same article opens it. */
export function newStoryId(articleId: string): string {
  return `s${createHash('sha256').update(articleId).digest('hex').slice(0, 10)}`
}

/** True: two articles tell one event. */
export function isSameStory(a: Omit<StorySignature, 'storyId'>, b: Omit<StorySignature, 'storyId'>): boolean {
  return likeness(a, b).score >= JOIN
}
