import type { Article } from '../../feeds/article.js'
import type { Language } from '../../text/types.js'
import { markSentence } from '../reading/mark-sentences.js'
import type { Reader } from '../terms/reader.js'
import { findFrame, type Frame } from './find-frames.js'
import { sayFrame } from './say-frame.js'

/** What a frame is made of: an article's language, and its sentences that may tell its news, the likeliest first. */
interface FrameRequest {
  readonly article: Pick<Article, 'language'>
  readonly sentences: readonly string[]
  /** Of who reads it. */
  readonly language: Language
  readonly limit: number
}

/** A headline in the reader's language and the one sentence that all of it stands in. */
export interface MadeFrame {
  readonly text: string
  readonly sentence: string
}

/**
 * Who did what with whom, where, in a reader's language: made of one of the sentences, the one whose act weighs most. Undefined where none says it
 * surely, or the pack has no acts.
 */
export function makeFrame(
  { article, sentences, language, limit }: FrameRequest,
  reader: Reader,
): MadeFrame | undefined {
  const { language: written } = article
  if (reader.region.frames === undefined || written === 'und') return undefined
  const found = [...new Set(sentences)].flatMap((sentence) => {
    const frame = findFrame(
      markSentence(sentence, { index: 0, language: written, reader, figures: [] }),
      written,
      reader,
    )
    const text = frame && sayFrame(frame, { reader, language, limit })
    return frame === undefined || text === undefined ? [] : [{ frame, text, sentence }]
  })
  const [best] = found.sort((a, b) => weightOf(b.frame) - weightOf(a.frame))
  return best && { text: best.text, sentence: best.sentence }
}

// Of two of the same weight the one that says more.
function weightOf({ act, where, what, with: partners }: Frame): number {
  return act.weight + (where === undefined ? 0 : 0.1) + what.length * 0.05 + partners.length * 0.05
}
