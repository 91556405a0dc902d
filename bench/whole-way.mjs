// The whole way measured: start, import, memory, answers, digest. Prints one table.
//   npm run bench:whole-way        (needs ../shared/news/archive.jsonl)
import { execFileSync, spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { openNewsroom } from '../dist/newsroom/open-newsroom.js'
import { loadRegion } from '../dist/regions/load-region.js'

const ARCHIVE = '../shared/news/archive.jsonl'
if (!fs.existsSync(ARCHIVE)) {
  console.log(`skipped: ${ARCHIVE} is not there`)
  process.exit(0)
}
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-bench-'))
const rows = []
const add = (what, figure) => rows.push([what, figure])
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
const p99 = (values) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.ceil(values.length * 0.99) - 1)]
const megabytes = (bytes) => `${Math.round(bytes / 1048576)} MB`
const peakOf = (pid) => Number(/VmHWM:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
const restingOf = (pid) =>
  Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024

// A pack without feeds: what is measured is ours, not the network's.
const pack = path.join(folder, 'pack')
fs.cpSync('regions/central-asia', pack, { recursive: true })
const feeds = fs.readFileSync(path.join(pack, 'feeds.yaml'), 'utf8').replaceAll('status: default', 'status: off')
fs.writeFileSync(path.join(pack, 'feeds.yaml'), feeds)

/** Runs the command until `isDone` says so of its output; gives the time and the peak of its memory. */
function runUntil(args, database, isDone) {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now()
    const env = { PATH: process.env.PATH, ENV_FILE: '', REGION: pack, DATABASE_URL: `file:${database}` }
    const child = spawn(process.execPath, ['dist/cli.js', ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    let peak = 0
    const watch = setInterval(
      () =>
        (peak = Math.max(
          peak,
          safely(() => peakOf(child.pid)),
        )),
      50,
    )
    child.stdout.on('data', (chunk) => {
      output += chunk
      if (isDone?.(output)) finish()
    })
    child.once('error', reject)
    child.once('exit', () => finish())
    let isOver = false
    const finish = () => {
      if (isOver) return
      isOver = true
      clearInterval(watch)
      resolve({ ms: performance.now() - startedAt, peak, child, output })
    }
  })
}
const safely = (read) => {
  try {
    return read()
  } catch {
    return 0
  }
}
const ended = (child) => new Promise((resolve) => (child.exitCode !== null ? resolve() : child.once('exit', resolve)))

/** What reading a pack takes in a process of its own, of which these files differ from the shipped ones by a byte. */
function readingMs(changed) {
  const copy = fs.mkdtempSync(path.join(folder, 'pack-'))
  fs.cpSync('regions/central-asia', copy, { recursive: true })
  for (const file of changed) fs.appendFileSync(path.join(copy, `${file}.yaml`), '\n# changed\n')
  const script = `const { loadRegion } = await import(${JSON.stringify(new URL('../dist/regions/load-region.js', import.meta.url).href)}); const at = performance.now(); loadRegion(${JSON.stringify(copy)}); console.log(performance.now() - at)`
  const run = () => Number(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }))
  return Math.round(median(Array.from({ length: 5 }, run)))
}
const packs = [[], ['feeds'], ['region', 'template', 'baseline', 'feeds']].map(readingMs)
add('reading the pack: as shipped, its feeds changed, all changed (medians of 5)', `${packs.join(', ')} ms`)

const starts = []
for (let i = 0; i < 5; i++) {
  const run = await runUntil(['run'], path.join(folder, `start-${i}.db`), (output) => output.includes('"msg":"ready"'))
  starts.push(run.ms)
  run.child.kill('SIGTERM')
  await ended(run.child)
}
add('start to ready, empty database, no token (median of 5)', `${Math.round(median(starts))} ms`)

const database = path.join(folder, 'archive.db')
const articles = fs.readFileSync(ARCHIVE, 'utf8').trim().split('\n').length
const imported = await runUntil(['import', ARCHIVE], database)
add(`import and reading of ${articles} real articles`, `${Math.round(imported.ms / 1000)} s, ${Math.round((articles / imported.ms) * 1000)} articles/s`) // prettier-ignore
add('peak memory of the import', megabytes(imported.peak))
add('size of the database', megabytes(fs.statSync(database).size))

const idle = await runUntil(['run'], database, (output) => output.includes('"msg":"ready"'))
await new Promise((resolve) => setTimeout(resolve, 3000))
add(`memory of run, idle with ${articles} articles, no platform`, megabytes(restingOf(idle.child.pid)))
idle.child.kill('SIGTERM')
await ended(idle.child)

const rooms = await openNewsroom({
  traits: {},
  region: loadRegion(pack),
  databaseUrl: `file:${database}`,
  now: Date.now,
})
const questions = {
  en: ['trade with China', 'migrant workers deported from Russia', 'China-Kyrgyzstan-Uzbekistan railway', 'gas supplies to China', 'summit in Astana', 'remittances to Tajikistan', 'Kazakhstan nuclear power plant', 'Belt and Road'],
  ru: ['торговля с Китаем', 'депортация мигрантов из России', 'железная дорога Китай Кыргызстан Узбекистан', 'визит Путина в Казахстан', 'поставки газа', 'саммит ШОС', 'Токаев о Китае', 'денежные переводы'],
  zh: ['中国与哈萨克斯坦的贸易', '中亚峰会', '中吉乌铁路', '天然气管道', '一带一路', '上海合作组织', '托卡耶夫访华', '俄罗斯移民'],
  kk: ['Қытаймен сауда', 'Ресейден депортация', 'теміржол', 'газ құбыры', 'саммит', 'инвестиция', 'мигранттар', 'Қазақстан Қытай келісім'],
  uz: ['Xitoy bilan savdo', 'migrantlar Rossiya', 'temir yo‘l', 'gaz yetkazib berish', 'sammit', 'investitsiya', 'pul o‘tkazmalari', 'Mirziyoyev tashrif'],
} // prettier-ignore
const times = []
let found = 0
for (const [language, list] of Object.entries(questions))
  for (const question of list) {
    const startedAt = performance.now()
    const answer = await rooms.newsroom.ask(question, { language })
    times.push(performance.now() - startedAt)
    if (answer.found) found++
  }
add(`answer to ${times.length} questions in ${Object.keys(questions).length} languages, ${found} found`, `median ${Math.round(median(times))} ms, p99 ${Math.round(p99(times))} ms`) // prettier-ignore
const digests = []
let items = 0
for (let i = 0; i < 5; i++) {
  const startedAt = performance.now()
  const to = Date.parse('2025-06-18T00:00Z')
  const { sections } = await rooms.newsroom.digest({ from: to - 24 * 3600_000, to, language: 'en' })
  items = sections.flatMap((section) => section.items).length
  digests.push(performance.now() - startedAt)
}
add(
  `a day's digest of ${items} items, first and median of 5`,
  `${Math.round(digests[0])} ms, ${Math.round(median(digests))} ms`,
)
await rooms.close()
fs.rmSync(folder, { recursive: true, force: true })

console.log(`Node ${process.version}, ${os.cpus().length} cores, ${new Date().toISOString().slice(0, 10)}, load ${os.loadavg()[0].toFixed(1)}`) // prettier-ignore
for (const [what, figure] of rows) console.log(`| ${what} | ${figure} |`)
