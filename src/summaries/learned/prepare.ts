import type { Article } from '../../feeds/article.js'
import type { WordVectors } from '../../text/model/word-vectors.js'
import { placeFigures } from '../figures.js'
import { findPassages } from '../passages.js'
import type { Reader } from '../reader.js'
import { findSections, isTiedToRegion } from '../sections.js'
import { readSentences } from '../sentences.js'
import { see } from './features.js'
import type { LabelledRow } from './labels.js'
import { markSentences } from './marks.js'
import type { TrainingArticle } from './train-types.js'

/** A labelled row with the article that it is of. */
export interface LabelledArticle {
  readonly row: LabelledRow
  readonly article: Article
}

/** Labelled articles as the lists of a pack see them: what training learns from. Comments are not read. */
export function prepareTraining(
  labelled: readonly LabelledArticle[],
  { reader, vectors }: { reader: Reader; vectors: WordVectors },
): TrainingArticle[] {
  const sources = new Map(labelled.map(({ row }) => [row.id, row.source ?? '']))
  const fromText = new Set(reader.region.sections.filter(({ from }) => from === 'text').map(({ id }) => id))
  return labelled.map(({ row, article }) => {
    const { language } = article
    const sentences = readSentences(article, language, reader)
    const placed = placeFigures(sentences, reader, article.publishedAt)
    const passages = findPassages(sentences, placed, { language })
    const hits = findSections(sentences, placed, reader)
    const { sections, importance, lead, of } = row
    return {
      seen: see(sentences, markSentences({ sentences, passages, hits }, reader), { language, vectors }),
      group: (of === undefined ? undefined : sources.get(of)) ?? row.source ?? row.id,
      story: of ?? row.id,
      isTranslation: of !== undefined,
      isTied: isTiedToRegion(sentences, reader),
      ...(sections && { sections: Object.fromEntries(Object.entries(sections).filter(([id]) => fromText.has(id))) }),
      ...(importance === undefined ? {} : { weight: importance }),
      ...(lead === undefined ? {} : { lead }),
    }
  })
}

/** The sections that a text is read for, and whether each needs a tie to the region. */
export function learnedSections({ region }: Reader): { readonly id: string; readonly needsTie: boolean }[] {
  return region.sections
    .filter(({ from }) => from === 'text')
    .map(({ id, needsRegion }) => ({ id, needsTie: needsRegion }))
}
