import { HIDDEN, type Secret } from '../text/secret.js'

// Shorter pieces stand in ordinary words.
const LEAST_PIECE = 12

/** Cuts secrets out of a text: whole, as a part of an address or of JSON, and the telling half of ID:SECRET. */
export function hideSecrets(secrets: readonly Secret[]): (text: string) => string {
  const forms = secrets.flatMap((secret) => formsOf(secret.reveal())).sort((a, b) => b.length - a.length)
  return (text) => forms.reduce((shown, form) => shown.replaceAll(form, HIDDEN), text)
}

function formsOf(value: string): readonly string[] {
  const half = value.includes(':') ? value.slice(value.indexOf(':') + 1) : value
  const pieces = half.length >= LEAST_PIECE ? [value, half] : [value]
  const base64 = Buffer.from(value).toString('base64').replace(/=+$/, '')
  const written = pieces.flatMap((piece) => [piece, encodeURIComponent(piece), JSON.stringify(piece).slice(1, -1)])
  return [...new Set([...written, base64])].filter((form) => form !== '')
}
