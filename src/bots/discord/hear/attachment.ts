import type { APIAttachment } from 'discord.js'

const MAX_BYTES = 2_000_000
const TIMEOUT_MS = 10_000
const HOSTS: ReadonlySet<string> = new Set(['cdn.discordapp.com', 'media.discordapp.net'])

/**
 * The text of a file that a person attached, at most 2 MB. Only Discord's own file servers are asked, and the host of the
 * API. Throws an Error that says why it cannot be had.
 */
export async function attachedText(
  { url, size }: Pick<APIAttachment, 'url' | 'size'>,
  apiUrl: string,
): Promise<string> {
  if (size > MAX_BYTES) throw new Error(`the attached file has ${String(size)} bytes, at most ${String(MAX_BYTES)}`)
  if (!isOfDiscord(url, apiUrl)) throw new Error('the attached file is not on a server of Discord')
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) })
  if (!response.ok || response.body === null) throw new Error(`the attached file answered ${String(response.status)}`)
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length > MAX_BYTES) throw new Error(`the attached file has more than ${String(MAX_BYTES)} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function isOfDiscord(url: string, apiUrl: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, origin } = new URL(url)
  return (protocol === 'https:' && HOSTS.has(hostname)) || origin === new URL(apiUrl).origin
}
