import { BodyError, packingsOf, unpackedFrom, unpackedWhereGzip } from './unpack.js'

export interface Body {
  readonly bytes: Uint8Array
  /** The connection broke before the end. */
  readonly isCut: boolean
}

/**
 * Reads and unpacks a body as it comes: `encoding` is its Content-Encoding, at most three packings; gzip is known by its
 * first bytes, too. Ends it as soon as it is over `maxBytes` in any of its packings, so a small bomb costs no more than
 * that. Of a body that breaks off, what came is kept. Throws BodyError, and what the body throws where hardly anything came
 * or `signal` ended it.
 */
export async function readBody(
  body: AsyncIterable<Uint8Array>,
  encoding: string,
  { maxBytes, signal }: { readonly maxBytes: number; readonly signal: { readonly aborted: boolean } },
): Promise<Body> {
  const packings = packingsOf(encoding)
  if (packings.length > MOST_PACKINGS) {
    throw new BodyError(`packed ${String(packings.length)} times, more than ${String(MOST_PACKINGS)}`, 'http-error')
  }
  const wire = { isCut: false }
  const arriving = untilCut(body, wire, signal)
  const unpacked = packings.reduceRight<AsyncIterable<Uint8Array>>(
    (inner, packing) => unpackedFrom(capped(inner, maxBytes), packing, maxBytes),
    arriving,
  )
  const bare = unpackedWhereGzip(capped(unpacked, maxBytes), maxBytes, MOST_PACKINGS - packings.length)
  const bytes = await gathered(capped(bare, maxBytes))
  return { bytes, isCut: wire.isCut }
}

const MOST_PACKINGS = 3
/** Less than this is no part of a feed worth reading. */
const LEAST_OF_A_CUT = 1_000

/** What HTTP's strict parser refuses may be whole all the same: see lenient-request.ts. */
export function isParserFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return error.name === 'HTTPParserError' || ('code' in error && error.code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH')
}

async function* untilCut(
  body: AsyncIterable<Uint8Array>,
  wire: { isCut: boolean },
  signal: { readonly aborted: boolean },
): AsyncIterable<Uint8Array> {
  let size = 0
  try {
    for await (const chunk of body) {
      size += chunk.byteLength
      yield chunk
    }
  } catch (error) {
    if (signal.aborted || size < LEAST_OF_A_CUT || isParserFault(error)) throw error
    wire.isCut = true
  }
}

async function* capped(chunks: AsyncIterable<Uint8Array>, maxBytes: number): AsyncIterable<Uint8Array> {
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.byteLength
    if (size > maxBytes) throw new BodyError(`larger than ${String(maxBytes / 1_000_000)} MB`, 'too-large')
    yield chunk
  }
}

/** One buffer that grows: a list of a million one-byte chunks would take a hundred times their size. */
async function gathered(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  let bytes = Buffer.allocUnsafeSlow(65_536)
  let size = 0
  for await (const chunk of chunks) {
    if (size + chunk.byteLength > bytes.byteLength) {
      const larger = Buffer.allocUnsafeSlow(Math.max(2 * bytes.byteLength, size + chunk.byteLength))
      larger.set(bytes.subarray(0, size))
      bytes = larger
    }
    bytes.set(chunk, size)
    size += chunk.byteLength
  }
  return Buffer.from(bytes.subarray(0, size))
}
