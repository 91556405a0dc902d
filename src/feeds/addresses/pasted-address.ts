import { channelOf, previewOf } from './channel-address.js'

/**
 * An address as people paste it, as one to fetch: without the marks that keep a chat from showing it (`<...>`, quotes),
 * `feed:` as http, a bare host as https, a Telegram channel as its public page, a search at Google News as its feed. What
 * is no address stays as it is.
 */
export function pastedAddress(given: string): string {
  const bare = withoutMarks(given.trim())
  const channel = channelOf(bare)
  if (channel !== undefined) return previewOf(channel)
  return newsSearch(withScheme(bare))
}

function withoutMarks(text: string): string {
  const inMarkdown = /^\[[^\]]*\]\(\s*<?([^()\s>]+)>?\s*\)$/.exec(text)?.[1]
  if (inMarkdown !== undefined) return inMarkdown
  const inside =
    /^(?:<+([^<>]*)>+|"([^"]*)"|'([^']*)'|`+([^`]*)`+|«([^»]*)»|“([^”]*)”|\(([^()]*)\)|\|\|([^|]*)\|\|)$/.exec(text)
  const bare = inside?.slice(1).find((part: string | undefined) => part !== undefined)
  return bare === undefined ? text : withoutMarks(bare.trim())
}

function withScheme(text: string): string {
  // "feed://host" is http by its own definition; "feed:https://host" says which.
  const subscribed = /^(?:feeds?|rss|itpc|pcast|podcast):(?:\/\/)?(.*)$/i.exec(text)?.[1]
  if (subscribed !== undefined)
    return /^https?:/i.test(subscribed) ? mended(subscribed) : `http://${subscribed.replace(/^\/+/, '')}`
  if (/^\/\/[^/]/.test(text)) return `https:${text}`
  return BARE_HOST.test(text) ? `https://${text}` : mended(text)
}

const BARE_HOST = /^[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+(?::\d{1,5})?(?:[/?#]|$)/u

/** "https//host" and "https:/host", as phones and feed: make of it. */
function mended(text: string): string {
  return text.replace(/^(https?)(?::?\/{1,3}|:(?=[^/]))/i, '$1://')
}

function newsSearch(address: string): string {
  return address.replace(/^(https?:\/\/news\.google\.com)\/(?!rss\b)(?=(?:search|topics|topstories)\b)/i, '$1/rss/')
}
