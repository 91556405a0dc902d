import { once } from 'node:events'
import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import { webApp } from './web-app.js'
import type { WebDeps } from './base/web-deps.js'

/** The pages cannot be served: the message says which setting to change. */
export class WebError extends Error {
  override readonly name = 'WebError'
}

export interface WebServer {
  readonly stop: () => Promise<void>
}

/** Serves the pages on an address of this machine. Throws WebError where that is not to be had. */
export async function serveWeb(
  { port, host }: { readonly port: number; readonly host: string },
  deps: WebDeps,
): Promise<WebServer> {
  // What is slow to come or to go holds no connection for long.
  const serverOptions = { headersTimeout: 10_000, requestTimeout: 20_000, maxHeaderSize: 8_192 }
  const server = serve({ fetch: webApp(deps).fetch, port, hostname: host, serverOptions }) as Server
  server.keepAliveTimeout = 5_000
  try {
    await once(server, 'listening')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new WebError(`WEB_PORT is ${port} on WEB_HOST ${host}: ${WHY[code ?? ''] ?? message}`, { cause: error })
  }
  return {
    stop: () =>
      new Promise((resolve) => {
        server.close(() => { resolve() }) // prettier-ignore
        server.closeAllConnections()
      }),
  }
}

const WHY: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program has that port',
  EACCES: 'this user may not open that port',
  EADDRNOTAVAIL: 'this machine has no such address',
}
