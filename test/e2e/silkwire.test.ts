import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import type * as Main from '../../src/app/main.js'
import {
  DISCORD_TOKEN,
  expectValidRequests,
  HOUR_MS,
  openWorld,
  startBuilt,
  TELEGRAM_TOKEN,
  type World,
} from './built-world.js'
import { CHANNEL_ID } from './fake-discord/world.js'
import { startModelServer } from '../summaries/rendering/model-server.js'
import { GROUP, inlineQueryUpdate, messageUpdate, READER } from './fake-telegram/world.js'

// The built program, whole, against both fakes and the sample news over loopback.

// A start takes half a minute on a crowded machine.
const WAIT_MS = 45_000
const TEST_MS = 120_000

const cleanUps: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

beforeAll(() => {
  if (!fs.existsSync('dist/cli.js')) throw new Error('dist/cli.js is not there: npm run build first (npm test does)')
})

const bodyOf = (value: unknown) => JSON.stringify(value)

describe('a subscription', () => {
  test('brings a digest to a channel and a chat once, over ticks and restarts', async () => {
    const world = await openWorld(cleanUps)
    let clock = Date.now()
    const start = () => startBuilt(world, () => clock)
    let silkwire = await start()
    cleanUps.push(() => silkwire.stop())
    const { read, failures } = await silkwire.jobs.refresh()
    expect(failures).toEqual([])
    expect(read).toBeGreaterThan(60)

    // Due within the hour: the digest then covers the sample's last day.
    const zone = { timeZone: silkwire.region.timezone, hour: '2-digit', hourCycle: 'h23' } as const
    const hour = Number(new Intl.DateTimeFormat('en', zone).format(clock + HOUR_MS))
    world.discord.sendInteraction({ name: 'subscribe', options: { hour }, mayManage: true })
    const told = await world.discord.waitFor(({ path: at, body }) => at.includes('/webhooks/') && bodyOf(body).includes(`${hour}:00`), WAIT_MS) // prettier-ignore
    expect(told.status).toBe(200)
    world.telegram.push(messageUpdate({ text: `/subscribe trade-energy ${hour} ru` }))
    await world.telegram.waitForSent(1, WAIT_MS)

    expect(await silkwire.jobs.deliver()).toMatchObject({ posted: 0 })
    clock += HOUR_MS
    // Two ticks at once are one round.
    const [delivered] = await Promise.all([silkwire.jobs.deliver(), silkwire.jobs.deliver()])
    expect(delivered).toMatchObject({ waiting: 0, gone: 0, uncertain: 0, failed: [] })
    expect(delivered.posted).toBeGreaterThanOrEqual(2)
    const posts = world.discord.messages.length
    const sent = world.telegram.sent.length
    expect(posts + sent - 1).toBe(delivered.posted)
    expect(posts).toBeGreaterThan(0)
    expect(sent).toBeGreaterThan(1)

    expect(await silkwire.jobs.deliver()).toMatchObject({ posted: 0 })
    await silkwire.stop()
    silkwire = await start()
    expect(await silkwire.jobs.deliver()).toMatchObject({ posted: 0, uncertain: 0 })
    expect([world.discord.messages.length, world.telegram.sent.length]).toEqual([posts, sent])

    clock += 24 * HOUR_MS
    expect((await silkwire.jobs.deliver()).posted).toBeGreaterThanOrEqual(2)
    expectValidRequests(world)
  })
})

