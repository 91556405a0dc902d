import type { Article } from '../../feeds/article.js'
import type { WordVectors } from '../../text/model/word-vectors.js'
import { placeFigures } from '../reading/place-figures.js'
import { findPassages } from '../reading/find-passages.js'
import type { Reader } from '../terms/reader.js'
import { findSections, isTiedToRegion } from '../reading/sections.js'
import type { ReadSentence } from '../terms/read-sentence.js'
import { inParts, readSentences } from '../reading/mark-sentences.js'
import { see } from './features.js'
import { labelWords, type LabelledRow, overlap, SAME_SENTENCE } from './labelled-rows.js'
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
  return labelled.flatMap(({ row, article }, number) => {
    const { language } = article
    const sentences = readSentences(article, language, reader)
    const placed = placeFigures(sentences, reader, article.isUndated === true ? undefined : article.publishedAt)
    const passages = findPassages(sentences, placed, { language })
    const hits = findSections(sentences, placed, reader)
    const marks = markSentences({ sentences, passages, hits }, reader)
    const { importance, lead, of } = row
    const sections = row.sections && Object.fromEntries(Object.entries(row.sections).filter(([id]) => fromText.has(id)))
    const whole = {
      row: number,
      group: (of === undefined ? undefined : sources.get(of)) ?? row.source ?? row.id,
      story: of ?? row.id,
      isTranslation: of !== undefined,
    }
    const parts = inParts(sentences)
    let first = 0
    return parts.map((part): TrainingArticle => {
      const seen = see(part, marks.slice(first, first + part.length), { language, vectors })
      const own = parts.length === 1 ? { sections, weight: importance, lead } : labelsOf(part, { sections, weight: importance, lead }) // prettier-ignore
      first += part.length
      return { ...whole, first: first - part.length, seen, isTied: isTiedToRegion(part, reader), ...present(own) }
    })
  })
}

interface Labels {
  readonly sections?: Readonly<Record<string, readonly string[]>> | undefined
  readonly weight?: number | undefined
  readonly lead?: string | undefined
}

// Of a bulletin's labels an item has those whose sentences stand in it, and its weight where it has any.
function labelsOf(part: readonly ReadSentence[], { sections, weight, lead }: Labels): Labels {
  const words = part.map(({ text }) => labelWords(text))
  const isHere = (quote: string) => words.some((each) => overlap(each, labelWords(quote)) >= SAME_SENTENCE)
  const own = sections && Object.fromEntries(Object.entries(sections).filter(([, quotes]) => quotes.some(isHere)))
  const tells = lead !== undefined && isHere(lead)
  const isMain = tells || Object.keys(own ?? {}).length > 0
  return { sections: own, weight: isMain ? weight : undefined, lead: tells ? lead : undefined }
}

const present = ({ sections, weight, lead }: Labels) => ({
  ...(sections && { sections }),
  ...(weight === undefined ? {} : { weight }),
  ...(lead === undefined ? {} : { lead }),
})

/** The sections that a text is read for, and whether each needs a tie to the region. */
export function learnedSections({ region }: Reader): { readonly id: string; readonly needsTie: boolean }[] {
  return region.sections
    .filter(({ from }) => from === 'text')
    .map(({ id, needsRegion }) => ({ id, needsTie: needsRegion }))
}
