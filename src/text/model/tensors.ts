/** Numbers of a model with their shape, rows first. `i8` are read as `value * scale`. */
export type TensorType = 'f32' | 'i8' | 'u8' | 'u16' | 'u32'

const ARRAYS = { f32: Float32Array, i8: Int8Array, u8: Uint8Array, u16: Uint16Array, u32: Uint32Array } as const
export type TensorArray = Float32Array | Int8Array | Uint8Array | Uint16Array | Uint32Array

/** What a weights file holds: its header, and arrays by name, which are views on the file's bytes. */
export interface Tensors<Header> {
  readonly header: Header
  readonly arrays: Readonly<Record<string, TensorArray>>
}

interface Layout {
  readonly name: string
  readonly type: TensorType
  readonly length: number
  readonly offset: number
}

/** A file of weights that cannot be used, and why. */
export class WeightsError extends Error {
  /** Its name, where whoever opened it knew. */
  readonly file: string | undefined

  constructor(message: string, { file, ...options }: ErrorOptions & { readonly file?: string } = {}) {
    super(message, options)
    this.name = 'WeightsError'
    this.file = file
  }
}

const MAGIC = 0x31_77_6b_73 // "skw1", little endian
const HEAD = 8

/**
 * A weights file: four letters, the header's length, the header as JSON, the arrays, each at a multiple of eight bytes. Nothing of them is parsed or
 * copied, so that 8 MB open in a few milliseconds. Little endian, as all machines are that Node runs on. Throws WeightsError.
 */
export function readTensors<Header>(bytes: Uint8Array): Tensors<Header> {
  if (bytes.byteLength < HEAD) throw new WeightsError('is too short for weights')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getUint32(0, true) !== MAGIC) throw new WeightsError('is no file of weights')
  const length = view.getUint32(4, true)
  if (HEAD + length > bytes.byteLength) throw new WeightsError('ends within its header')
  const { layout, header } = parsed(new TextDecoder().decode(bytes.subarray(HEAD, HEAD + length))) as {
    readonly layout: readonly Layout[]
    readonly header: Header
  }
  // A view of four-byte numbers must begin at a multiple of four.
  const whole = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice()
  const start = padded(HEAD + length)
  const arrays = Object.fromEntries(
    layout.map(({ name, type, length: count, offset }) => {
      const Kind = ARRAYS[type]
      if (start + offset + count * Kind.BYTES_PER_ELEMENT > bytes.byteLength)
        throw new WeightsError(`ends within ${name}`)
      return [name, new Kind(whole.buffer as ArrayBuffer, whole.byteOffset + start + offset, count)]
    }),
  )
  return { header, arrays }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new WeightsError('has a header that cannot be read', { cause: error })
  }
}

/** The bytes that `readTensors` reads. The same input gives the same bytes. */
export function writeTensors(header: unknown, arrays: Readonly<Record<string, TensorArray>>): Uint8Array {
  const layout: Layout[] = []
  let end = 0
  for (const [name, array] of Object.entries(arrays)) {
    layout.push({ name, type: typeOf(array), length: array.length, offset: end })
    end += padded(array.byteLength)
  }
  const text = new TextEncoder().encode(JSON.stringify({ layout, header }))
  const start = padded(HEAD + text.length)
  const bytes = new Uint8Array(start + end)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, MAGIC, true)
  view.setUint32(4, text.length, true)
  bytes.set(text, HEAD)
  for (const { name, offset } of layout) {
    const array = arrays[name]
    if (array !== undefined) bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), start + offset)
  }
  return bytes
}

const typeOf = (array: TensorArray): TensorType =>
  (Object.keys(ARRAYS) as TensorType[]).find((type) => array instanceof ARRAYS[type]) ?? 'f32'

const padded = (length: number) => Math.ceil(length / 8) * 8

/** An array of the file by its name. Throws WeightsError where it is missing or of another type. */
export function arrayOf<Kind extends TensorArray>(
  { arrays }: Pick<Tensors<unknown>, 'arrays'>,
  name: string,
  Kind: abstract new (...args: never[]) => Kind,
): Kind {
  const array = arrays[name]
  if (!(array instanceof Kind)) throw new WeightsError(`has no ${name}`)
  return array
}
