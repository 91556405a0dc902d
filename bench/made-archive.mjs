// An archive of made news on disk. Made once for a size and a seed where BENCH_KEEP names a folder; else in a folder that the caller removes.
import fs from 'node:fs'
import path from 'node:path'
import { archive as openArchive } from '../dist/store/archive.js'
import { articleStore } from '../dist/store/articles.js'
import { openDatabase } from '../dist/store/open-database.js'
import { searchDocument } from '../dist/summaries/search-words.js'

const PIECE = 500

/** Opens the archive of `size` articles in `folder`, filled from `maker`. */
export async function madeArchive(folder, { size, maker, onFilled }) {
  const file = path.join(folder, `made-${size}.db`)
  const isThere = fs.existsSync(`${file}.done`)
  if (!isThere) for (const end of ['', '-wal', '-shm']) fs.rmSync(file + end, { force: true })
  const database = await openDatabase(`file:${file}`)
  const archive = openArchive(database)
  if (!isThere) {
    const articles = articleStore(database)
    // Nothing is lost if this breaks off: it is made anew.
    database.sqlite.pragma('synchronous = OFF')
    for (let from = 0; from < size; from += PIECE) {
      const made = Array.from({ length: Math.min(PIECE, size - from) }, (_, index) => maker.articleAt(from + index))
      await articles.saveArticles(made.map(({ article }) => ({ article, keys: [], contentHash: article.id })))
      await archive.together(async (open) => {
        for (const { article, reading, story } of made)
          await open.saveReading({ reading, story, document: searchDocument(article, reading) })
      })
      onFilled?.(from + made.length)
    }
    database.sqlite.pragma('wal_checkpoint(TRUNCATE)')
    database.sqlite.pragma('synchronous = FULL')
    fs.writeFileSync(`${file}.done`, '')
  }
  return { database, archive, file }
}
