import type { Language } from '../../text/types.js'
import { findFrame } from '../frames/find-frames.js'
import { actKey, actsAmong, headlineKey } from '../facts/facts-told.js'
import { headlineOf } from '../lines/headline.js'
import { markSentence } from '../reading/mark-sentences.js'
import type { Reader } from '../terms/reader.js'
import { standsIn } from '../lines/citations.js'
import type { Candidate } from './digest-stories.js'

/** Articles of a story that are looked at, and those that weigh this much less than the heaviest are not. */
const MOST = 3
const NEAR = 1

/** What the weightiest articles of a story tell besides its figures, as keys: their headlines and the acts that they surely name. See factsOf. */
export function toldKeys(candidates: readonly Candidate[], reader: Reader): readonly string[] {
  const byArticle = new Map(candidates.map((candidate) => [candidate.article.id, candidate]))
  const expected = ({ matters }: Candidate) => matters?.expected ?? 0
  const heaviest = [...byArticle.values()].sort((a, b) => expected(b) - expected(a)).slice(0, MOST)
  const least = Math.max(...heaviest.map(expected)) - NEAR
  const keys = heaviest.filter((each) => expected(each) >= least).flatMap((each) => keysOf(each, reader))
  return [...new Set(keys)].sort()
}

function keysOf({ article, lead }: Candidate, reader: Reader): readonly string[] {
  const { language, title } = article
  const titled = headlineOf(article, reader.region)
  const sentences = [...(titled === undefined ? [] : [title]), ...(lead !== undefined && standsIn(lead, article) ? [lead] : [])] // prettier-ignore
  const acts = language === 'und' ? [] : sentences.flatMap((sentence) => actIn(sentence, language, reader) ?? [])
  return [
    ...(language === 'und' ? [] : acts.map((act) => actKey(act, language))),
    ...(titled === undefined ? [] : [headlineKey(titled)]),
  ]
}

// What is only planned is another act than what was done.
function actIn(sentence: string, language: Language, reader: Reader): string | undefined {
  const frame = findFrame(markSentence(sentence, { index: 0, language, reader, figures: [] }), language, reader)
  return frame && !frame.isPlanned ? frame.act.id : undefined
}

/** What an update is about, in the reader's language: "signed", and what stood before, "talks". Undefined where no act is new, or the pack has no word for it. */
export function newAct(
  keys: readonly string[],
  told: readonly string[],
  { reader, language }: { reader: Reader; language: Language },
): { readonly now: string; readonly before?: string } | undefined {
  const acts = reader.region.frames?.acts ?? []
  const before = actsAmong(told)
  const heaviest = (ids: readonly string[]) =>
    acts.filter(({ id, label }) => label !== undefined && ids.includes(id)).sort((a, b) => b.weight - a.weight)[0]
  const now = heaviest(actsAmong(keys).filter((id) => !before.includes(id)))?.label?.[language]
  const was = heaviest(before)?.label?.[language]
  return now === undefined ? undefined : { now, ...(was !== undefined && was !== now ? { before: was } : {}) }
}
