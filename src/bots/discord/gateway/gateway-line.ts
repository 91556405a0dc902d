import { GatewayOpcodes } from 'discord.js'
import type { WebSocket } from 'ws'
import type { AfterClose } from './close-codes.js'

export const OPEN = 1

// A line that says nothing for so long is dead: the heartbeat's interval, 41.25 s, and the wait for its answer stay below a minute.
const MOST_ANSWER_MS = 15_000
const CLOSE_MS = 1_000

/** A socket with deadlines. */
export interface Line {
  readonly socket: WebSocket
  /** What follows the close where its code does not say it. */
  next: AfterClose | undefined
  /** The line is cut after `ms` unless a new deadline is set; one at a time. */
  within(ms: number | undefined, reason: string): void
  later(ms: number, run: () => void): NodeJS.Timeout
  cancel(timer: NodeJS.Timeout | undefined): void
  /** Asks for the close, and cuts the line where the other side does not answer. */
  close(code: number): void
  cut(reason: string): void
}

export function createLine(socket: WebSocket, timers: Set<NodeJS.Timeout>, note: (reason: string) => void): Line {
  let deadline: NodeJS.Timeout | undefined
  const line: Line = {
    socket,
    next: undefined,
    within(ms, reason) {
      line.cancel(deadline)
      deadline = ms === undefined ? undefined : line.later(ms, () => line.cut(reason))
    },
    later(ms, run) {
      const timer = setTimeout(() => {
        timers.delete(timer)
        run()
      }, ms)
      timers.add(timer)
      return timer
    },
    cancel(timer) {
      clearTimeout(timer)
      if (timer) timers.delete(timer)
    },
    close(code) {
      if (socket.readyState !== OPEN) socket.terminate()
      else {
        socket.close(code)
        line.later(CLOSE_MS, () => socket.terminate())
      }
    },
    cut(reason) {
      note(reason)
      socket.terminate()
    },
  }
  return line
}

interface Pulse {
  /** Of the event that was seen last. */
  readonly sequence: () => number | null
  readonly onAnswer: (sentAt: number, answeredAt: number) => void
  readonly now: () => number
  /** 0 to 1. */
  readonly random: () => number
}

/** Heartbeats over a line; one without an answer cuts it. */
export function createHeart(line: Line, { sequence, onAnswer, now, random }: Pulse) {
  let everyMs = 41_250
  let sentAt = 0
  let next: NodeJS.Timeout | undefined
  let late: NodeJS.Timeout | undefined
  const beat = (): void => {
    if (line.socket.readyState !== OPEN) return
    line.socket.send(JSON.stringify({ op: GatewayOpcodes.Heartbeat, d: sequence() }))
    sentAt = now()
    line.cancel(late)
    late = line.later(Math.min(everyMs, MOST_ANSWER_MS), () => line.cut('the gateway answers no heartbeat'))
    line.cancel(next)
    next = line.later(everyMs, beat)
  }
  return {
    beat,
    /** The first one comes at a random time within the interval, as Discord asks. */
    start(intervalMs: number): void {
      if (intervalMs > 0) everyMs = intervalMs
      line.cancel(next)
      next = line.later(everyMs * random(), beat)
    },
    answered(): void {
      line.cancel(late)
      onAnswer(sentAt, now())
    },
  }
}
