import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { inspect, promisify } from 'node:util'
import { execFile } from 'node:child_process'
import { afterAll, expect, test, vi } from 'vitest'
import { readConfig, secretsIn } from '../../src/process/config.js'
import { openLog } from '../../src/process/logs.js'
import type * as Main from '../../src/app/main.js'
import { chatStore } from '../store/stores.js'
import { openDatabase } from '../../src/store/open-database.js'
import { subscription } from '../bots/stand-ins/desk.js'
import { startFakeDiscord, type FakeDiscordOptions } from './fake-discord/fake-discord.js'
import { startFakeTelegram, type FakeTelegramOptions } from './fake-telegram/fake-telegram.js'

// The built program with tokens that nobody has, while everything that it asks for fails: they must stand nowhere.

const DISCORD_TOKEN = 'MTMwMDAwMDAwMDAwMDAwMDAwMQ.Gcanary.qXcanaryZ0discord-of-nobody_1'
const TELEGRAM_TOKEN = '7000000001:AAcanaryQ9telegram-of-nobody_-7x'
const LLM_KEY = 'sk-canaryW4key-of-nobody-0123456789'
const CANARY = /canary/i
const IN_BASE64 = [DISCORD_TOKEN, TELEGRAM_TOKEN, LLM_KEY].map((token) =>
  Buffer.from(token).toString('base64').slice(0, 40),
)
const CHATS = 70

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-secrets-'))
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))
const databaseUrl = `file:${path.join(folder, 'silkwire.db')}`

const channels = Array.from({ length: CHATS }, (_, index) => String(1_310_000_000_000_000_000n + BigInt(index)))
const people = Array.from({ length: CHATS }, (_, index) => 200_000 + index)

async function fill(): Promise<void> {
  const database = await openDatabase(databaseUrl)
  const chats = chatStore(database)
  const nextDueAt = Date.now() - 60_000
  for (const chatId of channels)
    await chats.addSubscription(subscription(`d${chatId}`, { chat: { platform: 'discord', chatId }, nextDueAt }))
  for (const id of people)
    await chats.addSubscription(subscription(`t${id}`, { chat: { platform: 'telegram', chatId: String(id) }, nextDueAt })) // prettier-ignore
  await database.close()
}

// Never five broken servers in a row: the bot would leave them in peace.
const discordFailures: readonly ReturnType<NonNullable<FakeDiscordOptions['judge']>>[] = [
  { status: 403, body: { code: 50_001, message: `Missing Access of ${DISCORD_TOKEN}` } },
  { status: 502, body: `<html>Bot ${DISCORD_TOKEN}</html>` },
  { status: 404, body: { code: 10_003, message: 'Unknown Channel' } },
  'reset',
  { status: 400, body: { code: 50_035, message: `Invalid Form Body ${DISCORD_TOKEN}` } },
  'cut',
  { status: 429, body: { message: 'You are being rate limited.', retry_after: 60, global: false }, headers: { 'retry-after': '60' } }, // prettier-ignore
  { status: 200, body: `not what is expected ${DISCORD_TOKEN}` },
]
const telegramFailures: readonly ReturnType<NonNullable<FakeTelegramOptions['judge']>>[] = [
  { status: 403, description: `Forbidden: bot was blocked by the user ${TELEGRAM_TOKEN}` },
  { status: 502, description: TELEGRAM_TOKEN },
  { status: 400, description: `Bad Request: ${TELEGRAM_TOKEN}` },
  'reset',
  { status: 404, description: 'Not Found' },
  'cut',
  { status: 429, description: 'Too Many Requests: retry after 60', parameters: { retry_after: 60 } },
  { status: 400, description: 'Bad Request: chat not found' },
]

/** Everything that stands in the files of the database. */
const storedBytes = (): string =>
  fs
    .readdirSync(folder)
    .map((name) => fs.readFileSync(path.join(folder, name)).toString('latin1'))
    .join('\n')

function expectNone(what: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(what)) {
    const at = text.search(CANARY)
    expect(at === -1 ? '' : text.slice(Math.max(0, at - 80), at + 20), name).toBe('')
    for (const form of IN_BASE64) expect(text.includes(form), name).toBe(false)
  }
}

