import { pipeline, Readable, type Transform } from 'node:stream'
import { constants, createBrotliDecompress, createGunzip, createInflate, createInflateRaw, inflateRaw } from 'node:zlib'

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

/** Kinds of packing that we cannot undo. Any other word in Content-Encoding names none: "utf-8", "none", "aws-chunked". */
const UNREAD: ReadonlySet<string> = new Set(['zstd', 'compress', 'x-compress', 'lzma', 'xz', 'x-xz', 'bzip2', 'x-bzip2', 'dcb', 'dcz', 'exi', 'pack200-gzip']) // prettier-ignore
const READ: ReadonlySet<string> = new Set(['gzip', 'x-gzip', 'br', 'deflate'])

/** The packings that a Content-Encoding names, in the order in which they were put on. */
export function packingsOf(encoding: string): readonly string[] {
  return encoding
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => READ.has(name) || UNREAD.has(name))
}

/** What one packing holds; what is called gzip and was not packed comes as it is. Throws BodyError. */
export async function* unpackedFrom(
  packed: AsyncIterable<Uint8Array>,
  packing: string,
  maxBytes: number,
): AsyncIterable<Uint8Array> {
  const { first, whole } = await started(packed)
  if (first === undefined) return
  if (packing !== 'gzip' && packing !== 'x-gzip') yield* through(unpackerOf(packing, first), whole, packing)
  else if (isMarkup(first)) yield* whole
  else yield* gunzipped(whole, maxBytes)
}

/** The same where no header says that it is gzip and its first bytes do (RFC 1952). */
export async function* unpackedWhereGzip(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
  layers: number,
): AsyncIterable<Uint8Array> {
  const { first, whole } = await started(body)
  if (first === undefined) return
  if (layers <= 0 || !isGzip(first)) yield* whole
  else yield* unpackedWhereGzip(gunzipped(whole, maxBytes), maxBytes, layers - 1)
}

interface Started {
  /** Three bytes at least where there are as many; undefined: an empty body. */
  readonly first: Uint8Array | undefined
  readonly whole: AsyncIterable<Uint8Array>
}

async function started(body: AsyncIterable<Uint8Array>): Promise<Started> {
  const chunks = body[Symbol.asyncIterator]()
  let first: Uint8Array | undefined
  while ((first?.byteLength ?? 0) < 3) {
    const next = await chunks.next()
    if (next.done === true) break
    first = first === undefined ? next.value : Buffer.concat([first, next.value])
  }
  return { first, whole: startingWith(first, chunks) }
}

async function* startingWith(
  first: Uint8Array | undefined,
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (first !== undefined) yield first
  yield* { [Symbol.asyncIterator]: () => rest }
}

function isGzip([first, second, third]: Uint8Array): boolean {
  return first === 0x1f && second === 0x8b && third === 8
}

/** Gzip never begins with "<", "{" or the mark of UTF-8. */
function isMarkup([first, second]: Uint8Array): boolean {
  return first === 0x3c || first === 0x7b || (first === 0xef && second === 0xbb)
}

/** Unpacked as it comes; where something that is no gzip follows the last member, once more from what was kept. */
async function* gunzipped(body: AsyncIterable<Uint8Array>, maxBytes: number): AsyncIterable<Uint8Array> {
  const kept: Uint8Array[] = []
  const keeping = async function* () {
    for await (const chunk of body) {
      kept.push(chunk)
      yield chunk
    }
  }
  const packed = keeping()
  let told = 0
  try {
    for await (const chunk of through(createGunzip({ finishFlush: constants.Z_SYNC_FLUSH }), packed, 'gzip')) {
      told += chunk.byteLength
      yield chunk
    }
  } catch (error) {
    if (!(error instanceof BodyError) || !hasTail(error.cause)) throw error
    const members = await membersOf(Buffer.concat(kept), maxBytes)
    if (members === undefined) throw error
    yield members.subarray(told)
  }
}

function hasTail(error: unknown): boolean {
  return error instanceof Error && /incorrect header check|unknown compression method/.test(error.message)
}

/** What the gzip members at the start of these bytes hold; undefined where there is none. */
async function membersOf(bytes: Buffer, maxBytes: number): Promise<Buffer | undefined> {
  const found: Buffer[] = []
  let size = 0
  for (let at = 0; isGzip(bytes.subarray(at));) {
    const member = await inflated(bytes.subarray(at + headerLength(bytes.subarray(at))), maxBytes - size)
    if (member === undefined) break
    found.push(member.buffer)
    size += member.buffer.byteLength
    at += headerLength(bytes.subarray(at)) + member.packedBytes + CHECKSUM_BYTES
  }
  return found.length === 0 ? undefined : Buffer.concat(found)
}

const CHECKSUM_BYTES = 8

/** RFC 1952, 2.3. */
function headerLength(member: Buffer): number {
  const flags = member[3] ?? 0
  let at = 10
  if ((flags & 4) !== 0) at += 2 + ((member[at] ?? 0) | ((member[at + 1] ?? 0) << 8))
  for (const flag of [8, 16]) if ((flags & flag) !== 0) at = Math.max(at, member.indexOf(0, at) + 1)
  return (flags & 2) === 0 ? at : at + 2
}

async function inflated(
  bytes: Buffer,
  maxBytes: number,
): Promise<{ readonly buffer: Buffer; readonly packedBytes: number } | undefined> {
  return new Promise((resolve) => {
    const options = { maxOutputLength: Math.max(1, maxBytes), info: true }
    inflateRaw(bytes, options, (error, result) => {
      // With `info` zlib gives the engine beside what it made; its types do not say so.
      const { buffer, engine } = result as unknown as { buffer: Buffer; engine: { bytesWritten: number } }
      resolve(error === null ? { buffer, packedBytes: engine.bytesWritten } : undefined)
    })
  })
}

async function* through(
  unpacker: Transform,
  whole: AsyncIterable<Uint8Array>,
  packing: string,
): AsyncIterable<Uint8Array> {
  // The error reaches whoever reads the unpacker.
  pipeline(Readable.from(whole, { objectMode: false }), unpacker, () => undefined)
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

function unpackerOf(packing: string, first: Uint8Array): Transform {
  // A body that breaks off is read as far as it goes.
  const options = { finishFlush: constants.Z_SYNC_FLUSH }
  if (packing === 'br') return createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH })
  if (packing === 'deflate') {
    const hasHeader = ((first[0] ?? 0) & 0x0f) === 8
    return hasHeader ? createInflate(options) : createInflateRaw(options)
  }
  throw new BodyError(`packed as "${packing.slice(0, 40)}", which we do not read`, 'http-error')
}
