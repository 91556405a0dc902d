import { openDatabase, type Database } from '../../src/store/open-database.js'

export async function openInMemory(): Promise<Database> {
  return openDatabase('file::memory:', { now: () => Date.parse('2025-06-17T08:00Z') })
}
