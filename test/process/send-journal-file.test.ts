import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SendJournal } from '../../src/bots/contract/send-journal.js'
import { openSendJournal } from '../../src/process/send-journal-file.js'

let folder: string
let bootId: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'silkwire-leavings-'))
  bootId = join(folder, 'boot')
  writeFileSync(bootId, 'first-boot\n')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** The notes as the next process finds them. */
function open(): SendJournal {
  const sendJournal = openSendJournal(join(folder, 'notes'), bootId)
  if (sendJournal === undefined) throw new Error('no notes')
  return sendJournal
}

function settled(): SendJournal {
  const sendJournal = open()
  sendJournal.settle()
  return sendJournal
}

test('what was noted as left may have arrived, all else surely stayed', () => {
  const before = settled()
  before.begin('a')
  before.left('a')
  before.begin('b')
  const after = open()
  expect(['a', 'b', 'never-begun'].map((nonce) => after.surelyStayed(nonce))).toEqual([false, true, true])
})

test('a new try under the same nonce has not left yet', () => {
  const before = settled()
  before.left('a')
  before.begin('a')
  expect(open().surelyStayed('a')).toBe(true)
  before.left('a')
  expect(open().surelyStayed('a')).toBe(false)
})

test('a process that dies before it looked at what was left changes nothing for the next one', () => {
  settled().left('a')
  open().begin('a')
  expect(open().surelyStayed('a')).toBe(false)
})

test('without notes, after a restart of the machine, or where it does not tell of one, nothing is sure', () => {
  expect(open().surelyStayed('a')).toBe(false)
  settled()
  expect(open().surelyStayed('a')).toBe(true)
  writeFileSync(bootId, 'second-boot\n')
  expect(open().surelyStayed('a')).toBe(false)
  expect(openSendJournal(join(folder, 'notes'), join(folder, 'nowhere'))).toBeUndefined()
})

test('notes that proved wrong are kept no more', () => {
  const before = settled()
  before.distrust()
  before.left('a')
  expect(existsSync(join(folder, 'notes'))).toBe(false)
  expect(open().surelyStayed('b')).toBe(false)
})

test('a note that was cut off while it was written is of what did not leave', () => {
  settled().left('a')
  appendFileSync(join(folder, 'notes'), 'left b')
  const after = open()
  expect([after.surelyStayed('a'), after.surelyStayed('b')]).toEqual([false, true])
})

test('the file does not grow for ever, and forgets nothing that is open', () => {
  const before = settled()
  before.left('open')
  for (let each = 0; each < 60_000; each += 1) {
    before.left(`nonce-${each % 7}`)
    before.begin(`nonce-${each % 7}`)
  }
  expect(statSync(join(folder, 'notes')).size).toBeLessThan(1_100_000)
  expect(readFileSync(join(folder, 'notes'), 'utf8')).toContain('left open\n')
  expect(open().surelyStayed('open')).toBe(false)
})
