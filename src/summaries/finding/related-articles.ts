import type { DetectedLanguage } from '../../text/types.js'
import type { Fit } from './score-articles.js'
import { RELATED } from '../terms/ranking-weights.js'

// What other articles say for one: those of its story, and those that fit best. A single article may have the words of a question by chance.

/** Fits of one story speak for each other, the best three for each. `fits` come best first, and so does what is returned. */
export function addStories(fits: readonly Fit[], stories: ReadonlyMap<string, string>): Fit[] {
  const storyOf = ({ hit }: Fit) => stories.get(hit.articleId) ?? hit.articleId
  const byStory = new Map<string, Fit[]>()
  for (const fit of fits) byStory.set(storyOf(fit), [...(byStory.get(storyOf(fit)) ?? []), fit])
  return bestFirst(
    fits.map((fit) => {
      const others = (byStory.get(storyOf(fit)) ?? []).filter((other) => other !== fit).slice(0, RELATED.voices)
      const support = others.reduce((sum, { score }) => sum + score, 0) / RELATED.voices
      return { ...fit, score: fit.score + RELATED.story * support }
    }),
  )
}

/**
 * Fits that are like the best ones go up. `likeness` of an article compares within its language: one in a language that none of the best is in
 * is taken for half as like as can be.
 */
export function addLikeness(
  fits: readonly Fit[],
  { best, likeness }: { best: readonly Fit[]; likeness: ReadonlyMap<string, number> },
): Fit[] {
  const most = new Map<DetectedLanguage, number>(best.map(({ hit }) => [hit.language, 0]))
  for (const { hit } of fits) {
    const known = most.get(hit.language)
    if (known !== undefined) most.set(hit.language, Math.max(known, likeness.get(hit.articleId) ?? 0))
  }
  return bestFirst(
    fits.map((fit) => {
      const highest = most.get(fit.hit.language)
      const share =
        highest === undefined
          ? RELATED.unknownLikeness
          : (likeness.get(fit.hit.articleId) ?? 0) / Math.max(highest, Number.EPSILON)
      return { ...fit, score: fit.score + RELATED.likeness * share }
    }),
  )
}

const bestFirst = (fits: Fit[]) => fits.sort((a, b) => b.score - a.score || b.hit.publishedAt - a.hit.publishedAt)
