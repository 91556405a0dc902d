/** The first `limit` UTF-16 units of a text at most, never half a pair of surrogates. */
export function cutText(text: string, limit: number): string {
  return text.length <= limit ? text : text.slice(0, codePointStart(text, limit))
}

/**
 * Where a text may be cut at or before `limit` (UTF-16 units) so that it reads well: after a sentence, else at a space, where
 * more than half of `limit` is kept. Undefined: nowhere.
 */
export function readableCut(text: string, limit: number): number | undefined {
  const sentenceEnd = lastEnd(text, limit, /[.!?…;]["'»”)\]]{0,3}\s|[。！？；\n]/gu)
  if (sentenceEnd > limit / 2) return sentenceEnd
  const wordEnd = lastEnd(text, limit, /\s/gu)
  return wordEnd > limit / 2 ? wordEnd : undefined
}

/** The end of the last match that ends at or before `limit`; 0: none. */
function lastEnd(text: string, limit: number, pattern: RegExp): number {
  let last = 0
  for (const match of text.slice(0, limit).matchAll(pattern)) last = match.index + match[0].length
  // A mark that follows belongs to the character before it.
  return characterStart(text, last)
}

/** The start of the character that `place` stands in, as a reader sees characters; at worst the start of a code point. */
export function characterStart(text: string, place: number): number {
  if (place <= 0 || place >= text.length) return place
  const windowStart = codePointStart(text, Math.max(0, place - LONGEST_CHARACTER))
  const around = text.slice(windowStart, place + LONGEST_CHARACTER)
  const start = windowStart + (CHARACTERS.segment(around).containing(place - windowStart)?.index ?? 0)
  return start > windowStart || windowStart === 0 ? start : codePointStart(text, place)
}

function codePointStart(text: string, place: number): number {
  const isInside = /[\uDC00-\uDFFF]/.test(text.charAt(place)) && /[\uD800-\uDBFF]/.test(text.charAt(place - 1))
  return isInside ? place - 1 : place
}

const LONGEST_CHARACTER = 256
const CHARACTERS = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
