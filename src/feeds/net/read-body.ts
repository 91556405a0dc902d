import { pipeline, Readable, type Transform } from 'node:stream'
import { constants, createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib'

/** A body that cannot be read to its end. */
export class BodyError extends Error {
  constructor(
    message: string,
    readonly verdict: 'too-large' | 'http-error',
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.name = 'BodyError'
  }
}

export interface Body {
  readonly bytes: Uint8Array
  /** The connection broke before the end. */
  readonly isCut: boolean
}

/**
 * Reads and unpacks a body as it comes: `encoding` is its Content-Encoding, at most three packings. Ends it as soon as
 * it is over `maxBytes` in any of its packings, so a small bomb costs no more than that. Of a body that breaks off, what
 * came is kept. Throws BodyError, and what the body throws where hardly anything came or `signal` ended it.
 */
export async function readBody(
  body: AsyncIterable<Uint8Array>,
  encoding: string,
  { maxBytes, signal }: { readonly maxBytes: number; readonly signal: { readonly aborted: boolean } },
): Promise<Body> {
  const packings = encoding
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '' && name !== 'identity')
  if (packings.length > MOST_PACKINGS) {
    throw new BodyError(`packed ${String(packings.length)} times, more than ${String(MOST_PACKINGS)}`, 'http-error')
  }
  const wire = { isCut: false }
  const arriving = untilCut(body, wire, signal)
  const unpacked = packings.reduceRight<AsyncIterable<Uint8Array>>(
    (inner, packing) => unpackedFrom(capped(inner, maxBytes), packing),
    arriving,
  )
  const bytes = await gathered(capped(unpacked, maxBytes))
  return { bytes, isCut: wire.isCut }
}

const MOST_PACKINGS = 3
/** Less than this is no part of a feed worth reading. */
const LEAST_OF_A_CUT = 1_000

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
    if (signal.aborted || size < LEAST_OF_A_CUT) throw error
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

async function* unpackedFrom(packed: AsyncIterable<Uint8Array>, packing: string): AsyncIterable<Uint8Array> {
  const chunks = packed[Symbol.asyncIterator]()
  const first = await chunks.next()
  if (first.done === true) return
  const unpacker = unpackerOf(packing, first.value)
  const whole = Readable.from(startingWith(first.value, chunks), { objectMode: false })
  // The error reaches whoever reads the unpacker.
  pipeline(whole, unpacker, () => undefined)
  try {
    yield* unpacker as AsyncIterable<Uint8Array>
  } catch (error) {
    if (!(
      error instanceof Error &&
      'code' in error &&
      /^(?:Z_|ERR_(?:_ERROR|BROTLI|PADDING))/.test(String(error.code))
    ))
      throw error
    throw new BodyError(`its ${packing} body cannot be unpacked`, 'http-error', { cause: error })
  }
}

async function* startingWith(
  first: Uint8Array,
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield first
  yield* { [Symbol.asyncIterator]: () => rest }
}

function unpackerOf(packing: string, first: Uint8Array): Transform {
  // A body that breaks off is read as far as it goes.
  const options = { finishFlush: constants.Z_SYNC_FLUSH }
  if (packing === 'gzip' || packing === 'x-gzip') return createGunzip(options)
  if (packing === 'br') return createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH })
  if (packing === 'deflate') {
    const hasHeader = ((first[0] ?? 0) & 0x0f) === 8
    return hasHeader ? createInflate(options) : createInflateRaw(options)
  }
  throw new BodyError(`packed as "${packing.slice(0, 40)}", which we do not read`, 'http-error')
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
