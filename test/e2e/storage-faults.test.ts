import { execFile, fork, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import BetterSqlite3 from 'better-sqlite3'
import { CompiledQuery, Kysely, SqliteDialect } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MIGRATIONS } from '../../src/store/migrations.js'
import { openDatabase } from '../../src/store/open-database.js'
import type { Schema } from '../../src/store/base/schema.js'

// The built program over databases and files in which something is wrong.

let folder: string
let file: string
const started: ChildProcess[] = []
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-storage-'))
  file = path.join(folder, 'silkwire.db')
})
afterEach(async () => {
  for (const child of started.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  fs.rmSync(folder, { recursive: true, force: true })
})

/** As an early Silkwire left it: a subscription, its digest on the way, and a setting. */
async function oldDatabase(): Promise<void> {
  const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: new BetterSqlite3(file) }) })
  const run = async (statement: string) => db.executeQuery(CompiledQuery.raw(statement))
  await run('create table migrations (name text primary key, applied_at bigint not null)')
  const end = MIGRATIONS.findIndex(({ name }) => name === '011-subscriptions')
  for (const migration of MIGRATIONS.slice(0, end)) {
    await migration.up(db)
    await db.insertInto('migrations').values({ name: migration.name, applied_at: 0 }).execute()
  }
  await run(
    `insert into subscriptions values ('s', 'telegram', '-100', '', 'lead-event', 8, 'Asia/Almaty', 'kk', 5, 'active', 9)`,
  )
  await run(
    `insert into deliveries values ('d', 's', 'telegram', '-100', '', 9, 1, 1, '{}', 'n', 'queued', 0, null, null, 9, 9)`,
  )
  await run(`insert into chat_settings values ('telegram', '-100', '', 'kk')`)
  await db.destroy()
}

/** Opens the database in a process that is killed at its `at`-th statement; true: it came to its end before. */
async function openAndKill(at: number): Promise<boolean> {
  const script = path.join(folder, 'open.mjs')
  const module = (name: string) => pathToFileURL(path.resolve(name)).href
  fs.writeFileSync(
    script,
    `import Sqlite from '${module('node_modules/better-sqlite3/lib/index.js')}'
     const { openDatabase } = await import('${module('dist/store/open-database.js')}')
     let left = ${at}
     const prepare = Sqlite.prototype.prepare
     Sqlite.prototype.prepare = function (...given) {
       if ((left -= 1) === 0) process.kill(process.pid, 'SIGKILL')
       return prepare.apply(this, given)
     }
     await openDatabase('file:${file}')
     process.exit(0)`,
  )
  const [code] = (await once(fork(script, { execArgv: [] }), 'exit')) as [number | null]
  return code === 0
}

test(
  'killed anywhere inside its migrations, a database opens again whole, and nothing in it is lost or twice',
  { timeout: 240_000 },
  async () => {
    let kills = 0
    for (let at = 3; ; at += 7) {
      for (const suffix of ['', '-wal', '-shm']) fs.rmSync(`${file}${suffix}`, { force: true })
      await oldDatabase()
      if (await openAndKill(at)) break
      kills += 1
      const database = await openDatabase(`file:${file}`)
      const names = database.sqlite.prepare<[], string>('select name from migrations order by name').pluck().all()
      expect(names).toEqual(MIGRATIONS.map(({ name }) => name))
      const rows = database.sqlite
        .prepare(
          `select deliveries.id, deliveries.state, subscriptions.status, chat_settings.language
        from deliveries join subscriptions on subscription_id = subscriptions.id join chat_settings using (platform, chat_id)`,
        )
        .all()
      expect(rows).toEqual([{ id: 'd', state: 'queued', status: 'active', language: 'kk' }])
      expect(database.sqlite.pragma('integrity_check', { simple: true })).toBe('ok')
      await database.close()
    }
    expect(kills).toBeGreaterThan(8)
  },
)

const command = async (args: readonly string[], more: { uid?: number } = {}) =>
  promisify(execFile)(process.execPath, [path.resolve('dist/cli.js'), ...args], {
    env: { ...process.env, DATABASE_URL: `file:${file}` },
    ...more,
  }).then(
    ({ stdout }) => ({ code: 0, out: stdout, fault: '' }),
    (error: unknown) => {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
      return { code, out: stdout, fault: stderr }
    },
  )

test(
  'a file that cannot be written, is damaged or no database ends the start with one line that names it',
  { timeout: 240_000 },
  async () => {
    fs.writeFileSync(file, 'no database, though long enough for the header of one. '.repeat(40))
    expect(await command(['run'])).toMatchObject({ code: 1, fault: `silkwire: ${file}: not an SQLite database\n` })
    fs.rmSync(file)
    await oldDatabase()
    const bytes = fs.readFileSync(file)
    fs.writeFileSync(file, bytes.fill(0xa5, 200, 4_096))
    const damaged = await command(['run'])
    expect(damaged.code).toBe(1)
    expect(damaged.fault).toMatch(new RegExp(`^silkwire: ${file}: damaged, restore a backup\n$`))
    fs.rmSync(file)
    await oldDatabase()
    fs.chmodSync(file, 0o444)
    fs.chmodSync(folder, 0o555)
    // To the superuser every file is writable.
    const isRoot = process.getuid?.() === 0
    const refused = await command(['run'], isRoot ? { uid: 65_534 } : {})
    fs.chmodSync(folder, 0o755)
    expect(refused).toMatchObject({ code: 1, fault: `silkwire: ${file}: cannot be opened for writing\n` })
  },
)

test('beside a running bot a second one is refused, and other commands work', { timeout: 240_000 }, async () => {
  const env = { ...process.env, DATABASE_URL: `file:${file}`, LOG_LEVEL: 'info' }
  const first = spawn(process.execPath, ['dist/cli.js', 'run'], { env, stdio: ['pipe', 'pipe', 'inherit'] })
  started.push(first)
  await new Promise<void>((resolve) => {
    first.stdout.on('data', (data: Buffer) => {
      if (data.toString().includes('"msg":"ready"')) resolve()
    })
  })
  const second = await command(['run'])
  expect(second.code).toBe(1)
  expect(second.fault).toContain('another process delivers from it')
  expect(await command(['deliveries'])).toMatchObject({ code: 0, out: 'no deliveries\n' })
  expect(await command(['backup', path.join(folder, 'copy.db')])).toMatchObject({ code: 0 })
  expect((await command(['restore', path.join(folder, 'copy.db')])).code).toBe(1)
})
