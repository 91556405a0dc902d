import { datedOf, type Article } from '../../feeds/article.js'
import type { Language } from '../../text/types.js'
import { showFigure, showPeriod } from '../../text/shown/numbers-shown.js'
import { toldFacts } from '../facts/facts-told.js'
import { readableHeadline } from '../frames/frame.js'
import type { startCitations } from '../lines/citations.js'
import { headlineOf } from '../lines/headline.js'
import { comma, findingLine, tellingFigure } from '../lines/lines.js'
import type { Reader } from '../terms/reader.js'
import type { Change, DigestItem, DigestItemMore, Headline } from '../terms/shapes.js'
import { outletOf } from '../terms/voices.js'
import { type Placed, WORTH } from './digest-places.js'
import { isOtherwise, type Sources } from './digest-sources.js'
import type { Candidate } from './digest-stories.js'
import { tellingQuote } from './telling-quote.js'
import { newAct, toldKeys } from './what-is-told.js'

interface ItemContext {
  readonly reader: Reader
  readonly language: Language
  readonly cite: ReturnType<typeof startCitations>['cite']
  /** What was told of its story, where it was told before: it comes again as an update. */
  readonly told?: readonly string[] | undefined
  /** Says too who disagrees, what was known and what the days before had. */
  readonly isFull: boolean
}

/** One item of a digest: its headline, the quote that tells it, who does, and what is new of a story that was told. */
export function itemOf({ story }: Placed, sources: Sources, context: ItemContext): DigestItem {
  const { reader, language, cite, told, isFull } = context
  const { first, others } = sources
  const { finding, article, change } = first
  const outlet = outletOf(article.outletId, reader.region).name
  const line = findingLine(finding, { reader, language, outlet, ...datedOf(article) })
  const quote = tellingQuote(first)
  const headline = finding.comments === undefined ? headlineFor(sources, { reader, language, quote }) : undefined
  const citations = [cite(article, quote), ...others.map((teller) => cite(teller.article, tellingQuote(teller)))]
  const { storyId, voices, matters } = story
  const voiceKinds = [...new Set(voices.map(({ voice }) => voice))]
  const keys = toldKeys(story.candidates, reader)
  const facts = [...toldFacts({ ...story, voices: voices.length }), ...keys]
  const update = told && newAct(keys, told, { reader, language })
  return {
    ...(headline && { headline }),
    ...{ line, quote, quoteLanguage: article.language, change, storyId, voices: voices.length, voiceKinds, why: finding.why, citations, facts },
    ...(matters && (matters.expected < WORTH ? { weight: 1 as const, isAlso: true as const } : { weight: matters.weight === 3 ? (3 as const) : (2 as const) })),
    ...(told && { isUpdate: true as const }),
    ...(update && { update }),
    ...(tellingFigure(finding.figures) === undefined ? {} : { givesFigure: true }),
    ...(isFull ? { more: moreOf(sources, story.earlier, context) } : {}),
  } // prettier-ignore
}

/** The title of whoever of the cited tells it in the reader's language; else a headline made of what the one who is quoted says, or their own title. */
export function headlineFor(
  { first, others }: Sources,
  { reader, language, quote }: { reader: Reader; language: Language; quote: string },
): Headline | undefined {
  const own = [first, ...others]
    .filter(({ article }) => article.language === language)
    .flatMap(({ article }) => headlineOf(article, reader.region) ?? [])
  if (own[0] !== undefined) return own[0]
  const { article, lead } = first
  const titled = headlineOf(article, reader.region)
  const sentences = [...(lead === undefined ? [] : [lead]), quote]
  return readableHeadline({ article, sentences, language, ...(titled && { titled }) }, reader)
}

function moreOf({ first, others }: Sources, earlier: readonly Article[], context: ItemContext): DigestItemMore {
  const { reader } = context
  const known = knownOf(first.change, context)
  return {
    ...(known === undefined ? {} : { known }),
    otherwise: others.filter((other) => isOtherwise(other, first)).flatMap((other) => valueOf(other, context)),
    earlier: earlier.flatMap((article) => {
      const headline = headlineOf(article, reader.region)
      return headline === undefined ? [] : [{ headline, ...datedOf(article) }]
    }),
  }
}

// "$94.8 bn, 2024 (General Administration of Customs)".
function knownOf(change: Change, { reader, language }: ItemContext): string | undefined {
  if (change.kind === 'new' || change.kind === 'unrelated') return undefined
  const fact = reader.region.facts.find(({ id }) => id === change.factId)
  if (fact?.kind !== 'figure') return undefined
  const period = fact.period === undefined ? '' : comma(language) + showPeriod(fact.period, language)
  return `${showFigure(fact, language)}${period} (${fact.source.title})`
}

function valueOf({ finding, article }: Candidate, { reader, language }: ItemContext): DigestItemMore['otherwise'] {
  const figure = tellingFigure(finding.figures)
  if (figure === undefined) return []
  return [{ outlet: outletOf(article.outletId, reader.region).name, value: showFigure(figure, language), url: article.url }] // prettier-ignore
}