describe('every command', () => {
  test(
    'is answered on both platforms from the archive',
    async () => {
      const world = await openWorld(cleanUps)
      const silkwire = await startBuilt(world, () => Date.now())
      cleanUps.push(() => silkwire.stop())
      await silkwire.jobs.refresh()
      const digest = await silkwire.newsroom.digest({ from: Date.now() - 24 * HOUR_MS, to: Date.now(), language: 'en' })
      const storyId = digest.sections.flatMap((section) => section.items)[0]?.storyId ?? ''
      const text = 'Trade between Kazakhstan and China reached $50 billion in 2024, officials said.'

      const said: readonly [name: string, options: Record<string, string | number>, words: string, expected: RegExp][] =
        [
          ['ask', { question: 'trade with China' }, 'trade with China', /\$\d|yuan/],
          ['digest', { section: 'trade-energy' }, 'trade-energy', /\.example\//],
          ['figure', { words: 'trade-turnover china central-asia' }, 'trade-turnover china central-asia', /94\.8/],
          ['story', { id: storyId }, storyId, /\.example\//],
          ['compare', { text }, text, /50/],
          ['subscribe', { section: 'trade-energy', hour: 9, language: 'ru' }, 'trade-energy 9 ru', /9:00/],
          ['subscriptions', {}, '', /9:00/],
          ['feeds', {}, '', /19/],
          ['sources', {}, '', /19/],
          ['settings', { language: 'ru' }, 'ru', /Русский|русский|Язык|язык/],
          ['help', {}, '', /digest/],
          ['forget', {}, '', /\p{L}/u],
        ]
      for (const [name, options, , expected] of said) {
        const before = world.discord.requests.length
        world.discord.sendInteraction({ name, options, mayManage: true })
        const answered = await world.discord.waitFor(
          (request) =>
            world.discord.requests.indexOf(request) >= before &&
            request.path.includes('/webhooks/') &&
            expected.test(bodyOf(request.body)),
          WAIT_MS,
        )
        expect([name, answered.status]).toEqual([name, 200])
      }
      for (const [name, , words, expected] of said) {
        const before = world.telegram.requests.length
        world.telegram.push(messageUpdate({ text: `/${name} ${words}`.trim() }))
        const answered = await world.telegram.waitFor(
          (request) =>
            world.telegram.requests.indexOf(request) >= before &&
            request.method === 'sendMessage' &&
            expected.test(bodyOf(request.params)),
          WAIT_MS,
        )
        expect([name, answered.status]).toEqual([name, 200])
      }
      world.telegram.push(inlineQueryUpdate('q1', 'trade with China'))
      const inline = await world.telegram.waitFor(({ method }) => method === 'answerInlineQuery', WAIT_MS)
      expect(bodyOf(inline.params)).toContain('.example/')
      expectValidRequests(world)
    },
    TEST_MS,
  )
})

async function run(
  env: Record<string, string>,
  nodeArgs: readonly string[] = [],
): Promise<{
  child: ChildProcess
  output: () => string
  line: (text: string) => Promise<void>
  exit: Promise<number | null>
}> {
  const child = spawn(process.execPath, [...nodeArgs, 'dist/cli.js', 'run'], { env: { PATH: process.env['PATH'], HOME: os.tmpdir(), ENV_FILE: '', ...env }, stdio: ['ignore', 'pipe', 'pipe'] }) // prettier-ignore
  let output = ''
  const heard = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      for (const each of heard) each()
    })
  const exit = once(child, 'exit').then(([code]) => code as number | null)
  cleanUps.push(() => {
    child.kill('SIGKILL')
  })
  const line = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const limit = setTimeout(() => { reject(new Error(`no "${text}" in: ${output}`)) }, WAIT_MS) // prettier-ignore
      const look = () => {
        if (!output.includes(text)) return
        clearTimeout(limit)
        heard.delete(look)
        resolve()
      }
      heard.add(look)
      look()
      void exit.then((code) => {
        look()
        if (!output.includes(text)) reject(new Error(`ended with ${String(code)}: ${output}`))
      })
    })
  return { child, output: () => output, line, exit }
}

