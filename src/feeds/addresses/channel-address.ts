const HOSTS = /^(?:https?:\/\/)?(?:www\.)?(?:t\.me|telegram\.(?:me|dog))\//i
const NAME = /^[a-z][a-z0-9_]{3,31}$/i
/** First words of addresses at t.me that are no channel's name. */
const OTHERS: ReadonlySet<string> = new Set([
  'joinchat', 'share', 'proxy', 'socks', 'login', 'boost', 'addlist', 'addemoji', 'addstickers', 'addtheme', 'setlanguage', 'invoice', 'giftcode', 'contact', 'confirmphone',
]) // prettier-ignore

/** The public Telegram channel that "@name", "t.me/name", "t.me/s/name" or a post's address names, in small letters. */
export function channelOf(text: string): string | undefined {
  const handle = /^@([^\s/]+)$/.exec(text)?.[1] ?? /^tg:\/\/resolve\?domain=([^&\s]+)/i.exec(text)?.[1]
  const path = HOSTS.test(text) ? text.replace(HOSTS, '').replace(/^s\//i, '') : ''
  const name = handle ?? path.split(/[/?#]/, 1)[0] ?? ''
  return NAME.test(name) && !OTHERS.has(name.toLowerCase()) ? name.toLowerCase() : undefined
}

/** The page on which a channel shows its posts to everyone. */
export function previewOf(channel: string): string {
  return `https://t.me/s/${channel}`
}

/** True for such a page: it is read as its site's robots.txt allows, as pages are. */
export function isPreview(url: string): boolean {
  return HOSTS.test(url)
}

/** What an address belongs to: a host without "www."; a channel by its name there ("t.me/name"). */
export function placeOf(url: string): string {
  const channel = channelOf(url)
  return channel === undefined ? new URL(url).hostname.replace(/^www\./, '') : `t.me/${channel}`
}
