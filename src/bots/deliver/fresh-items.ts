import type { Correction } from '../../summaries/digest/corrections.js'
import { isNews, type ToldStory } from '../../summaries/facts/facts-told.js'
import type { Digest, DigestItem } from '../../summaries/terms/shapes.js'
import type { Told, ToldItem } from '../contract/chats.js'

/** Facts by story: what was told to a subscription. */
export type ToldFacts = ReadonlyMap<string, ReadonlySet<string>>

/** The facts that these editions told. */
export function toldFacts(subscriptionId: string, { bySubscription, editions }: Told): ToldFacts {
  const facts = new Map<string, Set<string>>()
  for (const edition of bySubscription[subscriptionId] ?? []) {
    for (const item of editions[edition] ?? []) {
      const known = facts.get(item.storyId) ?? new Set()
      for (const fact of item.facts) known.add(fact)
      facts.set(item.storyId, known)
    }
  }
  return facts
}

/** The same for composing, which puts other stories in the place of those that were told. */
export function toldStories(told: ToldFacts): readonly ToldStory[] {
  return [...told]
    .filter(([storyId]) => storyId !== CORRECTIONS)
    .map(([storyId, facts]) => ({ storyId, facts: [...facts].sort() }))
    .sort((a, b) => (a.storyId < b.storyId ? -1 : 1))
}

/** Told before, with nothing new: the story, and what it says. */
export function isRepeat(item: Pick<DigestItem, 'storyId' | 'facts' | 'voices'>, told: ToldFacts): boolean {
  const { storyId, facts = [], voices } = item
  const known = told.get(storyId)
  return known !== undefined && !isNews({ facts, voices }, { facts: [...known] })
}

/** The digest without what was told before; citations that nothing leads to go with it. */
export function freshDigest(digest: Digest, told: ToldFacts): Digest {
  const sections = digest.sections.map((section) => ({
    ...section,
    items: section.items.filter((item) => !isRepeat(item, told)),
  }))
  const ofItems = sections.flatMap(({ items }) => items.flatMap((item) => item.citations))
  const ofFigures = (digest.figures ?? []).flatMap(({ points }) => points.map(({ citation }) => citation))
  const cited = new Set([...ofItems, ...ofFigures])
  return { ...digest, sections, citations: digest.citations.filter(({ number }) => cited.has(number)) }
}

/** What a digest tells, for the next ones to know. */
export function toldItems({ sections, citations }: Digest): readonly ToldItem[] {
  return sections.flatMap(({ items }) =>
    items.map(({ storyId, facts = [], citations: numbers }) => ({
      storyId,
      facts,
      quotes: citations
        .filter(({ number }) => numbers.includes(number))
        .map(({ articleId, quote }) => ({ articleId, quote })),
    })),
  )
}

/** Corrections are told as facts of one story, so that each is told once. */
const CORRECTIONS = 'corrections'

export function isCorrected({ articleId, quote }: Pick<Correction, 'articleId' | 'quote'>, told: ToldFacts): boolean {
  return told.get(CORRECTIONS)?.has(`${articleId} ${quote}`) ?? false
}

export function toldCorrections(corrections: readonly Correction[]): readonly ToldItem[] {
  if (corrections.length === 0) return []
  return [
    { storyId: CORRECTIONS, facts: corrections.map(({ articleId, quote }) => `${articleId} ${quote}`), quotes: [] },
  ]
}
