const LINE_END = /\r\n?|[\u0085\u2028\u2029]/g
// The joiner inside an emoji is the one unseen character that a reader would miss.
const UNSEEN =
  /(?!\n)(?!(?<=\p{Extended_Pictographic}\uFE0F?)\u200D(?=\p{Extended_Pictographic}))[\p{Cc}\p{Cf}\p{Cs}]/gu

/**
 * Text from outside that is safe to show on any platform: no control, bidirectional, zero-width or other unseen
 * characters, no half of a surrogate pair. Every line end becomes "\n" and a tab a space.
 */
export function cleanText(text: string): string {
  return text.replace(LINE_END, '\n').replaceAll('\t', ' ').replace(UNSEEN, '')
}

/** The same on one line: line ends and runs of white space become one space. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/\s+/g, ' ').trim()
}

/** The address where it is an http(s) one, else undefined: nothing else is made a link. */
export function safeLink(address: string | undefined): string | undefined {
  if (address === undefined || !URL.canParse(address)) return undefined
  const url = new URL(address)
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined
}
