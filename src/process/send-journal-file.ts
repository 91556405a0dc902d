import { closeSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import type { SendJournal } from '../bots/contract/send-journal.js'

/** Tells whether the machine was started anew: what did not wait for the disk may be gone then. */
const BOOT_ID = '/proc/sys/kernel/random/boot_id'
const MOST_BYTES = 1_000_000

/** Notes in one file, a line a note. Undefined where the system does not tell when it was started. Throws nothing. */
export function openSendJournal(path: string, bootIdFile = BOOT_ID): SendJournal | undefined {
  const bootId = textOf(bootIdFile)?.trim()
  if (bootId === undefined) return undefined
  const head = `leavings ${bootId}\n`
  const before = leftIn(textOf(path), head)
  const noted = new Set<string>()
  let file: number | undefined
  let bytes = 0
  const startAnew = (): void => {
    const fresh = openSync(`${path}.new`, 'w')
    bytes = writeSync(fresh, head + [...noted].map((nonce) => `left ${nonce}\n`).join(''))
    renameSync(`${path}.new`, path)
    if (file !== undefined) closeSync(file)
    file = fresh
  }
  const distrust = (): void => {
    if (file === undefined) return
    rmSync(path, { force: true })
    closeSync(file)
    file = undefined
  }
  const write = (line: string): void => {
    if (file === undefined) return
    if (bytes > MOST_BYTES) startAnew()
    bytes += writeSync(file, line)
  }
  return {
    begin(nonce) {
      if (!noted.delete(nonce)) return
      try {
        write(`back ${nonce}\n`)
      } catch {
        // The earlier note stays: less is sure than could be.
      }
    },
    left(nonce) {
      write(`left ${nonce}\n`)
      noted.add(nonce)
    },
    distrust,
    surelyStayed: (nonce) => before !== undefined && !before.has(nonce),
    settle() {
      // Never may an older file be read as this process's.
      rmSync(path, { force: true })
      startAnew()
    },
  }
}

/** Nonces that left; undefined: nothing is known. */
function leftIn(text: string | undefined, head: string): ReadonlySet<string> | undefined {
  if (text?.startsWith(head) !== true) return undefined
  const left = new Set<string>()
  // A line without its end was cut off while it was written: what it is of did not leave.
  for (const line of text.slice(head.length).split('\n').slice(0, -1)) {
    const [state, nonce = ''] = line.split(' ')
    if (state === 'left') left.add(nonce)
    else left.delete(nonce)
  }
  return left
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