test(
  'under a hundred failures tokens stand in no log line, error, object, file or crash',
  { timeout: 240_000 },
  async () => {
    await fill()
    let failures = 0
    const failing = <T>(list: readonly T[]): (() => T | undefined) => {
      let calls = 0
      return () => {
        failures += 1
        return list[(calls += 1) % list.length]
      }
    }
    const failDiscord = failing(discordFailures)
    const failTelegram = failing(telegramFailures)
    const discord = await startFakeDiscord({
      token: DISCORD_TOKEN,
      channels,
      judge: ({ method, path: where }) =>
        method === 'POST' && /^\/channels\/\d+\/messages$/.test(where) ? failDiscord() : undefined,
    })
    const telegram = await startFakeTelegram({
      token: TELEGRAM_TOKEN,
      judge: ({ method }) => (method === 'sendMessage' || method === 'getMyCommands' ? failTelegram() : undefined),
    })
    for (const id of people) telegram.addChat(id, 'private')
    const env = {
      ...{
        DISCORD_TOKEN,
        TELEGRAM_TOKEN,
        LLM_KEY,
        DATABASE_URL: databaseUrl,
        LOG_LEVEL: 'trace',
        OWNER: 'telegram:200001',
      },
      ...{ DISCORD_API_URL: discord.url, TELEGRAM_API_URL: telegram.url },
    }
    const written: string[] = []
    const keep = (chunk: string | Uint8Array): boolean => {
      written.push(String(chunk))
      return true
    }
    const spies = [process.stderr, process.stdout].map((stream) => vi.spyOn(stream, 'write').mockImplementation(keep))
    const errors: unknown[] = []
    const shown: string[] = []
    try {
      const { startSilkwire } = (await import(pathToFileURL(path.resolve('dist/app/main.js')).href)) as typeof Main
      const config = readConfig(env)
      const log = openLog('trace', { secrets: secretsIn(env), toStderr: true })
      const silkwire = await startSilkwire({ config, log, isScheduled: false })
      const attempt = async (work: () => Promise<unknown>) => {
        await work().catch((error: unknown) => errors.push(error))
      }
      await attempt(() => silkwire.jobs.deliver())
      await attempt(() => silkwire.jobs.tell())
      log.trace({ config, silkwire, errors }, 'everything')
      log.error(
        new Error(`as a library would say: ${TELEGRAM_TOKEN}`, { cause: { authorization: `Bot ${DISCORD_TOKEN}` } }),
      )
      shown.push(
        inspect(silkwire, { depth: 12, showHidden: true, getters: true }),
        inspect(config, { depth: 12, showHidden: true }),
      )
      await silkwire.stop()
    } finally {
      for (const spy of spies) spy.mockRestore()
      await Promise.all([discord.stop(), telegram.stop()])
    }
    expect(failures).toBeGreaterThanOrEqual(100)
    expect(written.join('').length).toBeGreaterThan(1_000)
    expectNone({
      logs: written.join(''),
      errors: errors
        .map((error) => `${inspect(error, { depth: 12, showHidden: true })} ${JSON.stringify(error)}`)
        .join('\n'),
      objects: shown.join('\n'),
      database: storedBytes(),
    })
  },
)

test('a start that fails, and a crash that shows all it can, tell no token', { timeout: 240_000 }, async () => {
  const shown: string[] = []
  const wrong = await startFakeDiscord({ token: 'another' })
  const silent = await startFakeTelegram({ token: 'another' })
  const env = { ...process.env, DISCORD_TOKEN, TELEGRAM_TOKEN, LLM_KEY, DATABASE_URL: databaseUrl, LOG_LEVEL: 'trace' }
  const hooks = [
    undefined,
    // As a fault of ours might: an error with the environment, in a promise and outside of any.
    `import { inspect } from 'node:util'; setTimeout(() => { throw new Error('crash ' + inspect(process.env) + inspect(process, { depth: 3 })) }, 2500)`,
    `import { inspect } from 'node:util'; setTimeout(() => void Promise.reject(new Error('${TELEGRAM_TOKEN} ' + inspect(process.env))), 1500); setTimeout(() => process.exit(1), 5000)`,
  ]
  for (const hook of hooks) {
    const imported = hook === undefined ? [] : ['--import', `data:text/javascript,${encodeURIComponent(hook)}`]
    const given = { ...env, DISCORD_API_URL: wrong.url, TELEGRAM_API_URL: silent.url }
    const run = promisify(execFile)(process.execPath, [...imported, 'dist/cli.js', 'run'], { env: given, timeout: 75_000, maxBuffer: 1e8 }) // prettier-ignore
    const { stdout, stderr } = await run.catch((error: unknown) => error as { stdout: string; stderr: string })
    shown.push(stdout, stderr)
  }
  await Promise.all([wrong.stop(), silent.stop()])
  expect(shown.join('')).toContain('does not accept the token')
  expectNone({ output: shown.join('\n'), database: storedBytes() })
})
