import { randomUUID } from 'node:crypto'
import { nonceFrom, sayToPerson } from '../bots/owner/say-to-person.js'
import { personOf } from '../bots/owner/person-of.js'
import type { PlatformsByName } from '../bots/owner/reachable-platforms.js'
import type { Platform } from '../bots/contract/platform.js'
import type { PlatformName } from '../bots/contract/request.js'
import type { NewsroomCondition } from '../newsroom/newsroom-ports.js'
import type { Config } from '../process/config.js'
import type { MetricsRegistry } from '../process/metrics-registry.js'
import type { Region } from '../regions/region.js'
import type { Logger } from '../telemetry/logger.js'
import { reasonOf } from '../text/reason-of.js'
import { serveWeb, type WebServer } from '../web/serve-web.js'
import type { WebDeps } from '../web/base/web-deps.js'
import { judgeHealth } from './health-report.js'
import type { NewsroomThread } from './start-newsroom.js'

interface WebStart {
  readonly config: Config
  readonly thread: NewsroomThread
  readonly region: Region
  readonly metrics: MetricsRegistry
  readonly platforms: ReadonlyMap<PlatformName, Platform>
  readonly reachable: PlatformsByName
  /** Names of the platforms that have a token. */
  readonly wanted: readonly PlatformName[]
  readonly now: () => number
  readonly log: Logger
}

/** Serves the web pages where a port is set. Throws WebError. */
export async function startWeb(start: WebStart): Promise<WebServer | undefined> {
  const { web } = start.config
  if (web === undefined) return undefined
  return serveWeb(web, webDeps(start, pagesAt(start.config) ?? ''))
}

/** Where readers find the pages; undefined: there are none. */
export function pagesAt({ web, webUrl }: Pick<Config, 'web' | 'webUrl'>): string | undefined {
  return web && (webUrl ?? `http://${web.host.includes(':') ? `[${web.host}]` : web.host}:${web.port}`)
}

function webDeps(
  { thread, region, metrics, platforms, reachable, wanted, config, now, log }: WebStart,
  base: string,
): WebDeps {
  // prettier-ignore
  const startedAt = now()
  const conditionNow = () => thread.look.condition().catch((error: unknown) => ({ fault: reasonOf(error) }))
  const { owner: owners } = config
  return {
    news: thread.publicNews,
    region,
    health: async () => judgeHealth({ condition: await conditionNow(), wanted, platforms, startedAt, now: now() }),
    metrics: async () => {
      const condition = await conditionNow()
      if (!('fault' in condition)) noteCondition(condition, metrics)
      return metrics.text()
    },
    deliveries: thread.deliveries,
    tellOwners: async (message) => {
      for (const owner of owners) {
        const { name, userId } = personOf(owner)
        const platform = reachable.get(name)
        if (platform === undefined) continue
        const said = { userId, message: message(), nonce: nonceFrom(randomUUID()) }
        const result = await sayToPerson(platform, said, { chats: thread.chats, region })
        if (result.kind !== 'sent') log.warn({ reason: result.reason }, 'the owner could not be sent a link')
      }
    },
    base,
    now,
    onServed: (route, status, seconds) => {
      metrics.count('web_requests_total', { route, status: String(status) })
      metrics.observe('web_seconds', { route }, seconds)
    },
    onFault: (route, reason) => { log.error({ job: 'web', route }, reason) }, // prettier-ignore
  }
}

function noteCondition({ articles, unread, waiting, feeds }: NewsroomCondition, metrics: MetricsRegistry): void {
  metrics.set('articles', {}, articles)
  metrics.set('articles_unread', {}, unread)
  metrics.set('sends_waiting', {}, waiting)
  for (const [state, count] of Object.entries(feeds)) metrics.set('feeds', { state }, count)
}
