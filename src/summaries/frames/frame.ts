import type { Article } from '../../feeds/article.js'
import type { Language } from '../../text/types.js'
import { HEADLINE_LIMIT } from '../lines/headline.js'
import { markSentence } from '../reading/mark-sentences.js'
import type { Reader } from '../terms/reader.js'
import type { Headline } from '../terms/shapes.js'
import type { Named } from './fill-shape.js'
import { findFrame, type Frame } from './find-frames.js'
import { sayFrame, sayTopics } from './say-frame.js'
import { findTopics, mattersIn } from './topics.js'
import type { ReadSentence } from '../terms/read-sentence.js'

interface HeadlineRequest {
  readonly article: Article
  /** The article's own title as a headline, where it has one. */
  readonly titled?: Headline
  /** Sentences of the article besides its title that may tell its news. */
  readonly sentences: readonly string[]
  /** Of who reads it. */
  readonly language: Language
  /** Takes acts too that no reader has judged, and acts alone: to judge them. */
  readonly takesUnsure?: boolean
  /** Where no act is sure, whom and what it is about: blind readers found .83 of such headlines true, so no digest asks for them. */
  readonly takesTopics?: boolean
}

/**
 * A headline in the reader's language for an article in another, or for one without a title of its own; its own title where no sentence gives a frame.
 */
export function readableHeadline(
  { article, titled, sentences, language, takesUnsure = false, takesTopics = false }: HeadlineRequest,
  reader: Reader,
): Headline | undefined {
  if (titled !== undefined && article.language === language) return titled
  const told = titled === undefined ? sentences : [article.title, ...sentences]
  const likeliest = titled === undefined ? 1 : 2
  const frame = makeFrame(
    { article, sentences: told, likeliest: takesTopics ? likeliest : 0, language, limit: HEADLINE_LIMIT, takesUnsure },
    reader,
  )
  if (frame === undefined) return titled
  const { id: articleId, url } = article
  return { text: frame.text, language, url, articleId, made: 'frame', ...(titled && { original: titled.text }) }
}

/** What a frame is made of: an article's language, and its sentences that may tell its news, the likeliest first. */
interface FrameRequest {
  readonly article: Pick<Article, 'language'>
  readonly sentences: readonly string[]
  /** How many of them, from the first, say what the article is about; 0: that is not asked. */
  readonly likeliest: number
  /** Of who reads it. */
  readonly language: Language
  readonly limit: number
  readonly takesUnsure: boolean
}

/** A headline in the reader's language and the one sentence that all of it stands in. */
interface MadeFrame {
  readonly text: string
  readonly sentence: string
}

/**
 * Who did what with whom, where, in a reader's language: made of one of the sentences, the one whose act weighs most. Undefined where none says it
 * surely, or the pack has no acts.
 */
function makeFrame(
  { article, sentences, likeliest, language, limit, takesUnsure }: FrameRequest,
  reader: Reader,
): MadeFrame | undefined {
  const { language: written } = article
  if (reader.region.frames === undefined || written === 'und') return undefined
  const read = [...new Set(sentences)].map((sentence) => markSentence(sentence, { index: 0, language: written, reader, figures: [] })) // prettier-ignore
  const found = read.flatMap((sentence) => {
    const frame = takesUnsure ? findFrame(sentence, written, reader) : sureFrame(sentence, written, reader)
    const text = frame && sayFrame(frame, { reader, language, limit })
    return frame === undefined || text === undefined ? [] : [{ frame, text, sentence: sentence.text }]
  })
  const [best] = found.sort((a, b) => weightOf(b.frame) - weightOf(a.frame))
  if (best !== undefined || takesUnsure) return best && { text: best.text, sentence: best.sentence }
  const first = new Set(sentences.slice(0, likeliest))
  return aboutOf(
    read.filter(({ text }) => first.has(text)),
    { written, language, reader, limit },
  )
}

/** Whom and what the first sentence is about that names both. */
function aboutOf(
  sentences: readonly ReadSentence[],
  { written, language, reader, limit }: { written: Language; language: Language; reader: Reader; limit: number },
): MadeFrame | undefined {
  const found = sentences.flatMap((sentence) => {
    const about = findTopics(sentence, written, reader)
    const text = about && sayTopics(about, { reader, language, limit })
    return text === undefined ? [] : [{ text, sentence: sentence.text }]
  })
  return found[0]
}

/** What blind readers found true: an act of the sure ones by those who hold a sure office, about the topics of its sentence. */
function sureFrame(sentence: ReadSentence, written: Language, reader: Reader): Frame | undefined {
  const frame = findFrame(sentence, written, reader)
  if (frame?.act.sure !== true) return undefined
  const { act, who, with: partners, to, of } = frame
  const sure = new Set((reader.region.frames?.offices ?? []).filter((office) => office.sure).map(({ id }) => id))
  const isSure = ({ entityId, officeId }: Named) => officeId === undefined || (sure.has(officeId) && reader.entityById.get(entityId)?.kind === 'country') // prettier-ignore
  if (![...who, ...partners, ...to, ...of].every(isSure)) return undefined
  return { ...frame, what: act.topics === true ? mattersIn(sentence, written, reader) : [] }
}

// Of two of the same weight the one that says more.
function weightOf({ act, where, what, with: partners }: Frame): number {
  return act.weight + (where === undefined ? 0 : 0.1) + what.length * 0.05 + partners.length * 0.05
}
