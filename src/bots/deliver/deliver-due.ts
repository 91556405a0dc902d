import { composeAlerts } from './compose-alerts.js'
import { composeDigests, type Composed, type ComposeDeps } from './compose-digests.js'
import { openOutbox, type OutboxDeps, type OutboxReport } from './outbox.js'
import { texts } from '../wording/texts.js'
import { reasonOf } from '../../text/reason-of.js'
import { noTelemetry } from '../../telemetry/telemetry.js'

export type DeliveryDeps = ComposeDeps & Pick<OutboxDeps, 'sendJournal' | 'telemetry'>

/** What was done since the last report: parts by how they ended, and a line for each thing that failed. */
export interface DeliveryReport extends OutboxReport, Composed {}

/** Composes what is due and sends it. */
export interface Deliveries {
  /**
   * At the start, before all else: decides what an earlier process was sending, and finds due times under the zones' rules
   * of today. Gives how many rows were in doubt.
   */
  readonly start: () => Promise<number>
  /** Writes down what is due, and has it sent: its sending goes on by itself. */
  readonly tick: () => Promise<DeliveryReport>
  /** As `tick`, but resolves when all that may be sent by now was tried. */
  readonly deliver: () => Promise<DeliveryReport>
  /** Begins nothing new; what is under way may end within `limitMs`. */
  readonly stop: (limitMs: number) => Promise<void>
}

/** One round of composing at a time: a call while one runs gets that one. */
export function openDeliveries(deps: DeliveryDeps): Deliveries {
  const secondTryLine = (language: Parameters<typeof texts>[0]) => texts(language)('delivery.again')
  const { metrics } = deps.telemetry ?? noTelemetry
  const outbox = openOutbox({ ...deps, secondTryLine })
  let round: Promise<Composed> | undefined
  const compose = (): Promise<Composed> => {
    round ??= composeAll(deps, (of) => void outbox.wake(of).catch(() => undefined)).finally(() => {
      round = undefined
    })
    return round
  }
  const tick = async (): Promise<Composed> => {
    const composed = await compose()
    metrics.count('digests_composed_total', {}, composed.queued)
    await outbox.wake()
    return composed
  }
  const report = ({ queued, skipped, failed }: Composed): DeliveryReport => {
    const sent = outbox.report()
    return { ...sent, queued, skipped, failed: [...failed, ...sent.failed] }
  }
  return {
    async start() {
      await deps.deliveries.mendDueTimes()
      return outbox.recover()
    },
    tick: async () => report(await tick()),
    async deliver() {
      const composed = await tick()
      await outbox.settled()
      return report(composed)
    },
    stop: outbox.stop,
  }
}

async function composeAll(deps: ComposeDeps, onQueued: Parameters<typeof composeDigests>[1]): Promise<Composed> {
  const parts = [await safely('digests', composeDigests(deps, onQueued)), await safely('alerts', composeAlerts(deps))]
  return {
    queued: parts.reduce((sum, { queued }) => sum + queued, 0),
    skipped: parts.reduce((sum, { skipped }) => sum + skipped, 0),
    failed: parts.flatMap(({ failed }) => failed),
  }
}

/** The store may not answer: what is due stays due, and what is queued is still sent. */
async function safely(what: string, work: Promise<Composed>): Promise<Composed> {
  try {
    return await work
  } catch (error) {
    return { queued: 0, skipped: 0, failed: [`${what}: ${reasonOf(error)}`] }
  }
}
