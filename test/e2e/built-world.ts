import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect } from 'vitest'
import { serveSample } from '../../src/cli/sample-server.js'
import { readConfig } from '../../src/process/config.js'
import { openLog } from '../../src/process/logs.js'
import type * as Main from '../../src/app/main.js'
import { startFakeDiscord, type FakeDiscord } from './fake-discord/fake-discord.js'
import { specAbsence, validateDiscordRequest } from './fake-discord/validate.js'
import { checkTelegramRequest, noSpecReason } from './fake-telegram/check-request.js'
import { startFakeTelegram, type FakeTelegram } from './fake-telegram/fake-telegram.js'

// The built program, whole, against both fakes and the sample news over loopback.

export const DISCORD_TOKEN = 'MTMwMDAwMDAwMDAwMDAwMDAwMQ.fake.token-of-the-whole-way'
export const TELEGRAM_TOKEN = '7000000001:AAtestTokenOfTheWholeWay_-9'
export const HOUR_MS = 3_600_000

export interface World {
  readonly discord: FakeDiscord
  readonly telegram: FakeTelegram
  readonly env: Record<string, string>
}

/** A pack in `folder` that lists the sample's feeds at `base`. */
export function samplePack(folder: string, base: string): string {
  const region = path.join(folder, 'region')
  fs.cpSync('regions/central-asia', region, { recursive: true })
  const feeds = fs.readFileSync('sample/feeds.yaml', 'utf8').replaceAll('{base}', base)
  fs.writeFileSync(path.join(region, 'feeds.yaml'), feeds)
  return region
}

/** Both fakes, the sample news and an empty database; `cleanUps` gets what ends them. */
export async function openWorld(cleanUps: (() => Promise<void> | void)[]): Promise<World> {
  const [discord, telegram, server] = await Promise.all([
    startFakeDiscord({ token: DISCORD_TOKEN }),
    startFakeTelegram({ token: TELEGRAM_TOKEN }),
    serveSample('sample/feeds', Date.now),
  ])
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-e2e-'))
  const region = samplePack(folder, server.base)
  cleanUps.push(async () => {
    await Promise.all([discord.stop(), telegram.stop(), server.stop()])
    fs.rmSync(folder, { recursive: true, force: true })
  })
  const env = {
    DISCORD_TOKEN,
    DISCORD_API_URL: discord.url,
    TELEGRAM_TOKEN,
    TELEGRAM_API_URL: telegram.url,
    DATABASE_URL: `file:${path.join(folder, 'silkwire.db')}`,
    REGION: region,
    ALLOW_PRIVATE_HOSTS: new URL(server.base).host,
  }
  return { discord, telegram, env }
}

/** The built program in this process, its jobs run by hand. */
export async function startBuilt(world: World, now: () => number): Promise<Main.Silkwire> {
  const main = (await import(pathToFileURL(path.resolve('dist/app/main.js')).href)) as typeof Main
  const log = openLog('silent', { secrets: [], toStderr: true })
  return main.startSilkwire({ config: readConfig(world.env), log, isScheduled: false, now })
}

/** Every request holds against the platforms' documents, and none was refused. */
export function expectValidRequests({ discord, telegram }: World): void {
  if (specAbsence === undefined) expect(discord.requests.flatMap(validateDiscordRequest)).toEqual([])
  if (noSpecReason === undefined)
    expect(telegram.requests.flatMap(({ method, params }) => checkTelegramRequest(method, params))).toEqual([])
  expect(discord.requests.filter((request) => (request.status ?? 200) >= 400)).toEqual([])
}
