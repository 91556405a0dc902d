// How evenly a digest lets its day speak: who tells its items, by kind of voice, country and stance, beside who told the day's news; the same of as many
// newest articles, which is what a plain feed shows. Part of npm run bench:digests.
/** What may be out of balance, with what an article counts as. */
const KINDS = {
  'kind of voice': ({ outlet }) => [outlet.voice],
  country: ({ outlet }) => [outlet.country ?? 'unknown'],
  outlet: ({ outlet }) => [outlet.owner ?? outlet.id],
  stance: ({ stances }) => stances,
}

/**
 * Rows of a table over days, each { articles, told }: the day's articles with news, newest first, and the ids of those that its digest's items are told by.
 * `apart`: half the sum of the differences of shares, 0 as the day, 1 nothing in common; `heard`: the share of the day's kinds that the items let speak.
 */
export async function balanceOf(days, { archive, region }) {
  const totals = new Map()
  const add = (kind, what, { apart, heard }) => {
    const known = totals.get(`${kind}|${what}`) ?? { apart: 0, heard: 0, days: 0 }
    totals.set(`${kind}|${what}`, { apart: known.apart + apart, heard: known.heard + heard, days: known.days + 1 })
  }
  for (const { articles, told } of days) {
    const described = await describe(articles, { archive, region })
    const ofDigest = described.filter(({ id }) => told.has(id))
    const newest = described.slice(0, ofDigest.length)
    for (const [kind, of] of Object.entries(KINDS)) {
      const day = sharesOf(described.flatMap(of))
      // A day of one kind cannot be told otherwise.
      if (day.size < 2 || ofDigest.length === 0) continue
      add(kind, 'digest', compare(sharesOf(ofDigest.flatMap(of)), day))
      add(kind, 'newest first', compare(sharesOf(newest.flatMap(of)), day))
    }
  }
  return Object.keys(KINDS).map((kind) => {
    const [digest, newest] = ['digest', 'newest first'].map((what) => totals.get(`${kind}|${what}`))
    const mean = (total, key) => (total === undefined ? '-' : (total[key] / total.days).toFixed(3))
    return [kind, digest?.days ?? 0, mean(digest, 'apart'), mean(newest, 'apart'), mean(digest, 'heard'), mean(newest, 'heard')] // prettier-ignore
  })
}

async function describe(articles, { archive, region }) {
  const readings = await archive.readings(articles.map(({ id }) => id))
  const byId = new Map(readings.map((reading) => [reading.articleId, reading]))
  return articles.map(({ id, outletId }) => {
    const stances = (byId.get(id)?.findings ?? []).flatMap((finding) => finding.stances.map(({ actor, towards, stance }) => `${actor} ${stance} ${towards}`)) // prettier-ignore
    const outlet = region.outlets.find((each) => each.id === outletId) ?? { id: outletId, voice: 'unknown' }
    return { id, outlet, stances }
  })
}

function sharesOf(names) {
  const counts = new Map()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1 / names.length)
  return counts
}

function compare(shares, day) {
  const names = new Set([...shares.keys(), ...day.keys()])
  const apart = [...names].reduce((sum, name) => sum + Math.abs((shares.get(name) ?? 0) - (day.get(name) ?? 0)) / 2, 0)
  return { apart, heard: [...day.keys()].filter((name) => shares.has(name)).length / day.size }
}
