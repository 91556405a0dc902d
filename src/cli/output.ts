import fs from 'node:fs'
import { reasonOf } from '../text/reason-of.js'

/** A command that cannot run: its message goes to stderr in one line, exit code 1. */
export class CommandError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'CommandError'
  }
}

/** JSON as the contracts have it: every `...At` is an ISO 8601 UTC string; inside the program it is epoch ms. */
export function toJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, isoTimes, indent)
}

function isoTimes(key: string, value: unknown): unknown {
  return /[a-z]At$/.test(key) && typeof value === 'number' && Number.isFinite(value)
    ? new Date(value).toISOString()
    : value
}

/** One line to stdout. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** A line of a file with its number, from 1. */
interface Line {
  readonly text: string
  readonly number: number
}

/** The lines of a file, without empty ones. Throws CommandError where it cannot be read. */
export function readLines(file: string): Line[] {
  return readText(file)
    .split('\n')
    .map((text, index) => ({ text, number: index + 1 }))
    .filter(({ text }) => text.trim() !== '')
}

/** A file's bytes, or standard input's for `-`. */
export function readBytes(file: string): Uint8Array {
  try {
    return fs.readFileSync(file === '-' ? 0 : file)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new CommandError(code === 'ENOENT' ? `no such file: ${file}` : `cannot read ${file}: ${message}`, {
      cause: error,
    })
  }
}

/** A file's text without a byte order mark, or standard input's for `-`. */
export function readText(file: string): string {
  return Buffer.from(readBytes(file))
    .toString('utf8')
    .replace(/^\uFEFF/, '')
}

/** A row that is a JSON object; throws with what it is instead. */
export function readRow(line: string): Readonly<Record<string, unknown>> {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (error) {
    throw new Error(`is no JSON: ${reasonOf(error)}`, { cause: error })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('is no JSON object')
  return value as Readonly<Record<string, unknown>>
}

/** The id that a batch names a row by, also one that cannot be read. */
export function idOf({ text, number }: Line): string | number {
  try {
    const { id } = readRow(text)
    if (typeof id === 'string' || typeof id === 'number') return id
  } catch {
    // The row itself says what is wrong with it.
  }
  return `line ${number}`
}

/** One line a row in input order; a row that cannot be read becomes `{id, error}` and the rest goes on. */
export async function printRows(file: string, run: (line: string) => unknown): Promise<void> {
  for (const line of readLines(file)) {
    let shown: unknown
    try {
      shown = await run(line.text)
    } catch (error) {
      shown = { id: idOf(line), error: reasonOf(error) }
    }
    print(toJson(shown))
  }
}

/** Rows under their heads, each column as wide as its widest cell, 60 letters at most; the last one as long as it is. */
export function printColumns(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const lengthIn = (column: number) => (row: readonly string[]) => row[column]?.length ?? 0
  const widths = head.map((_, column) => Math.min(60, Math.max(...[head, ...rows].map(lengthIn(column)))))
  for (const row of [head, ...rows]) {
    const cells = row.map((cell, column) => cell.padEnd(widths[column] ?? 0))
    print(cells.join('  ').trimEnd())
  }
}

/** `: 3 ok, 1 gone`, most first; '' for none. */
export function countsOf(each: readonly { readonly verdict: string }[]): string {
  const counts = new Map<string, number>()
  for (const { verdict } of each) counts.set(verdict, (counts.get(verdict) ?? 0) + 1)
  const told = [...counts].sort(([, a], [, b]) => b - a).map(([verdict, count]) => `${count} ${verdict}`)
  return told.length === 0 ? '' : `: ${told.join(', ')}`
}
