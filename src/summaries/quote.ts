/** Longest quote that we take from an article, in UTF-16 units: others' rights. */
export const MAX_QUOTE = 300

/**
 * A sentence as it may be quoted: whole where it is short enough, else the clauses round `focus` (an offset in it).
 * The result always stands in the sentence word for word.
 */
export function clipQuote(sentence: string, focus = 0): string {
  const whole = sentence.trim()
  if (whole.length <= MAX_QUOTE) return whole
  const at = Math.min(Math.max(focus, 0), whole.length - 1)
  const start = at < MAX_QUOTE * 0.6 ? 0 : afterBorder(whole, at - Math.floor(MAX_QUOTE / 2), at)
  const end = beforeBorder(whole, start, Math.min(whole.length, start + MAX_QUOTE))
  return whole.slice(start, end).trim()
}

const clauseEnd = /[,;:，；：、—–]/u

// The first clause border behind `from`, else the first space, else `from` moved off a surrogate pair.
function afterBorder(text: string, from: number, limit: number): number {
  for (let i = from; i < limit; i++) if (clauseEnd.test(text[i] ?? '')) return i + 1
  for (let i = from; i < limit; i++) if (text[i] === ' ') return i + 1
  return isLowSurrogate(text, from) ? from + 1 : from
}

function beforeBorder(text: string, start: number, end: number): number {
  if (end >= text.length) return text.length
  for (let i = end; i > start + MAX_QUOTE / 2; i--) if (clauseEnd.test(text[i] ?? '')) return i
  for (let i = end; i > start + MAX_QUOTE / 2; i--) if (text[i] === ' ') return i
  return isLowSurrogate(text, end) ? end - 1 : end
}

const isLowSurrogate = (text: string, at: number) => text.charCodeAt(at) >= 0xdc00 && text.charCodeAt(at) <= 0xdfff
