// How whole the quotes of `read` are: each begins and ends as a sentence does, and stands in its article.

/** What a sentence may begin with, its marks stripped, and what it ends with. */
const BEGINS = /^[\p{Lu}\p{Lo}\p{N}"«“„‘'—–(【《「『]/u
const ENDS = /[.!?。！？…]["»”’')）】》」』]*$/u
// What may stand before a beginning: a line's start with its marks, or the end of the sentence before, with or without a blank.
const BEFORE = /(?:^|\n|\d:\d\d|[.!?。！？…:：;；]["»”’')）】》」』\]*]*)[^\p{L}\p{N}\n]*$/u
// A title, a heading or an item of a list: a line of its own needs no full stop, but it goes on nowhere.
const GOES_ON = /[,:;，：；、—–(«“-]$/u
const LEAST_WORDS = 3
const CUT = 150
/** No fault: the sentence is longer than a quote may be, and its quote ends where a clause does. */
export const CUT_AT_CLAUSE = 'cut at a clause'

/**
 * Why a quote is not whole; undefined where it is. It is whole where it begins with what a sentence begins with, behind a line's start or another
 * sentence's end, and ends with a full stop or its like - or with the line that it stands in, which is then a title, a heading or an item of a list.
 */
export function faultOf(quote, { title, body, comments }) {
  const told = [title, body, ...(comments ?? [])].filter((text) => typeof text === 'string')
  const text = told.find((each) => each.includes(quote))
  if (text === undefined) return 'not verbatim'
  if (quote.length > 300) return 'too long'
  const places = placesOf(text, quote).map((at) => ({
    before: text.slice(0, at),
    after: text.slice(at + quote.length),
  }))
  if (!BEGINS.test(quote) || !places.some(({ before }) => BEFORE.test(before.slice(-40)) || before.length === 0))
    return 'beginning'
  if (ENDS.test(quote)) return undefined
  // Of a sentence of more than 300 letters no quote has both ends: it begins with it and ends with a clause.
  if (places.some(({ after }) => quote.length > CUT && /^\s*[,;:，；：、—–]/u.test(after))) return CUT_AT_CLAUSE
  const isLine = places.some(({ after }) => /^[^\p{L}\p{N}\n]*(?:\n|$)/u.test(after))
  const words = quote.match(/\p{Script=Han}|[\p{L}\p{N}]+/gu) ?? []
  return isLine && words.length >= LEAST_WORDS && !GOES_ON.test(quote) ? undefined : 'end'
}

/** True where a quote has a full stop or its like at its end and a beginning to match: what the digests' score calls clean. */
export const isSentence = (quote) => BEGINS.test(quote) && ENDS.test(quote)

function placesOf(text, quote) {
  const places = []
  for (let at = text.indexOf(quote); at >= 0 && places.length < 5; at = text.indexOf(quote, at + 1)) places.push(at)
  return places
}
