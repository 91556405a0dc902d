import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DatabaseError } from '../../src/store/base/database-error.js'
import { holdDeliveryLock } from '../../src/store/lock.js'
import { inAnotherProcess, kill } from './in-another-process.js'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'silkwire-lock-'))
  path = join(folder, 'silkwire.db')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const holding = (file: string): string => `
  import { holdDeliveryLock } from './store/lock.js'
  try {
    holdDeliveryLock(${JSON.stringify(file)})
    process.send('held')
  } catch (error) {
    process.send(error.message)
  }
  setInterval(() => {}, 1_000)
`

test('the lock is held until it is released', () => {
  const lock = holdDeliveryLock(path)
  expect(() => holdDeliveryLock(path)).toThrow(DatabaseError)
  lock.release()
  holdDeliveryLock(path).release()
})

test('while another process delivers the lock is refused with the name of the file, and freed when that process is killed', async () => {
  const { child, message } = await inAnotherProcess(holding(path))
  expect(message).toBe('held')
  expect(() => holdDeliveryLock(path)).toThrow(DatabaseError)
  expect(() => holdDeliveryLock(path)).toThrow(`${path}: another process delivers from it (it holds ${path}.lock)`)
  await kill(child)
  holdDeliveryLock(path).release()
})

test('another process is refused while this one delivers', async () => {
  const lock = holdDeliveryLock(path)
  const { child, message } = await inAnotherProcess(holding(path))
  expect(message).toBe(`${path}: another process delivers from it (it holds ${path}.lock)`)
  await kill(child)
  lock.release()
})

test('a database in memory is locked by nobody', () => {
  const lock = holdDeliveryLock(':memory:')
  expect(() => holdDeliveryLock(':memory:')).not.toThrow()
  lock.release()
})
