import fs from 'node:fs'
import path from 'node:path'
import { probePlatforms, type Finding } from '../../app/probe-platforms.js'
import { pagesAt } from '../../app/web.js'
import type { Subscription } from '../../bots/contract/chats.js'
import { READ_VERDICTS } from '../../feeds/health.js'
import type { OpenNewsroom } from '../../newsroom/open-newsroom.js'
import { readConfig, type Config } from '../../process/config.js'
import { isLocked } from '../../store/lock.js'
import { reasonOf } from '../../text/reason-of.js'
import { countsOf, print } from '../output.js'
import { withNewsroom } from '../room.js'

const GIGABYTE = 1e9
/** What logs and a growing archive need. */
const LEAST_FREE = GIGABYTE
/** Platforms refuse signatures and schedules slip where a clock is off by more. */
const MOST_OFF_MS = 30_000
const SHOWN_FAULTS = 4
const SIGNS = { well: 'ok  ', odd: 'look', bad: 'BAD ' } as const

/** `silkwire doctor`: one screen that says how all is and what to do. Exit code 1 where something is bad. */
export async function doctor(): Promise<void> {
  const config = readConfig(process.env)
  const probes = await probePlatforms(config, Date.now)
  const findings = [
    node(),
    ...(probes.length === 0 ? [NO_PLATFORM] : probes.map(({ finding }) => finding)),
    clock(probes.flatMap(({ aheadMs }) => aheadMs ?? [])),
    disk(config),
    ...(await ofArchive(config)),
    await web(config),
    owner(config),
  ]
  for (const { what, state, says, advice } of findings) {
    print(`${SIGNS[state]}  ${what.padEnd(9)} ${says}`)
    if (advice !== undefined) print(`${' '.repeat(16)}→ ${advice}`)
  }
  const count = (state: Finding['state']) => findings.filter((finding) => finding.state === state).length
  print(`\n${count('well')} ok, ${count('odd')} worth a look, ${count('bad')} bad`)
  if (count('bad') > 0) process.exitCode = 1
}

const NO_PLATFORM: Finding = {
  what: 'platforms',
  state: 'odd',
  says: 'no token is set: it serves the terminal only',
  advice: 'Set DISCORD_TOKEN or TELEGRAM_TOKEN: README.md, “Start”.',
}

function node(): Finding {
  const { version, arch, platform } = process
  return { what: 'node', state: 'well', says: `${version} on ${platform} ${arch}` }
}

function clock(ahead: readonly number[]): Finding {
  const [first] = ahead
  if (first === undefined) return { what: 'clock', state: 'well', says: `${new Date().toISOString()}, held against nobody` } // prettier-ignore
  const off = Math.round(Math.abs(first) / 1000)
  if (Math.abs(first) <= MOST_OFF_MS)
    return { what: 'clock', state: 'well', says: `within ${off + 1} s of the platforms’` }
  const advice = 'Set it by NTP: digests come by this clock.'
  return { what: 'clock', state: 'bad', says: `off by ${off} s`, advice }
}

function disk({ databaseUrl }: Config): Finding {
  const file = path.resolve(databaseUrl.replace(/^file:/, ''))
  try {
    // The folder is made at the first start.
    const folder = [path.dirname(file), process.cwd()].find((each) => fs.existsSync(each)) ?? '/'
    const { bavail, bsize } = fs.statfsSync(folder)
    const free = bavail * bsize
    const used = fs.existsSync(file) ? fs.statSync(file).size : 0
    const says = `${gigabytes(free)} free, the archive has ${gigabytes(used)}`
    // A backup is a second one.
    if (free > LEAST_FREE + used) return { what: 'disk', state: 'well', says }
    return { what: 'disk', state: free < LEAST_FREE / 4 ? 'bad' : 'odd', says, advice: 'Make room, or lower KEEP_ARTICLES.' } // prettier-ignore
  } catch (error) {
    return { what: 'disk', state: 'bad', says: reasonOf(error), advice: 'Look at the folder of DATABASE_URL.' }
  }
}

const gigabytes = (bytes: number) => `${(bytes / GIGABYTE).toFixed(bytes < GIGABYTE ? 2 : 0)} GB`

/** The database, the feeds, and the digests. A look makes no archive. */
async function ofArchive({ databaseUrl }: Config): Promise<readonly Finding[]> {
  const file = databaseUrl.replace(/^file:/, '')
  if (!fs.existsSync(file))
    return [{ what: 'database', state: 'odd', says: `${file} is not there yet`, advice: 'The first start makes it.' }]
  try {
    return await withNewsroom(async (rooms) => [
      await database(rooms, file),
      await feeds(rooms),
      await lastDigest(rooms),
      await nextDigests(rooms),
    ])
  } catch (error) {
    const advice = 'Put a backup in place: silkwire restore FILE.'
    return [{ what: 'database', state: 'bad', says: reasonOf(error), advice }]
  }
}

