import { afterEach, beforeEach } from 'vitest'
import { archive as archiveOf } from '../../src/store/news/archive-store.js'
import { openDatabase } from '../../src/store/open-database.js'
import type { Archive } from '../../src/summaries/archive.js'
import type { Database } from '../../src/store/base/database.js'

export async function openInMemory(): Promise<Database> {
  return openDatabase('file::memory:', { now: () => Date.parse('2025-06-17T08:00Z') })
}

/** A new database and its archive for each test of a file, read through the returned object. */
export function archiveForEach(): { database: Database; archive: Archive } {
  const rooms = {} as { database: Database; archive: Archive }
  beforeEach(async () => {
    rooms.database = await openInMemory()
    rooms.archive = archiveOf(rooms.database)
  })
  afterEach(async () => rooms.database.close())
  return rooms
}
