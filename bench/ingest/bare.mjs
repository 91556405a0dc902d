// The least that asking costs: conditional GETs of all feeds, eight hosts at once and one request a host, nothing kept.
//   fork('bare.mjs'); message {kind: 'urls', urls}, then {kind: 'round'}.
import { Agent, request } from 'undici'

const agent = new Agent()
const etags = new Map()
let hosts = []

function byHost(urls) {
  const found = new Map()
  for (const url of urls) found.set(new URL(url).host, [...(found.get(new URL(url).host) ?? []), url])
  return [...found.values()]
}

async function round() {
  const cpuBefore = process.cpuUsage()
  const startedAt = performance.now()
  const waiting = [...hosts]
  let unchanged = 0
  const lane = async () => {
    for (let host = waiting.shift(); host !== undefined; host = waiting.shift()) {
      for (const url of host) {
        const headers = etags.has(url) ? { 'if-none-match': etags.get(url) } : {}
        const response = await request(url, { dispatcher: agent, headers })
        etags.set(url, response.headers.etag)
        await response.body.arrayBuffer()
        if (response.statusCode === 304) unchanged++
      }
    }
  }
  await Promise.all(Array.from({ length: 8 }, lane))
  const wallMs = performance.now() - startedAt
  const cpu = process.cpuUsage(cpuBefore)
  return { wallMs, cpuMs: (cpu.user + cpu.system) / 1000, unchanged }
}

process.on('message', async ({ kind, urls }) => {
  if (kind === 'stop') process.exit()
  if (kind === 'urls') hosts = byHost(urls)
  process.send({ kind, ...(kind === 'round' ? await round() : {}) })
})
process.on('disconnect', () => process.exit())
process.send({ kind: 'ready' })
