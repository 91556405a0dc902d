// What the benchmark's processes are started and asked with.
import { fork } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

/** Starts a script of this folder and waits until it is ready. `ask(message)` gives its answer. */
export async function start(script, args = [], env = {}) {
  const child = fork(new URL(script, import.meta.url), args.map(String), {
    env: { PATH: process.env.PATH, ...env },
    execArgv: process.env.BENCH_EXEC_ARGV?.split(' ') ?? [],
  })
  const next = () =>
    new Promise((resolve, reject) => {
      child.once('message', resolve)
      child.once('exit', (code) => reject(new Error(`${script} ended with ${code}`)))
    })
  const ready = await next()
  return {
    pid: child.pid,
    ready,
    ask: (message) => {
      const answer = next()
      child.send(message)
      return answer
    },
    stop: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      if (child.connected) child.send({ kind: 'stop' })
      await gone
    },
  }
}

const figureOf = (pid, name) =>
  (Number(new RegExp(`${name}:\\s+(\\d+)`).exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024) / 1048576

/** MB in memory now, and the most so far. */
export const restingMb = (pid) => figureOf(pid, 'VmRSS')
export const peakMb = (pid) => figureOf(pid, 'VmHWM')

/** The shipped pack with these feeds in place of its own; returns its folder. */
export function packWith(folder, urls) {
  const pack = path.join(folder, `pack-${urls.length}`)
  fs.cpSync('regions/central-asia', pack, { recursive: true })
  const outlets = [...new Set(urls.map((url) => new URL(url).port))]
  const outlet = (port) => `  - { id: outlet-${port}, name: Outlet ${port}, domains: [], voice: unknown, country: KZ }`
  const feed = (url, number) =>
    `  - { id: feed-${number}, outlet: outlet-${new URL(url).port}, url: '${url}', status: default, everyMinutes: 30 }`
  fs.writeFileSync(path.join(pack, 'feeds.yaml'), `outlets:\n${outlets.map(outlet).join('\n')}\nfeeds:\n${urls.map(feed).join('\n')}\n`) // prettier-ignore
  return pack
}

export const hostsOf = (urls) => [...new Set(urls.map((url) => new URL(url).host))].join(',')