async function database({ look }: OpenNewsroom, file: string): Promise<Finding> {
  const { articles, unread, waiting } = await look.condition()
  const runs = isLocked(file) ? 'a bot runs on it' : 'no bot runs on it'
  const says = `${file}: ${articles} articles, ${unread} to be read, ${waiting} messages to be sent; ${runs}`
  return { what: 'database', state: 'well', says }
}

async function feeds({ newsroom }: OpenNewsroom): Promise<Finding> {
  const used = (await newsroom.sources()).feeds.filter(({ status }) => status === 'default')
  const faulty = used.filter(({ verdict }) => verdict !== 'never' && !READ_VERDICTS.has(verdict))
  const says = `${used.length}${countsOf(used)}`
  if (faulty.length === 0) return { what: 'feeds', state: 'well', says }
  const named = faulty.slice(0, SHOWN_FAULTS).map(({ feedId, verdict }) => `${feedId} (${verdict})`)
  const more = faulty.length > SHOWN_FAULTS ? ` and ${faulty.length - SHOWN_FAULTS} more` : ''
  const advice = `${named.join(', ')}${more}: silkwire feeds list says why and what to do.`
  return { what: 'feeds', state: faulty.length > used.length / 2 ? 'bad' : 'odd', says, advice }
}

async function lastDigest({ deliveries }: OpenNewsroom): Promise<Finding> {
  const [last] = await deliveries.list({ limit: 1, state: 'sent' })
  const doubts = await deliveries.list({ limit: 1, inDoubt: true, since: Date.now() - 7 * 86_400_000 })
  const says = last === undefined ? 'none was sent yet' : `${minute(last.changedAt)}, ${last.chat.platform} ${last.chat.chatId}` // prettier-ignore
  if (doubts.length === 0) return { what: 'last post', state: 'well', says }
  return {
    what: 'last post',
    state: 'odd',
    says,
    advice: 'Some of this week are in doubt: silkwire deliveries --doubt.',
  }
}

async function nextDigests({ deliveries }: OpenNewsroom): Promise<Finding> {
  const next = await deliveries.dueSubscriptions(Number.MAX_SAFE_INTEGER, { limit: 3 })
  if (next.length === 0)
    return { what: 'next', state: 'odd', says: 'no chat has subscribed', advice: '/subscribe in a chat makes the first.' } // prettier-ignore
  const due = ({ nextDueAt, chat }: Subscription) => `${minute(nextDueAt)} ${chat.platform} ${chat.chatId}`
  const isLate = (next[0]?.nextDueAt ?? Infinity) < Date.now() - 10 * 60_000
  const says = next.map(due).join('; ')
  return isLate
    ? { what: 'next', state: 'bad', says: `overdue: ${says}`, advice: 'Start the bot: npm start, systemctl start silkwire.' } // prettier-ignore
    : { what: 'next', state: 'well', says }
}

/** "2025-06-17 08:00 UTC" */
const minute = (at: number) => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`

async function web(config: Config): Promise<Finding> {
  const pages = pagesAt({ ...(config.web && { web: config.web }) })
  if (pages === undefined)
    return config.webUrl === undefined
      ? { what: 'web', state: 'well', says: 'off (WEB_PORT)' }
      : { what: 'web', state: 'odd', says: 'WEB_URL is set and WEB_PORT is not', advice: 'Set WEB_PORT, or no item links to its page.' } // prettier-ignore
  try {
    const response = await fetch(`${pages.replace('//0.0.0.0', '//127.0.0.1')}/healthz`, { signal: AbortSignal.timeout(6_000) }) // prettier-ignore
    const { reasons = [] } = (await response.json()) as { readonly reasons?: readonly string[] }
    if (response.status === 200) return { what: 'web', state: 'well', says: `${config.webUrl ?? pages} answers` }
    return { what: 'web', state: 'bad', says: `${pages}/healthz: ${reasons.join('; ')}` }
  } catch {
    return { what: 'web', state: 'odd', says: `${pages} does not answer`, advice: 'Start the bot.' }
  }
}

function owner({ owner: owners }: Config): Finding {
  if (owners.length > 0) return { what: 'owner', state: 'well', says: owners.join(', ') }
  const advice = 'Set OWNER to hear by direct message what broke.'
  return { what: 'owner', state: 'odd', says: 'nobody is told of faults', advice }
}
