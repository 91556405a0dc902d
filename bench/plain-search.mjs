// The peer that finding is measured beside: SQLite FTS5 as it comes (unicode61), title and body in one table, an OR of the question's words, its own bm25.
// Chinese goes character by character, since FTS5 takes a run of it for one word.
import Database from 'better-sqlite3'

/** A plain archive of rows `{id, title?, body?}`; `search` gives the ids of the best, best first. */
export function plainArchive(rows, file = ':memory:') {
  const sqlite = new Database(file)
  sqlite.exec('create virtual table plain using fts5(id unindexed, title, body)')
  const insert = sqlite.prepare('insert into plain values (?, ?, ?)')
  sqlite.transaction(() =>
    rows.forEach(({ id, title, body }) => insert.run(String(id), parted(title ?? ''), parted(body ?? ''))),
  )()
  const select = sqlite.prepare('select id from plain where plain match ? order by bm25(plain) limit ?').pluck()
  return {
    search(question, limit) {
      const words = [...new Set(parted(question.toLowerCase()).match(/[\p{L}\p{N}\p{M}]+/gu) ?? [])]
      return words.length === 0 ? [] : select.all(words.map((word) => `"${word}"`).join(' OR '), limit)
    },
    close: () => sqlite.close(),
  }
}

const parted = (text) => text.replace(/\p{Script=Han}/gu, ' $& ')
