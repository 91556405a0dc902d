import fs from 'node:fs'
import http from 'node:http'
import path from 'node:path'

/** Serves the files of a folder of sample feeds over loopback; their dates are set relative to `now` as they are served. */
export async function serveSample(folder: string, now: () => number): Promise<{ base: string; stop(): Promise<void> }> {
  const names = new Set(fs.readdirSync(folder).filter((name) => /\.(xml|json)$/.test(name)))
  const server = http.createServer((request, response) => {
    const name = path.basename(new URL(request.url ?? '/', 'http://127.0.0.1').pathname)
    if (request.method !== 'GET' || !names.has(name)) {
      response.writeHead(404).end()
      return
    }
    response.writeHead(200, { 'content-type': name.endsWith('.json') ? 'application/feed+json' : 'text/xml' })
    response.end(withDates(fs.readFileSync(path.join(folder, name)), now()))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const stop = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections()
      server.close(() => {
        resolve()
      })
    })
  return { base: `http://127.0.0.1:${port}`, stop }
}

/** Replaces @@RFC822:-180m@@ and @@ISO:-180m@@ by the moment so many minutes before `now`. Bytes stay bytes: a feed may be in windows-1251. */
function withDates(feed: Buffer, now: number): Buffer {
  const dated = feed
    .toString('latin1')
    .replace(/@@(RFC822|ISO):-(\d{1,6})m@@/g, (_whole, format: string, minutes: string) => {
      const at = new Date(now - Number(minutes) * 60_000)
      return format === 'ISO' ? at.toISOString() : at.toUTCString()
    })
  return Buffer.from(dated, 'latin1')
}
