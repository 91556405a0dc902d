import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { consolePlatform } from '../bots/console/console.js'
import { renderText } from '../bots/console/render-text.js'
import { presentAnswer } from '../bots/present/present-answer.js'
import { presentDigest } from '../bots/present/present-digest.js'
import { viewIn } from '../bots/wording/view.js'
import { readConfig } from '../process/config.js'
import { openLog } from '../process/logs.js'
import { readData } from '../text/read-data.js'
import { pagesAt } from '../app/web.js'
import { startSilkwire, type Silkwire } from '../app/main.js'
import { print } from './output.js'
import { serveSample } from './sample-server.js'

const FIRST_QUESTION = 'trade with China'
const PIPE_WAIT_MS = 1_000
const DAY_MS = 24 * 3600_000

/** `silkwire sample`: the whole bot on the news of sample/, served as feeds over loopback, with its archive in a temporary file. */
export async function sample(): Promise<void> {
  const root = new URL('../../', import.meta.url).pathname
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-sample-'))
  const news = await openSampleNews({ root, folder })
  try {
    const config = {
      ...readConfig({ LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn', WEB_PORT: process.env['WEB_PORT'] }),
      region: news.region,
      databaseUrl: `file:${path.join(folder, 'silkwire.db')}`,
      allowPrivateHosts: news.hosts,
    }
    await chat(config)
  } finally {
    await news.stop()
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

export interface SampleNews {
  /** The folder of a pack: the shipped one with the sample's outlets and feeds in place of its own. */
  readonly region: string
  readonly hosts: readonly string[]
  stop(): Promise<void>
}

// The two days come last: what is known by then is what the feeds said some days before.
const SERVED = [
  { feeds: 'sample/feeds', list: 'sample/feeds.yaml', daysAgo: 3 },
  { feeds: 'sample/days', list: 'sample/days/feeds.yaml', daysAgo: 0 },
]

interface FeedLists {
  readonly outlets: readonly unknown[]
  readonly feeds: readonly unknown[]
}

/** All news of `root`/sample over loopback, and a pack in `folder` that lists its feeds. */
export async function openSampleNews({ root, folder }: { root: string; folder: string }): Promise<SampleNews> {
  const region = path.join(folder, 'region')
  fs.cpSync(path.join(root, 'regions/central-asia'), region, { recursive: true })
  const served = await Promise.all(
    SERVED.map(async ({ feeds, list, daysAgo }) => {
      const server = await serveSample(path.join(root, feeds), () => Date.now() - daysAgo * DAY_MS)
      return { ...server, lists: listedAt(server.base, path.join(root, list)) }
    }),
  )
  const outlets = served.flatMap(({ lists }) => lists.outlets)
  const feeds = served.flatMap(({ lists }) => lists.feeds)
  fs.writeFileSync(path.join(region, 'feeds.yaml'), JSON.stringify({ outlets, feeds }))
  return {
    region,
    hosts: served.map(({ base }) => new URL(base).host),
    stop: async () => {
      await Promise.all(served.map((server) => server.stop()))
    },
  }
}

// Checked with the pack that it becomes part of.
function listedAt(base: string, list: string): FeedLists {
  const lists = JSON.stringify(readData(pathToFileURL(list)))
  return JSON.parse(lists.replaceAll('{base}', base)) as FeedLists
}

async function chat(config: Parameters<typeof startSilkwire>[0]['config']): Promise<void> {
  const isTerminal = process.stdin.isTTY
  const log = openLog(config.logLevel, { secrets: [], toStderr: true })
  const silkwire = await startSilkwire({ config, log, isScheduled: false, onProgress: showProgress })
  try {
    const { checked, fresh, read } = await silkwire.jobs.refresh()
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
    print(`read ${read} articles of ${checked} sample feeds (${fresh} new)\n`)
    const pages = pagesAt(config)
    if (pages !== undefined) print(`pages: ${pages}\n`)
    await showDigest(silkwire)
    if (!isTerminal) await showAnswer(silkwire, FIRST_QUESTION)
    if (!isTerminal && !(await hasLines(process.stdin))) return
    const terminal = consolePlatform({ input: process.stdin, output: process.stdout, isTerminal, language: 'en' })
    await terminal.start(silkwire.handle)
    await terminal.ended
  } finally {
    await silkwire.stop()
  }
}

// Whether questions are piped in. A pipe that is open but says nothing (a supervisor, a CI) is not waited for.
async function hasLines(input: NodeJS.ReadStream): Promise<boolean> {
  try {
    await once(input, 'readable', { signal: AbortSignal.timeout(PIPE_WAIT_MS) })
    return input.readableLength > 0
  } catch {
    return false
  }
}

function showProgress({ doing, done, of }: { doing: string; done: number; of?: number }): void {
  const line = doing === 'feeds' ? `pulling feeds ${done}/${of ?? '?'}` : `reading articles ${done}`
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`)
}

const width = () => Math.min(process.stdout.columns || 100, 100)

async function showDigest({ newsroom, region }: Silkwire): Promise<void> {
  const to = Date.now() + 60_000
  const digest = await newsroom.digest({ from: to - DAY_MS, to, language: 'en' })
  print(renderText(presentDigest(digest, viewIn('en', region)), { columns: width(), ansi: process.stdout.isTTY }))
}

async function showAnswer({ newsroom, region }: Silkwire, question: string): Promise<void> {
  print(`\n> ${question}\n`)
  const answer = await newsroom.ask(question, { language: 'en' })
  print(renderText(presentAnswer(answer, viewIn('en', region)), { columns: width(), ansi: process.stdout.isTTY }))
}
