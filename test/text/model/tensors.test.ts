import { describe, expect, test } from 'vitest'
import { arrayOf, readTensors, WeightsError, writeTensors } from '../../../src/text/model/tensors.js'

describe('a weights file', () => {
  const arrays = {
    small: Int8Array.of(-127, 0, 127),
    large: Float32Array.of(0.5, -2),
    keys: Uint32Array.of(4_000_000_000),
  }

  test('gives back its header and arrays, wherever in memory its bytes lie', () => {
    const written = writeTensors({ kind: 'words', é: 'ү' }, arrays)
    const moved = new Uint8Array(written.length + 3)
    moved.set(written, 3)
    for (const bytes of [written, moved.subarray(3)]) {
      const tensors = readTensors<{ kind: string }>(bytes)
      expect(tensors.header).toEqual({ kind: 'words', é: 'ү' })
      expect(tensors.arrays).toEqual(arrays)
    }
  })

  test('is the same bytes for the same input', () => {
    expect(writeTensors({ a: 1 }, arrays)).toEqual(writeTensors({ a: 1 }, arrays))
  })

  test('that is cut off, or another file, is refused and says why', () => {
    const written = writeTensors({}, arrays)
    expect(() => readTensors(written.subarray(0, 4))).toThrow('is too short for weights')
    expect(() => readTensors(written.subarray(0, 20))).toThrow('ends within its header')
    expect(() => readTensors(written.subarray(0, written.length - 8))).toThrow('ends within keys')
    expect(() => readTensors(new TextEncoder().encode('{"layout": []}'))).toThrow('is no file of weights')
  })

  test('without an array that is asked for, or with one of another type, is refused', () => {
    const tensors = readTensors(writeTensors({}, arrays))
    expect(arrayOf(tensors, 'small', Int8Array)).toHaveLength(3)
    expect(() => arrayOf(tensors, 'small', Float32Array)).toThrow(WeightsError)
    expect(() => arrayOf(tensors, 'other', Int8Array)).toThrow('has no other')
  })
})
