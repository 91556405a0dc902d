import { isAscii, isUtf8 as isWholeUtf8, transcode } from 'node:buffer'

/**
 * A feed's text, by its byte order mark, its XML declaration, the HTTP header - and by what the bytes can be where those
 * are absent or plainly wrong. Never throws: a byte that fits nothing becomes U+FFFD.
 */
export function decodeFeed(bytes: Uint8Array, contentType?: string): string {
  const marked = markOf(bytes)
  if (marked !== undefined) return decodeAs(marked, bytes)
  const declared = [declaredIn(bytes), charsetOf(contentType)].filter((label) => label !== undefined)
  for (const label of declared) {
    const text = tryDecode(label, bytes)
    if (text !== undefined && isLikely(label, text, bytes)) return text
  }
  return decodeAs(detect(bytes), bytes)
}

/** `charset` of a Content-Type header. */
function charsetOf(contentType: string | undefined): string | undefined {
  return /charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType ?? '')?.[1]
}

function markOf([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined
}

function declaredIn(bytes: Uint8Array): string | undefined {
  // "<" beside a zero byte: UTF-16 without its mark, whatever it says of itself.
  if (bytes[0] === 0x3c && bytes[1] === 0) return 'utf-16le'
  if (bytes[0] === 0 && bytes[1] === 0x3c) return 'utf-16be'
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 400))
  return /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)["']/i.exec(head)?.[1]
}

/** Undefined: an encoding that nobody knows, or bytes that it cannot hold. A few bad bytes in much text are borne. */
function tryDecode(label: string, bytes: Uint8Array): string | undefined {
  const known = ALIASES.get(label.toLowerCase()) ?? label
  try {
    if (known.toLowerCase() !== 'utf-8') return new TextDecoder(known, { fatal: true }).decode(bytes)
    if (isWholeUtf8(bytes)) return utf8Text(bytes)
  } catch (error) {
    if (error instanceof RangeError) return undefined
  }
  const text = new TextDecoder(known).decode(bytes)
  return isNearlyWhole(text) ? text : undefined
}

/** Ten times as quick as a TextDecoder where letters are not ASCII. */
function utf8Text(bytes: Uint8Array): string {
  const own = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (isAscii(own)) return own.toString('latin1')
  return transcode(own, 'utf8', 'utf16le').toString('utf16le')
}

/** A few bad bytes in much text are borne: of `length`, where the text is only its beginning. */
function isNearlyWhole(text: string, length = text.length): boolean {
  const most = length * 0.002
  let bad = 0
  for (let at = text.indexOf('\ufffd'); at !== -1; at = text.indexOf('\ufffd', at + 1)) if (++bad >= most) return false
  return true
}

/** UTF-8 that holds is believed over any other label: other encodings almost never look like it. */
function isLikely(label: string, text: string, bytes: Uint8Array): boolean {
  if (/^utf-?8$/i.test(label)) return true
  // Even Chinese in UTF-16 has zero bytes: those of its markup.
  if (/^utf-?16|^ucs-?2|^unicode/i.test(label))
    return bytes.subarray(0, 400).includes(0) && shareOf(text, /[\u0000-\u0008\ufffd]/g) < 0.01 // eslint-disable-line no-control-regex
  if (hasHighBytes(bytes) && isUtf8(bytes)) return false
  return !/^(?:windows-125|cp125|koi8|iso-8859)/i.test(label) || !isScrambled(text)
}

/** Cyrillic read by the wrong table is mostly capitals, or has them inside words. */
function isScrambled(text: string): boolean {
  const letters = text.slice(0, SAMPLE).replace(/[^\p{Script=Cyrillic}]+/gu, ' ')
  if (letters.length < 200) return false
  return shareOf(letters, /\p{Lu}/gu) > 2 * shareOf(letters, /\p{Ll}/gu) || shareOf(letters, /\p{Ll}\p{Lu}/gu) > 0.1
}

function detect(bytes: Uint8Array): string {
  if (isUtf8(bytes)) return 'utf-8'
  const zeros = [0, 0]
  for (let index = 0; index < Math.min(bytes.length, 2_000); index++)
    if (bytes[index] === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1
  if ((zeros[1] ?? 0) > 200) return 'utf-16le'
  if ((zeros[0] ?? 0) > 200) return 'utf-16be'
  const scored = GUESSES.map((label) => ({ label, score: plausibility(label, bytes) }))
  return scored.reduce((best, next) => (next.score > best.score ? next : best)).label
}

const SAMPLE = 20_000
const GUESSES = ['utf-8', 'windows-1251', 'koi8-r', 'gb18030', 'big5', 'windows-1252'] as const
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['utf8', 'utf-8'],
  ['cp1251', 'windows-1251'],
  ['win-1251', 'windows-1251'],
  ['cp936', 'gb18030'],
  ['gb2312', 'gb18030'],
])

/** How much of the text reads like news in one of the scripts we know: common letters and characters count for, strays against. */
function plausibility(label: (typeof GUESSES)[number], bytes: Uint8Array): number {
  const text = new TextDecoder(label).decode(bytes.subarray(0, SAMPLE * 2)).slice(0, SAMPLE)
  const foreign = shareOf(text, /[^\u0000-\u007f]/g) // eslint-disable-line no-control-regex
  if (foreign === 0) return 0
  const strays = shareOf(text, /[\ufffd\u0080-\u009f\ue000-\uf8ff\u2500-\u25ff]|\p{Ll}\p{Lu}/gu)
  const weight = label === 'gb18030' || label === 'big5' ? HAN_WEIGHT : 1
  return (weight * shareOf(text, COMMON[label]) - 3 * strays) / foreign
}

// One in three characters of Chinese news is in such a list, nine in ten letters of Cyrillic news.
const HAN_WEIGHT = 3
const COMMON: Readonly<Record<(typeof GUESSES)[number], RegExp>> = {
  'utf-8': /[оеаинтсрвлкмдпуыяьзбгчй]|[的一是了在人有我他中大来上国和地到以说时要就出会年生对能]/g,
  'windows-1251': /[оеаинтсрвлкмдпуыяьзбгчй]/g,
  'koi8-r': /[оеаинтсрвлкмдпуыяьзбгчй]/g,
  gb18030:
    /[的一是了在人有我他这中大来上国和地到以说时要就出会年生对能得着家多日月新闻市总统部合经济发展主为不同全加行进]/g,
  big5: /[的一是了在人有我他這中大來上國和地到以說時要就出會年生對能得著家多日月新聞市總統部合經濟發展主為不同全加行進]/g,
  // Accents stand among plain letters; a run of them is another alphabet.
  'windows-1252': /(?<=[a-z])[à-ÿ\u0080-\u009f’]|[à-ÿ](?=[a-z])/g,
}

function shareOf(text: string, pattern: RegExp): number {
  return text === '' ? 0 : (text.match(pattern)?.length ?? 0) / text.length
}

function hasHighBytes(bytes: Uint8Array): boolean {
  return !isAscii(bytes.subarray(0, 100_000))
}

function isUtf8(bytes: Uint8Array): boolean {
  if (isWholeUtf8(bytes)) return true
  const start = new TextDecoder('utf-8').decode(bytes.subarray(0, SAMPLE))
  return isNearlyWhole(start, bytes.length) && isNearlyWhole(new TextDecoder('utf-8').decode(bytes))
}

function decodeAs(label: string, bytes: Uint8Array): string {
  if (label === 'utf-8' && isWholeUtf8(bytes)) return utf8Text(bytes).replace(/^\ufeff/, '')
  return new TextDecoder(label).decode(bytes)
}