describe('silkwire run', () => {
  test('answers on both platforms, cites, and ends cleanly', async () => {
    const world = await openWorld(cleanUps)
    const model = await startModelServer()
    cleanUps.push(() => model.close())
    const { child, output, line, exit } = await run({ ...world.env, LLM_URL: model.url, LLM_MODEL: 'm' })
    await line('"msg":"ready"')
    expect(output()).toMatch(/discord\.com\/oauth2\/authorize\?client_id=\d+[^"]*permissions=\d+/)
    expect(output()).toContain('https://t.me/')
    await line('"msg":"refreshed"')

    world.discord.sendInteraction({ name: 'ask', options: { question: 'trade with China' } })
    const answer = await world.discord.waitFor(({ path: at, body }) => at.includes('/webhooks/') && bodyOf(body).includes('.example/'), WAIT_MS) // prettier-ignore
    expect(bodyOf(answer.body)).toContain('"allowed_mentions":{"parse":[]')
    world.telegram.push(messageUpdate({ text: 'торговля с Китаем' }))
    const [reply] = await world.telegram.waitForSent(1, WAIT_MS)
    expect(bodyOf(reply)).toContain('.example/')
    // While the model was asked, the answer stood there without it.
    expect(bodyOf(world.telegram.drafts)).toContain('Языковая модель ещё пересказывает цитаты')
    expect(model.requests.length).toBeGreaterThan(1)
    world.discord.sendMessage({ content: 'who won the world cup', channelId: CHANNEL_ID, pingsBot: true })
    const refusal = await world.discord.waitFor(({ method, path: at }) => method === 'POST' && at === `/channels/${CHANNEL_ID}/messages`, WAIT_MS) // prettier-ignore
    expect(bodyOf(refusal.body)).toMatch(/Nothing in the archive/)

    const stoppedAt = performance.now()
    child.kill('SIGTERM')
    expect(await exit).toBe(0)
    expect(performance.now() - stoppedAt).toBeLessThan(10_000)
    expect(output()).not.toContain(TELEGRAM_TOKEN.split(':')[1])
    expect(output()).not.toContain(DISCORD_TOKEN)
    expectValidRequests(world)
  })

  test.each([
    ['a token that nobody knows', { DISCORD_TOKEN: 'wrong-token' }, /discord/i],
    ['a pack that is not there', { REGION: 'nowhere' }, /nowhere: region\.yaml: is not there/],
    ['a database that cannot be written', { DATABASE_URL: 'file:/proc/silkwire.db' }, /\/proc\/silkwire\.db/],
    ['a database that is not supported', { DATABASE_URL: 'postgres://localhost/x' }, /not supported yet/],
    ['a wrong setting', { LOG_LEVEL: 'loud' }, /LOG_LEVEL is "loud"/],
    ['a platform that cannot be reached', { DISCORD_API_URL: 'http://127.0.0.1:1/api' }, /127\.0\.0\.1|unreach|reach/i],
  ])('ends with one clear line for %s', async (_name, change, message) => {
    const world = await openWorld(cleanUps)
    const { TELEGRAM_TOKEN: _telegram, ...env } = world.env
    const { output, exit } = await run({ ...env, ...change })
    expect(await exit).toBe(1)
    expect(output()).toMatch(message)
    expect(output()).not.toMatch(/^\s+at /m)
  })

  test('goes on with the other platform where one has a wrong token', async () => {
    const world = await openWorld(cleanUps)
    const { child, output, line, exit } = await run({ ...world.env, DISCORD_TOKEN: 'wrong-token' })
    await line('"msg":"ready"')
    expect(output()).toMatch(/"platforms":\["telegram"\]/)
    world.telegram.push(messageUpdate({ text: '/help', from: READER }))
    await world.telegram.waitForSent(1, WAIT_MS)
    child.kill('SIGTERM')
    expect(await exit).toBe(0)
  })
})

/** Both platforms stand and say nothing any more, on whatever line. */
function goSilent({ discord, telegram }: World): void {
  discord.gateway.hang()
  discord.gateway.faults.refuses = 'hang'
  telegram.faults.add('getUpdates', 1_000, 'hang')
}

/** From a SIGUSR2 on, 200 seconds go by in each of the machine's: loaded into a process before all else. */
const HURRIED_CLOCK = `
  const { now } = Date
  const every = globalThis.setInterval
  let from = Infinity
  process.once('SIGUSR2', () => (from = now()))
  Date.now = () => now() + Math.max(0, now() - from) * 199
  globalThis.setInterval = (run, ms, ...given) => {
    let next = Date.now() + ms
    return every(() => {
      if (Date.now() < next) return
      next = Date.now() + ms
      run(...given)
    }, Math.min(ms, 5))
  }`

describe('a bot that hears nothing', () => {
  test('is connected anew after a minute, and hears again', async () => {
    const world = await openWorld(cleanUps)
    let clock = Date.now()
    const silkwire = await startBuilt(world, () => clock)
    cleanUps.push(() => silkwire.stop())
    world.discord.gateway.hang()
    const silentAt = clock
    while (world.discord.gateway.counts.resumed === 0) {
      if (clock < silentAt + 65_000) clock += 5_000
      await silkwire.jobs.watch()
      await new Promise((resolve) => setTimeout(resolve, 20))
      if (clock < silentAt + 55_000) expect(world.discord.gateway.counts.connected).toBe(1)
    }
    world.discord.sendInteraction({ name: 'help', options: {}, mayManage: true })
    await world.discord.waitFor(({ path: at }) => at.includes('/webhooks/'), WAIT_MS)
    world.telegram.push(messageUpdate({ text: '/help', from: READER }))
    await world.telegram.waitForSent(1, WAIT_MS)
    expect(world.discord.gateway.counts).toMatchObject({ identified: 1, resumed: 1 })
  })

  test('gives up between ten and twelve minutes of silence of all its platforms', async () => {
    const world = await openWorld(cleanUps)
    const startedAt = Date.now()
    let clock = startedAt
    const silkwire = await startBuilt(world, () => clock)
    cleanUps.push(() => silkwire.stop())
    goSilent(world)
    let endedAfterMs: number | undefined
    void silkwire.ended.then(() => (endedAfterMs = clock - startedAt))
    while (endedAfterMs === undefined && clock < startedAt + HOUR_MS) {
      clock += 5_000
      await silkwire.jobs.watch()
      await Promise.resolve()
    }
    expect(endedAfterMs).toBeGreaterThanOrEqual(10 * 60_000)
    expect(endedAfterMs).toBeLessThanOrEqual(12 * 60_000)
    expect(await silkwire.ended).toBe('nothing is heard from any platform')
  })

  test(
    'ends with 1 for its supervisor',
    async () => {
      const world = await openWorld(cleanUps)
      const clock = `data:text/javascript,${encodeURIComponent(HURRIED_CLOCK)}`
      const { child, output, line, exit } = await run(world.env, ['--import', clock])
      await line('"msg":"ready"')
      goSilent(world)
      child.kill('SIGUSR2')
      expect(await exit).toBe(1)
      expect(output()).toContain('nothing is heard from any platform: ending so that a supervisor can start anew')
    },
    TEST_MS,
  )
})

/** Five seconds of the clock, in which Telegram, and Discord unless it hangs, say something. */
async function pass(silkwire: Main.Silkwire, { discord, telegram }: World, clock: { at: number }): Promise<void> {
  clock.at += 5_000
  const id = telegram.push(messageUpdate({ text: 'talk among readers', from: READER, chat: GROUP }))
  if (discord.gateway.faults.refuses === false) discord.gateway.dispatch('TYPING_START', { channel_id: CHANNEL_ID })
  await telegram.waitForHeard(id, WAIT_MS)
  await silkwire.jobs.watch()
}

const OWNED = { OWNER: `telegram:${READER.id}` }

describe('a platform that is down beside one that runs', () => {
  test(
    'deaf for ten minutes in spite of mending, it is started anew as a whole, and the owner hears of both on the other',
    async () => {
      const world = await openWorld(cleanUps)
      const clock = { at: Date.now() }
      const silkwire = await startBuilt({ ...world, env: { ...world.env, ...OWNED } }, () => clock.at)
      cleanUps.push(() => silkwire.stop())
      const said = (words: string) => world.telegram.sent.filter(({ text }) => text.includes(words)).length
      world.discord.gateway.hang()
      world.discord.gateway.faults.refuses = 'hang'
      for (let looks = 0; looks < 130; looks += 1) await pass(silkwire, world, clock)
      expect(world.discord.gateway.counts).toMatchObject({ identified: 1, resumed: 0 })
      // Lines that are opened from now on would do; the one that stands hangs.
      world.discord.gateway.faults.refuses = false
      for (let looks = 0; looks < 3_000 && world.discord.gateway.counts.resumed === 0; looks += 1)
        await pass(silkwire, world, clock)
      for (let looks = 0; looks < 130; looks += 1) await pass(silkwire, world, clock)
      await silkwire.jobs.tell()
      expect(said('Discord is back')).toBe(1)
      expect(said('Discord is down')).toBe(1)
      world.discord.sendInteraction({ name: 'help', options: {}, mayManage: true })
      await world.discord.waitFor(({ path: at }) => at.includes('/webhooks/'), WAIT_MS)
    },
    TEST_MS,
  )

  test(
    'refused for good, it is down, its owner is told once what to change, and the other goes on',
    async () => {
      const world = await openWorld(cleanUps)
      const clock = { at: Date.now() }
      const silkwire = await startBuilt({ ...world, env: { ...world.env, ...OWNED } }, () => clock.at)
      cleanUps.push(() => silkwire.stop())
      const told = () => world.telegram.sent.filter(({ text }) => text.includes('Discord is down'))
      world.discord.gateway.drop(4004)
      for (let looks = 0; looks < 20; looks += 1) await pass(silkwire, world, clock)
      await silkwire.jobs.tell()
      expect(told()[0]?.text).toContain('Put a new one into DISCORD_TOKEN')
      const { connected } = world.discord.gateway.counts
      for (let looks = 0; looks < 150; looks += 1) await pass(silkwire, world, clock)
      await silkwire.jobs.tell()
      expect(await silkwire.jobs.startLate()).toBe(0)
      expect(world.discord.gateway.counts.connected).toBe(connected)
      expect(told()).toHaveLength(1)
      world.telegram.push(messageUpdate({ text: '/help', from: READER }))
      await world.telegram.waitForSent(2, WAIT_MS)
    },
    TEST_MS,
  )

  test(
    'refused for good and alone, it ends the process with 1 and a line that says what to change',
    async () => {
      const world = await openWorld(cleanUps)
      const { TELEGRAM_TOKEN: _, ...env } = world.env
      const { output, line, exit } = await run(env)
      await line('"msg":"ready"')
      world.discord.gateway.drop(4014)
      expect(await exit).toBe(1)
      expect(output()).toContain(
        'Discord closed the gateway for good with 4014: the application may not have the intents',
      )
      expect(output()).toContain('discord refuses the bot: ending so that a supervisor can start anew')
    },
    TEST_MS,
  )
})

describe('a platform that cannot be reached at the start', () => {
  test('is started as soon as it can be, and posts', async () => {
    const world = await openWorld(cleanUps)
    world.telegram.faults.add('getMe', 2, { status: 502, description: 'Bad Gateway' })
    const silkwire = await startBuilt(world, () => Date.now())
    cleanUps.push(() => silkwire.stop())
    expect(await silkwire.jobs.startLate()).toBe(0)
    expect(await silkwire.jobs.startLate()).toBe(1)
    expect(await silkwire.jobs.startLate()).toBe(0)
    world.telegram.push(messageUpdate({ text: '/help', from: READER }))
    await world.telegram.waitForSent(1, WAIT_MS)
  })
})
