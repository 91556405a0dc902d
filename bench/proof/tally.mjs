// Holds what arrived against the rows of the outbox: each part of each digest once in its chat.
import Sqlite from 'better-sqlite3'

/** Sums over all days of a lane. */
export function createTally(databasePath) {
  const file = new Sqlite(databasePath, { readonly: true, timeout: 5_000 })
  const sums = { loads: 0, arrived: 0, lost: 0, doubled: 0, unmarked: 0, unlisted: 0, tripled: 0, outOfOrder: 0 }
  const uncertain = { listed: 0, noneArrived: 0, marked: 0 }
  const byPlatform = { discord: { ...sums, ...uncertain }, telegram: { ...sums, ...uncertain } }
  const settling = []
  let countedUntil = 0
  return {
    sending: () => file.prepare(`select count(*) as rows from deliveries where state = 'sending'`).get().rows,
    open: () => file.prepare(`select state, reason, count(*) as rows, max(not_before_at) from deliveries where state in ('queued', 'sending') group by 1, 2`).all(), // prettier-ignore
    /** Counts the rows of the occurrences since the last call against what arrived since. */
    count(arrived, { again, chats }) {
      const rows = file
        .prepare('select * from deliveries where occurrence_at > ? order by chat_id, part')
        .all(countedUntil)
      countedUntil = Math.max(countedUntil, ...rows.map((row) => row.occurrence_at))
      for (const platform of ['discord', 'telegram'])
        countPlatform(rows.filter((row) => row.platform === platform), readArrived(arrived[platform], again), { sums: byPlatform[platform], expected: chats }) // prettier-ignore
      for (const row of rows) if (row.first_try_at !== null) settling.push(row.changed_at - row.first_try_at)
    },
    sums: () => ({ ...byPlatform, settling }),
  }
}

/** By chat: texts in the order of their first arrival, each with how often it came and how often with the first line. */
function readArrived(messages, again) {
  const chats = new Map()
  for (const { chat, text } of messages) {
    const isMarked = text.includes(again)
    const plain = text
      .replace(again, '')
      .replace(/"components":\[\{"type":10,"content":""\},/, '"components":[')
      .trim()
    const texts = chats.get(chat) ?? new Map()
    const known = texts.get(plain) ?? { times: 0, marked: 0 }
    texts.set(plain, { times: known.times + 1, marked: known.marked + (isMarked ? 1 : 0) })
    chats.set(chat, texts)
  }
  return chats
}

function countPlatform(rows, chats, { sums, expected }) {
  // The same digest went to all: the texts in the order in which most chats got them are its parts.
  const parts = partsOf(chats)
  const listed = rows.filter(isListed)
  const missing = expected - new Set(rows.map((row) => row.chat_id)).size
  sums.lost += missing
  sums.loads += rows.length + missing
  sums.listed += listed.length
  sums.marked += listed.filter((row) => row.is_marked === 1).length
  for (const row of rows) {
    const { times = 0, marked = 0 } = chats.get(row.chat_id)?.get(parts[row.part - 1]) ?? {}
    sums.arrived += times > 0 ? 1 : 0
    if (times === 0) sums[row.state === 'uncertain' && isListed(row) ? 'noneArrived' : 'lost'] += 1
    if (times > 1) sums.doubled += 1
    if (times > 2) sums.tripled += 1
    if (times > 1 && marked < times - 1) sums.unmarked += 1
    if (times > 1 && !isListed(row)) sums.unlisted += 1
  }
  for (const texts of chats.values()) {
    const order = [...texts.keys()].map((text) => parts.indexOf(text))
    if (order.some((place, index) => index > 0 && place < order[index - 1])) sums.outOfOrder += 1
  }
}

/** What the owner is told of: what may have arrived twice or never. */
function isListed(row) {
  return row.first_try_at !== null && (row.is_marked === 1 || row.state !== 'sent')
}

function partsOf(chats) {
  const votes = new Map()
  for (const texts of chats.values()) {
    const key = JSON.stringify([...texts.keys()])
    votes.set(key, (votes.get(key) ?? 0) + 1)
  }
  const [most] = [...votes].sort((one, other) => other[1] - one[1])
  return most === undefined ? [] : JSON.parse(most[0])
}
