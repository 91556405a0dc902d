import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { fetchFeed, type Fetched } from '../../src/feeds/net/fetch-feed.js'
import { guardedAgent } from '../../src/feeds/net/guarded-agent.js'

/** A site over loopback: its pages by path, and what was asked of it in order. */
export async function startSite(pages: Map<string, { readonly type: string; readonly body: string }>): Promise<{
  readonly url: string
  readonly asked: string[]
  readonly fetch: (url: string) => Promise<Fetched>
  readonly stop: () => Promise<void>
}> {
  const asked: string[] = []
  const server = http.createServer(({ url = '' }, response) => {
    asked.push(url)
    const page = pages.get(url)
    if (page === undefined) response.writeHead(404).end()
    else response.writeHead(200, { 'content-type': page.type }).end(page.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`
  const agent = guardedAgent({ allowPrivateHosts: [host] })
  return {
    url: `http://${host}`,
    asked,
    fetch: (url) => fetchFeed(url, {}, { agent, now: Date.now, maxBytes: 1_000_000, timeoutMs: 5_000 }),
    stop: async () => {
      await agent.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
