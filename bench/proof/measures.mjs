// What the lanes counted as one table, the lines below it, and the targets that were missed.

const PLATFORMS = ['discord', 'telegram']
const LONGEST_STOP_MS = 5_000
/** What a process may hold more after the last day than after the second. */
const MOST_GROWTH = 1.15

export function measuresOf({ killed, stopped, soaked, peers }) {
  const loads = [['kill -9', sum(killed)], ['SIGTERM', sum(stopped)], ...(soaked ? [['soak', sum([soaked])]] : [])]
  const head = ['under', 'platform', 'messages', 'ended', 'hung', '502', 'cut', 'lost', 'doubled', 'of them unmarked or unlisted', 'more than twice', 'out of order', 'in doubt and listed', 'none of its tries arrived'] // prettier-ignore
  const rows = [head, ...loads.flatMap(([name, all]) => PLATFORMS.map((platform) => rowOf(name, platform, all))), ...peers.map(peerRow)] // prettier-ignore
  const missed = [
    ...loads.flatMap(([name, all]) => PLATFORMS.flatMap((platform) => missedOf(name, platform, all))),
    ...missedStops(sum(stopped)),
    ...(soaked ? missedSoak(soaked) : []),
  ]
  return { rows, missed, lines: linesOf({ killed, stopped, soaked }) }
}

/** Counts of several lanes together; lists put behind each other. */
function sum(lanes) {
  const [first, ...more] = lanes.map(({ counts = {}, faults, tally, recoveries = [] }) => ({ counts, faults, tally, recoveries })) // prettier-ignore
  return more.reduce(add, first)
}

function add(one, other) {
  if (typeof one === 'number') return one + other
  if (Array.isArray(one)) return [...one, ...other]
  return Object.fromEntries(Object.keys(one).map((key) => [key, key === 'slowest' ? Math.max(one[key], other[key]) : add(one[key], other[key])])) // prettier-ignore
}

function rowOf(name, platform, { counts, faults, tally }) {
  const each = tally[platform]
  return [name, platform, each.loads, counts.ended ?? '-', faults.hung, faults.broken, faults.reset, each.lost, each.doubled, each.unmarked + each.unlisted, each.tripled, each.outOfOrder, each.listed, each.noneArrived] // prettier-ignore
}

function peerRow({ platform, loads, faults, kills, lost, doubled, most, failed }) {
  const library = platform === 'discord' ? 'discord.js as it comes' : 'telegraf as it comes'
  return [library, platform, loads, kills, faults.hung, faults.broken, faults.reset, lost, doubled, doubled, `up to ${most} times`, '-', '0', failed === undefined ? '-' : `failed: ${failed}`] // prettier-ignore
}

function missedOf(name, platform, { tally }) {
  const { lost, doubled, unmarked, unlisted, tripled, outOfOrder, noneArrived } = tally[platform]
  const wrong = {
    lost,
    unmarked,
    unlisted,
    tripled,
    outOfOrder,
    noneArrived,
    ...(platform === 'discord' && { doubled }),
  }
  return Object.entries(wrong).flatMap(([what, count]) => (count > 0 ? [`${name}, ${platform}: ${count} ${what}`] : []))
}

function missedStops({ counts: { slowest, unclean, resumed, identified } }) {
  return [
    ...(slowest > LONGEST_STOP_MS ? [`a SIGTERM took ${slowest.toFixed(0)} ms`] : []),
    ...(unclean > 0 ? [`${unclean} SIGTERMs ended with another code than 0`] : []),
    ...(identified > resumed ? [`${identified} identifies and ${resumed} resumes after SIGTERMs`] : []),
  ]
}

function missedSoak({ holds }) {
  const [, second, ...later] = holds
  const last = later.at(-1)
  return ['heapUsed', 'handles', 'timers', 'waits'].flatMap((what) => {
    const most = Math.max(second[what] * MOST_GROWTH, second[what] + 3)
    return last[what] > most ? [`soak: ${what} grew from ${second[what]} to ${last[what]}`] : []
  })
}

function linesOf({ killed, stopped, soaked }) {
  const { counts, recoveries, tally } = sum(killed)
  const stops = sum(stopped).counts
  const holds = soaked ? soaked.holds : []
  const megabytes = (bytes) => (bytes / 1e6).toFixed(1)
  const held = (pick) => holds.map(pick).join(' ')
  return [
    `kills: ${counts.ended}, ${counts.whileSending} of them with messages on their way (${counts.rowsInTheMiddle} in all), ${counts.atStart} in the start`,
    `recovery: from the start of the next process (loaded) to its first message ${quantiles(recoveries)} ms of the machine's time; from a try in doubt to its end ${quantiles(tally.settling.map((ms) => ms / 1_000))} s of the proof's clock`, // prettier-ignore
    `SIGTERM: ${stops.ended}, the slowest stop ${stops.slowest.toFixed(0)} ms, ${stops.unclean} unclean; the gateway was resumed ${stops.resumed} times and identified anew ${stops.identified} times`, // prettier-ignore
    `soak, by day: heap MB ${held(({ heapUsed }) => megabytes(heapUsed))}; rss MB ${held(({ rss }) => (rss / 1e6).toFixed(0))}; handles ${held(({ handles }) => handles)}; timers ${held(({ timers }) => timers)}; waits ${held(({ waits }) => waits)}`, // prettier-ignore
    'targets: 0 lost, 0 out of order, 0 doubled on Discord; on Telegram a double only marked and listed, never more than one; stops within 5 s, the gateway resumable; memory, handles and timers flat',
    'hung, 502 and cut are of both platforms together. In doubt and listed: the owner is told. The peers note who got the digest once the answer is there.',
  ]
}

function quantiles(values) {
  const sorted = [...values].sort((one, other) => one - other)
  const at = (q) => (sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0).toFixed(0)
  return `p50 ${at(0.5)}, p99 ${at(0.99)}, most ${at(1)}`
}
