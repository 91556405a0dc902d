import type { Duplex } from 'node:stream'
import { MOST_HEADER_BYTES, type GuardedAgent } from './guarded-agent.js'

/** An answer as undici gives one. */
export interface Answer {
  readonly statusCode: number
  /** Names in small letters, values as Latin-1. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: AsyncIterable<Uint8Array>
  /** Takes what nobody reads off the connection, or it hangs there. */
  readonly discard: () => Promise<void>
}

/** What came is no answer of HTTP even for a reader who looks away. */
class AnswerError extends Error {}

export interface LenientOptions {
  /** See GuardedAgent.open. */
  readonly open: GuardedAgent['open']
  readonly headers: Readonly<Record<string, string>>
  readonly signal: { once(event: 'abort', listener: () => void): unknown; readonly aborted: boolean }
}

/**
 * A GET whose answer is read as browsers and curl read it, for servers whose headers a strict parser refuses: lines end with
 * LF alone, a line without a colon or with a name that is none is passed over, of two lengths the chunks count. Only for
 * reading - one request a connection, no more than 32 KB of headers - so that nothing can be smuggled behind an answer.
 * Throws what the connection throws, and where even this reads no answer.
 */
export async function lenientRequest(address: URL, { open, headers, signal }: LenientOptions): Promise<Answer> {
  const socket = await connected(address, open)
  const end = () => void socket.destroy(new Error('ended'))
  signal.once('abort', end)
  if (signal.aborted) end()
  const lines = Object.entries({ host: address.host, ...headers, connection: 'close' }).map(([name, value]) => `${name}: ${value.replace(/[\r\n]/g, ' ')}\r\n`) // prettier-ignore
  socket.write(`GET ${address.pathname}${address.search} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1')
  try {
    return await answerFrom(reading(socket))
  } catch (error) {
    socket.destroy()
    throw error
  }
}

async function connected(address: URL, open: GuardedAgent['open']): Promise<Duplex> {
  const { protocol, hostname, host, port } = address
  return new Promise((resolve, reject) => {
    open({ protocol, hostname, host, port }, (...[error, socket]) => {
      if (error !== null) reject(error)
      else resolve(socket)
    })
  })
}

/** Bytes of a connection, taken by line or by length. */
interface Reading {
  /** Up to a line feed, without it and a carriage return before it; undefined at the end. Throws AnswerError over 32 KB. */
  readonly line: () => Promise<string | undefined>
  /** At most so many bytes, as they come; undefined at the end. */
  readonly some: (most: number) => Promise<Uint8Array | undefined>
  readonly close: () => void
}

function reading(socket: Duplex): Reading {
  const chunks = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  let rest: Buffer = Buffer.alloc(0)
  const more = async (): Promise<boolean> => {
    const next = await chunks.next()
    if (next.done === true) return false
    rest = rest.byteLength === 0 ? next.value : Buffer.concat([rest, next.value])
    return true
  }
  const taken = (length: number, skipped = 0): Buffer => {
    const piece = rest.subarray(0, length)
    rest = rest.subarray(length + skipped)
    return piece
  }
  return {
    line: async () => {
      for (let from = 0; ;) {
        const end = rest.indexOf(0x0a, from)
        if (end !== -1) return taken(end, 1).toString('latin1').replace(/\r$/, '')
        from = rest.byteLength
        if (from > MOST_HEADER_BYTES) throw new AnswerError('a line of its headers is larger than 32 KB')
        if (!(await more())) return rest.byteLength === 0 ? undefined : taken(rest.byteLength).toString('latin1')
      }
    },
    some: async (most) => {
      if (rest.byteLength === 0 && !(await more())) return undefined
      return taken(Math.min(most, rest.byteLength))
    },
    close: () => void socket.destroy(),
  }
}

async function answerFrom(from: Reading): Promise<Answer> {
  // "Continue" and its like come before the answer.
  for (let parts = 0; parts < MOST_PARTS; parts++) {
    const statusCode = Number(/^\s*(?:HTTP\/\d(?:\.\d)?|ICY)\s+(\d{3})(?!\d)/i.exec((await from.line()) ?? '')?.[1])
    if (Number.isNaN(statusCode)) break
    const headers = await headersFrom(from)
    if (statusCode < 200) continue
    const discard = async () => from.close()
    return { statusCode, headers, discard, body: bodyOf(from, headers) }
  }
  throw new AnswerError('what answers does not speak HTTP')
}

const MOST_PARTS = 5

async function headersFrom(from: Reading): Promise<Record<string, string | string[]>> {
  const headers = new Map<string, string[]>()
  let size = 0
  let last: string[] | undefined
  for (let line = await from.line(); line !== undefined && line !== ''; line = await from.line()) {
    size += line.length
    if (size > MOST_HEADER_BYTES) throw new AnswerError('its headers are larger than 32 KB')
    const colon = line.indexOf(':')
    if (/^[ \t]/.test(line) && last !== undefined) {
      last.push(`${last.pop() ?? ''} ${line.trim()}`)
      continue
    }
    const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase()
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) continue
    last = headers.get(name) ?? []
    last.push(line.slice(colon + 1).trim())
    headers.set(name, last)
  }
  return Object.fromEntries(
    [...headers].map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]),
  )
}

async function* bodyOf(
  from: Reading,
  headers: Readonly<Record<string, string | string[]>>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    const isChunked = /\bchunked\b/i.test(String(headers['transfer-encoding'] ?? ''))
    const lengths = new Set(String(headers['content-length'] ?? '').match(/\d{1,15}/g))
    if (isChunked) yield* chunksOf(from)
    else if (lengths.size > 1) throw new AnswerError('its headers name several lengths')
    else yield* piecesOf(from, Number([...lengths][0] ?? Infinity))
  } finally {
    from.close()
  }
}

async function* chunksOf(from: Reading): AsyncGenerator<Uint8Array, void, undefined> {
  for (;;) {
    const line = await from.line()
    const length = /^\s*([\da-f]{1,12})/i.exec(line ?? '')?.[1]
    if (length === undefined) throw new AnswerError('its body breaks off between two chunks')
    const bytes = parseInt(length, 16)
    if (bytes === 0) return
    yield* piecesOf(from, bytes)
    await from.line()
  }
}

async function* piecesOf(from: Reading, length: number): AsyncGenerator<Uint8Array, void, undefined> {
  for (let left = length; left > 0;) {
    const piece = await from.some(left)
    if (piece === undefined) {
      if (Number.isFinite(left)) throw new AnswerError('its body breaks off')
      return
    }
    left -= piece.byteLength
    yield piece
  }
}
