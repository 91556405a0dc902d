// The fake Discord and Telegram of the tests for benchmarks: compiled where they are used, with the limits that they keep.
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const out = path.resolve('node_modules/.cache/silkwire/fakes')

/** Compiles and loads them, and the oracle of schedules: what their files export. */
export async function loadFakes({ isBuilt = false } = {}) {
  if (!isBuilt) buildFakes()
  const files = ['e2e/fake-discord/fake-discord', 'e2e/fake-telegram/fake-telegram', 'e2e/enforced-limits', 'bots/schedule/simulate-schedules'] // prettier-ignore
  const loaded = await Promise.all(files.map((file) => import(pathToFileURL(path.join(out, `${file}.js`)).href)))
  return Object.assign({}, ...loaded)
}

/** Compiles them: once, where several processes load them. */
export function buildFakes() {
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.fakes.json'], { stdio: 'inherit' })
  fs.writeFileSync(path.join(out, 'package.json'), '{ "type": "module" }')
}

/** What Telegram is known to allow; a private chat takes a short burst. */
export const TELEGRAM_LIMITS = {
  platform: { most: 30, perMs: 1_000 },
  chat: (chat) => (chat.startsWith('-') ? [{ most: 20, perMs: 60_000 }] : [{ most: 5, perMs: 3_000 }]),
}

/** What Discord is known to allow: all requests but those of interactions, and messages a channel. */
export const DISCORD_LIMITS = {
  platform: { most: 50, perMs: 1_000 },
  chat: () => [{ most: 5, perMs: 5_000 }],
}

export const DISCORD_TOKEN = 'MTMwMDAwMDAwMDAwMDAwMDAwMQ.fake.token-of-a-benchmark'
export const TELEGRAM_TOKEN = '7000000001:AAtestTokenOfABenchmark_-9'

/** Channel ids of a fake Discord, beside those that it has. */
export function channelIds(count) {
  return Array.from({ length: count }, (_, index) => String(1_310_000_000_000_000_000n + BigInt(index)))
}

/** Discord's answer to what is over a limit. */
export function discordLimited({ waitMs, isGlobal }) {
  const seconds = waitMs / 1_000
  return {
    status: 429,
    body: { message: 'You are being rate limited.', retry_after: seconds, global: isGlobal },
    headers: { 'retry-after': String(Math.ceil(seconds)), 'x-ratelimit-scope': isGlobal ? 'global' : 'user', ...(isGlobal && { 'x-ratelimit-global': 'true' }) }, // prettier-ignore
  }
}

/** Telegram's. */
export function telegramLimited({ waitMs }) {
  const retryAfter = Math.ceil(waitMs / 1_000)
  return {
    status: 429,
    description: `Too Many Requests: retry after ${retryAfter}`,
    parameters: { retry_after: retryAfter },
  }
}

/** Rows as a table of plain text, the first row its head. */
export function printTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)))
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => String(cell).padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
}
