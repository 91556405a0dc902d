import { decodeHTMLStrict } from 'entities/decode'

/** Decodes the references of XML and HTML, numeric ones in any spelling; what names nothing stays as it stands. */
export function decodeEntities(text: string): string {
  return text.includes('&') ? decodeHTMLStrict(text) : text
}

/** Characters that windows-1252 has where Unicode has control characters: feeds number and send them so. */
export function mendControls(text: string): string {
  return WINDOWS_CONTROL.test(text) || FORBIDDEN.test(text) ? text.replace(ALL_CONTROLS, mendControl) : text
}

/** A numeric reference that means windows-1252 ("&#146;"), written as the character that was meant. */
export function mendReferences(html: string): string {
  if (!html.includes('&#')) return html
  return html.replace(/&#(?:(1[2-5]\d)|x([89]\p{AHex}));/giu, (whole: string, decimal?: string, hex?: string) => {
    const code = decimal === undefined ? parseInt(hex ?? '0', 16) : Number(decimal)
    return WINDOWS_1252[code - 0x80] ?? whole
  })
}

/** HTML without the references that were escaped once or twice too often: "&amp;amp;" and "&amp;#8217;" as "&amp;" and "&#8217;". */
export function mendTwiceEscaped<Html extends string | undefined>(html: Html): Html {
  if (html === undefined || !html.includes('&amp;')) return html
  return html.replace(TWICE_ESCAPED, '&') as Html
}

const TWICE_ESCAPED = /&(?:amp;){1,3}(?=(?:#\d{1,7}|#x\p{AHex}{1,6}|[a-z][a-z0-9]{1,31});)/giu

// Written with escapes: an editor must not lose them.
const WINDOWS_CONTROL = /[\u0080-\u009f]/
// eslint-disable-next-line no-control-regex -- these are the characters that XML forbids
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/
// eslint-disable-next-line no-control-regex -- both of the above
const ALL_CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u0080-\u009f\ufffe\uffff]/g

// Bytes 80 to 9F of windows-1252. Written out: the TextDecoder of Node 20 reads that encoding as Latin-1.
const WINDOWS_1252 = Array.from('€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ')

function mendControl(character: string): string {
  const code = character.charCodeAt(0)
  return code >= 0x80 && code < 0xa0 ? (WINDOWS_1252[code - 0x80] ?? '') : ''
}
